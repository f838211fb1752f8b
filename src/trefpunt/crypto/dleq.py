"""A proof that many points were multiplied by one key, without showing the key.

The holder of key `k` and commitment `B = k*G` proves for points `C` and `D` that every `D[i] = k*C[i]`. One
proof of 64 bytes covers the whole batch.

Source: RFC 9497, section 2.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha512
from hmac import compare_digest

from trefpunt.crypto.group import SCALAR_SIZE, Group, check_counts
from trefpunt.errors import BadProof, CryptoError

PROOF_SIZE = 2 * SCALAR_SIZE
MAX_BATCH = 0xFFFF


@dataclass(frozen=True, slots=True)
class Dleq:
    """The proof system for one group and one context string of RFC 9497."""

    group: Group
    context: bytes

    def prove(self, key: bytes, c: Sequence[bytes], d: Sequence[bytes], *, r: bytes) -> bytes:
        """Prove that `d` is `c` times `key`; `r` is a fresh random scalar, used once and then forgotten.

        Raises:
            CryptoError: the batch is empty, longer than 65,535, uneven, or holds a point that is not valid.
        """
        commitment = self.group.multiply_base(key)
        (m,) = self._sums(self._weights(commitment, c, d), c)
        (z,) = self.group.multiply(key, [m])
        t2, t3 = self.group.multiply_base(r), self.group.multiply(r, [m])[0]
        challenge = self._challenge(commitment, m, z, t2, t3)
        return challenge + self.group.scalar_sub(r, self.group.scalar_mul(challenge, key))

    def verify(self, commitment: bytes, c: Sequence[bytes], d: Sequence[bytes], proof: bytes) -> None:
        """Return in silence when the proof holds.

        Raises:
            BadProof: it does not hold, or it or the batch is not well formed.
        """
        challenge, s = proof[:SCALAR_SIZE], proof[SCALAR_SIZE:]
        if not (self.group.is_scalar(challenge) and self.group.is_scalar(s)):
            raise BadProof(
                "the proof is not two scalars", hint="do not use the answers; ask again or tell the partner"
            )
        try:
            m, z = self._sums(self._weights(commitment, c, d), c, d)
            t2 = self.group.add([self.group.multiply_base(s), *self.group.multiply(challenge, [commitment])])
            t3 = self.group.add(self.group.multiply_each([s, challenge], [m, z]))
        except CryptoError as error:
            raise BadProof.saying(error) from error
        if not compare_digest(self._challenge(commitment, m, z, t2, t3), challenge):
            raise BadProof(
                "the answers were not made with the key that the partner committed to",
                hint="do not use the answers; tell the partner's node and keep the letter as evidence",
            )

    def _weights(self, commitment: bytes, c: Sequence[bytes], d: Sequence[bytes]) -> list[bytes]:
        check_counts(c, d)
        if not 0 < len(c) <= MAX_BATCH:
            raise CryptoError(
                "a proof cannot cover {count} points", hint="prove 1 to 65,535 at a time", count=len(c)
            )
        seed = sha512(_prefixed(commitment, b"Seed-" + self.context)).digest()
        head, dst = _prefixed(seed), b"HashToScalar-" + self.context
        return [
            self.group.hash_to_scalar(
                head + at.to_bytes(2, "big") + _prefixed(left, right) + b"Composite", dst
            )
            for at, (left, right) in enumerate(zip(c, d, strict=True))
        ]

    def _sums(self, weights: Sequence[bytes], *batches: Sequence[bytes]) -> list[bytes]:
        return [self.group.add(self.group.multiply_each(weights, batch)) for batch in batches]

    def _challenge(self, *points: bytes) -> bytes:
        return self.group.hash_to_scalar(_prefixed(*points) + b"Challenge", b"HashToScalar-" + self.context)


def _prefixed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)
