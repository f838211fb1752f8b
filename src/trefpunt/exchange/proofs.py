"""Proof that a node holds the keys it names: each signs the same statement, and the box is opened once."""

from base64 import b64decode, b64encode
from binascii import Error as BinasciiError
from typing import Any

from cryptography import x509

from trefpunt.crypto import SigningKey, VerifyKey, canonical_json, open_from, seal_to, sign, verify
from trefpunt.crypto.notes import NoteVerifier
from trefpunt.errors import CryptoError, ExchangeError
from trefpunt.exchange.documents import box_key_of, certificate_of, party_document
from trefpunt.exchange.identity import Identity
from trefpunt.exchange.wire import PAIRING_TYPE, odd, sha256_hex
from trefpunt.model import Party
from trefpunt.sentence import Sentence

KEYS = ("signing", "tls", "log", "witness")
_BOX_INFO = b"trefpunt pairing box v1 "


def statement(party: Party, *, to: str, invitation: str, nonce: str) -> bytes:
    """Return what every key of a party signs: for whom, for which invitation, fresh."""
    return canonical_json(
        {
            "v": 1,
            "party": sha256_hex(canonical_json(party_document(party))),
            "to": to,
            "invitation": invitation,
            "nonce": nonce,
        }
    )


def prove(me: Identity, said: bytes) -> dict[str, str]:
    """Sign the statement with each key of this node."""
    held: dict[str, SigningKey] = {
        "signing": me.signing,
        "tls": me.certificate.key,
        "log": me.log,
        "witness": me.witness,
    }
    return {name: sign(held[name], said, typ=PAIRING_TYPE) for name in KEYS}


def check_proofs(party: Party, proofs: dict[str, Any], said: bytes) -> None:
    """Check that a party holds every key it names but the box.

    Raises:
        ExchangeError: one of them did not sign this statement, or two of them are the same key.
    """
    named = {
        "signing": VerifyKey.from_jwk(party.signing_key),
        "tls": _key_in(certificate_of(party.tls_certificate)),
        "log": NoteVerifier.parse(party.log_key).key,
        "witness": NoteVerifier.parse(party.witness_key).key,
    }
    if len({key.thumbprint for key in named.values()}) != len(KEYS):
        raise _not_proven(Sentence("it uses one key for two things"))
    for name, key in named.items():
        try:
            payload = verify(str(proofs.get(name, "")), trusted=key, typ=PAIRING_TYPE, max_bytes=4096)
        except CryptoError as error:
            raise _not_proven(Sentence("its {name} key did not sign", name=name)) from error
        if payload != said:
            raise _not_proven(Sentence("its {name} key signed something else", name=name))


def challenge(party: Party, nonce: bytes, *, invitation: str) -> str:
    """Seal a nonce that only the owner of the party's box key can give back."""
    return b64encode(seal_to(box_key_of(party), nonce, _BOX_INFO + invitation.encode())).decode()


def open_challenge(me: Identity, sealed: str, *, invitation: str) -> str:
    """Open a challenge with this node's box key; hex.

    Raises:
        ExchangeError: it was sealed for another key.
    """
    try:
        raw = b64decode(sealed, validate=True)
        return open_from(me.box, raw, _BOX_INFO + invitation.encode()).hex()
    except (BinasciiError, ValueError) as error:
        raise odd("pairing.challenge", Sentence("base64")) from error
    except CryptoError as error:
        raise _not_proven(Sentence("a challenge was sealed for another box key")) from error


def box_not_proven() -> ExchangeError:
    """Return the error of a partner that could not open its own box."""
    return _not_proven(Sentence("its box key did not open"))


def _key_in(der: bytes) -> VerifyKey:
    return VerifyKey.of(x509.load_der_x509_certificate(der).public_key())


def _not_proven(seen: Sentence) -> ExchangeError:
    error = ExchangeError(
        "the other node did not prove that it holds its keys: {seen}",
        hint="nothing was agreed; make a new invitation, and tell both system managers",
        seen=seen,
    )
    error.code = "unknown_key"
    return error
