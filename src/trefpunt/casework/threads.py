"""The thread of a request: what was sought and answered, how far its letters are, what to hand over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from trefpunt.casework.may import turns_away
from trefpunt.casework.means import Means
from trefpunt.casework.packages import Handed, file_of
from trefpunt.casework.steps import stands_at
from trefpunt.errors import InputError
from trefpunt.model import (
    Consent,
    ContentAnswer,
    ContentRequest,
    Event,
    LetterKind,
    Officer,
    OutboxState,
    Refusal,
    Step,
)
from trefpunt.store.ledger import Transaction, exchange_outbox
from trefpunt.store.ledger import casework as kept
from trefpunt.store.ledger.steps import steps_of

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Thread:
    """A request with everything that came of it.

    Attributes:
        consents: what this node asked for the answers.
        steps: what either side told besides, the first one first.
        stands_at: when its clock stopped for a clarification that is pending; None where it runs.
        packages: references of this side for which there is a package to hand over.
        sent: how far the last letter of this side is; None where none went.
        reason: the code of what stopped that letter, or empty.
    """

    request: ContentRequest
    answers: tuple[ContentAnswer, ...]
    consents: tuple[Consent, ...]
    steps: tuple[Step, ...]
    stands_at: datetime | None
    packages: tuple[str, ...]
    sent: OutboxState | None
    reason: str


def read_thread(request_id: str, *, officer: Officer, means: Means) -> Thread | Refusal:
    """Read a request: a partner's by whoever works on it or while nobody does, ours within its case.

    Raises:
        InputError: there is no such request on this node.
    """
    with means.ledger.write() as tx:
        request = _request(tx, request_id)
        if no := turns_away(tx, request, officer):
            return no
        _log(tx, request, officer, means=means)
        answers = tuple(kept.answers_to(tx, request.id, is_ours=not request.is_ours))
        consents = [one for answer in answers if request.is_ours for one in kept.consents_for(tx, answer.id)]
        steps = tuple(steps_of(tx, request.id, is_ours=request.is_ours))
        sent, reason = _sent(tx, request)
    own = (request.id,) if request.is_ours else tuple(answer.id for answer in answers)
    packages = tuple(name for name in own if file_of(_kind(request, name), name, means=means).exists())
    return Thread(request, answers, tuple(consents), steps, stands_at(request, steps), packages, sent, reason)


def fetch_package(reference: str, *, officer: Officer, means: Means) -> Handed | Refusal:
    """Return the package of a request or an answer of this node, to hand it over.

    Raises:
        InputError: there is no such package.
    """
    with means.ledger.write() as tx:
        answer = kept.find_answer(tx, reference, is_ours=True)
        request = kept.find_request(tx, reference, is_ours=True)
        if answer is not None:
            request = kept.find_request(tx, answer.request, is_ours=False)
        if request is None:
            raise InputError("there is no such package on this node", hint="`trefpunt inbox` lists them")
        if no := turns_away(tx, request, officer):
            return no
        handed = Handed.read(file_of(_kind(request, reference), reference, means=means))
        _log(tx, request, officer, means=means, package=reference)
    return handed


def is_under_way(partners: Collection[str], kind: LetterKind, *, means: Means) -> bool:
    """Tell whether a letter of a kind to one of these partners has not arrived yet."""
    with means.ledger.read() as tx:
        return any(exchange_outbox.has_unfinished(tx, name, kind=kind.value) for name in partners)


def _request(tx: Transaction, request_id: str) -> ContentRequest:
    sides = [found for side in (False, True) if (found := kept.find_request(tx, request_id, is_ours=side))]
    if not sides:
        raise InputError("there is no such request on this node", hint="`trefpunt inbox` lists them")
    return sides[0]


def _sent(tx: Transaction, request: ContentRequest) -> tuple[OutboxState | None, str]:
    if not request.conversation:
        return None, ""
    letters = exchange_outbox.of_partner(
        tx, request.partner, conversation=request.conversation, limit=_LONGEST
    )
    return (letters[-1].state, letters[-1].reason) if letters else (None, "")


def _kind(request: ContentRequest, reference: str) -> LetterKind:
    if request.is_unasked:
        return LetterKind.CONTENT_UNASKED
    return LetterKind.CONTENT_REQUEST if reference.startswith("r-") else LetterKind.CONTENT_ANSWER


def _log(tx: Transaction, request: ContentRequest, officer: Officer, *, means: Means, **said: str) -> None:
    means.log(
        tx,
        Event.CONTENT_READ,
        officer,
        article=request.article,
        purpose=request.purpose,
        case=request.case if request.is_ours else "",
        subject_ref=request.id,
        partner=request.partner,
        **said,
    )
