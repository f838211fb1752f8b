"""What comes in: letters of this desk to their handlers."""

from collections.abc import Mapping
from functools import partial

from trefpunt.desks.crisis.acknowledging import on_acknowledged
from trefpunt.desks.crisis.bodies import AcknowledgedBody
from trefpunt.desks.crisis.means import Means
from trefpunt.desks.crisis.sending import examine_alert
from trefpunt.desks.crisis.sharing import on_lifted
from trefpunt.exchange import Handler, Outcome, Outgoing, Peer, Reply
from trefpunt.model import Event, Letter, LetterKind, Refusal
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import crisis as kept


def handlers(means: Means) -> Mapping[LetterKind, Handler]:
    """Return the handlers of this desk."""
    return {
        LetterKind.CRISIS_ALERT: partial(_on_alert, means=means),
        LetterKind.CRISIS_ACKNOWLEDGED: partial(on_acknowledged, means=means),
        LetterKind.CRISIS_LIFTED: partial(on_lifted, means=means),
    }


def _on_alert(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    made, law = examine_alert(letter, peer, means=means), means.work.law.hash
    if isinstance(made, Refusal):
        body = AcknowledgedBody(str(letter.body["alert"]), letter.body["exercise"], refused=made.code)
        outgoing = Outgoing(
            LetterKind.CRISIS_ACKNOWLEDGED, peer.id, body.to_json(), conversation=letter.conversation
        )
        return Outcome(apply=lambda _: None, reply=Reply(outgoing, made), policy=law)

    def apply(tx: Transaction) -> None:
        kept.save(tx, made)
        means.log(tx, Event.ALERT_RECEIVED, made, None, origin=made.origin, due=made.due_at.isoformat())

    return Outcome(apply=apply, policy=law)
