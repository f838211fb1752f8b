"""A refused question that comes again with other facts: linked to the first, and queued for a person.

A refusal says what would have been lawful. So that this teaches nobody to say what is not so, whoever puts
the same question otherwise within thirty days is asked for evidence of the change. The act itself is decided
as any other: the law decides on what is stated, and the protection officer on whether it is true. Another
spelling of the same name is another question here.
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from trefpunt.audit import Trail
from trefpunt.model import Event, Fact, Ground, LogEntry, Refusal, RefusedQuestion, Request, Subject
from trefpunt.store.ledger import Transaction, repeats
from trefpunt.treaty import PERMIT

WITHIN = timedelta(days=30)

_KNOWN_HERE = frozenset({"agreement_in_force", "agreed_texts"})
"""What the node finds out by itself: nobody states it, so nobody could state it otherwise."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What noticing stands on; `secret` hides who a question was about."""

    secret: bytes
    trail: Trail
    now: datetime


def notice(
    tx: Transaction, request: Request, decided: Ground | Refusal, about: Iterable[Subject], *, watch: Watch
) -> None:
    """Keep a refusal, and queue the question if it was refused before and says something else now.

    Raises:
        LogUnwritable: the repeat could not be logged; nothing happens then.
    """
    if not decided.decision:
        return
    repeats.forget_questions(tx, before=watch.now - WITHIN)
    same, told = _same(watch.secret, request, about), _told(request)
    before = repeats.questions_like(tx, same, since=watch.now - WITHIN)
    said = json.dumps(told, sort_keys=True)
    is_new = all(said != each.told for each in before)
    if not is_new or (not before and isinstance(decided, Ground)):
        return
    first = (before[0].first or before[0].decision) if before else ""
    made = RefusedQuestion(
        decision=decided.decision,
        same=same,
        told=said,
        decided_at=watch.now,
        outcome=decided.code if isinstance(decided, Refusal) else PERMIT,
        action=request.action,
        partner=request.holder.id,
        first=first,
        changed=_differing(json.loads(before[0].told), told) if before else (),
    )
    repeats.keep_question(tx, made)
    if first:
        watch.trail.record(tx, _entry(made, request, watch.now))


def _same(secret: bytes, request: Request, about: Iterable[Subject]) -> str:
    subjects = sorted(json.dumps(_described(subject), sort_keys=True) for subject in about)
    said = "\n".join(["refused", request.action, request.holder.id, *subjects])
    return hmac.new(secret, said.encode(), sha256).hexdigest()


def _described(subject: Subject) -> list[object]:
    """Return who or what a subject is, without the reference and the capacity in which it is asked about."""
    values = sorted((name, value.strip().casefold()) for name, value in subject)
    numbers = sorted((one.scheme, one.value.strip().casefold()) for one in subject.identifiers)
    return [subject.schema, values, numbers]


def _told(request: Request) -> Mapping[str, Fact]:
    stated = {name: value for name, value in request.facts.items() if name not in _KNOWN_HERE and value}
    return {
        **stated,
        "role": str(request.officer.role),
        "purpose": str(request.purpose),
        "subject_category": str(request.subject_category),
        "has_case": request.has_case,
    }


def _differing(one: Mapping[str, Fact], other: Mapping[str, Fact]) -> tuple[str, ...]:
    return tuple(name for name in sorted({*one, *other}) if one.get(name) != other.get(name))


def _entry(made: RefusedQuestion, request: Request, now: datetime) -> LogEntry:
    return LogEntry(
        event=Event.QUESTION_REPEATED,
        actor=request.officer.id,
        role=str(request.officer.role),
        at=now,
        purpose=str(request.purpose),
        partner=made.partner,
        facts={"decision": made.decision, "first": made.first, "changed": " ".join(made.changed)},
    )
