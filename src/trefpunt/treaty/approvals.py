"""Which texts a named lawyer of a country has signed: what a live node may permit under."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from trefpunt.crypto import SigningKey, VerifyKey, canonical_json, parse_strict_json, sign, verify
from trefpunt.errors import CryptoError, InputError
from trefpunt.model import Country

TOKEN_TYPE = "tnp-text+jws"
_MAX_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Approval:
    """A lawyer's word that a text says what the law of the country says; `text_hash` is what was read."""

    text: str
    text_hash: str
    country: Country
    lawyer: str
    signed_on: date


def approve(approval: Approval, key: SigningKey) -> str:
    """Return the signed approval as a token, to be kept beside the node's settings."""
    payload = {**asdict(approval), "signed_on": approval.signed_on.isoformat(), "v": 1}
    return sign(key, canonical_json(payload), typ=TOKEN_TYPE)


def read_approval(token: str, *, lawyers: Mapping[Country, Mapping[str, VerifyKey]]) -> Approval:
    """Return what a token approves, if a lawyer of that very country signed it.

    Args:
        lawyers: for each country, the keys of its lawyers by thumbprint.

    Raises:
        BadSignature: nobody who may signed it.
        InputError: what was signed is no approval.
    """
    everyone = {thumb: key for keys in lawyers.values() for thumb, key in keys.items()}
    payload = verify(token, trusted=everyone, typ=TOKEN_TYPE, max_bytes=_MAX_BYTES)
    approval = _read(payload)
    verify(token, trusted=lawyers.get(approval.country, {}), typ=TOKEN_TYPE, max_bytes=_MAX_BYTES)
    return approval


def approved_hashes(
    tokens: Iterable[str], *, lawyers: Mapping[Country, Mapping[str, VerifyKey]]
) -> frozenset[tuple[str, str]]:
    """Return the (hash, country) pairs that `Law.load` takes; a token that does not hold approves nothing."""
    pairs = set()
    for token in tokens:
        try:
            approval = read_approval(token, lawyers=lawyers)
        except (CryptoError, InputError):
            continue
        pairs.add((approval.text_hash, str(approval.country)))
    return frozenset(pairs)


def _read(payload: bytes) -> Approval:
    value = parse_strict_json(payload, max_bytes=_MAX_BYTES)
    try:
        if value.pop("v") != 1:
            raise ValueError("another version")
        value["country"] = Country(value["country"])
        value["signed_on"] = date.fromisoformat(value["signed_on"])
        return Approval(**value)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            "what was signed is no approval of a text", hint="let the lawyer sign again"
        ) from error
