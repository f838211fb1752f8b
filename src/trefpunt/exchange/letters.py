"""Letters: composed, signed, padded, and read back with nothing left to chance.

A letter is one compact JWS over canonical JSON. Its length falls in a class, so that it says nothing about
what is inside; the padding is taken off here and no handler ever sees it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trefpunt.crypto import SigningKey, VerifyKey, canonical_json, parse_strict_json, sign, verify
from trefpunt.errors import InputError
from trefpunt.exchange.limits import Limits
from trefpunt.exchange.wire import (
    HASH,
    ID,
    LETTER_TYPE,
    NAME,
    moment_text,
    odd,
    read_moment,
    read_object,
    read_text,
    read_version,
    sha256_hex,
)
from trefpunt.model import Blob, Letter, LetterKind
from trefpunt.sentence import Sentence

_MAX_DEPTH = 16
_MAX_SEQ = 2**31 - 1
_SIGNATURE_CHARACTERS = 86
_PREV_OR_NONE = re.compile(r"([0-9a-f]{64})?")
_FIELDS: Mapping[str, type] = {
    "v": int,
    "id": str,
    "conversation": str,
    "seq": int,
    "prev": str,
    "from": str,
    "to": str,
    "agreement": str,
    "article": str,
    "purpose": str,
    "case": str,
    "kind": str,
    "issued_at": str,
    "expires_at": str,
    "blobs": list,
    "pad": str,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter whose signature verified, with the bytes it came in.

    Attributes:
        body_blob: where the body is when it does not stand in the letter; `letter.body` is empty then.
    """

    letter: Letter
    token: str
    sha256: str
    body_blob: Blob | None = None

    @property
    def wanted(self) -> tuple[Blob, ...]:
        """Every blob that must be here before the letter applies."""
        return self.letter.blobs if self.body_blob is None else (*self.letter.blobs, self.body_blob)


def compose(letter: Letter, *, key: SigningKey, limits: Limits, body_blob: Blob | None = None) -> Opened:
    """Sign a letter; the same bytes are sent at every try.

    Raises:
        InputError: a field has another shape than the wire format gives it, or the letter is too long.
    """
    payload: dict[str, Any] = {
        "v": letter.v,
        "id": letter.id,
        "conversation": letter.conversation,
        "seq": letter.seq,
        "prev": letter.prev,
        "from": letter.sender,
        "to": letter.receiver,
        "agreement": letter.agreement,
        "article": letter.article,
        "purpose": letter.purpose,
        "case": letter.case,
        "kind": letter.kind.value,
        "issued_at": moment_text(letter.issued_at),
        "expires_at": moment_text(letter.expires_at),
        "blobs": [{"sha256": blob.sha256, "size": blob.size} for blob in letter.blobs],
        "pad": "",
    }
    if body_blob is None:
        payload["body"] = dict(letter.body)
    else:
        payload["body_sha256"], payload["body_size"] = body_blob.sha256, body_blob.size
    payload["pad"] = "0" * _padding(len(canonical_json(payload)), key, limits.size_class_bytes)
    raw = canonical_json(payload)
    # Read back as the partner will: what it would refuse is not sent.
    _read(_parsed(raw, limits=limits), limits=limits)
    token = sign(key, raw, typ=LETTER_TYPE)
    if len(token) > limits.letter_bytes:
        raise InputError(
            "a letter of {count} bytes",
            hint="at most {letter_bytes}; attach the rest as blobs",
            count=len(token),
            letter_bytes=limits.letter_bytes,
        )
    return Opened(letter, token, sha256_hex(token), body_blob)


def open_letter(token: str, *, trusted: VerifyKey | Mapping[str, VerifyKey], limits: Limits) -> Opened:
    """Check the signature of a letter and read it.

    Raises:
        TokenRefused: the token is not one that this partner signed as a letter.
        InputError: what was signed does not have the shape of a letter.
    """
    payload = verify(token, trusted=trusted, typ=LETTER_TYPE, max_bytes=limits.letter_bytes)
    letter, body_blob = _read(_parsed(payload, limits=limits), limits=limits)
    return Opened(letter, token, sha256_hex(token), body_blob)


def _parsed(payload: bytes, *, limits: Limits) -> object:
    read: object = parse_strict_json(payload, max_bytes=limits.letter_bytes, max_depth=_MAX_DEPTH)
    return read


