"""Taking note of an alert, by name and time, and telling its sender so."""

from dataclasses import replace

from trefpunt.desks.crisis.bodies import AcknowledgedBody, duty_name
from trefpunt.desks.crisis.may import may_tell
from trefpunt.desks.crisis.means import Means
from trefpunt.desks.crisis.sending import partner_of
from trefpunt.errors import InputError
from trefpunt.exchange import Outcome, Outgoing, Peer
from trefpunt.model import Alert, Event, Letter, LetterKind, Officer, Refusal
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import crisis as kept

# Whoever acknowledges a crisis that reaches over the border says nothing new about that.
_STATED = ("cross_border_effect",)


def acknowledge(
    alert_id: str, *, officer: Officer, name: str, means: Means, partner: str = ""
) -> Alert | Refusal:
    """Take note of an alert; its sender is told the name and the time.

    Args:
        name: under which the duty officer can be reached; it is in the letter and in no log.
        partner: from whom the alert came, where two told the same one.

    Returns:
        The alert, acknowledged; or why not.

    Raises:
        InputError: there is no such alert here, it was acknowledged before, or the name does not fit.
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was sent.
    """
    work, who = means.work, duty_name(name)
    with work.ledger.write() as tx:
        alert = received(tx, alert_id, partner)
        if alert.acknowledged_at is not None:
            raise InputError(
                "this alert was acknowledged before", hint="`trefpunt alert list` says by whom and when"
            )
        peer = partner_of(tx, alert.partner, means=means)
        ground = may_tell(tx, officer, peer, _STATED, means=means)
    if isinstance(ground, Refusal):
        return ground
    made = list[Alert]()

    def also(tx: Transaction, letter: Letter) -> None:
        # Again, inside: two officers may take note at the same time, and only one of them was first.
        if received(tx, alert_id, alert.partner).acknowledged_at is not None:
            raise InputError(
                "this alert was acknowledged before", hint="`trefpunt alert list` says by whom and when"
            )
        kept.acknowledge(tx, alert, by=who, at=letter.issued_at)
        means.log(tx, Event.ALERT_ACKNOWLEDGED, alert, officer)
        made.append(replace(alert, acknowledged_by=who, acknowledged_at=letter.issued_at))

    body = AcknowledgedBody(alert.id, alert.is_exercise, name=who)
    outgoing = Outgoing(
        LetterKind.CRISIS_ACKNOWLEDGED,
        peer.id,
        body.to_json(),
        conversation=alert.conversation,
        actor=officer.id,
    )
    work.exchange.call(ground, outgoing, wait_s=work.wait_s, also=also)
    return made[0]


def on_acknowledged(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle a partner's acknowledgement, or its refusal, of an alert of this node."""
    body = AcknowledgedBody.from_json(letter.body)

    def apply(tx: Transaction) -> None:
        alert = kept.find(tx, body.alert, peer.id, is_ours=True)
        if alert is None or alert.conversation != letter.conversation:
            raise InputError("an alert that was never sent is acknowledged", hint="ask the partner")
        if body.refused:
            means.log(tx, Event.ALARM, alert, None, alarm="alert_refused", code=body.refused)
            return
        if alert.acknowledged_at is not None:
            raise InputError("an alert is acknowledged twice", hint="the first one counts")
        kept.acknowledge(tx, alert, by=body.name, at=letter.issued_at)
        means.log(tx, Event.ALERT_ACKNOWLEDGED, alert, None)

    return Outcome(apply=apply)


def received(tx: Transaction, alert_id: str, partner: str = "") -> Alert:
    """Return an alert that a partner told.

    Raises:
        InputError: there is none of this reference.
    """
    found = kept.rows_of(tx, alert_id, is_ours=False)
    chosen = [one for one in found if partner in ("", one.partner)]
    if not chosen:
        raise InputError("no partner told an alert of this reference", hint="`trefpunt alert list` has them")
    return chosen[0]
