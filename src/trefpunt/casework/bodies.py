"""The bodies of the letters and packages of this room, written and strictly read. Format: docs/wire.md.

No free text crosses a border: what is sought, why something is left out and what binds are words of closed
lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from trefpunt.errors import InputError
from trefpunt.model import (
    Action,
    AnswerKind,
    Marking,
    Role,
    Sought,
    StepKind,
    Subject,
    SubjectCategory,
    strictest,
)
from trefpunt.sentence import Sentence
from trefpunt.store.ledger.casework import subject_from_json, subject_to_json
from trefpunt.treaty import FACTS, Condition

MAX_RECORDS = 1000
_MAX_NAME = 64
_E = TypeVar("_E", bound=StrEnum)


class WhyNot(StrEnum):
    """Why something is refused or left out. Source: Directive (EU) 2023/977, art. 6(1), and practice."""

    NOT_HELD = "not_held"
    NOT_AVAILABLE = "not_available"
    LEAVE_REFUSED = "leave_refused"
    SECURITY = "security"
    ONGOING_INQUIRY = "ongoing_inquiry"
    SAFETY_OF_A_PERSON = "safety_of_a_person"
    NOT_RELEVANT = "not_relevant"
    DISPROPORTIONATE = "disproportionate"


@dataclass(frozen=True, slots=True)
class RequestBody:
    """What is sought about whom, in which role, and what the asking officer states."""

    request: str
    role: Role
    subject: Subject
    sought: tuple[Sought, ...]
    stated: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {
            "request": self.request,
            "role": self.role.value,
            "subject": subject_to_json(self.subject),
            "sought": [word.value for word in self.sought],
            "stated": list(self.stated),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "RequestBody":
        """Read a body.

        Raises:
            InputError: it has another form, or a word that is on no closed list.
        """
        _expect(body, {"request": str, "role": str, "subject": dict, "sought": list, "stated": list})
        return cls(
            _reference(body, "request"),
            _word(Role, "role", body["role"]),
            _subject("subject", body["subject"]),
            tuple(_word(Sought, "sought", word) for word in _some(body, "sought")),
            _stated(body),
        )


@dataclass(frozen=True, slots=True)
class AnswerBody:
    """What is held, or why it is not given, and what binds whoever receives it."""

    request: str
    answer: str
    kind: AnswerKind
    records: tuple[Subject, ...] = ()
    reason: str = ""
    conditions: tuple[str, ...] = ()
    markings: tuple[Marking, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {
            "request": self.request,
            "answer": self.answer,
            "kind": self.kind.value,
            "records": [subject_to_json(record) for record in self.records],
            "reason": self.reason,
            "conditions": list(self.conditions),
            "markings": [word.value for word in self.markings],
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "AnswerBody":
        """Read a body.

        Raises:
            InputError: it has another form, or a word that is on no closed list.
        """
        names = {"request": str, "answer": str, "kind": str, "records": list, "reason": str}
        _expect(body, {**names, "conditions": list, "markings": list})
        if len(body["records"]) > MAX_RECORDS:
            raise _odd("records", Sentence("at most {most}", most=MAX_RECORDS))
        if len(body["reason"]) > _MAX_NAME or (
            not body["reason"].replace("_", "a").isalnum() and body["reason"]
        ):
            raise _odd("reason", Sentence("a short code and short texts"))
        return cls(
            _reference(body, "request"),
            _reference(body, "answer"),
            _word(AnswerKind, "kind", body["kind"]),
            tuple(_subject("records", record) for record in body["records"]),
            body["reason"],
            tuple(_word(Condition, "conditions", word).value for word in body["conditions"]),
            strictest(_word(Marking, "markings", word) for word in body["markings"]),
        )


@dataclass(frozen=True, slots=True)
class UnaskedBody:
    """What a partner did not ask for, why it is sent, and what binds whoever receives it."""

    request: str
    answer: str
    role: Role
    records: tuple[Subject, ...]
    stated: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    markings: tuple[Marking, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {
            "request": self.request,
            "answer": self.answer,
            "role": self.role.value,
            "records": [subject_to_json(record) for record in self.records],
            "stated": list(self.stated),
            "conditions": list(self.conditions),
            "markings": [word.value for word in self.markings],
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "UnaskedBody":
        """Read a body.

        Raises:
            InputError: it has another form, or a word that is on no closed list.
        """
        names = {"request": str, "answer": str, "role": str, "records": list, "stated": list}
        _expect(body, {**names, "conditions": list, "markings": list})
        if not 0 < len(body["records"]) <= MAX_RECORDS:
            raise _odd("records", Sentence("1 to {most}", most=MAX_RECORDS))
        return cls(
            _reference(body, "request"),
            _reference(body, "answer"),
            _word(Role, "role", body["role"]),
            tuple(_subject("records", record) for record in body["records"]),
            _stated(body),
            tuple(_word(Condition, "conditions", word).value for word in body["conditions"]),
            strictest(_word(Marking, "markings", word) for word in body["markings"]),
        )


@dataclass(frozen=True, slots=True)
class ConsentBody:
    """For which use of which answer of whom consent is asked."""

    consent: str
    answer: str
    provider: str
    use: Action

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {
            "consent": self.consent,
            "answer": self.answer,
            "provider": self.provider,
            "use": self.use.value,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "ConsentBody":
        """Read a body.

        Raises:
            InputError: it has another form, or a word that is on no closed list.
        """
        _expect(body, {"consent": str, "answer": str, "provider": str, "use": str})
        use = _word(Action, "use", body["use"])
        return cls(_reference(body, "consent"), _reference(body, "answer"), _reference(body, "provider"), use)


@dataclass(frozen=True, slots=True)
class StepBody:
    """A step in the thread of a request; its words are looked at with the request."""

    step: str
    request: str
    kind: StepKind
    codes: tuple[str, ...]
    until: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {
            "step": self.step,
            "request": self.request,
            "kind": self.kind.value,
            "codes": list(self.codes),
            "until": _written(self.until),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "StepBody":
        """Read a body.

        Raises:
            InputError: it has another form, or a word that is on no closed list.
        """
        _expect(body, {"step": str, "request": str, "kind": str, "codes": list, "until": str})
        return cls(
            _reference(body, "step"),
            _reference(body, "request"),
            _word(StepKind, "kind", body["kind"]),
            tuple(map(str, body["codes"])),
            _read(body, "until"),
        )


@dataclass(frozen=True, slots=True)
class DecisionBody:
    """Whether a consent is given, and until when."""

    consent: str
    is_given: bool
    until: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {"consent": self.consent, "given": self.is_given, "until": _written(self.until)}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "DecisionBody":
        """Read a body.

        Raises:
            InputError: it has another form, or a consent that is given has no end.
        """
        _expect(body, {"consent": str, "given": bool, "until": str})
        until = _read(body, "until")
        if body["given"] != (until is not None):
            raise _odd("until", Sentence("an end for a consent that is given, and none for a refusal"))
        return cls(_reference(body, "consent"), body["given"], until)


def _written(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _read(body: Mapping[str, Any], name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(body[name]).astimezone(UTC) if body[name] else None
    except (ValueError, OverflowError) as error:
        raise _odd(name, Sentence("a moment in UTC such as 2026-11-24T00:00:00Z")) from error


def _expect(body: Mapping[str, Any], names: Mapping[str, type]) -> None:
    if set(body) != set(names):
        raise _odd("fields", Sentence("{names}", names=tuple(sorted(names))))
    for name, kind in names.items():
        if type(body[name]) is not kind:
            raise _odd(name, Sentence("{kind}", kind=kind.__name__))


def _reference(body: Mapping[str, Any], name: str) -> str:
    found = str(body[name])
    if not 3 <= len(found) <= _MAX_NAME or not found.isascii() or not found.isprintable():
        raise _odd(name, Sentence("3 to {most} plain characters", most=_MAX_NAME))
    return found


def _some(body: Mapping[str, Any], name: str) -> list[Any]:
    found: list[Any] = body[name]
    if not found or len(found) != len(set(map(str, found))):
        raise _odd(name, Sentence("one or more words, each once"))
    return found


def _word(kind: type[_E], name: str, word: object) -> _E:
    try:
        return kind(str(word))
    except ValueError as error:
        raise _odd(name, Sentence("a word of the closed list")) from error


def _stated(body: Mapping[str, Any]) -> tuple[str, ...]:
    found = tuple(map(str, body["stated"]))
    if len(found) > len(FACTS) or not set(found) <= set(FACTS):
        raise _odd("stated", Sentence("names of facts that a treaty text may ask about"))
    return found


def _subject(name: str, found: object) -> Subject:
    try:
        subject = subject_from_json(found)  # type: ignore[arg-type]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _odd(name, Sentence("subjects with the names of FollowTheMoney")) from error
    # Whoever is in care is in no request and no answer, whatever a partner writes.
    if subject.category in (SubjectCategory.VICTIM, SubjectCategory.WITNESS):
        raise _odd(name, Sentence("no victim and no witness"))
    return subject


def _odd(what: str, expected: Sentence) -> InputError:
    return InputError(
        "{what} of a casework letter cannot be read",
        hint="expected {expected}; see docs/wire.md",
        what=what,
        expected=expected,
    )
