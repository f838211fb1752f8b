"""The bodies of the letters of this room, written and strictly read. Format: docs/wire.md.

Elements of one key type travel as one base64 text, 32 bytes after 32 bytes, so that a body's length follows
from the template alone and says nothing about hit or no hit.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from trefpunt.errors import InputError
from trefpunt.model import KeyType, Refusal
from trefpunt.sentence import Sentence

ELEMENT_SIZE = 32
PROOF_SIZE = 64
MAX_ROWS = 4096
MAX_NAME = 64
MAX_NAMES = 64
MAX_FACTS = 8
Elements = Mapping[KeyType, Sequence[bytes]]
# As `blinded_case` makes it: whatever else stands there could be a case number in clear.
_CASE = re.compile(r"[0-9a-f]{64}")
_FACT = re.compile(r"[a-z0-9_]{1,32}")


@dataclass(frozen=True, slots=True)
class QuestionBody:
    """Blinded elements per key type, for which epoch; part of a list where `listing` is not empty.

    Attributes:
        role: of the officer who asks; never who.
        stated: names of the facts that the officer stated as true.
        cases: the blinded case of every row.
        parts: how many parts the list has; 1 for a single question.
    """

    epoch: str
    schema: str
    subject_category: str
    role: str
    stated: tuple[str, ...]
    cases: tuple[str, ...]
    elements: Elements
    listing: str = ""
    part: int = 0
    parts: int = 1

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {
            "epoch": self.epoch,
            "schema": self.schema,
            "subject_category": self.subject_category,
            "role": self.role,
            "stated": list(self.stated),
            "cases": list(self.cases),
            "elements": packed(self.elements, ELEMENT_SIZE),
            "listing": self.listing,
            "part": self.part,
            "parts": self.parts,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "QuestionBody":
        """Read a body that came from outside.

        Raises:
            InputError: a field is missing, strange, of another type or out of range.
        """
        names = {"epoch": str, "schema": str, "subject_category": str, "cases": list, "elements": dict}
        _expect(body, names | {"role": str, "stated": list, "listing": str, "part": int, "parts": int})
        for name in ("epoch", "schema", "subject_category", "role", "listing"):
            _short(body, name)
        stated, cases = tuple(body["stated"]), tuple(body["cases"])
        if len(stated) > MAX_NAMES or not all(_is_name(name) for name in stated):
            raise _odd("stated", Sentence("at most {max_names} names of facts", max_names=MAX_NAMES))
        if not 1 <= len(cases) <= MAX_ROWS or not all(_is_case(case) for case in cases):
            raise _odd("cases", Sentence("1 to {max_rows} blinded cases of 64 hex digits", max_rows=MAX_ROWS))
        if not 0 <= body["part"] < body["parts"] <= MAX_ROWS:
            raise _odd("part", Sentence("a number below parts"))
        return cls(
            epoch=body["epoch"],
            schema=body["schema"],
            subject_category=body["subject_category"],
            role=body["role"],
            stated=stated,
            cases=cases,
            elements=unpacked(body["elements"], ELEMENT_SIZE),
            listing=body["listing"],
            part=body["part"],
            parts=body["parts"],
        )


@dataclass(frozen=True, slots=True)
class AnswerBody:
    """Evaluated elements in the order of the question, with a proof per type or none yet for a list."""

    question: str
    elements: Elements
    proofs: Mapping[KeyType, bytes]

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {
            "question": self.question,
            "elements": packed(self.elements, ELEMENT_SIZE),
            "proofs": packed({name: [proof] for name, proof in self.proofs.items()}, PROOF_SIZE),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "AnswerBody":
        """Read a body that came from outside.

        Raises:
            InputError: a field is missing, strange or of another type.
        """
        _expect(body, {"question": str, "elements": dict, "proofs": dict})
        return cls(
            question=body["question"],
            elements=unpacked(body["elements"], ELEMENT_SIZE),
            proofs=_single(unpacked(body["proofs"], PROOF_SIZE)),
        )


@dataclass(frozen=True, slots=True)
class SampleBody:
    """The places of a list, per key type and over all parts, that the asker wants proven."""

    listing: str
    places: Mapping[KeyType, tuple[int, ...]]

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {"listing": self.listing, "places": {name.value: list(at) for name, at in self.places.items()}}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "SampleBody":
        """Read a body that came from outside.

        Raises:
            InputError: a field is missing, strange or of another type.
        """
        _expect(body, {"listing": str, "places": dict})
        places: dict[KeyType, tuple[int, ...]] = {}
        for name, at in body["places"].items():
            if not isinstance(at, list) or not all(type(place) is int for place in at):
                raise _odd("places", Sentence("lists of whole numbers"))
            if any(low >= high for low, high in pairwise(at)):
                raise _odd("places", Sentence("growing numbers"))
            places[_key_type(name)] = tuple(at)
        return cls(listing=body["listing"], places=places)


@dataclass(frozen=True, slots=True)
class ProofBody:
    """One proof per key type for the places that were drawn."""

    listing: str
    proofs: Mapping[KeyType, bytes]

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        proofs = packed({name: [proof] for name, proof in self.proofs.items()}, PROOF_SIZE)
        return {"listing": self.listing, "proofs": proofs}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "ProofBody":
        """Read a body that came from outside.

        Raises:
            InputError: a field is missing, strange or of another type.
        """
        _expect(body, {"listing": str, "proofs": dict})
        return cls(listing=body["listing"], proofs=_single(unpacked(body["proofs"], PROOF_SIZE)))


def refusal_to_json(question: str, refusal: Refusal) -> dict[str, Any]:
    """Return the body of a refusal: its code and the values of its sentence, nothing about the subject."""
    return {"question": question, "refusal": {"code": refusal.code, "facts": dict(refusal.facts)}}


def refusal_from_json(body: Mapping[str, Any]) -> Refusal | None:
    """Read a refusal that came from outside; None when the body is an answer.

    Raises:
        InputError: it is neither.
    """
    if "refusal" not in body:
        return None
    _expect(body, {"question": str, "refusal": dict})
    said = body["refusal"]
    _expect(said, {"code": str, "facts": dict})
    facts = said["facts"]
    is_short = len(facts) <= MAX_FACTS and all(_is_fact(name, facts[name]) for name in facts)
    if not _FACT.fullmatch(said["code"]) or not is_short:
        raise _odd("refusal", Sentence("a short code and short texts"))
    return Refusal(code=said["code"], facts=tuple(sorted(said["facts"].items())))


def packed(elements: Elements, size: int) -> dict[str, str]:
    """Write elements per type as texts.

    Raises:
        InputError: an element has another size.
    """
    if any(len(element) != size for items in elements.values() for element in items):
        raise _odd("elements", Sentence("{size} bytes each", size=size))
    return {name.value: urlsafe_b64encode(b"".join(items)).decode() for name, items in elements.items()}


def unpacked(texts: Mapping[str, Any], size: int) -> dict[KeyType, list[bytes]]:
    """Read elements per type back.

    Raises:
        InputError: an unknown type, or a text that is not base64 of whole elements.
    """
    elements = {}
    for name, text in texts.items():
        try:
            joined = urlsafe_b64decode(text.encode("ascii"))
            # The decoder passes over foreign characters: a text that is not the one of its bytes is none.
            is_exact = urlsafe_b64encode(joined).decode() == text
        except (ValueError, AttributeError) as error:
            raise _odd("elements", Sentence("base64 text")) from error
        if len(joined) % size or not joined or not is_exact:
            raise _odd("elements", Sentence("whole elements of {size} bytes", size=size))
        elements[_key_type(name)] = [joined[at : at + size] for at in range(0, len(joined), size)]
    return elements


def _key_type(name: str) -> KeyType:
    try:
        return KeyType(name)
    except ValueError as error:
        raise _odd("key type", Sentence("one that this version knows")) from error


def _single(proofs: Mapping[KeyType, list[bytes]]) -> dict[KeyType, bytes]:
    if any(len(items) != 1 for items in proofs.values()):
        raise _odd("proofs", Sentence("one proof a type"))
    return {name: items[0] for name, items in proofs.items()}


def _expect(body: Mapping[str, Any], names: Mapping[str, type]) -> None:
    # A letter's padding is taken off by exchange before a handler sees the body.
    if set(body) != set(names):
        raise _odd("fields", Sentence("{names}", names=tuple(sorted(names))))
    for name, kind in names.items():
        if type(body[name]) is not kind:
            raise _odd(name, Sentence("{kind}", kind=kind.__name__))


def _short(body: Mapping[str, Any], name: str) -> None:
    if len(body[name]) > MAX_NAME or not (body[name].isprintable() or not body[name]):
        raise _odd(name, Sentence("at most {max_name} printable characters", max_name=MAX_NAME))


def _is_name(name: object) -> bool:
    return isinstance(name, str) and len(name) <= MAX_NAME


def _is_case(case: object) -> bool:
    return isinstance(case, str) and _CASE.fullmatch(case) is not None


def _is_fact(name: str, value: object) -> bool:
    return _FACT.fullmatch(name) is not None and _is_name(value)


def _odd(what: str, expected: Sentence) -> InputError:
    return InputError(
        "{what} of a hit letter cannot be read",
        hint="expected {expected}; see docs/wire.md",
        what=what,
        expected=expected,
    )
