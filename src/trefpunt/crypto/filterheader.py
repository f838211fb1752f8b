"""The header of a published filter file: who, for whom, what for, when, and the shape of every section.

It is canonical JSON, so that signing its bytes signs its meaning, and it is checked field by field on
reading: a header holds these fields, of these types, within these limits, and no others.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import rfc8785

from trefpunt.crypto.filters import ARITY, MAX_CAPACITY, MIN_CAPACITY, Geometry
from trefpunt.errors import InputError
from trefpunt.sentence import Sentence

MAX_HEADER = 1 << 20
MAX_SECTIONS = 256
MAX_SHARD_BITS = 10
_SECTION_NAMES = ("type", "commitment", "capacity", "arity", "segment", "segments", "seeds", "sha256")
_TEXT = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_HEX32, _HEX8 = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class FilterFacts:
    """What a publication says of itself; moments are UTC, written `2026-11-24T00:00:00Z`."""

    holder: str
    partner: str
    purpose: str
    epoch: str
    scheme: str
    valid_from: str
    valid_to: str
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class SectionHead:
    """The shape of one key type's part: its shards follow one another, all of one geometry."""

    key_type: str
    commitment: bytes
    capacity: int
    geometry: Geometry
    seeds: tuple[int, ...]
    sha256: str

    @property
    def shard_bits(self) -> int:
        """How many leading bits of an output choose its shard."""
        return len(self.seeds).bit_length() - 1

    @property
    def body_bytes(self) -> int:
        """How many bytes the section's tables take."""
        return 4 * self.geometry.words * len(self.seeds)


def encode_header(facts: FilterFacts, heads: tuple[SectionHead, ...]) -> bytes:
    """Write the header as canonical JSON.

    Raises:
        InputError: a fact or a section is outside its limits.
    """
    plain: dict[str, Any] = {field.name: getattr(facts, field.name) for field in fields(facts)}
    encoded = rfc8785.dumps(plain | {"sections": [_plain_section(head) for head in heads]})
    decode_header(encoded)
    return encoded


def decode_header(encoded: bytes) -> tuple[FilterFacts, tuple[SectionHead, ...]]:
    """Read a header and check all of it.

    Raises:
        InputError: it is not canonical JSON, or a field is missing, unknown or outside its limits.
    """
    plain = _canonical(encoded)
    _check_names(plain, {field.name for field in fields(FilterFacts)} | {"sections"}, Sentence("the header"))
    sections = plain.pop("sections")
    if not isinstance(sections, list) or not 1 <= len(sections) <= MAX_SECTIONS:
        raise _refuse("sections", Sentence("a list of 1 to {max_sections}", max_sections=MAX_SECTIONS))
    heads = tuple(_section(section) for section in sections)
    if len({head.key_type for head in heads}) < len(heads):
        raise _refuse("type", Sentence("different in every section"))
    return _facts(plain), heads


def _canonical(encoded: bytes) -> dict[str, Any]:
    if len(encoded) > MAX_HEADER:
        raise _refuse("header", Sentence("at most {max_header} bytes", max_header=format(MAX_HEADER, ",")))
    try:
        plain = json.loads(encoded)
        is_canonical = rfc8785.dumps(plain) == encoded
    except (ValueError, RecursionError, rfc8785.CanonicalizationError) as error:
        raise _refuse("header", Sentence("JSON")) from error
    if not isinstance(plain, dict) or not is_canonical:
        raise _refuse("header", Sentence("an object in canonical JSON (RFC 8785)"))
    return plain


def _facts(plain: Mapping[str, Any]) -> FilterFacts:
    if not isinstance(plain["is_synthetic"], bool):
        raise _refuse("is_synthetic", Sentence("true or false"))
    for name in ("holder", "partner", "purpose", "epoch", "scheme"):
        _text(plain, name, _TEXT, Sentence("a text of 1 to 200 characters"))
    moments = [_moment(plain, name) for name in ("valid_from", "valid_to")]
    if moments[0] >= moments[1]:
        raise _refuse("valid_to", Sentence("later than valid_from"))
    return FilterFacts(**plain)


def _section(plain: object) -> SectionHead:
    if not isinstance(plain, dict):
        raise _refuse("sections", Sentence("a list of objects"))
    _check_names(plain, set(_SECTION_NAMES), Sentence("a section"))
    if plain["arity"] != ARITY:
        raise _refuse(
            "arity", Sentence("{arity}; another arity needs another version of this format", arity=ARITY)
        )
    return SectionHead(
        key_type=_text(plain, "type", _TEXT, Sentence("a text of 1 to 200 characters")),
        commitment=bytes.fromhex(_text(plain, "commitment", _HEX32, Sentence("64 hexadecimal digits"))),
        capacity=_number(plain, "capacity", MIN_CAPACITY, MAX_CAPACITY << MAX_SHARD_BITS),
        geometry=Geometry(
            _number(plain, "segment", 1, MAX_CAPACITY), _number(plain, "segments", ARITY, MAX_CAPACITY)
        ),
        seeds=_seeds(plain["seeds"]),
        sha256=_text(plain, "sha256", _HEX32, Sentence("64 hexadecimal digits")),
    )


def _plain_section(head: SectionHead) -> dict[str, Any]:
    values = (
        head.key_type,
        head.commitment.hex(),
        head.capacity,
        ARITY,
        head.geometry.segment,
        head.geometry.segments,
        [f"{seed:016x}" for seed in head.seeds],
        head.sha256,
    )
    return dict(zip(_SECTION_NAMES, values, strict=True))


def _seeds(found: object) -> tuple[int, ...]:
    wanted = Sentence("a list of 16 hexadecimal digits each, as many as a power of two up to 1,024")
    if not isinstance(found, list) or len(found) not in {1 << bits for bits in range(MAX_SHARD_BITS + 1)}:
        raise _refuse("seeds", wanted)
    if not all(isinstance(seed, str) and _HEX8.fullmatch(seed) for seed in found):
        raise _refuse("seeds", wanted)
    return tuple(int(seed, 16) for seed in found)


def _text(plain: Mapping[str, Any], name: str, shape: "re.Pattern[str]", wanted: Sentence) -> str:
    value = plain[name]
    if not isinstance(value, str) or shape.fullmatch(value) is None:
        raise _refuse(name, wanted)
    return value


def _moment(plain: Mapping[str, Any], name: str) -> datetime:
    wanted = Sentence("a moment in UTC such as 2026-11-24T00:00:00Z")
    try:
        return datetime.fromisoformat(_text(plain, name, _MOMENT, wanted))
    except ValueError as error:
        raise _refuse(name, wanted) from error


def _number(plain: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = plain[name]
    if type(value) is not int or not least <= value <= most:
        raise _refuse(name, Sentence("a whole number from {least} to {most}", least=least, most=most))
    return value


def _check_names(plain: Mapping[str, Any], wanted: set[str], where: Sentence) -> None:
    if set(plain) != wanted:
        missing, unknown = sorted(wanted - set(plain)), len(set(plain) - wanted)
        raise InputError(
            "{where} of a filter file lacks {missing} and has {unknown} unknown fields",
            hint="both nodes must write and read TREFPUNT-FUSE32/1",
            where=where,
            missing=tuple(missing),
            unknown=unknown,
        )


def _refuse(name: str, wanted: Sentence) -> InputError:
    return InputError(
        "the field {name} of a filter file is not as expected",
        hint="it must be {wanted}; ask the holder for a new file",
        name=name,
        wanted=wanted,
    )
