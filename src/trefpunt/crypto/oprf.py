"""The oblivious function behind hit or no hit: the holder computes it without seeing what it is asked.

The asker blinds its inputs, the holder evaluates the blinded points with its key and proves that it used
that key, the asker finishes. The same 64 bytes come out as when the holder evaluates the input itself, so
an asker can look them up in what the holder published. The asker learns nothing of the key, the holder
nothing of the input. All steps work on batches. Mode 0x01 (verifiable) of the suite ristretto255-SHA512.

Bulk answers are proven by sample: the *asker* draws it after the answers have arrived (`draw_sample`), so
that a holder who cheats cannot know which of its answers will have to stand.

Source: RFC 9497, sections 3.2, 3.3.1, 3.3.2 and 4.1.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha512
from itertools import pairwise

from trefpunt.crypto.dleq import Dleq
from trefpunt.crypto.group import Group, Rng, check_counts, load_group
from trefpunt.errors import BadProof, CryptoError

OUTPUT_SIZE = 64
SEED_SIZE = 32
MIN_SAMPLE = 64
MAX_INPUT = 0xFFFF

_BASE, _VERIFIABLE = 0x00, 0x01
# Whole sets are worked off in pieces, so that what lies between input and output never lies there whole.
_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Oprf:
    """RFC 9497 over one group, in the verifiable mode."""

    group: Group
    _mode: int = _VERIFIABLE

    @property
    def context(self) -> bytes:
        """The context string; it is in every hash, so that modes and suites never mix."""
        return b"OPRFV1-" + bytes([self._mode]) + b"-ristretto255-SHA512"

    # ── the holder's key ────────────────────────────────────────────────────────────────────────────────

    def derive_key(self, seed: bytes, info: bytes) -> bytes:
        """Derive a key from a secret seed of 32 bytes; for known answers and tests.

        Raises:
            CryptoError: the seed is not 32 bytes, or `info` is too long.
        """
        if len(seed) != SEED_SIZE or len(info) > MAX_INPUT:
            raise CryptoError(
                "a key cannot be derived", hint="give a seed of 32 bytes and less than 65,536 of info"
            )
        counted = seed + _prefixed(info)
        # A zero scalar, the only reason for a second try, has a chance of 2^-252: RFC 9497 allows 256 tries.
        key = self.group.hash_to_scalar(counted + b"\0", b"DeriveKeyPair" + self.context)
        return self._checked_key(key)

    def random_key(self, *, rng: Rng = secrets.token_bytes) -> bytes:
        """Draw a key. One per holder, partner, purpose, epoch and key type; erased when the epoch ends."""
        return self.group.random_scalars(1, rng=rng)[0]

    def public_key(self, key: bytes) -> bytes:
        """Compute the commitment to a key that the partner checks proofs against."""
        return self.group.multiply_base(self._checked_key(key))

    # ── asker ───────────────────────────────────────────────────────────────────────────────────────────

    def blind(
        self, inputs: Sequence[bytes], *, rng: Rng = secrets.token_bytes
    ) -> tuple[list[bytes], list[bytes]]:
        """Hide every input under a random scalar of its own.

        Returns:
            The blinds, which stay secret until `finish`, and the blinded points, which travel.

        Raises:
            CryptoError: an input is longer than 65,535 bytes.
        """
        blinds = self.group.random_scalars(len(inputs), rng=rng)
        return blinds, self.group.multiply_each(blinds, self.points_of(inputs))

    def finish(
        self, inputs: Sequence[bytes], blinds: Sequence[bytes], evaluated: Sequence[bytes]
    ) -> list[bytes]:
        """Take the blinds off again; verify the proof first.

        Returns:
            64 bytes per input, equal to what the holder computes of it with `outputs`.

        Raises:
            CryptoError: the three are not equally many, or an item is not valid.
        """
        check_counts(inputs, blinds)
        bare = self.group.multiply_each(self.group.invert(blinds), evaluated)
        return _finalize(inputs, bare)

    def verify(
        self, public_key: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes], proof: bytes
    ) -> None:
        """Check that all of `evaluated` was made of `blinded` with the committed key.

        Raises:
            BadProof: it was not, or something is not well formed.
        """
        self._dleq().verify(public_key, blinded, evaluated, proof)

    def verify_sample(
        self,
        public_key: bytes,
        blinded: Sequence[bytes],
        evaluated: Sequence[bytes],
        *,
        sample: Sequence[int],
        proof: bytes,
    ) -> None:
        """Check the sampled part of a bulk answer; the sample is the one that the asker drew itself.

        Raises:
            BadProof: as `verify`.
        """
        try:
            check_counts(blinded, evaluated)
            chosen, answers = _pick(blinded, sample), _pick(evaluated, sample)
        except CryptoError as error:
            raise BadProof.saying(error) from error
        self.verify(public_key, chosen, answers, proof)

    # ── holder ──────────────────────────────────────────────────────────────────────────────────────────

    def evaluate(self, key: bytes, blinded: Sequence[bytes]) -> list[bytes]:
        """Multiply every blinded point by the key: the answer, without its proof.

        Raises:
            CryptoError: a point is not valid; none of the batch is answered.
        """
        return self.group.multiply(self._checked_key(key), blinded)

    def prove(
        self, key: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes], *, r: bytes | None = None
    ) -> bytes:
        """Prove that all of `evaluated` was made of `blinded` with this key.

        Args:
            r: the random scalar, for known answers only; drawn when it is not given.

        Returns:
            64 bytes.

        Raises:
            CryptoError: the batch is empty, longer than 65,535 or not even.
        """
        nonce = self.group.random_scalars(1)[0] if r is None else r
        return self._dleq().prove(self._checked_key(key), blinded, evaluated, r=nonce)

    def prove_sample(
        self, key: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes], *, sample: Sequence[int]
    ) -> bytes:
        """Prove the places that the asker drew after it had the answers.

        Raises:
            CryptoError: the sample is not a growing list of places in the batch, or as `prove`.
        """
        check_counts(blinded, evaluated)
        return self.prove(key, _pick(blinded, sample), _pick(evaluated, sample))

    def points_of(self, inputs: Sequence[bytes]) -> list[bytes]:
        """Hash every input into the group. The points do not depend on a key: an index may keep them."""
        _check_inputs(inputs)
        points: list[bytes] = []
        for at in range(0, len(inputs), _CHUNK):
            points += self.group.hash_to_group(inputs[at : at + _CHUNK], b"HashToGroup-" + self.context)
        return points

    def outputs(self, key: bytes, inputs: Sequence[bytes], points: Sequence[bytes]) -> list[bytes]:
        """Compute the function of the holder's own inputs from points kept since `points_of`.

        Raises:
            CryptoError: the two are not equally many, or a point is not valid.
        """
        check_counts(inputs, points)
        _check_inputs(inputs)
        finished: list[bytes] = []
        for at in range(0, len(inputs), _CHUNK):
            some = slice(at, at + _CHUNK)
            finished += _finalize(inputs[some], self.evaluate(key, points[some]))
        return finished

    def evaluate_inputs(self, key: bytes, inputs: Sequence[bytes]) -> list[bytes]:
        """Compute the function of the holder's own inputs."""
        return self.outputs(key, inputs, self.points_of(inputs))

    def _dleq(self) -> Dleq:
        if self._mode != _VERIFIABLE:
            raise CryptoError(
                "this mode has no proofs", hint="use load_oprf(); mode 0x00 is for known answers"
            )
        return Dleq(self.group, self.context)

    def _checked_key(self, key: bytes) -> bytes:
        if not self.group.is_scalar(key):
            raise CryptoError(
                "a key is not a scalar", hint="take keys from random_key; the key file may be damaged"
            )
        return key


