"""The only place where a Ground is made: decided, recorded, counted, in the caller's transaction."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from trefpunt.model import Count, CountedDecision, Ground, LogEntry, Refusal, Request
from trefpunt.treaty.counting import counted_of
from trefpunt.treaty.decide import Permitted
from trefpunt.treaty.detours import advise
from trefpunt.treaty.law import Law
from trefpunt.treaty.record import count_of, entry_of


class Recorder(Protocol):
    """What a decision is written with; `audit.Trail` is one."""

    def record(self, tx: Any, entry: LogEntry) -> None:
        """Write an entry of the log in the caller's transaction, or raise."""

    def count(self, tx: Any, count: Count) -> None:
        """Add a row to the counting register in the caller's transaction, or raise."""

    def count_decision(self, tx: Any, counted: CountedDecision) -> None:
        """Add what the decision turned on to the counting register, or raise."""


def permit(
    request: Request,
    *,
    law: Law,
    trail: Recorder,
    tx: Any,
    now: datetime,
    rng: Callable[[int], bytes] = secrets.token_bytes,
) -> Ground | Refusal:
    """Decide a request and record the decision, whichever way it goes.

    A yes and a no write the same: one entry of the log, one row of figures and one of what the
    decision turned on. If any cannot be written, the error goes on to the caller and there is no ground.

    Args:
        tx: the caller's own transaction; the trace stands or falls with the act.
        rng: gives n random bytes for the reference of the decision.

    Raises:
        LogUnwritable: the decision could not be recorded, so it was not taken.
    """
    answer = advise(request, law=law)
    decision = f"d-{now:%Y%m%d}-{rng(10).hex()}"
    entry = entry_of(request, answer, law=law, decision=decision, now=now)
    trail.record(tx, entry)
    trail.count(tx, count_of(request, answer, now=now))
    trail.count_decision(tx, counted_of(entry, answer, law=law))
    if isinstance(answer, Refusal):
        return replace(answer, decision=decision)
    return _ground(request, answer, decision=decision, now=now)


def _ground(request: Request, answer: Permitted, *, decision: str, now: datetime) -> Ground:
    return Ground(
        decision=decision,
        action=request.action,
        asking=request.officer.authority.id,
        holder=request.holder.id,
        purpose=request.purpose,
        articles=answer.articles,
        text_hash=answer.text_hash,
        decided_at=now,
        channel=answer.channel,
        conditions=answer.conditions,
        deadline=answer.deadline,
        keep_until=answer.keep_until,
        ask_again_before=answer.ask_again_before,
        terms=answer.terms,
    )
