"""Sealing: bytes that only the holder of a key can read, and whose length tells nothing.

`seal` is for one key on both sides (entries of the log, files); `seal_to` is for a reader whose public key
is known (the oversight body). Both pad first: two plaintexts of one size class give equal lengths.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from trefpunt.errors import CryptoError, InputError
from trefpunt.sentence import Sentence

Rng = Callable[[int], bytes]

KEY_BYTES = 32
SALT_BYTES = 32
OVERHEAD_BYTES = 1 + 12 + 16
_VERSION = b"\x01"
_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_CASE_LABEL = b"trefpunt case v1"


class BadSeal(CryptoError):
    """Sealed bytes were changed, or belong to another key or another place."""

    code = "bad_seal"


def seal(
    key: bytes, plaintext: bytes, aad: bytes, *, pad_to: int | None = None, rng: Rng = secrets.token_bytes
) -> bytes:
    """Encrypt and protect bytes under a key of 32 bytes (AES-256-GCM).

    Args:
        aad: what the bytes belong to (table, index, version); not encrypted, but opening asks for the same.
        pad_to: the size class in bytes: length prefix and plaintext are filled up to a multiple of it.
        rng: gives the random nonce of 96 bits, so one key seals at most 2^32 times.

    Returns:
        A version byte, the nonce, the ciphertext and a tag: `OVERHEAD_BYTES` more than the padded plaintext.
    """
    _check_key(key)
    nonce = rng(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, _pad(plaintext, pad_to), _VERSION + aad)


def open_sealed(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """Return the plaintext that `seal` hid.

    Raises:
        BadSeal: another key, other `aad`, or bytes that were changed.
    """
    _check_key(key)
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if sealed[:1] != _VERSION or len(sealed) < OVERHEAD_BYTES + _LENGTH_BYTES:
        raise _bad_seal(Sentence("they are too short or of another version"))
    try:
        return _unpad(AESGCM(key).decrypt(nonce, body, _VERSION + aad))
    except InvalidTag as error:
        raise _bad_seal(Sentence("the tag does not verify")) from error


def make_box_key() -> tuple[bytes, bytes]:
    """Return a new X25519 key pair for `seal_to`: private, then public, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal_to(public: bytes, plaintext: bytes, info: bytes, *, pad_to: int | None = None) -> bytes:
    """Encrypt bytes for the owner of an X25519 key; the sender cannot read them back and is not named.

    Args:
        info: what the bytes are for; opening asks for the same.
        pad_to: as in `seal`.

    Raises:
        InputError: the public key is not 32 bytes or no usable point.

    Source: RFC 9180 (HPKE), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
    """
    _check_key(public)
    reader = X25519PublicKey.from_public_bytes(public)
    try:
        return _VERSION + _hpke().encrypt(_pad(plaintext, pad_to), reader, _VERSION + info)
    except ValueError as error:
        raise InputError(
            "a public key to seal to is no usable point", hint="ask its owner for it again"
        ) from error


def open_from(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """Return the plaintext that `seal_to` hid.

    Raises:
        BadSeal: another key, other `info`, or bytes that were changed.
    """
    _check_key(private)
    if sealed[:1] != _VERSION:
        raise _bad_seal(Sentence("they are of another version"))
    reader = X25519PrivateKey.from_private_bytes(private)
    try:
        return _unpad(_hpke().decrypt(sealed[1:], reader, _VERSION + info))
    except (InvalidTag, ValueError) as error:
        raise _bad_seal(Sentence("the tag does not verify")) from error


def commitment(salt: bytes, entry: bytes) -> bytes:
    """Return SHA-256(salt || entry): binds to an entry and tells nothing once salt and entry are erased.

    The salt is random and always 32 bytes, so that no entry can be read as part of its salt.
    """
    if len(salt) != SALT_BYTES:
        raise InputError(
            "a salt of {count} bytes",
            hint="expected {salt_bytes} random bytes",
            count=len(salt),
            salt_bytes=SALT_BYTES,
        )
    return hashlib.sha256(salt + entry).digest()


def blinded_case(case_key: bytes, partner: str, case: str) -> str:
    """Return the number under which one partner knows a case: 64 hex digits, another for each partner.

    The same case gives the same number to the same partner, so it can count; it cannot learn the case
    number, nor compare with another partner.
    """
    _check_key(case_key)
    parts = (_CASE_LABEL, partner.encode(), case.encode())
    message = b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in parts)
    return hmac.new(case_key, message, hashlib.sha256).hexdigest()


def _hpke() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _pad(plaintext: bytes, pad_to: int | None) -> bytes:
    if pad_to is not None and pad_to < 1:
        raise InputError(
            "padding to {pad_to} bytes", hint="give a size class above zero, or none", pad_to=pad_to
        )
    framed = len(plaintext).to_bytes(_LENGTH_BYTES, "big") + plaintext
    return framed + bytes(-len(framed) % pad_to if pad_to else 0)


def _unpad(padded: bytes) -> bytes:
    end = _LENGTH_BYTES + int.from_bytes(padded[:_LENGTH_BYTES], "big")
    if len(padded) < max(end, _LENGTH_BYTES) or any(padded[end:]):
        raise _bad_seal(Sentence("their padding is not as it was written"))
    return padded[_LENGTH_BYTES:end]


def _check_key(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise InputError(
            "a key of {count} bytes", hint="expected {key_bytes} bytes", count=len(key), key_bytes=KEY_BYTES
        )


def _bad_seal(seen: Sentence) -> BadSeal:
    return BadSeal(
        "sealed bytes do not open: {seen}",
        hint="they were changed, or belong to another key or place; restore them from a backup",
        seen=seen,
    )
