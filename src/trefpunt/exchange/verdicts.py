"""Verdicts as tokens: accept, reject or revoke, signed over the hash of an agreement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from trefpunt.crypto import SigningKey, VerifyKey, canonical_json, parse_strict_json, sign, verify
from trefpunt.exchange.wire import (
    AGREEMENT_TYPE,
    HASH,
    NAME,
    moment_text,
    odd,
    read_moment,
    read_object,
    read_text,
    read_version,
)
from trefpunt.model import AgreementSignature, Verdict
from trefpunt.sentence import Sentence

_MAX_BYTES = 4096
_FIELDS = {"v": int, "agreement": str, "by": str, "verdict": str, "signed_at": str, "officers": list}


def sign_verdict(
    agreement_id: str, verdict: Verdict, *, by: str, at: datetime, officers: tuple[str, ...], key: SigningKey
) -> AgreementSignature:
    """Return a signed verdict over the hash of an agreement."""
    payload = {
        "v": 1,
        "agreement": agreement_id,
        "by": by,
        "verdict": verdict.value,
        "signed_at": moment_text(at),
        "officers": list(officers),
    }
    token = sign(key, canonical_json(payload), typ=AGREEMENT_TYPE)
    return AgreementSignature(agreement_id, by, verdict, at, officers, token)


def open_verdict(token: str, *, trusted: Mapping[str, VerifyKey]) -> AgreementSignature:
    """Check and read a signed verdict.

    Raises:
        TokenRefused: no trusted key signed it as a verdict.
        InputError: what was signed has another shape.
    """
    payload = verify(token, trusted=trusted, typ=AGREEMENT_TYPE, max_bytes=_MAX_BYTES)
    found: dict[str, Any] = read_object(
        "verdict", parse_strict_json(payload, max_bytes=_MAX_BYTES, max_depth=3), _FIELDS
    )
    read_version(found["v"])
    if found["verdict"] not in list(Verdict) or not all(isinstance(name, str) for name in found["officers"]):
        raise odd("verdict.verdict", Sentence("accept, reject or revoke, with the officers' numbers"))
    return AgreementSignature(
        agreement=read_text("verdict.agreement", found["agreement"], shape=HASH),
        by=read_text("verdict.by", found["by"], shape=NAME),
        verdict=Verdict(found["verdict"]),
        signed_at=read_moment("verdict.signed_at", found["signed_at"]),
        officers=tuple(read_text("verdict.officer", name, longest=64) for name in found["officers"]),
        token=token,
    )
