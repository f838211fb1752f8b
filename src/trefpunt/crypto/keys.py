"""Key pairs that sign, and their public halves; each key has one algorithm and no other.

An authority has separate keys for TLS, for letters and for its log. A private key never shows in a `repr`,
and it leaves this file only as the bytes that `keyfile` seals.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from trefpunt.crypto.canonical import canonical_json
from trefpunt.errors import InputError
from trefpunt.sentence import Sentence


class Algorithm(StrEnum):
    """What a key signs with, under its JOSE name. Source: RFC 9864 and RFC 7518, section 3.4."""

    ED25519 = "Ed25519"
    ES256 = "ES256"


@dataclass(frozen=True, slots=True)
class VerifyKey:
    """The public half of a key pair.

    Attributes:
        algorithm: the only one this key is ever checked with.
        thumbprint: names the key everywhere. Source: RFC 7638.
        key: the same key for `cryptography`.
    """

    algorithm: Algorithm
    thumbprint: str
    key: Ed25519PublicKey | ec.EllipticCurvePublicKey = field(repr=False, compare=False)

    @classmethod
    def of(cls, key: object) -> "VerifyKey":
        """Wrap a public key of `cryptography`.

        Raises:
            InputError: neither Ed25519 nor P-256.
        """
        if isinstance(key, Ed25519PublicKey):
            return cls(Algorithm.ED25519, _thumbprint(_jwk_of(key)), key)
        if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
            return cls(Algorithm.ES256, _thumbprint(_jwk_of(key)), key)
        raise _wrong_key(Sentence("the key is of another type"))

    def to_jwk(self) -> dict[str, str]:
        """Return the key as the four or three members that its thumbprint is made of. Source: RFC 7517."""
        return _jwk_of(self.key)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, object]) -> "VerifyKey":
        """Read a public key; members other than those of its type are refused.

        Raises:
            InputError: another type, a private key, or coordinates that are no point of the curve.
        """
        shape = (jwk.get("kty"), jwk.get("crv"), frozenset(jwk))
        try:
            if shape == ("OKP", "Ed25519", frozenset({"kty", "crv", "x"})):
                return cls.of(Ed25519PublicKey.from_public_bytes(_unb64(jwk["x"])))
            if shape == ("EC", "P-256", frozenset({"kty", "crv", "x", "y"})):
                x, y = (int.from_bytes(_unb64(jwk[name]), "big") for name in ("x", "y"))
                return cls.of(ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key())
        except ValueError as error:
            raise _wrong_key(Sentence("its coordinates are no point of the curve")) from error
        raise _wrong_key(Sentence("its members are not those of an Ed25519 or P-256 public key"))

    def raw(self) -> bytes:
        """Return the 32 bytes of an Ed25519 key, as signed notes carry them.

        Raises:
            InputError: the key is of P-256.
        """
        if not isinstance(self.key, Ed25519PublicKey):
            raise _wrong_key(Sentence("only an Ed25519 key has this form"))
        return self.key.public_bytes_raw()


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key; its `repr` shows the thumbprint of the public half and nothing else."""

    public: VerifyKey
    key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey = field(repr=False, compare=False)

    @classmethod
    def of(cls, key: object) -> "SigningKey":
        """Wrap a private key of `cryptography`.

        Raises:
            InputError: neither Ed25519 nor P-256.
        """
        if not isinstance(key, Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
            raise _wrong_key(Sentence("the key is of another type"))
        return cls(VerifyKey.of(key.public_key()), key)

    @classmethod
    def generate(cls, algorithm: Algorithm = Algorithm.ED25519) -> "SigningKey":
        """Make a new key pair from the randomness of the operating system."""
        if algorithm is Algorithm.ED25519:
            return cls.of(Ed25519PrivateKey.generate())
        return cls.of(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_seed(cls, seed: bytes) -> "SigningKey":
        """Make the Ed25519 key of a seed of 32 bytes. Source: RFC 8032."""
        return cls.of(Ed25519PrivateKey.from_private_bytes(seed))

    def to_secret(self) -> bytes:
        """Return the private key in clear (PKCS#8, DER), for `KeyFile.put` and for nothing else."""
        return self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    @classmethod
    def from_secret(cls, secret: bytes) -> "SigningKey":
        """Read back what `to_secret` wrote.

        Raises:
            InputError: the bytes are no such key.
        """
        try:
            return cls.of(serialization.load_der_private_key(secret, password=None))
        except (ValueError, TypeError) as error:
            raise _wrong_key(Sentence("its bytes cannot be read")) from error


def _jwk_of(key: Ed25519PublicKey | ec.EllipticCurvePublicKey) -> dict[str, str]:
    if isinstance(key, Ed25519PublicKey):
        return {"crv": "Ed25519", "kty": "OKP", "x": _b64(key.public_bytes_raw())}
    point = key.public_numbers()
    x, y = (_b64(number.to_bytes(32, "big")) for number in (point.x, point.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def _thumbprint(jwk: dict[str, str]) -> str:
    return _b64(hashlib.sha256(canonical_json(jwk)).digest())


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: object) -> bytes:
    if not isinstance(text, str) or len(text) != 43:
        raise ValueError("a coordinate is 43 characters of base64url")
    data = urlsafe_b64decode(text + "=")
    if _b64(data) != text:
        raise ValueError("a coordinate has one spelling only")
    return data


def _wrong_key(seen: Sentence) -> InputError:
    return InputError("a key cannot be used: {seen}", hint="expected an Ed25519 or a P-256 key", seen=seen)
