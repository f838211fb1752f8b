"""The letters about a person concerned, sealed to the one node that reads them. Format: docs/wire.md.

In clear a letter has a reference and nothing else. What is sealed is padded, in steps of some hundred acts,
so that no length tells nothing held from restricted, or from a few acts.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from trefpunt.crypto import canonical_json, parse_strict_json
from trefpunt.crypto.sealing import open_from, seal_to
from trefpunt.errors import InputError
from trefpunt.model import (
    SILENT,
    ConcernedDecision,
    ConcernedKind,
    LetterKind,
    Processing,
    ProcessingAct,
    Restriction,
    Subject,
)
from trefpunt.sentence import Sentence
from trefpunt.store.ledger.casework import subject_from_json, subject_to_json

MOST_TOLD = 1000
_PADS = {LetterKind.CONCERNED_ASK: 4096, LetterKind.CONCERNED_ANSWER: 16384}
_MOST_BYTES = 1 << 20
_LONGEST = 64
_NODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_ARTICLE = re.compile(r"[a-z0-9-]{1,64} [0-9A-Za-z()./-]{1,32}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Way:
    """Of what kind a letter is, who sends it, who reads it, and the asker's reference in it."""

    kind: LetterKind
    sender: str
    receiver: str
    request: str

    @property
    def info(self) -> bytes:
        """What the sealed part is bound to."""
        return f"trefpunt concerned v1 {self.kind} {self.sender} {self.receiver} {self.request}".encode()


@dataclass(frozen=True, slots=True)
class AskBody:
    """What a body asks: of which kind, until when, about whom."""

    kind: ConcernedKind
    due_at: datetime
    subject: Subject


@dataclass(frozen=True, slots=True)
class ToldBody:
    """What is answered; a joined answer has only what may be told, whatever was decided elsewhere."""

    decision: ConcernedDecision
    restriction: Restriction | None = None
    told: tuple[Processing, ...] = ()


def ask_bytes(body: AskBody) -> bytes:
    """Return what is sealed of a question."""
    subject = subject_to_json(body.subject)
    return canonical_json({"kind": body.kind.value, "due_at": body.due_at.isoformat(), "subject": subject})


def told_bytes(body: ToldBody) -> bytes:
    """Return what is sealed of an answer."""
    told = [[one.holder, one.act.value, one.article, one.partner, one.month] for one in body.told]
    restriction = "" if body.restriction is None else body.restriction.value
    return canonical_json({"decision": body.decision.value, "restriction": restriction, "told": told})


def sealed(way: Way, plain: bytes, *, box_key: bytes) -> dict[str, Any]:
    """Return the body of a letter as it travels."""
    hidden = seal_to(box_key, plain, way.info, pad_to=_PADS[way.kind])
    return {"request": way.request, "sealed": b64encode(hidden).decode()}


def request_of(body: Mapping[str, Any]) -> str:
    """Return the asker's reference in a letter.

    Raises:
        InputError: the letter has another form.
    """
    if set(body) != {"request", "sealed"} or not all(isinstance(value, str) for value in body.values()):
        raise _odd()
    if len(body["request"]) > _LONGEST or not body["request"].isprintable():
        raise _odd()
    return str(body["request"])


def opened(way: Way, body: Mapping[str, Any], *, box: bytes) -> Mapping[str, Any]:
    """Return what is sealed in a letter.

    Raises:
        InputError: it has another form.
        BadSeal: it was sealed for somebody else, or taken out of another letter.
    """
    try:
        plain = open_from(box, b64decode(body["sealed"], validate=True), way.info)
    except ValueError as error:
        raise _odd() from error
    found = parse_strict_json(plain, max_bytes=_MOST_BYTES, max_depth=8)
    if not isinstance(found, dict):
        raise _odd()
    return found


def read_ask(found: Mapping[str, Any]) -> AskBody:
    """Read what a body asks.

    Raises:
        InputError: it has another form, or a word that is on no closed list.
    """
    try:
        due_at = datetime.fromisoformat(found["due_at"])
        if due_at.tzinfo is None:
            raise _odd()
        subject = subject_from_json(found["subject"])
        return AskBody(ConcernedKind(found["kind"]), due_at.astimezone(UTC), subject)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _odd() from error


def read_told(found: Mapping[str, Any]) -> ToldBody:
    """Read what was answered.

    Raises:
        InputError: it has another form, or a word that is on no closed list.
    """
    try:
        decision, why = ConcernedDecision(found["decision"]), found["restriction"]
        told = tuple(_processing(*one) for one in found["told"])
        restriction = Restriction(why) if why else None
    except (KeyError, TypeError, ValueError) as error:
        raise _odd() from error
    if len(told) > MOST_TOLD or (restriction is not None) != (decision is ConcernedDecision.RESTRICT):
        raise _odd()
    if told and decision in SILENT:
        raise _odd()
    return ToldBody(decision, restriction, told)


def _processing(holder: str, act: str, article: str, partner: str, month: str) -> Processing:
    """Return an act from a letter: the person reads it, so nothing in it is free text."""
    fits = _NODE.fullmatch(holder) and _MONTH.fullmatch(month)
    if not fits or not (_ARTICLE.fullmatch(article) or not article):
        raise _odd()
    if not (_NODE.fullmatch(partner) or not partner):
        raise _odd()
    return Processing(holder, ProcessingAct(act), article, partner, month)


def _odd(what: str = "sealed") -> InputError:
    return InputError(
        "{what} of a casework letter cannot be read",
        hint="expected {expected}; see docs/wire.md",
        what=what,
        expected=Sentence("a word of the closed list"),
    )
