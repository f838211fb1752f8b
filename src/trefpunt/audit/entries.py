"""One entry of the log as bytes: committed to, padded, sealed, and opened again."""

import json
from datetime import UTC, datetime
from typing import Any

from trefpunt.crypto.canonical import canonical_json, parse_strict_json
from trefpunt.crypto.merkle import leaf_hash
from trefpunt.crypto.sealing import SALT_BYTES, BadSeal, Rng, commitment, open_sealed, seal
from trefpunt.errors import InputError
from trefpunt.model import Event, LogEntry
from trefpunt.store.ledger.audit import StoredEntry

MAX_ENTRY_BYTES = 64 * 1024
_CLASS_BYTES = 512
_VALUE_BYTES = 16
_TEXTS = ("event", "actor", "role", "at", "article", "purpose", "case", "subject_ref", "partner")


def encode_entry(entry: LogEntry) -> bytes:
    """Return the canonical bytes of an entry: the ones its commitment is made over.

    Raises:
        InputError: a value that has no canonical form, a moment without time zone, or more than 64 KiB.
    """
    data = canonical_json(_fields_of(entry))
    if len(data) > MAX_ENTRY_BYTES:
        raise InputError(
            "a log entry of {count} bytes, at most {max_entry_bytes} are kept",
            hint="log references, not contents",
            count=len(data),
            max_entry_bytes=MAX_ENTRY_BYTES,
        )
    return data


def decode_entry(data: bytes) -> LogEntry:
    """Read back what `encode_entry` wrote.

    Raises:
        InputError: the bytes are no entry of this version.
    """
    value = parse_strict_json(data, max_bytes=MAX_ENTRY_BYTES)
    try:
        if value.pop("v") != 1:
            raise ValueError("another version")
        value["event"] = Event(value["event"])
        value["at"] = datetime.fromisoformat(value["at"])
        return LogEntry(**value)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            "the bytes are no log entry of this version", hint="read it with the version that wrote it"
        ) from error


def padded_size(entry: LogEntry) -> int:
    """Return how long the entry is made to look, in bytes; at least as long as it is.

    Every value counts in steps of 16 bytes and the sum in steps of 512, so two entries that differ only in
    a short word (hit, no hit) are equally long and never fall on two sides of a step.
    """
    fields = _fields_of(entry)
    facts = fields.pop("facts")
    total = sum(_member_size(name, value) for name, value in (*fields.items(), *facts.items()))
    return _round_up(total + len('"facts":{},{}'), _CLASS_BYTES)


def seal_entry(key: bytes, idx: int, entry: LogEntry, *, rng: Rng) -> StoredEntry:
    """Return an entry as it is stored: leaf, commitment, and salt and bytes under the key of the entries.

    Raises:
        InputError: as `encode_entry`.
    """
    plain, salt = encode_entry(entry), rng(SALT_BYTES)
    made = commitment(salt, plain)
    size = _round_up(padded_size(entry) + SALT_BYTES, _CLASS_BYTES)
    sealed = seal(key, salt + plain, _belongs_to(idx), pad_to=size, rng=rng)
    return StoredEntry(idx, leaf_hash(made), made, sealed)


def open_entry(key: bytes, idx: int, ciphertext: bytes) -> tuple[bytes, bytes]:
    """Return the salt and the canonical bytes of a sealed entry.

    Raises:
        BadSeal: it was changed, or belongs to another position or key.
    """
    plain = open_sealed(key, ciphertext, _belongs_to(idx))
    return plain[:SALT_BYTES], plain[SALT_BYTES:]


def fault_of(key: bytes, stored: StoredEntry) -> str:
    """Return what is wrong with one stored position, as a code; empty when nothing is.

    An erased entry is judged by its leaf only; whether it may be gone is the question of `verify_log`.
    """
    if leaf_hash(stored.commitment) != stored.leaf:
        return "leaf_changed"
    if stored.ciphertext is None:
        return "" if stored.erased_by is not None else "entry_gone"
    try:
        salt, plain = open_entry(key, stored.idx, stored.ciphertext)
        changed = commitment(salt, plain) != stored.commitment
    except (BadSeal, InputError):
        changed = True
    return "entry_changed" if changed else ""


def _belongs_to(idx: int) -> bytes:
    return b"trefpunt audit entry v1 " + idx.to_bytes(8, "big")


def _fields_of(entry: LogEntry) -> dict[str, Any]:
    if entry.at.tzinfo is None:
        raise InputError("a log entry has a moment without time zone", hint="take it from the node's clock")
    fields: dict[str, Any] = {name: getattr(entry, name) for name in _TEXTS}
    fields["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return {**fields, "facts": dict(entry.facts), "v": 1}


def _member_size(name: str, value: object) -> int:
    # Python escapes at least as much as canonical JSON does, so this never comes out too small.
    return len(json.dumps(name)) + _round_up(len(json.dumps(value)), _VALUE_BYTES) + len(":,")


def _round_up(number: int, step: int) -> int:
    return -(-number // step) * step