def _read(value: object, *, limits: Limits) -> tuple[Letter, Blob | None]:
    if not isinstance(value, dict):
        raise odd("letter", Sentence("an object"))
    is_inline = "body" in value
    body_fields: Mapping[str, type] = {"body": dict} if is_inline else {"body_sha256": str, "body_size": int}
    found = read_object("letter", value, {**_FIELDS, **body_fields})
    read_version(found["v"])
    if found["pad"].strip("0") or len(found["pad"]) > 2 * limits.size_class_bytes:
        raise odd("letter.pad", Sentence("as many 0 as fill the size class"))
    body_blob = None if is_inline else _blob({"sha256": found["body_sha256"], "size": found["body_size"]})
    issued_at, expires_at = (read_moment(name, found[name]) for name in ("issued_at", "expires_at"))
    _check_life(issued_at, expires_at, limits=limits)
    letter = Letter(
        id=read_text("letter.id", found["id"], shape=ID),
        conversation=read_text("letter.conversation", found["conversation"], shape=ID),
        seq=_seq(found["seq"]),
        prev=read_text("letter.prev", found["prev"], shape=_PREV_OR_NONE),
        sender=read_text("letter.from", found["from"], shape=NAME),
        receiver=read_text("letter.to", found["to"], shape=NAME),
        agreement=read_text("letter.agreement", found["agreement"], shape=HASH),
        kind=_kind(found["kind"]),
        issued_at=issued_at,
        expires_at=expires_at,
        body=found.get("body", {}),
        article=read_text("letter.article", found["article"]),
        purpose=read_text("letter.purpose", found["purpose"], longest=64),
        # Sixty-four hex digits or nothing: a case number in clear cannot travel by mistake.
        case=read_text("letter.case", found["case"], shape=_PREV_OR_NONE),
        blobs=_blobs(found["blobs"], limits=limits),
        v=found["v"],
    )
    if (letter.seq == 1) is not (letter.prev == ""):
        raise odd("letter.prev", Sentence("the hash of the letter before, and none for the first"))
    return letter, body_blob


def _check_life(issued_at: datetime, expires_at: datetime, *, limits: Limits) -> None:
    if not 0 < (expires_at - issued_at).total_seconds() <= limits.lives_at_most_s:
        raise odd(
            "letter.expires_at",
            Sentence(
                "at most {lives_at_most_s} seconds after issued_at", lives_at_most_s=limits.lives_at_most_s
            ),
        )


def _seq(value: int) -> int:
    if not 1 <= value <= _MAX_SEQ:
        raise odd("letter.seq", Sentence("a number from 1"))
    return value


def _kind(value: str) -> LetterKind:
    try:
        return LetterKind(value)
    except ValueError as error:
        raise odd("letter.kind", Sentence("a kind of the closed list")) from error


def _blobs(items: list[Any], *, limits: Limits) -> tuple[Blob, ...]:
    blobs = tuple(_blob(item) for item in items)
    if len(blobs) > limits.blobs_a_letter or len({blob.sha256 for blob in blobs}) != len(blobs):
        raise odd(
            "letter.blobs",
            Sentence("at most {blobs_a_letter}, each once", blobs_a_letter=limits.blobs_a_letter),
        )
    return blobs


def _blob(item: object) -> Blob:
    found = read_object("blob", item, {"sha256": str, "size": int})
    if found["size"] < 0:
        raise odd("blob.size", Sentence("a number that is not negative"))
    return Blob(read_text("blob.sha256", found["sha256"], shape=HASH), found["size"])


def _padding(payload_bytes: int, key: SigningKey, size_class: int) -> int:
    """Return by how many bytes a payload must grow for its token to fill a size class."""
    header = {"alg": key.public.algorithm.value, "kid": key.public.thumbprint, "typ": LETTER_TYPE}
    fixed = _base64_length(len(json.dumps(header, separators=(",", ":")))) + 2 + _SIGNATURE_CHARACTERS
    target = -(-(fixed + _base64_length(payload_bytes)) // size_class) * size_class
    return (target - fixed) * 3 // 4 - payload_bytes


def _base64_length(size: int) -> int:
    return (4 * size + 2) // 3