def load_oprf(group: Group | None = None) -> Oprf:
    """Make the verifiable function over this group, or over the first libsodium found."""
    return Oprf(load_group() if group is None else group)


def unverifiable_oprf(group: Group) -> Oprf:
    """Make the function in mode 0x00, which has no proofs. For the known answers of RFC 9497 A.1.1 only."""
    return Oprf(group, _BASE)


def draw_sample(count: int, rng: Rng = secrets.token_bytes) -> list[int]:
    """Draw the places of a bulk answer that must be proven: 1 %, at least 64, at most all of them.

    Returns:
        Different places, growing, every set of this size equally likely.
    """
    size = min(count, max(MIN_SAMPLE, -(-count // 100)))
    noise = rng(16 * count)
    places = sorted(range(count), key=lambda at: noise[16 * at : 16 * at + 16])
    return sorted(places[:size])


def _pick(items: Sequence[bytes], sample: Sequence[int]) -> list[bytes]:
    growing = all(low < high for low, high in pairwise(sample))
    if not sample or not growing or sample[0] < 0 or sample[-1] >= len(items):
        raise CryptoError(
            "the sample does not fit a batch of {count}",
            hint="places must be different, growing and within the batch",
            count=len(items),
        )
    return [items[at] for at in sample]


def _check_inputs(inputs: Sequence[bytes]) -> None:
    for at, item in enumerate(inputs):
        if len(item) > MAX_INPUT:
            raise CryptoError(
                "input {at} is longer than 65,535 bytes", hint="give match keys, not documents", at=at
            )


def _finalize(inputs: Sequence[bytes], points: Sequence[bytes]) -> list[bytes]:
    return [
        sha512(_prefixed(item) + b"\0\x20" + point + b"Finalize").digest()
        for item, point in zip(inputs, points, strict=True)
    ]


def _prefixed(part: bytes) -> bytes:
    return len(part).to_bytes(2, "big") + part
