"""The shapes that all signed documents share: moments, ids, hashes, objects with exactly these fields."""

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from trefpunt.errors import InputError
from trefpunt.sentence import Sentence

VERSION = 1
LETTER_TYPE = "tnp-letter+jws"
RECEIPT_TYPE = "tnp-receipt+jws"
AGREEMENT_TYPE = "tnp-agreement+jws"
PAIRING_TYPE = "tnp-pairing+jws"
STATE_TYPE = "tnp-state+jws"

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
HASH = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[a-z][a-z0-9_.-]{1,63}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Rng = Callable[[int], bytes]


def sha256_hex(data: bytes | str) -> str:
    """Return the SHA-256 as 64 hex digits; a token is hashed as the ASCII bytes that travel."""
    return hashlib.sha256(data.encode("ascii") if isinstance(data, str) else data).hexdigest()


def new_id(now: datetime, rng: Rng) -> str:
    """Return a new UUIDv7. Source: RFC 9562, section 5.7."""
    milliseconds = int(now.timestamp() * 1000).to_bytes(6, "big")
    raw = bytearray(milliseconds + rng(10))
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def oldest_id(moment: datetime) -> str:
    """Return an id before which every id was made earlier than this moment."""
    return new_id(moment, bytes)


def moment_text(moment: datetime) -> str:
    """Write a moment as it travels: UTC, milliseconds, always 24 characters."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_milliseconds(moment: datetime) -> datetime:
    """Return the moment as precisely as it travels."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def read_moment(name: str, value: object) -> datetime:
    """Read a moment in its one spelling."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise odd(name, Sentence("a UTC moment with milliseconds and Z"))
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise odd(name, Sentence("a moment of the calendar")) from error


def read_day(name: str, value: object) -> date:
    """Read a date in its one spelling."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise odd(name, Sentence("a date such as 2026-11-03"))
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise odd(name, Sentence("a date of the calendar")) from error


def read_object(what: str, value: object, fields: Mapping[str, type]) -> dict[str, Any]:
    """Return an object that has exactly these fields, each of exactly this type.

    Raises:
        InputError: a field is missing, strange or of another type.
    """
    if not isinstance(value, dict) or set(value) != set(fields):
        raise odd(what, Sentence("exactly the fields {fields}", fields=tuple(sorted(fields))))
    for name, kind in fields.items():
        # Exactly: True would pass for a whole number.
        if type(value[name]) is not kind:
            raise odd(f"{what}.{name}", Sentence("{kind}", kind=kind.__name__))
    return value


def read_text(name: str, value: str, *, shape: re.Pattern[str] | None = None, longest: int = 200) -> str:
    """Return a text that has this shape, or is printable and not too long."""
    fits = shape.fullmatch(value) is not None if shape else len(value) <= longest and _is_plain(value)
    if not fits:
        raise odd(
            name,
            Sentence("its one shape")
            if shape
            else Sentence("at most {longest} printable characters", longest=longest),
        )
    return value


def read_version(value: object) -> None:
    """Refuse another version of the wire format."""
    if value != VERSION or isinstance(value, bool):
        raise odd("v", Sentence("{version}", version=VERSION))


def odd(what: str, expected: Sentence) -> InputError:
    """Return the error of a document that does not have its shape; it never repeats the value."""
    return InputError(
        "{what} cannot be read", hint="expected {expected}; see docs/wire.md", what=what, expected=expected
    )


def _is_plain(value: str) -> bool:
    return value == "" or value.isprintable()
