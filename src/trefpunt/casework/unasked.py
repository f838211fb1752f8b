"""Information that nobody asked for: sent for recorded reasons, put in a case before anybody reads it.

It is kept as a request that nobody made with its answer, so that all that binds an answer binds this too.
Source: Benelux Police Treaty, art. 4(2); Directive (EU) 2023/977, art. 7; VAT Regulation, art. 15.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from trefpunt.casework.answers import check_nobody_in_care
from trefpunt.casework.bodies import UnaskedBody
from trefpunt.casework.may import Offer, content_of, may_send, may_take
from trefpunt.casework.means import Means
from trefpunt.casework.packages import Came, by_letter
from trefpunt.casework.sending import Parcel, send
from trefpunt.crypto import blinded_case
from trefpunt.errors import ExchangeError, InputError
from trefpunt.exchange import Outcome, Peer
from trefpunt.hits.checks import Wanted, case_refuses
from trefpunt.model import (
    AnswerKind,
    ContentAnswer,
    ContentRequest,
    ContentState,
    Event,
    Ground,
    Letter,
    LetterKind,
    Officer,
    Purpose,
    Refusal,
    conditions_of,
    strictest,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import casework as kept


@dataclass(frozen=True, slots=True)
class Information:
    """Information as either side keeps it: the thread that nobody asked for, and what was told in it."""

    request: ContentRequest
    answer: ContentAnswer


@dataclass(frozen=True, slots=True)
class Told:
    """What was sent; `package` is the file to hand over where the channel is another."""

    information: Information
    package: Path | None


def send_unasked(offer: Offer, partner: str, *, means: Means) -> Told | Refusal:
    """Send a partner what it did not ask for.

    Returns:
        What was sent; or why it may not be.

    Raises:
        ExchangeError: there is no agreement with this partner.
        InputError: there is nothing in it, or a package cannot be written; nothing was sent.
    """
    if not offer.records:
        raise InputError("there is nothing in this information", hint="name one or more records")
    check_nobody_in_care(offer.records)
    with means.ledger.write() as tx:
        peer = means.exchange.agreements.peer(partner, tx=tx)
        if peer is None:
            raise ExchangeError(
                "there is no agreement with this partner", hint="make one with `trefpunt invite`"
            )
        ground = may_send(tx, offer, peer, means=means)
    if isinstance(ground, Refusal):
        return ground
    markings = strictest(offer.markings)
    body = UnaskedBody(
        means.new_id("r"),
        means.new_id("a"),
        offer.officer.role,
        offer.records,
        offer.stated,
        tuple(dict.fromkeys((*ground.conditions, *offer.conditions, *conditions_of(markings)))),
        markings,
    )
    case = blinded_case(means.case_key, peer.id, offer.case)
    made = _information(body, ground, peer, means=means)
    sent = Information(
        replace(made.request, officer=offer.officer.id, case=case, assigned_to=offer.officer.id),
        replace(made.answer, is_ours=True, officer=offer.officer.id),
    )
    parcel = Parcel(
        LetterKind.CONTENT_UNASKED, peer, offer.purpose.value, case, body.to_json(), offer.officer
    )

    def keep(tx: Transaction, conversation: str) -> None:
        _keep(tx, Information(replace(sent.request, conversation=conversation), sent.answer))
        _log(tx, Event.INFORMATION_SENT, sent, offer.officer, case=offer.case, means=means)

    return Told(sent, send(ground, parcel, keep=keep, means=means))


def take_unasked(tx: Transaction, came: Came, *, means: Means) -> Information | Refusal:
    """Keep what a partner sent unasked, where it may be sent here; it waits to be put in a case.

    Raises:
        InputError: it cannot be read, or was taken before.
    """
    body = UnaskedBody.from_json(came.body)
    if kept.find_request(tx, body.request, is_ours=True) or kept.find_answer(tx, body.answer, is_ours=False):
        raise InputError("this information was taken before", hint="`trefpunt inbox` has it")
    ground = may_take(tx, body, came, means=means)
    if isinstance(ground, Refusal):
        return ground
    conditions = (*ground.conditions, *body.conditions, *conditions_of(body.markings))
    bound = replace(body, conditions=tuple(dict.fromkeys(conditions)))
    made = _information(bound, ground, came.peer, means=means)
    taken = Information(
        replace(made.request, is_ours=True, conversation=came.conversation),
        made.answer,
    )
    _keep(tx, taken)
    _log(tx, Event.INFORMATION_RECEIVED, taken, None, case="", means=means)
    return taken


def on_unasked(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle information that a partner sent by letter."""
    came = by_letter(letter, peer)

    def apply(tx: Transaction) -> None:
        taken = take_unasked(tx, came, means=means)
        if isinstance(taken, Refusal):
            raise InputError(
                "what was sent unasked may not be taken: {code}",
                hint="the letter is kept as evidence",
                code=taken.code,
            )

    return Outcome(apply=apply, policy=means.law.hash)


def file_unasked(request_id: str, case: str, *, officer: Officer, means: Means) -> ContentRequest | Refusal:
    """Put information that a partner sent into a case; from then on its members may read it.

    Raises:
        InputError: no partner sent such information, or it is in a case already.
    """
    with means.ledger.write() as tx:
        found = kept.find_request(tx, request_id, is_ours=True)
        if found is None or not found.is_unasked:
            raise InputError("no partner sent such information", hint="`trefpunt inbox` lists it")
        if found.case:
            raise InputError("this information is in a case already", hint="open it with `trefpunt read`")
        wanted = Wanted(officer, Purpose(found.purpose))
        no = case_refuses(tx, case, wanted, officers=means.officers)
        # A second officer is asked for when it is read, not when it is put away.
        if no is not None and no.code != "needs_second_approval":
            return no
        filed = replace(found, case=case, assigned_to=officer.id)
        kept.file_request(tx, filed)
        means.log(
            tx,
            Event.INFORMATION_FILED,
            officer,
            article=filed.article,
            purpose=filed.purpose,
            case=case,
            subject_ref=filed.id,
            partner=filed.partner,
        )
    return filed


def _information(body: UnaskedBody, ground: Ground, peer: Peer, *, means: Means) -> Information:
    now = means.clock()
    request = ContentRequest(
        id=body.request,
        is_ours=False,
        partner=peer.id,
        officer="",
        role=body.role.value,
        case="",
        purpose=ground.purpose,
        category=content_of(means.me.kind).value,
        subject=body.records[0],
        sought=(),
        stated=body.stated,
        article=f"{ground.article.instrument} {ground.article.article}",
        decision=ground.decision,
        channel=ground.channel,
        clock="",
        received_at=now,
        due_at=None,
        conditions=body.conditions,
        state=ContentState.ANSWERED,
        is_unasked=True,
    )
    answer = ContentAnswer(
        id=body.answer,
        request=body.request,
        is_ours=False,
        kind=AnswerKind.FULL,
        records=body.records,
        reason="",
        conditions=body.conditions,
        officer="",
        answered_at=now,
        markings=tuple(word.value for word in body.markings),
    )
    return Information(request, answer)


def _keep(tx: Transaction, made: Information) -> None:
    kept.save_request(tx, made.request)
    kept.save_answer(tx, made.answer)


def _log(
    tx: Transaction, event: Event, made: Information, officer: Officer | None, *, case: str, means: Means
) -> None:
    means.log(
        tx,
        event,
        officer,
        article=made.request.article,
        purpose=made.request.purpose,
        case=case,
        subject_ref=made.request.id,
        partner=made.request.partner,
        records=str(len(made.answer.records)),
        stated=" ".join(made.request.stated),
    )
