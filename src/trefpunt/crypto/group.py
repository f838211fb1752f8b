"""The group ristretto255, in batches, computed by libsodium alone.

Points and scalars are 32 bytes. Every step that may hold a key runs inside libsodium, whose branches and
addresses do not depend on secrets; Python only carries the bytes in and out. What comes from outside is
checked here: a wrong length, an encoding that is not canonical and the identity are refused, by position
and never by value.

Source: RFC 9496; the hash into the group is RFC 9380, section 5.3.1 with RFC 9497, section 4.1.
"""

import ctypes
import importlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hmac import compare_digest
from pathlib import Path

from trefpunt.crypto.xmd import expand
from trefpunt.errors import CryptoError
from trefpunt.sentence import Sentence

POINT_SIZE = 32
SCALAR_SIZE = 32
WIDE_SIZE = 64

Rng = Callable[[int], bytes]

_IDENTITY = bytes(POINT_SIZE)
_ZERO = bytes(SCALAR_SIZE)
_ONE = b"\1" + bytes(SCALAR_SIZE - 1)
_SYSTEM_NAMES = ("libsodium.so.26", "libsodium.so.23", "libsodium.so", "libsodium.dylib")
# Present from libsodium 1.0.18 on, unless it was built in its minimal form.
_NEEDED = (
    "crypto_core_ristretto255_from_hash",
    "crypto_core_ristretto255_scalar_invert",
    "crypto_scalarmult_ristretto255",
)


@dataclass(frozen=True, slots=True)
class Group:
    """ristretto255 on one loaded libsodium; `source` says which, for `doctor`. Safe to share by threads."""

    source: str
    _lib: ctypes.CDLL = field(repr=False, compare=False)

    # ── points ──────────────────────────────────────────────────────────────────────────────────────────

    def hash_to_group(self, messages: Iterable[bytes], dst: bytes) -> list[bytes]:
        """Hash every message to a point that nobody knows the logarithm of."""
        return self.map_to_group(expand(messages, dst, WIDE_SIZE))

    def map_to_group(self, uniform: Sequence[bytes]) -> list[bytes]:
        """Map 64 uniform bytes each to a point.

        Raises:
            CryptoError: an item is not 64 bytes.
        """
        _check_sizes(uniform, WIDE_SIZE, Sentence("uniform string"))
        step, out = self._lib.crypto_core_ristretto255_from_hash, _buffer()
        found = []
        for wide in uniform:
            step(out, wide)
            found.append(out.raw)
        return found

    def multiply(self, scalar: bytes, points: Sequence[bytes]) -> list[bytes]:
        """Multiply every point by one scalar.

        Raises:
            CryptoError: a point is not valid, or a product is the identity.
        """
        _check_sizes((scalar,), SCALAR_SIZE, Sentence("scalar"))
        _check_sizes(points, POINT_SIZE, Sentence("point"))
        step, out = self._lib.crypto_scalarmult_ristretto255, _buffer()
        found: list[bytes] = []
        for point in points:
            if step(out, scalar, point):
                raise _bad_point(len(found))
            found.append(out.raw)
        return found

    def multiply_each(self, scalars: Sequence[bytes], points: Sequence[bytes]) -> list[bytes]:
        """Multiply every point by the scalar at its place.

        Raises:
            CryptoError: as `multiply`, or the two are not equally many.
        """
        _check_sizes(scalars, SCALAR_SIZE, Sentence("scalar"))
        _check_sizes(points, POINT_SIZE, Sentence("point"))
        check_counts(scalars, points)
        step, out = self._lib.crypto_scalarmult_ristretto255, _buffer()
        found: list[bytes] = []
        for scalar, point in zip(scalars, points, strict=True):
            if step(out, scalar, point):
                raise _bad_point(len(found))
            found.append(out.raw)
        return found

    def multiply_base(self, scalar: bytes) -> bytes:
        """Multiply the generator by a scalar.

        Raises:
            CryptoError: the product is the identity.
        """
        _check_sizes((scalar,), SCALAR_SIZE, Sentence("scalar"))
        out = _buffer()
        if self._lib.crypto_scalarmult_ristretto255_base(out, scalar):
            raise _bad_point(0)
        return out.raw

    def add(self, points: Sequence[bytes]) -> bytes:
        """Add points up, in order.

        Raises:
            CryptoError: there is none, one is not valid, or the sum is the identity.
        """
        _check_sizes(points, POINT_SIZE, Sentence("point"))
        step, out = self._lib.crypto_core_ristretto255_add, _buffer()
        total = _IDENTITY
        for at, point in enumerate(points):
            if step(out, total, point):
                raise _bad_point(at)
            total = out.raw
        if total == _IDENTITY:
            raise CryptoError("the sum of the points is the identity", hint="refuse the batch they came in")
        return total

    def is_valid_points(self, points: Iterable[bytes]) -> list[bool]:
        """Say of every item whether it is the canonical encoding of a point other than the identity."""
        step = self._lib.crypto_core_ristretto255_is_valid_point
        return [len(point) == POINT_SIZE and point != _IDENTITY and step(point) == 1 for point in points]

    # ── scalars ─────────────────────────────────────────────────────────────────────────────────────────

    def is_scalar(self, scalar: bytes) -> bool:
        """Say whether these are 32 bytes in canonical form and not zero."""
        if len(scalar) != SCALAR_SIZE:
            return False
        reduced = self.reduce(scalar + _ZERO)
        return compare_digest(reduced, scalar) and not compare_digest(reduced, _ZERO)

    def reduce(self, wide: bytes) -> bytes:
        """Reduce 64 bytes, little-endian, modulo the order of the group."""
        _check_sizes((wide,), WIDE_SIZE, Sentence("wide scalar"))
        out = _buffer()
        self._lib.crypto_core_ristretto255_scalar_reduce(out, wide)
        return out.raw

    def hash_to_scalar(self, message: bytes, dst: bytes) -> bytes:
        """Hash a message to a scalar."""
        return self.reduce(expand((message,), dst, WIDE_SIZE)[0])

    def random_scalars(self, count: int, *, rng: Rng = secrets.token_bytes) -> list[bytes]:
        """Draw scalars, uniform and not zero, from 64 random bytes each.

        Raises:
            CryptoError: the source of randomness gave zero, which a sound one does not.
        """
        wide = rng(WIDE_SIZE * count)
        found = [self.reduce(wide[at : at + WIDE_SIZE]) for at in range(0, WIDE_SIZE * count, WIDE_SIZE)]
        if _ZERO in found:
            raise CryptoError("the source of randomness gave a zero", hint="do not go on with this source")
        return found

    def scalar_add(self, left: bytes, right: bytes) -> bytes:
        """Add two scalars."""
        return self._combine("add", left, right)

    def scalar_sub(self, left: bytes, right: bytes) -> bytes:
        """Subtract the right scalar from the left."""
        return self._combine("sub", left, right)

    def scalar_mul(self, left: bytes, right: bytes) -> bytes:
        """Multiply two scalars."""
        return self._combine("mul", left, right)

    def invert(self, scalars: Sequence[bytes]) -> list[bytes]:
        """Invert every scalar with one inversion and three multiplications each (Montgomery's trick).

        Raises:
            CryptoError: one is zero, or not 32 bytes.
        """
        _check_sizes(scalars, SCALAR_SIZE, Sentence("scalar"))
        step, out = self._lib.crypto_core_ristretto255_scalar_mul, _buffer()
        running = [_ONE]
        for scalar in scalars:
            step(out, running[-1], scalar)
            running.append(out.raw)
        if self._lib.crypto_core_ristretto255_scalar_invert(out, running[-1]):
            raise CryptoError("a scalar is zero and has no inverse", hint="draw the blinds again")
        rest, found = out.raw, []
        for scalar, before in zip(reversed(scalars), reversed(running[:-1]), strict=True):
            step(out, rest, before)
            found.append(out.raw)
            step(out, rest, scalar)
            rest = out.raw
        return found[::-1]

    def _combine(self, verb: str, left: bytes, right: bytes) -> bytes:
        _check_sizes((left, right), SCALAR_SIZE, Sentence("scalar"))
        out = _buffer()
        getattr(self._lib, f"crypto_core_ristretto255_scalar_{verb}")(out, left, right)
        return out.raw


