"""The inbox: what waits for an answer or a decision, by the clock that runs out first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trefpunt.casework.means import Means
from trefpunt.casework.steps import answering_country, stands_at, unconfirmed, waits_since
from trefpunt.errors import InputError
from trefpunt.model import Consent, ContentAnswer, ContentRequest, ContentState, Event, Officer
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import casework as kept
from trefpunt.store.ledger.steps import steps_of


@dataclass(frozen=True, slots=True)
class Item:
    """A request, ours or theirs, with its answers and how its clock stands.

    Attributes:
        left_s: what its clock has left; below zero for how long it is late, or was when it was answered.
        waits_since: since when its clock stands still for a clarification.
        expected_at: by when an answer is to be expected that was said to be late.
        to_confirm_by: by when what was told orally must be there in writing.
    """

    request: ContentRequest
    answers: tuple[ContentAnswer, ...]
    left_s: float | None
    waits_since: datetime | None = None
    expected_at: datetime | None = None
    to_confirm_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Inbox:
    """What is open and what was, requests by their clock and consents with the newest first."""

    items: Sequence[Item]
    consents: Sequence[Consent]


def inbox(*, means: Means) -> Inbox:
    """Return the inbox as it stands now; nothing of any content is in it."""
    now = means.clock()
    with means.ledger.read() as tx:
        items = [_item(tx, request, now, means=means) for request in kept.requests(tx)]
        return Inbox(items, kept.consents(tx))


def assign(request_id: str, to: Officer, *, officer: Officer, means: Means) -> None:
    """Give a request to somebody to work on.

    Raises:
        InputError: there is no such request.
    """
    with means.ledger.write() as tx:
        sides = [side for side in (False, True) if kept.find_request(tx, request_id, is_ours=side)]
        if not sides:
            raise InputError("there is no such request on this node", hint="`trefpunt inbox` lists them")
        kept.assign_request(tx, request_id, to.id, is_ours=sides[0])
        means.log(tx, Event.WORK_ASSIGNED, officer, subject_ref=request_id, to=to.id)


def _item(tx: Transaction, request: ContentRequest, now: datetime, *, means: Means) -> Item:
    answers = tuple(kept.answers_to(tx, request.id, is_ours=not request.is_ours))
    steps = steps_of(tx, request.id, is_ours=request.is_ours)
    is_running = request.state in (ContentState.OPEN, ContentState.PARTLY)
    waits = waits_since(steps) if is_running else None
    # What stands still has at this moment what it had when it stopped.
    stands = stands_at(request, steps) or now
    delays = [step.until for step in steps if step.until is not None]
    country = answering_country(tx, request, means=means)
    return Item(
        request,
        answers,
        _left(request, answers, stands),
        waits_since=waits,
        expected_at=delays[-1] if delays and is_running else None,
        to_confirm_by=unconfirmed(steps, [one.answered_at for one in answers], country=country),
    )


def _left(request: ContentRequest, answers: Sequence[ContentAnswer], now: datetime) -> float | None:
    if request.due_at is None:
        return None
    if request.state in (ContentState.OPEN, ContentState.PARTLY):
        return (request.due_at - now).total_seconds()
    ended_at = max((answer.answered_at for answer in answers), default=request.due_at)
    return (request.due_at - ended_at).total_seconds() if ended_at > request.due_at else None
