"""What became of an answer: noted in a decision on a permit, and by when the person concerned is informed.

Reasons are read by whoever they are about, so an answer stands in a decision only with leave.
Source: Benelux Police Treaty, art. 10(4); Regulation (EU) 2016/679, art. 14(3).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from trefpunt import casework
from trefpunt.casework import Use
from trefpunt.clocks import deadline
from trefpunt.desks.permits.means import Means
from trefpunt.errors import InputError
from trefpunt.model import (
    Action,
    Country,
    Event,
    NotedUse,
    Officer,
    Purpose,
    Refusal,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import casework as kept_work
from trefpunt.store.ledger import permits as kept

INFORM = "gdpr.inform"


def note_use(answer_id: str, *, officer: Officer, approved_by: str = "", means: Means) -> NotedUse | Refusal:
    """Note that an answer stands in a decision on a permit.

    Returns:
        The note; or why it may not stand there, with whom to ask.

    Raises:
        InputError: there is no such answer here, it is about no permit, or it was noted before.
    """
    work = means.work
    with work.ledger.read() as tx:
        answer = kept_work.find_answer(tx, answer_id, is_ours=False)
        request = None if answer is None else kept_work.find_request(tx, answer.request, is_ours=True)
        if answer is None or request is None:
            raise InputError("there is no such answer on this node", hint="`trefpunt inbox` lists them")
        if request.purpose != Purpose.PERMIT_DECISION.value:
            raise InputError("this answer was given for another purpose", hint="it may stand in no permit")
        _check_new(tx, answer_id)
    if casework.is_asked_again(answer, request, Action.REVEAL_TO_SUBJECT, law=work.law):
        use = Use(officer, Action.REVEAL_TO_SUBJECT, approved_by=approved_by)
        decided = casework.use_answer(answer_id, use, means=work)
        if isinstance(decided, Refusal):
            return decided
    noted = NotedUse(answer_id, request.case, officer.id, answer.answered_at, work.clock())
    with work.ledger.write() as tx:
        _check_new(tx, answer_id)
        kept.save_use(tx, noted)
        _log(tx, Event.USE_NOTED, noted, officer, means=means)
    return noted


def note_informed(answer_id: str, *, officer: Officer, means: Means) -> NotedUse:
    """Note that the person concerned was informed of an answer about them: now.

    Raises:
        InputError: it stands in no decision, or they were informed before.
    """
    work = means.work
    with work.ledger.write() as tx:
        noted = kept.find_use(tx, answer_id)
        if noted is None:
            raise InputError(
                "this answer stands in no decision", hint="`trefpunt permit used` notes that it does"
            )
        if noted.informed_at is not None:
            raise InputError(
                "the person concerned was informed before", hint="`trefpunt permit list` says when"
            )
        informed = replace(noted, informed_at=work.clock())
        kept.save_use(tx, informed)
        _log(tx, Event.SUBJECT_INFORMED, informed, officer, means=means)
    return informed


def uses(*, means: Means) -> Sequence[NotedUse]:
    """Return every answer that stands in a decision, the newest note first."""
    with means.work.ledger.read() as tx:
        return kept.uses(tx)


def inform_by(noted: NotedUse, *, country: Country) -> datetime:
    """Return by when the person concerned is to be informed."""
    return deadline(INFORM, noted.obtained_at, country=country).due_at


def _check_new(tx: Transaction, answer_id: str) -> None:
    if kept.find_use(tx, answer_id) is not None:
        raise InputError("this answer was noted before", hint="`trefpunt permit list` has it")


def _log(tx: Transaction, event: Event, noted: NotedUse, officer: Officer, *, means: Means) -> None:
    means.work.log(
        tx,
        event,
        officer,
        purpose=Purpose.PERMIT_DECISION.value,
        case=noted.case,
        subject_ref=noted.answer,
    )
