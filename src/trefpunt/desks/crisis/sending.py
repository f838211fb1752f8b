"""Sending an alert, and taking one in: decided on both sides, each under its own texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from trefpunt.desks.crisis.bodies import MOST_MINUTES, AlertBody
from trefpunt.desks.crisis.cap import AlertContent, AlertText, read_cap, write_cap
from trefpunt.desks.crisis.may import may_be_told, may_tell
from trefpunt.desks.crisis.means import Means
from trefpunt.errors import ExchangeError, InputError
from trefpunt.exchange import Outgoing, Peer
from trefpunt.model import (
    Alert,
    Certainty,
    Event,
    Ground,
    Letter,
    LetterKind,
    Officer,
    OutboxState,
    Purpose,
    Refusal,
    Severity,
    Urgency,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import crisis as kept


@dataclass(frozen=True, slots=True)
class Senders:
    """Who sends an alert, and the second officer who approves it, by service number."""

    officer: Officer
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Warn:
    """What an officer wants to tell other crisis centres.

    Attributes:
        texts: by language; every language has the fixed phrase of the event in any case.
        stated: names of the facts that the officer states as true.
        within_min: in how many minutes the partners are asked to acknowledge it.
        lives_h: for how many hours it holds.
    """

    senders: Senders
    event: str
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    area: str
    circle: str = ""
    texts: Mapping[str, AlertText] = field(default_factory=dict, repr=False)
    stated: tuple[str, ...] = ()
    is_exercise: bool = False
    within_min: int = 15
    lives_h: int = 24


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an alert for one partner.

    Attributes:
        alert: as this node keeps it; its acknowledgement, where there is one, comes later.
        is_there: whether the partner's node has it; else the outbox goes on trying: take the telephone.
        refused: the code for which the partner's node refused it, or empty.
    """

    alert: Alert
    is_there: bool
    refused: str = ""


def send_alert(warn: Warn, partners: Sequence[str], *, means: Means) -> dict[str, Told | Refusal]:
    """Tell crisis centres of a crisis, each under a decision of its own; one alert with one reference.

    Returns:
        By partner, what became of it.

    Raises:
        InputError: what it says does not fit CAP, or nobody is to be told; nothing was sent.
        ExchangeError, AgreementLapsed, LogUnwritable: partners named before have been told.
    """
    if not partners:
        raise InputError("an alert goes to nobody", hint="name a partner")
    if not 1 <= warn.within_min <= MOST_MINUTES or not 1 <= warn.lives_h <= 24 * 30:
        raise InputError(
            "the times of an alert do not fit",
            hint="expected an answer within 1 to {most} minutes, and an end within 30 days",
            most=MOST_MINUTES,
        )
    if lacks_eyes(warn.senders, means=means):
        return dict.fromkeys(partners, Refusal(code="alert_needs_second_officer"))
    content = _content(warn, means=means)
    cap = write_cap(content)
    return {name: _tell(warn, content, cap, name, means=means) for name in dict.fromkeys(partners)}


def examine_alert(letter: Letter, peer: Peer, *, means: Means) -> Alert | Refusal:
    """Decide on what a partner tells; nothing of it is kept yet.

    Raises:
        InputError: it cannot be read, is not what its letter says, or was taken before.
    """
    body = AlertBody.from_json(letter.body)
    content = read_cap(body.cap)
    meant = (content.id, content.is_exercise, content.sender)
    if meant != (body.alert, body.is_exercise, body.origin) or letter.purpose != Purpose.CRISIS_MANAGEMENT:
        raise InputError("an alert is not what its letter says", hint="ask the partner to send it again")
    work = means.work
    with work.ledger.write() as tx:
        if kept.find(tx, body.alert, peer.id, is_ours=False) is not None:
            raise InputError("an alert was taken before", hint="`trefpunt alert list` shows how it stands")
        officer = Officer("", body.role, peer.authority)
        ground = may_be_told(tx, officer, peer, body.stated, means=means)
    if isinstance(ground, Refusal):
        return ground
    now = work.clock()
    made = _kept(body, content.event, ground, peer.id, now=now)
    return replace(made, is_ours=False, conversation=letter.conversation)


