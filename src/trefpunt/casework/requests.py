"""Requests for content: sent under a ground, with a clock, by the channel that the text prescribes."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from trefpunt.casework.bodies import RequestBody
from trefpunt.casework.may import (
    Wish,
    as_cited,
    check_sought,
    content_of,
    may_answer,
    may_request,
    would_permit,
)
from trefpunt.casework.means import Means
from trefpunt.casework.packages import Came
from trefpunt.casework.sending import Parcel, send
from trefpunt.clocks import deadline
from trefpunt.crypto import blinded_case
from trefpunt.errors import ExchangeError, InputError
from trefpunt.exchange import Peer
from trefpunt.model import Authority, ContentRequest, Event, Ground, LetterKind, Refusal
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import casework as kept
from trefpunt.treaty import Permitted


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that was made; `package` is the file to hand over where the channel is another."""

    request: ContentRequest
    package: Path | None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the texts would permit; `due_at` is when an answer would be due if it went now, or None."""

    permitted: Permitted
    due_at: datetime | None


def foresee_request(wish: Wish, partner: str, *, means: Means) -> Foreseen | Refusal:
    """Say what would come of a request, before it is made: nothing is recorded or sent.

    Raises:
        ExchangeError: there is no agreement with this partner.
        InputError: nothing is sought.
    """
    with means.ledger.read() as tx:
        peer = _turned_to(tx, wish, partner, means=means)
        found = would_permit(tx, wish, peer, means=means)
    if isinstance(found, Refusal):
        return found
    return Foreseen(found, _due(found.deadline, peer.authority, means.clock()))


def send_request(wish: Wish, partner: str, *, means: Means) -> Sent | Refusal:
    """Request what a partner holds about one subject.

    Returns:
        What was sent, with its clock and channel; or why not, with the lawful detours.

    Raises:
        ExchangeError: there is no agreement with this partner.
        InputError: nothing is sought.
    """
    with means.ledger.write() as tx:
        peer = _turned_to(tx, wish, partner, means=means)
        ground = may_request(tx, wish, peer, means=means)
    if isinstance(ground, Refusal):
        return ground
    body = RequestBody(means.new_id("r"), wish.officer.role, wish.subject, wish.sought, wish.stated)
    made = replace(
        _request(body, ground, peer, holder=peer.authority, means=means),
        is_ours=True,
        officer=wish.officer.id,
        case=wish.case,
        assigned_to=wish.officer.id,
    )
    case = blinded_case(means.case_key, peer.id, wish.case)
    parcel = Parcel(LetterKind.CONTENT_REQUEST, peer, wish.purpose.value, case, body.to_json(), wish.officer)

    def keep(tx: Transaction, conversation: str) -> None:
        kept.save_request(tx, replace(made, conversation=conversation))
        means.log(
            tx,
            Event.CONTENT_REQUESTED,
            wish.officer,
            article=made.article,
            purpose=made.purpose,
            case=made.case,
            subject_ref=made.id,
            partner=made.partner,
            channel=made.channel,
        )

    return Sent(made, send(ground, parcel, keep=keep, means=means))


def examine_request(tx: Transaction, came: Came, *, means: Means) -> ContentRequest | Refusal:
    """Decide on a partner's request; where it may be answered, its clock starts. Nothing of it is kept yet.

    Raises:
        InputError: it cannot be read, or was taken before.
    """
    body = RequestBody.from_json(came.body)
    check_sought(body.sought, means.me)
    if kept.find_request(tx, body.request, is_ours=False) is not None:
        raise InputError("a request was taken before", hint="`trefpunt inbox` shows how it stands")
    ground = as_cited(may_answer(tx, body, came.peer, came.purpose, means=means), came)
    if isinstance(ground, Refusal):
        return ground
    return replace(
        _request(body, ground, came.peer, holder=means.me, means=means),
        case=came.case,
        conversation=came.conversation,
    )


def keep_request(tx: Transaction, made: ContentRequest, *, means: Means) -> None:
    """Keep a partner's request that was examined."""
    kept.save_request(tx, made)
    means.log(
        tx,
        Event.REQUEST_RECEIVED,
        None,
        article=made.article,
        purpose=made.purpose,
        subject_ref=made.id,
        partner=made.partner,
        due=_text(made.due_at),
    )


def _turned_to(tx: Transaction, wish: Wish, partner: str, *, means: Means) -> Peer:
    if not wish.sought:
        raise InputError("a request seeks nothing", hint="say what is sought, such as identity or vehicles")
    peer = means.exchange.agreements.peer(partner, tx=tx)
    if peer is None:
        raise ExchangeError("there is no agreement with this partner", hint="make one with `trefpunt invite`")
    check_sought(wish.sought, peer.authority)
    return peer


def _request(
    body: RequestBody, ground: Ground, peer: Peer, *, holder: Authority, means: Means
) -> ContentRequest:
    """Return a request as the side that is asked has it; the clock is that of the country that answers."""
    now = means.clock()
    clock = ground.deadline
    return ContentRequest(
        id=body.request,
        is_ours=False,
        partner=peer.id,
        officer="",
        role=body.role.value,
        case="",
        purpose=ground.purpose,
        category=content_of(holder.kind, body.sought).value,
        subject=body.subject,
        sought=body.sought,
        stated=body.stated,
        article=f"{ground.article.instrument} {ground.article.article}",
        decision=ground.decision,
        channel=ground.channel,
        clock=clock,
        received_at=now,
        due_at=_due(clock, holder, now),
        conditions=ground.conditions,
    )


def _due(clock: str, holder: Authority, now: datetime) -> datetime | None:
    return deadline(clock, now, country=holder.country).due_at if clock else None


def _text(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()
