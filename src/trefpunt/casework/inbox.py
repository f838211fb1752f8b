"""The inbox: what waits for an answer or a decision, by the clock that runs out first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trefpunt.casework.means import Means
from trefpunt.errors import InputError
from trefpunt.model import Consent, ContentAnswer, ContentRequest, ContentState, Event, Officer
from trefpunt.store.ledger import casework as kept


@dataclass(frozen=True, slots=True)
class Item:
    """A request, ours or theirs, with its answers; `left_s` is what its clock has left, or below zero."""

    request: ContentRequest
    answers: tuple[ContentAnswer, ...]
    left_s: float | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """What is open and what was, requests by their clock and consents with the newest first."""

    items: Sequence[Item]
    consents: Sequence[Consent]


def inbox(*, means: Means) -> Inbox:
    """Return the inbox as it stands now; nothing of any content is in it."""
    now = means.clock()
    with means.ledger.read() as tx:
        items = [
            Item(
                request,
                tuple(kept.answers_to(tx, request.id, is_ours=not request.is_ours)),
                _left(request, now),
            )
            for request in kept.requests(tx)
        ]
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


def _left(request: ContentRequest, now: datetime) -> float | None:
    is_running = request.state in (ContentState.OPEN, ContentState.PARTLY)
    return (request.due_at - now).total_seconds() if is_running and request.due_at else None
