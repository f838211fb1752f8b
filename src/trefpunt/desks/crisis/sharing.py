"""Confidential unless the sender lifts it: lifting, and sharing further what was lifted.

Source: Benelux memorandum on crisis management 2006, art. 5.
"""

import os
from pathlib import Path

from trefpunt.desks.crisis.acknowledging import received
from trefpunt.desks.crisis.bodies import AlertBody, LiftedBody
from trefpunt.desks.crisis.may import may_share, may_tell
from trefpunt.desks.crisis.means import Means
from trefpunt.desks.crisis.sending import Senders, Told, lacks_eyes, partner_of, post_alert
from trefpunt.errors import InputError, cause_of
from trefpunt.exchange import Outcome, Outgoing, Peer
from trefpunt.model import Alert, Event, Ground, Letter, LetterKind, Officer, OutboxState, Refusal
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import crisis as kept

_STATED = ("cross_border_effect",)
_WITHIN_MIN = 15


def lift(alert_id: str, *, officer: Officer, means: Means) -> dict[str, bool]:
    """Lift the confidentiality of an own alert for everybody who has it.

    Returns:
        By partner, whether its node knows already; else the outbox goes on trying.

    Raises:
        InputError: there is no such alert of this node, or it is another's, or it was lifted before.
        ExchangeError, AgreementLapsed, LogUnwritable: partners named before know.
    """
    with means.work.ledger.read() as tx:
        rows = kept.rows_of(tx, alert_id, is_ours=True)
    if not rows:
        raise InputError("this node sent no alert of this reference", hint="`trefpunt alert list` has them")
    if any(row.origin != means.work.me.id for row in rows):
        raise InputError(
            "only whoever sent an alert first can lift it", hint="ask {origin}", origin=rows[0].origin
        )
    waiting = [row for row in rows if row.lifted_at is None]
    if not waiting:
        raise InputError("this alert was lifted before", hint="partners may share it further")
    return {row.partner: _lift(row, officer, means=means) for row in waiting}


def share(alert_id: str, partner: str, *, senders: Senders, means: Means) -> Told | Refusal:
    """Share a partner's alert with another crisis centre, once its sender has lifted it.

    Raises:
        InputError: no partner told such an alert, or it is shared with whoever told it.
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was sent.
    """
    officer = senders.officer
    with means.work.ledger.write() as tx:
        alert, ground = _shareable(tx, alert_id, officer, means=means)
        if isinstance(ground, Refusal):
            return ground
        if lacks_eyes(senders, means=means):
            return Refusal(code="alert_needs_second_officer")
        if partner in (alert.partner, alert.origin):
            raise InputError("whoever told an alert knows it", hint="name another partner")
        if kept.find(tx, alert.id, partner, is_ours=True) is not None:
            raise InputError(
                "this alert was shared with this partner before", hint="`trefpunt alert list` has it"
            )
        peer = partner_of(tx, partner, means=means)
        # Lifted is not enough: whoever is told next must be somebody that may be told at all.
        told = may_tell(tx, officer, peer, _STATED, means=means)
    if isinstance(told, Refusal):
        return told
    body = AlertBody(alert.id, alert.is_exercise, alert.cap, alert.origin, officer.role, _STATED, _WITHIN_MIN)
    return post_alert(body, peer, senders, ground=told, means=means)


def export_alert(alert_id: str, target: Path, *, officer: Officer, means: Means) -> Ground | Refusal:
    """Write a partner's alert, once lifted, to a new file for services of this country; or write nothing.

    Raises:
        InputError: no partner told such an alert, or the file cannot be written; nothing was.
    """
    with means.work.ledger.write() as tx:
        alert, ground = _shareable(tx, alert_id, officer, means=means)
        if isinstance(ground, Refusal):
            return ground
        means.log(tx, Event.ALERT_SHARED, alert, officer, origin=alert.origin)
        # Last, and inside: what cannot be written was never shared.
        _write(target, alert.cap)
    return ground


def on_lifted(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle a partner's word that one of its alerts is confidential no longer."""
    body = LiftedBody.from_json(letter.body)

    def apply(tx: Transaction) -> None:
        alert = kept.find(tx, body.alert, peer.id, is_ours=False)
        # Whoever only shared an alert further cannot lift what is another's.
        if alert is None or alert.origin != peer.id:
            raise InputError("an alert is lifted by somebody whose it is not", hint="ask the partner")
        kept.lift(tx, alert, at=letter.issued_at)
        means.log(tx, Event.ALERT_LIFTED, alert, None)

    return Outcome(apply=apply)


def _shareable(
    tx: Transaction, alert_id: str, officer: Officer, *, means: Means
) -> tuple[Alert, Ground | Refusal]:
    alert = received(tx, alert_id)
    peer = partner_of(tx, alert.partner, means=means)
    return alert, may_share(tx, officer, alert, peer, means=means)


def _lift(row: Alert, officer: Officer, *, means: Means) -> bool:
    def also(tx: Transaction, letter: Letter) -> None:
        kept.lift(tx, row, at=letter.issued_at)
        means.log(tx, Event.ALERT_LIFTED, row, officer)

    outgoing = Outgoing(
        LetterKind.CRISIS_LIFTED,
        row.partner,
        LiftedBody(row.id).to_json(),
        conversation=row.conversation,
        actor=officer.id,
    )
    delivery = means.work.exchange.call(None, outgoing, wait_s=means.work.wait_s, also=also)
    return delivery.state is OutboxState.APPLIED


def _write(target: Path, cap: str) -> None:
    try:
        with open(target, "x", encoding="utf-8", opener=_for_owner) as file:
            file.write(cap)
    except OSError as error:
        raise InputError(
            "cannot write {file}", hint="{system}", file=target.name, system=cause_of(error)
        ) from error


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
