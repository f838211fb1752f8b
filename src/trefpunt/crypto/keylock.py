"""The bytes of a key file: how a passphrase, or a random key, opens and closes a set of named secrets.

The file is one JSON object: `format`, `kdf` (how the key is made from the passphrase), `check` (tells a
wrong passphrase from a damaged file), `sealed` (the secrets, padded and encrypted under a key that is bound
to all of the former) and `checksum` (tells damage before a passphrase is even tried).
"""

import hashlib
import hmac
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from argon2.low_level import Type, hash_secret_raw

from trefpunt.crypto.canonical import canonical_json, parse_strict_json
from trefpunt.crypto.sealing import KEY_BYTES, BadSeal, open_sealed, seal
from trefpunt.errors import CryptoError, InputError, WrongPassphrase
from trefpunt.sentence import Sentence

Rng = Callable[[int], bytes]

FORMAT = "trefpunt-keys/1"
MAX_FILE_BYTES = 16 * 2**20
_SALT_BYTES = 16
_CHECK_BYTES = 16
_PAD_TO = 1024


class DamagedKeyFile(CryptoError):
    """The key file is not as it was written."""

    code = "damaged_key_file"


@dataclass(frozen=True, slots=True)
class KdfParams:
    """What one try of a passphrase costs. Source: RFC 9106, section 4, second recommended option."""

    memory_kib: int = 65_536
    passes: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        # The upper bounds keep a tampered file from taking all memory or a day of time.
        sound = (
            8 * self.lanes <= self.memory_kib <= 2**21 and 1 <= self.passes <= 64 and 1 <= self.lanes <= 64
        )
        if not sound:
            raise InputError("the cost of a passphrase is out of bounds", hint="leave it at its default")


@dataclass(frozen=True, slots=True)
class KeyLock:
    """What opens one key file, kept in memory while the node runs; its `repr` shows no key."""

    header: Mapping[str, Any]
    seal_key: bytes = field(repr=False)


def new_lock(secret: str | bytes, *, params: KdfParams, rng: Rng) -> KeyLock:
    """Make the lock of a new file.

    Args:
        secret: a passphrase, or a random key of 32 bytes (then `params` plays no part).
    """
    kdf: dict[str, Any] = {"name": "raw", "salt": b64encode(rng(_SALT_BYTES)).decode()}
    if isinstance(secret, str):
        cost = {"memory_kib": params.memory_kib, "passes": params.passes, "lanes": params.lanes}
        kdf = {**kdf, **cost, "name": "argon2id"}
    return _lock(kdf, secret)


def lock_of(document: bytes, secret: str | bytes) -> KeyLock:
    """Find the lock of an existing file.

    Raises:
        WrongPassphrase: the passphrase or key is not that of this file.
        DamagedKeyFile: the file is not as it was written.
    """
    read = _read(document)
    lock = _lock(read["kdf"], secret)
    if not hmac.compare_digest(lock.header["check"], str(read["check"])):
        raise WrongPassphrase(
            "the passphrase does not open this key file"
            if isinstance(secret, str)
            else "the key does not open this key file",
            hint="look at the keyboard layout and the capitals; the file itself is whole",
        )
    return lock


def close_with(lock: KeyLock, named: Mapping[str, bytes], *, rng: Rng) -> bytes:
    """Return the bytes of the file that holds these secrets."""
    plain = canonical_json({name: b64encode(value).decode() for name, value in named.items()})
    sealed = seal(lock.seal_key, plain, canonical_json(lock.header), pad_to=_PAD_TO, rng=rng)
    whole = {**lock.header, "sealed": b64encode(sealed).decode()}
    return canonical_json({**whole, "checksum": _checksum(whole)}) + b"\n"


def open_with(lock: KeyLock, document: bytes) -> dict[str, bytes]:
    """Return the secrets in the bytes of a file.

    Raises:
        DamagedKeyFile: the bytes were changed, or another lock closed them.
    """
    read = _read(document)
    try:
        plain = open_sealed(lock.seal_key, b64decode(read["sealed"]), canonical_json(lock.header))
        named: dict[str, str] = parse_strict_json(plain, max_bytes=MAX_FILE_BYTES, max_depth=1)
        return {name: b64decode(value) for name, value in named.items()}
    except (BadSeal, InputError, ValueError) as error:
        raise _damaged(Sentence("its contents do not open, although the passphrase is right")) from error


def _lock(kdf: Mapping[str, Any], secret: str | bytes) -> KeyLock:
    salt, master = _master(kdf, secret)
    check = _derive(master, b"check", salt)[:_CHECK_BYTES]
    header = {"format": FORMAT, "kdf": dict(kdf), "check": b64encode(check).decode()}
    return KeyLock(header, _derive(master, b"seal", salt))


def _master(kdf: Mapping[str, Any], secret: str | bytes) -> tuple[bytes, bytes]:
    names = {"name", "salt"} | ({"memory_kib", "passes", "lanes"} if kdf.get("name") == "argon2id" else set())
    try:
        salt = b64decode(kdf["salt"], validate=True)
        if set(kdf) != names or len(salt) != _SALT_BYTES or kdf["name"] not in ("raw", "argon2id"):
            raise _damaged(Sentence("its way from passphrase to key is unknown"))
        if (kdf["name"] == "argon2id") != isinstance(secret, str):
            raise WrongPassphrase(
                "this key file opens with the other kind of secret",
                hint="a node's own file opens with a passphrase, the file of its epochs with a key from it",
            )
        if isinstance(secret, bytes):
            return salt, _raw(secret)
        return salt, _argon2id(secret, salt, KdfParams(kdf["memory_kib"], kdf["passes"], kdf["lanes"]))
    except (KeyError, TypeError, ValueError, InputError) as error:
        raise _damaged(Sentence("its way from passphrase to key cannot be read")) from error


def _argon2id(passphrase: str, salt: bytes, params: KdfParams) -> bytes:
    # One spelling of each accent, or a passphrase typed on another keyboard would not open the file.
    typed = unicodedata.normalize("NFC", passphrase).encode()
    return hash_secret_raw(
        typed,
        salt,
        time_cost=params.passes,
        memory_cost=params.memory_kib,
        parallelism=params.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _raw(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise WrongPassphrase(
            "a key of {count} bytes opens nothing",
            hint="expected {key_bytes} random bytes",
            count=len(key),
            key_bytes=KEY_BYTES,
        )
    return key


def _derive(master: bytes, purpose: bytes, salt: bytes) -> bytes:
    return hmac.new(master, b"trefpunt keys v1 " + purpose + salt, hashlib.sha256).digest()


def _read(document: bytes) -> dict[str, Any]:
    try:
        read = parse_strict_json(document, max_bytes=MAX_FILE_BYTES, max_depth=3)
    except InputError as error:
        raise _damaged(error.said) from error
    if not isinstance(read, dict) or set(read) != {"format", "kdf", "check", "sealed", "checksum"}:
        raise _damaged(Sentence("it has not the parts of a key file"))
    checksum = read.pop("checksum")
    if checksum != _checksum(read) or not isinstance(read["kdf"], dict):
        raise _damaged(Sentence("its checksum does not fit"))
    if read["format"] != FORMAT:
        raise _damaged(Sentence("it is of another version"))
    return read


def _checksum(whole: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_json(whole)).hexdigest()


def _damaged(seen: Sentence) -> DamagedKeyFile:
    return DamagedKeyFile("the key file is damaged: {seen}", hint="put back the last backup of it", seen=seen)