def lacks_eyes(senders: Senders, *, means: Means) -> bool:
    """Tell whether a second officer of this node has yet to approve what is to be sent."""
    others = set(means.work.officers) - {senders.officer.id}
    if senders.approved_by:
        return senders.approved_by not in others
    return means.officers_to_send > 1


def post_alert(body: AlertBody, peer: Peer, senders: Senders, *, ground: Ground, means: Means) -> Told:
    """Send the letter of an alert and keep it, in one transaction.

    Raises:
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was sent.
    """
    work, officer, approved_by = means.work, senders.officer, senders.approved_by
    made = replace(
        _kept(body, read_cap(body.cap).event, ground, peer.id, now=work.clock()),
        officer=officer.id,
        approved_by=approved_by,
    )
    step = Event.ALERT_SENT if body.origin == work.me.id else Event.ALERT_SHARED

    def also(tx: Transaction, letter: Letter) -> None:
        kept.save(tx, replace(made, conversation=letter.conversation))
        means.log(tx, step, made, officer, approved_by=approved_by, origin=body.origin)

    outgoing = Outgoing(LetterKind.CRISIS_ALERT, peer.id, body.to_json(), actor=officer.id)
    delivery = work.exchange.call(ground, outgoing, wait_s=work.wait_s, also=also)
    refused = "" if delivery.reply is None else str(delivery.reply.body.get("refused", ""))
    if delivery.state is OutboxState.REFUSED:
        refused = delivery.reason
    return Told(made, delivery.state is OutboxState.APPLIED and not refused, refused)


def partner_of(tx: Transaction, name: str, *, means: Means) -> Peer:
    """Return a partner.

    Raises:
        ExchangeError: there is no agreement with it.
    """
    peer = means.work.exchange.agreements.peer(name, tx=tx)
    if peer is None:
        raise ExchangeError("there is no agreement with this partner", hint="make one with `trefpunt invite`")
    return peer


def _content(warn: Warn, *, means: Means) -> AlertContent:
    now = means.work.clock().replace(microsecond=0)
    return AlertContent(
        id=means.work.new_id("exercise" if warn.is_exercise else "alert"),
        sender=means.work.me.id,
        sent_at=now,
        expires_at=now + timedelta(hours=warn.lives_h),
        is_exercise=warn.is_exercise,
        event=warn.event,
        urgency=warn.urgency,
        severity=warn.severity,
        certainty=warn.certainty,
        area=warn.area,
        circle=warn.circle,
        texts=warn.texts,
    )


def _tell(warn: Warn, content: AlertContent, cap: str, name: str, *, means: Means) -> Told | Refusal:
    with means.work.ledger.write() as tx:
        peer = partner_of(tx, name, means=means)
        ground = may_tell(tx, warn.senders.officer, peer, warn.stated, means=means)
    if isinstance(ground, Refusal):
        return ground
    body = AlertBody(
        content.id,
        content.is_exercise,
        cap,
        means.work.me.id,
        warn.senders.officer.role,
        warn.stated,
        warn.within_min,
    )
    return post_alert(body, peer, warn.senders, ground=ground, means=means)


def _kept(body: AlertBody, event: str, ground: Ground, partner: str, *, now: datetime) -> Alert:
    return Alert(
        id=body.alert,
        partner=partner,
        is_ours=True,
        is_exercise=body.is_exercise,
        event=event,
        cap=body.cap,
        origin=body.origin,
        article=f"{ground.article.instrument} {ground.article.article}",
        decision=ground.decision,
        officer="",
        approved_by="",
        conversation="",
        sent_at=now,
        due_at=now + timedelta(minutes=body.within_min),
    )
