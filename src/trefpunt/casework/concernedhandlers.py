"""Letters about a person concerned as they come in: only between oversight bodies and their nodes."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from trefpunt.casework.concerned import find_request
from trefpunt.casework.concernedanswers import post_answer
from trefpunt.casework.concernedbodies import Way, opened, read_ask, read_told, request_of
from trefpunt.casework.means import Means
from trefpunt.errors import InputError
from trefpunt.exchange import Handler, Outcome, Peer
from trefpunt.exchange.wire import new_id
from trefpunt.model import (
    DECISIONS,
    AuthorityKind,
    ConcernedAnswer,
    ConcernedDecision,
    ConcernedRequest,
    Event,
    Letter,
    LetterKind,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import concerned as kept


def concerned_handlers(means: Means) -> Mapping[LetterKind, Handler]:
    """Return the handlers of requests of persons concerned."""
    return {
        LetterKind.CONCERNED_ASK: partial(_on_ask, means=means),
        LetterKind.CONCERNED_ANSWER: partial(_on_answer, means=means),
    }


def _on_ask(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    if not _is_overseen_by(peer, means=means):
        raise _not_so()
    way = _way(letter, means=means)
    body = read_ask(opened(way, letter.body, box=means.exchange.means.identity.box))
    made = ConcernedRequest(
        id=new_id(means.clock(), means.rng),
        kind=body.kind,
        asker=peer.id,
        received_at=letter.issued_at,
        due_at=body.due_at,
        subject=body.subject,
        theirs=way.request,
        conversation=letter.conversation,
    )

    def apply(tx: Transaction) -> None:
        known = kept.find_asked(tx, peer.id, made.theirs)
        if known is None:
            kept.save_request(tx, made)
            _log(tx, Event.CONCERNED_RECEIVED, made.id, peer, means=means)
            return
        # A body asks again who is silent to it: then the answer was lost on the way, or is still to come.
        given = kept.answers_to(tx, known.id).get(means.me.id)
        if given is not None:
            post_answer(tx, known, given, actor="", means=means)

    return Outcome(apply=apply)


def _on_answer(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    way = _way(letter, means=means)
    body = read_told(opened(way, letter.body, box=means.exchange.means.identity.box))
    is_body = peer.authority.kind is AuthorityKind.OVERSIGHT
    # A node speaks for itself; a body for all its own.
    told = body.told if is_body else tuple(replace(one, holder=peer.id) for one in body.told)

    def apply(tx: Transaction) -> None:
        made = find_request(tx, way.request)
        asked = kept.answers_to(tx, made.id).get(peer.id)
        if asked is None or body.decision not in _may_decide(made, peer):
            raise _not_so()
        if any(_is_elsewhere(tx, one.holder, peer, means=means) for one in told):
            raise _not_so()
        if asked.decision is not None:
            # It was asked again while its answer was on the way: the first one holds.
            return
        kept.set_answer(tx, ConcernedAnswer(made.id, peer.id, body.decision, body.restriction, told))
        _log(tx, Event.CONCERNED_HEARD, made.id, peer, means=means)

    return Outcome(apply=apply)


def _is_overseen_by(peer: Peer, *, means: Means) -> bool:
    if peer.authority.kind is not AuthorityKind.OVERSIGHT:
        return False
    return means.me.kind is AuthorityKind.OVERSIGHT or peer.authority.country is means.me.country


def _may_decide(made: ConcernedRequest, peer: Peer) -> frozenset[ConcernedDecision]:
    if peer.authority.kind is AuthorityKind.OVERSIGHT:
        return frozenset({ConcernedDecision.JOINED, ConcernedDecision.JOINED_IN_PART})
    if peer.authority.kind is AuthorityKind.CARE:
        return frozenset({ConcernedDecision.JOINED})
    return DECISIONS[made.kind]


def _is_elsewhere(tx: Transaction, holder: str, peer: Peer, *, means: Means) -> bool:
    """Tell whether somebody speaks for a node that is known here as one of another country."""
    known = means.exchange.agreements.peer(holder, tx=tx)
    country = (
        means.me.country if holder == means.me.id else None if known is None else known.authority.country
    )
    return country not in (None, peer.authority.country)


def _way(letter: Letter, *, means: Means) -> Way:
    return Way(letter.kind, letter.sender, means.me.id, request_of(letter.body))


def _log(tx: Transaction, event: Event, reference: str, peer: Peer, *, means: Means) -> None:
    means.log(tx, event, None, purpose="oversight", subject_ref=reference, partner=peer.id)


def _not_so() -> InputError:
    return InputError(
        "a letter about a person concerned does not fit what is known of it",
        hint="ask the partner; it is kept as evidence",
    )
