"""The bodies of the letters of joint cases, written and strictly read. Format: docs/wire.md."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from trefpunt.errors import InputError
from trefpunt.model import (
    JOINT_WORDS,
    WHY_DROPPED,
    Handling,
    JointKind,
    JointObject,
    JointWord,
    MemberState,
    Purpose,
    Role,
    TaskState,
)
from trefpunt.sentence import Sentence
from trefpunt.treaty import FACTS

MAX_MEMBERS = 16
_NAME = re.compile(r"[\x21-\x7e]{3,64}\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class InviteBody:
    """Into which joint case, why, under which article, until when, and who is asked beside."""

    joint: str
    purpose: Purpose
    article: str
    until: date
    nodes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {
            "joint": self.joint,
            "purpose": self.purpose.value,
            "article": self.article,
            "until": self.until.isoformat(),
            "nodes": list(self.nodes),
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "InviteBody":
        """Read a body.

        Raises:
            InputError: it has another form, or a word that is on no closed list.
        """
        _expect(body, {"joint": str, "purpose": str, "article": str, "until": str, "nodes": list})
        if len(body["article"]) > 128 or not body["article"].isprintable():
            raise _odd("article")
        return cls(
            _name(body, "joint"),
            _word(Purpose, "purpose", body["purpose"]),
            body["article"],
            _day("until", body["until"]),
            _nodes(body, "nodes"),
        )


@dataclass(frozen=True, slots=True)
class StandingBody:
    """How the sender stands in a joint case now: joined, declined or left."""

    joint: str
    state: MemberState

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {"joint": self.joint, "state": self.state.value}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "StandingBody":
        """Read a body.

        Raises:
            InputError: as `InviteBody.from_json`.
        """
        _expect(body, {"joint": str, "state": str})
        state = _word(MemberState, "state", body["state"])
        if state is MemberState.INVITED:
            raise _odd("state")
        return cls(_name(body, "joint"), state)


@dataclass(frozen=True, slots=True)
class ObjectBody:
    """A task, a note or a pointer as it travels, in which role it was shared, and what was stated."""

    made: JointObject
    role: Role
    stated: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels: neither the officer nor any free text."""
        made = self.made
        return {
            "joint": made.joint,
            "object": made.id,
            "kind": made.kind.value,
            "holder": made.holder,
            "audience": list(made.audience),
            "word": made.word,
            "handling": made.handling.value,
            "sha256": made.sha256,
            "due_on": "" if made.due_on is None else made.due_on.isoformat(),
            "role": self.role.value,
            "stated": list(self.stated),
        }


def object_from_json(body: Mapping[str, Any], *, maker: str, at: Any) -> ObjectBody:
    """Read what a partner shared.

    Raises:
        InputError: it has another form, or a word that is on no closed list.
    """
    texts = ("joint", "object", "kind", "holder", "word", "handling", "sha256", "due_on", "role")
    _expect(body, {**dict.fromkeys(texts, str), "audience": list, "stated": list})
    kind = _word(JointKind, "kind", body["kind"])
    made = JointObject(
        id=_name(body, "object"),
        joint=_name(body, "joint"),
        kind=kind,
        maker=maker,
        holder=_name(body, "holder"),
        officer="",
        audience=_nodes(body, "audience"),
        word=_word(JointWord, "word", body["word"]).value,
        handling=_word(Handling, "handling", body["handling"]),
        at=at,
        sha256=body["sha256"],
        due_on=_day("due_on", body["due_on"]) if body["due_on"] else None,
        state=TaskState.OPEN.value if kind is JointKind.TASK else "",
    )
    check_object(made)
    stated = tuple(map(str, body["stated"]))
    if len(stated) > len(FACTS) or not set(stated) <= set(FACTS):
        raise _odd("stated")
    return ObjectBody(made, _word(Role, "role", body["role"]), stated)


def check_object(made: JointObject) -> None:
    """Look whether what is shared has the form of its kind.

    Raises:
        InputError: it has not.
    """
    if made.word not in JOINT_WORDS[made.kind]:
        raise _odd("word")
    if (made.kind is JointKind.EVIDENCE) != (_SHA256.match(made.sha256) is not None):
        raise _odd("sha256")
    if (made.kind is JointKind.TASK) != (made.due_on is not None):
        raise _odd("due_on")
    is_in = made.maker in made.audience and made.holder in made.audience
    # A task may be another's; evidence and a note are nobody's but their maker's.
    if not is_in or (made.kind is not JointKind.TASK and made.holder != made.maker):
        raise _odd("audience")


@dataclass(frozen=True, slots=True)
class MoveBody:
    """The new state of a task, and why where it was dropped."""

    joint: str
    task: str
    state: TaskState
    reason: str

    def to_json(self) -> dict[str, Any]:
        """Return the body as it travels."""
        return {"joint": self.joint, "task": self.task, "state": self.state.value, "reason": self.reason}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "MoveBody":
        """Read a body.

        Raises:
            InputError: as `InviteBody.from_json`.
        """
        _expect(body, {"joint": str, "task": str, "state": str, "reason": str})
        state = _word(TaskState, "state", body["state"])
        check_reason(state, body["reason"])
        return cls(_name(body, "joint"), _name(body, "task"), state, body["reason"])


def check_reason(state: TaskState, reason: str) -> None:
    """Look whether a task is dropped for a reason, and only a dropped one has one.

    Raises:
        InputError: it is not so.
    """
    if (state is TaskState.DROPPED) != (reason in WHY_DROPPED) or (reason and state is not TaskState.DROPPED):
        raise InputError(
            "a task is dropped for a reason, and nothing else has one",
            hint="expected one of {known}",
            known=tuple(sorted(WHY_DROPPED)),
        )


def joint_from_json(body: Mapping[str, Any]) -> str:
    """Read the body of a letter that ends a joint case.

    Raises:
        InputError: it has another form.
    """
    _expect(body, {"joint": str})
    return _name(body, "joint")


def _expect(body: Mapping[str, Any], names: Mapping[str, type]) -> None:
    if set(body) != set(names) or any(type(body[name]) is not kind for name, kind in names.items()):
        raise _odd("fields")


def _name(body: Mapping[str, Any], name: str) -> str:
    found = str(body[name])
    if _NAME.match(found) is None:
        raise _odd(name)
    return found


def _nodes(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = tuple(map(str, body[name]))
    if not 0 < len(found) <= MAX_MEMBERS or len(set(found)) != len(found):
        raise _odd(name)
    if any(_NAME.match(one) is None for one in found):
        raise _odd(name)
    return found


def _word(kind: type[_E], name: str, word: object) -> _E:
    try:
        return kind(str(word))
    except ValueError as error:
        raise _odd(name) from error


def _day(name: str, found: str) -> date:
    try:
        return date.fromisoformat(found)
    except ValueError as error:
        raise _odd(name) from error


def _odd(what: str) -> InputError:
    return InputError(
        "{what} of a casework letter cannot be read",
        hint="expected {expected}; see docs/wire.md",
        what=what,
        expected=Sentence("a word of the closed list"),
    )
