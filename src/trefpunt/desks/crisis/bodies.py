"""The bodies of the letters of this desk, written and strictly read. Format: docs/wire.md."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trefpunt.errors import InputError
from trefpunt.model import Role
from trefpunt.sentence import Sentence
from trefpunt.treaty import FACTS

MOST_MINUTES = 24 * 60
MAX_NAME = 80
_REFERENCE = re.compile(r"(alert|exercise)-[0-9a-f]{18}")
_AUTHORITY = re.compile(r"[a-z][a-z0-9-]{1,30}\.[a-z]{2}")
_CODE = re.compile(r"[a-z0-9_]{0,64}")


@dataclass(frozen=True, slots=True)
class AlertBody:
    """An alert on its way: the document, who tells it in which role, and what that officer states.

    Attributes:
        origin: whose alert it is, where a partner shares it further; else the sender.
        within_min: in how many minutes the sender asks that it be acknowledged.
    """

    alert: str
    is_exercise: bool
    cap: str
    origin: str
    role: Role
    stated: tuple[str, ...]
    within_min: int

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {
            "alert": self.alert,
            "exercise": self.is_exercise,
            "cap": self.cap,
            "origin": self.origin,
            "role": self.role.value,
            "stated": list(self.stated),
            "within_min": self.within_min,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "AlertBody":
        """Read a body; the document in it is read by `cap.read_cap`.

        Raises:
            InputError: it has another form, or a word that is on no closed list.
        """
        strings = {"alert": str, "cap": str, "origin": str, "role": str}
        _expect(body, {**strings, "exercise": bool, "stated": list, "within_min": int})
        stated = tuple(map(str, body["stated"]))
        if not set(stated) <= set(FACTS) or len(stated) > len(FACTS):
            raise _odd("stated", Sentence("names of facts that a treaty text may ask about"))
        if body["role"] not in set(Role):
            raise _odd("role", Sentence("a word of the closed list"))
        if not _AUTHORITY.fullmatch(body["origin"]):
            raise _odd("origin", Sentence("the id of an authority"))
        if not 1 <= body["within_min"] <= MOST_MINUTES:
            raise _odd("within_min", Sentence("1 to {most} minutes", most=MOST_MINUTES))
        return cls(
            _reference(body),
            body["exercise"],
            body["cap"],
            body["origin"],
            Role(body["role"]),
            stated,
            body["within_min"],
        )


@dataclass(frozen=True, slots=True)
class AcknowledgedBody:
    """Who took note of an alert; or the code for which it was refused, and nobody's name."""

    alert: str
    is_exercise: bool
    name: str = ""
    refused: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {
            "alert": self.alert,
            "exercise": self.is_exercise,
            "name": self.name,
            "refused": self.refused,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "AcknowledgedBody":
        """Read a body.

        Raises:
            InputError: it has another form, or both a name and a refusal, or neither.
        """
        _expect(body, {"alert": str, "exercise": bool, "name": str, "refused": str})
        if bool(body["name"]) is bool(body["refused"]) or not _CODE.fullmatch(body["refused"]):
            raise _odd("refused", Sentence("a name, or the code of a refusal"))
        name = duty_name(body["name"]) if body["name"] else ""
        return cls(_reference(body), body["exercise"], name, body["refused"])


@dataclass(frozen=True, slots=True)
class LiftedBody:
    """Which alert is confidential no longer."""

    alert: str

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {"alert": self.alert}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "LiftedBody":
        """Read a body.

        Raises:
            InputError: it has another form.
        """
        _expect(body, {"alert": str})
        return cls(_reference(body))


def duty_name(typed: str) -> str:
    """Return the name under which a duty officer takes note of an alert.

    Raises:
        InputError: it is empty, long, or has control characters; it is not repeated.
    """
    name = " ".join(typed.split())
    if not 2 <= len(name) <= MAX_NAME or not name.isprintable():
        raise InputError(
            "an alert is acknowledged by name", hint="expected 2 to {most} characters", most=MAX_NAME
        )
    return name


def _expect(body: Mapping[str, Any], names: Mapping[str, type]) -> None:
    if set(body) != set(names):
        raise _odd("fields", Sentence("{names}", names=tuple(sorted(names))))
    for name, kind in names.items():
        if type(body[name]) is not kind:
            raise _odd(name, Sentence("{kind}", kind=kind.__name__))


def _reference(body: Mapping[str, Any]) -> str:
    found = str(body["alert"])
    if not _REFERENCE.fullmatch(found) or found.startswith("exercise-") is not body.get(
        "exercise", found.startswith("exercise-")
    ):
        raise _odd("alert", Sentence("a reference that says whether it is an exercise"))
    return found


def _odd(what: str, expected: Sentence) -> InputError:
    return InputError(
        "{what} of a letter between crisis centres cannot be read",
        hint="expected {expected}; see docs/wire.md",
        what=what,
        expected=expected,
    )
