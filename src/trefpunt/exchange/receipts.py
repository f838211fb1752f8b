"""Receipts: the receiver's signed word about one letter; they name no tree size and no index."""

from collections.abc import Mapping

from trefpunt.crypto import SigningKey, VerifyKey, canonical_json, parse_strict_json, sign, verify
from trefpunt.exchange.wire import (
    HASH,
    ID,
    NAME,
    RECEIPT_TYPE,
    moment_text,
    odd,
    read_moment,
    read_object,
    read_text,
    read_version,
)
from trefpunt.model import Receipt, ReceiptStatus
from trefpunt.sentence import Sentence

MAX_BYTES = 4096
_FIELDS: Mapping[str, type] = {
    "v": int,
    "letter": str,
    "letter_sha256": str,
    "conversation": str,
    "seq": int,
    "by": str,
    "status": str,
    "issued_at": str,
    "reason": str,
}


def sign_receipt(receipt: Receipt, *, key: SigningKey) -> str:
    """Return a receipt as the token that is kept and sent."""
    payload = {
        "v": receipt.v,
        "letter": receipt.letter,
        "letter_sha256": receipt.letter_sha256,
        "conversation": receipt.conversation,
        "seq": receipt.seq,
        "by": receipt.by,
        "status": receipt.status.value,
        "issued_at": moment_text(receipt.issued_at),
        "reason": receipt.reason,
    }
    return sign(key, canonical_json(payload), typ=RECEIPT_TYPE)


def open_receipt(token: str, *, trusted: VerifyKey | Mapping[str, VerifyKey]) -> Receipt:
    """Check the signature of a receipt and read it.

    Raises:
        TokenRefused: the token is not one that this partner signed as a receipt.
        InputError: what was signed does not have the shape of a receipt.
    """
    payload = verify(token, trusted=trusted, typ=RECEIPT_TYPE, max_bytes=MAX_BYTES)
    found = read_object("receipt", parse_strict_json(payload, max_bytes=MAX_BYTES, max_depth=2), _FIELDS)
    read_version(found["v"])
    return Receipt(
        letter=read_text("receipt.letter", found["letter"], shape=ID),
        letter_sha256=read_text("receipt.letter_sha256", found["letter_sha256"], shape=HASH),
        conversation=read_text("receipt.conversation", found["conversation"], shape=ID),
        seq=found["seq"],
        by=read_text("receipt.by", found["by"], shape=NAME),
        status=_status(found["status"]),
        issued_at=read_moment("receipt.issued_at", found["issued_at"]),
        reason=read_text("receipt.reason", found["reason"], longest=64),
    )


def _status(value: str) -> ReceiptStatus:
    try:
        return ReceiptStatus(value)
    except ValueError as error:
        raise odd("receipt.status", Sentence("stored, applied or refused")) from error