def load_group(names: Sequence[str] = _SYSTEM_NAMES) -> Group:
    """Load the system's libsodium (1.0.18 or later), else the one inside the package `rbcl`.

    Args:
        names: file names to try, in this order; none at all means the bundled library.

    Raises:
        CryptoError: no library can be loaded.
    """
    for name in names:
        group = _open(name, f"system {name}")
        if group is not None:
            return group
    return _open_bundled()


def check_counts(left: Sequence[object], right: Sequence[object]) -> None:
    """Refuse two batches that are not equally long.

    Raises:
        CryptoError: they are not.
    """
    if len(left) != len(right):
        raise CryptoError(
            "a batch has {count} items here and {other} there",
            hint="both must be equally many, in the same order",
            count=len(left),
            other=len(right),
        )


def _open_bundled() -> Group:
    try:
        # Imported only when it is needed: importing it leaves 3 MB in the temp folder.
        module = importlib.import_module("rbcl._sodium")
        Path(module.lib_path).unlink(missing_ok=True)
    except (ImportError, OSError) as error:
        raise _no_library() from error
    group = _wrap(module._sodium, "bundled rbcl")
    if group is None:
        raise _no_library()
    return group


def _open(name: str, source: str) -> Group | None:
    try:
        library = ctypes.CDLL(name)
    except OSError:
        return None
    return _wrap(library, source)


def _wrap(library: ctypes.CDLL, source: str) -> Group | None:
    if not all(hasattr(library, symbol) for symbol in _NEEDED) or library.sodium_init() < 0:
        return None
    library.sodium_version_string.restype = ctypes.c_char_p
    return Group(f"{source}, libsodium {library.sodium_version_string().decode()}", library)


def _buffer() -> "ctypes.Array[ctypes.c_char]":
    return ctypes.create_string_buffer(POINT_SIZE)


def _check_sizes(items: Sequence[bytes], size: int, noun: Sentence) -> None:
    # libsodium reads this many bytes whatever it is given: a short one would read beyond its end.
    for at, item in enumerate(items):
        if type(item) is not bytes or len(item) != size:
            raise CryptoError(
                "{noun} {at} is not {size} bytes",
                hint="refuse the batch it came in",
                noun=noun,
                at=at,
                size=size,
            )


def _bad_point(at: int) -> CryptoError:
    return CryptoError(
        "point {at} is not a valid element, or its product is the identity",
        hint="refuse the batch it came in",
        at=at,
    )


def _no_library() -> CryptoError:
    return CryptoError(
        "no usable libsodium was found",
        hint="install the system's libsodium 1.0.18 or later, or allow execution in the temp folder for rbcl",
    )
