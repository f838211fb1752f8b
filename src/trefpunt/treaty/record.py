"""What is kept of a decision: enough to take it again, and nothing about anybody it was about."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from trefpunt.errors import InputError
from trefpunt.model import (
    Action,
    Authority,
    AuthorityKind,
    Count,
    Country,
    DataCategory,
    Event,
    Fact,
    LogEntry,
    Officer,
    Purpose,
    Refusal,
    Request,
    Role,
    SubjectCategory,
)
from trefpunt.treaty.decide import PERMIT, Permitted, decide
from trefpunt.treaty.facts import FACTS
from trefpunt.treaty.law import Law

UNREADABLE = "?"
"""Stands for a word that is on no list: it may be anything, also a name, so it is not kept."""

_STRANGE = "strange"
_ODD: Mapping[type, Any] = {bool: "?", int: "?", str: 0}


def outcome_of(answer: Permitted | Refusal) -> str:
    """Return `permit`, or the refusal's code."""
    return answer.code if isinstance(answer, Refusal) else PERMIT


def entry_of(
    request: Request, answer: Permitted | Refusal, *, law: Law, decision: str, now: datetime
) -> LogEntry:
    """Return the log entry of a decision; a permit and a refusal fill the same fields."""
    asking = request.officer.authority
    return LogEntry(
        event=Event.DECISION_TAKEN,
        actor=request.officer.id,
        role=_word(request.officer.role, Role),
        at=now,
        article=_cited(answer),
        purpose=_word(request.purpose, Purpose),
        partner=request.holder.id,
        facts={
            "decision": decision,
            "outcome": outcome_of(answer),
            "law_hash": law.hash,
            "text_hash": answer.text_hash if isinstance(answer, Permitted) else law.hash,
            "action": _word(request.action, Action),
            "asking": asking.id,
            "asking_kind": _word(asking.kind, AuthorityKind),
            "asking_country": _word(asking.country, Country),
            "role": _word(request.officer.role, Role),
            "holder": request.holder.id,
            "holder_kind": _word(request.holder.kind, AuthorityKind),
            "holder_country": _word(request.holder.country, Country),
            "category": _word(request.category, DataCategory),
            "subject_category": _word(request.subject_category, SubjectCategory),
            "purpose": _word(request.purpose, Purpose),
            "on": _day(request.on),
            "stated": _stated(request),
        },
    )


def count_of(request: Request, answer: Permitted | Refusal, *, now: datetime) -> Count:
    """Return the row of the counting register: kinds and countries, nobody and no case."""
    asking, holder = request.officer.authority, request.holder
    return Count(
        month=f"{now:%Y-%m}",
        event="decision",
        article=_cited(answer),
        asking=f"{_word(asking.kind, AuthorityKind)}.{_word(asking.country, Country)}",
        holder=f"{_word(holder.kind, AuthorityKind)}.{_word(holder.country, Country)}",
        kind=_word(request.action, Action),
        category=_word(request.category, DataCategory),
        outcome=outcome_of(answer),
    )


def replay(facts: Mapping[str, str], law: Law) -> Permitted | Refusal:
    """Take a recorded decision again, under the law as it was or under another one.

    Args:
        facts: the `facts` of its log entry.

    Raises:
        InputError: these are not the facts of a decision.
    """
    return decide(request_of(facts), law=law)


def request_of(facts: Mapping[str, str]) -> Request:
    """Build the request again from the facts of its log entry.

    Raises:
        InputError: these are not the facts of a decision.
    """
    try:
        stated = json.loads(facts["stated"])
        asking = _authority(facts["asking"], facts["asking_kind"], facts["asking_country"])
        return Request(
            action=_read(facts["action"], Action),
            officer=Officer("", _read(facts["role"], Role), asking),
            holder=_authority(facts["holder"], facts["holder_kind"], facts["holder_country"]),
            category=_read(facts["category"], DataCategory),
            subject_category=_read(facts["subject_category"], SubjectCategory),
            purpose=_read(facts["purpose"], Purpose),
            on=_read_day(facts["on"]),
            has_case=_flag(stated["has_case"]),
            facts=_read_stated(stated),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            "these are not the facts of a decision", hint="expected the facts of a decision_taken entry"
        ) from error


def _cited(answer: Permitted | Refusal) -> str:
    return f"{answer.articles[0].instrument} {answer.articles[0].article}" if answer.articles else ""


def _word(value: Any, kind: type[StrEnum]) -> str:
    return value.value if isinstance(value, kind) else UNREADABLE


def _read(text: str, kind: type[StrEnum]) -> Any:
    return text if text == UNREADABLE else kind(text)


def _day(value: Any) -> str:
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return value.isoformat() if is_day else UNREADABLE


def _read_day(text: str) -> Any:
    return text if text == UNREADABLE else date.fromisoformat(text)


def _authority(name: str, kind: str, country: str) -> Authority:
    return Authority(name, _read(kind, AuthorityKind), _read(country, Country))


def _flag(value: Any) -> Any:
    return value if isinstance(value, bool) else UNREADABLE


def _stated(request: Request) -> str:
    """Write down the facts: known ones as they are, a wrong type as such, strange names only as a number."""
    stated = request.facts if isinstance(request.facts, Mapping) else {}
    known = {name: value for name, value in stated.items() if name in FACTS}
    right = {name: value for name, value in known.items() if FACTS[name].takes(value)}
    record = {
        "has_case": request.has_case if isinstance(request.has_case, bool) else UNREADABLE,
        "facts": right,
        "wrong_type": sorted(set(known) - set(right)),
        _STRANGE: len(stated) - len(known),
        "order": [name if name in FACTS else _STRANGE for name in stated],
    }
    return json.dumps(record, sort_keys=True, separators=(",", ":"))


def _read_stated(record: Mapping[str, Any]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for number, name in enumerate(record["order"]):
        if name == _STRANGE:
            facts[f"{_STRANGE}-{number}"] = True
        else:
            facts[name] = record["facts"].get(name, _ODD[FACTS[name].kind])
    return facts
