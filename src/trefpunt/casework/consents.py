"""Consent to one use of one answer: asked in writing, decided by the provider or justice there."""

from dataclasses import replace
from datetime import datetime

from trefpunt.casework.bodies import ConsentBody, DecisionBody
from trefpunt.casework.may import is_judge_of, is_stranger
from trefpunt.casework.means import Means
from trefpunt.crypto import blinded_case
from trefpunt.errors import InputError
from trefpunt.exchange import Outcome, Outgoing, Peer
from trefpunt.model import (
    USES,
    Action,
    AuthorityKind,
    Consent,
    ConsentState,
    ContentAnswer,
    ContentRequest,
    Event,
    Letter,
    LetterKind,
    Officer,
    Refusal,
    Role,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import casework as kept


def ask_consent(
    answer_id: str, use: Action, *, officer: Officer, of: str = "", means: Means
) -> Consent | Refusal:
    """Ask for consent to one use of an answer; the letter names the answer and nobody.

    Args:
        of: whom to ask: the provider where it is empty, or justice in the provider's country.

    Raises:
        InputError: there is no such answer here, or nobody could consent to that.
        ExchangeError, AgreementLapsed: nothing was sent.
    """
    if use not in USES:
        raise InputError(
            "this is no use that consent is given for", hint="expected one of {known}", known=tuple(USES)
        )
    with means.ledger.read() as tx:
        answer, request = _answered(tx, answer_id)
        if no := is_stranger(tx, request.case, officer):
            return no
        provider = means.exchange.agreements.peer(request.partner, tx=tx)
        asked_of = means.exchange.agreements.peer(of or request.partner, tx=tx)
    if asked_of is None or provider is None:
        return Refusal(code="partner_unknown", facts=(("partner", of or request.partner),))
    if asked_of.id != provider.id and not is_judge_of(asked_of, provider):
        return Refusal(code="cannot_consent", facts=(("partner", asked_of.id), ("provider", provider.id)))
    asked = Consent(
        id=means.new_id("c"),
        answer=answer.id,
        is_ours=True,
        partner=asked_of.id,
        provider=provider.id,
        use=use,
        case=request.case,
        purpose=request.purpose,
        officer=officer.id,
        asked_at=means.clock(),
    )

    def keep(tx: Transaction, _: Letter) -> None:
        kept.save_consent(tx, asked)
        _log(tx, Event.CONSENT_ASKED, asked, officer, means=means)

    body = ConsentBody(asked.id, answer.id, provider.id, use).to_json()
    outgoing = Outgoing(
        LetterKind.CONSENT_ASKED,
        asked_of.id,
        body,
        case=blinded_case(means.case_key, asked_of.id, request.case),
        actor=officer.id,
    )
    means.exchange.call(None, outgoing, wait_s=means.wait_s, also=keep)
    return asked


def who_may_consent(answer_id: str, *, means: Means) -> tuple[str, ...]:
    """Return of whom consent to a use of an answer may be asked: the provider first, then justice there.

    Raises:
        InputError: there is no such answer here.
    """
    with means.ledger.read() as tx:
        provider = _answered(tx, answer_id)[1].partner
        peers = {peer.id: peer for peer in means.exchange.agreements.peers(tx=tx)}
    if provider not in peers:
        return ()
    judges = (name for name, peer in sorted(peers.items()) if is_judge_of(peer, peers[provider]))
    return tuple(dict.fromkeys((provider, *judges)))


def decide_consent(
    consent_id: str, *, until: datetime | None, officer: Officer, means: Means
) -> Consent | Refusal:
    """Give a consent until a moment, or refuse it; the other node is told.

    Args:
        until: the last moment at which it holds; None refuses.

    Raises:
        InputError: there is no such consent, it was decided before, or its end is past.
        ExchangeError, AgreementLapsed: nothing was sent and nothing was decided.
    """
    with means.ledger.read() as tx:
        asked = kept.find_consent(tx, consent_id, is_ours=False)
    if asked is None:
        raise InputError("nobody asked for such a consent", hint="`trefpunt inbox` lists them")
    if asked.state is not ConsentState.ASKED:
        raise InputError("this consent was decided before", hint="a new one can be asked for")
    if until is not None and until <= means.clock():
        raise InputError("the end of a consent is past", hint="give a day that is still to come")
    if means.me.kind is AuthorityKind.JUSTICE and officer.role is not Role.PROSECUTOR:
        return Refusal(code="prosecutor_decides")
    decided = replace(
        asked,
        state=ConsentState.REFUSED if until is None else ConsentState.GIVEN,
        decided_at=means.clock(),
        until=until,
        decided_by=officer.id,
    )

    def keep(tx: Transaction, _: Letter) -> None:
        kept.decide_consent(tx, decided)
        _log(tx, Event.CONSENT_DECIDED, decided, officer, means=means)

    body = DecisionBody(asked.id, until is not None, until).to_json()
    outgoing = Outgoing(LetterKind.CONSENT_DECIDED, asked.partner, body, actor=officer.id)
    means.exchange.call(None, outgoing, wait_s=means.wait_s, also=keep)
    return decided


def on_asked(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle a partner's question for consent: it waits for somebody who may decide."""
    body = ConsentBody.from_json(letter.body)
    asked = Consent(
        id=body.consent,
        answer=body.answer,
        is_ours=False,
        partner=peer.id,
        provider=body.provider,
        use=body.use,
        case=letter.case,
        purpose=letter.purpose,
        officer="",
        asked_at=means.clock(),
    )

    def apply(tx: Transaction) -> None:
        if kept.find_consent(tx, asked.id, is_ours=False) is not None:
            raise InputError("a consent was asked for before", hint="ask with a reference of its own")
        kept.save_consent(tx, asked)
        _log(tx, Event.CONSENT_ASKED, asked, None, means=means)

    return Outcome(apply=apply)


def on_decided(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle what was decided on a consent of ours; it counts from the moment it came."""
    body = DecisionBody.from_json(letter.body)
    with means.ledger.read() as tx:
        asked = kept.find_consent(tx, body.consent, is_ours=True)
    if asked is None or asked.partner != peer.id or asked.state is not ConsentState.ASKED:
        raise InputError(
            "a decision names no consent that we asked this partner for",
            hint="the letter is kept as evidence",
        )
    decided = replace(
        asked,
        state=ConsentState.GIVEN if body.is_given else ConsentState.REFUSED,
        decided_at=means.clock(),
        until=body.until,
    )

    def apply(tx: Transaction) -> None:
        kept.decide_consent(tx, decided)
        _log(tx, Event.CONSENT_DECIDED, decided, None, means=means)

    return Outcome(apply=apply)


def _answered(tx: Transaction, answer_id: str) -> tuple[ContentAnswer, ContentRequest]:
    answer = kept.find_answer(tx, answer_id, is_ours=False)
    request = None if answer is None else kept.find_request(tx, answer.request, is_ours=True)
    if answer is None or request is None:
        raise InputError("there is no such answer on this node", hint="`trefpunt inbox` lists them")
    return answer, request


def _log(tx: Transaction, event: Event, consent: Consent, officer: Officer | None, *, means: Means) -> None:
    means.log(
        tx,
        event,
        officer,
        purpose=consent.purpose,
        case=consent.case if consent.is_ours else "",
        subject_ref=consent.answer,
        partner=consent.partner,
        consent=consent.id,
        use=consent.use.value,
        state=consent.state.value,
    )
