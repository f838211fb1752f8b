"""What a node does for a partner that was restored: it says again what the partner has lost."""

from functools import partial

from trefpunt.errors import PeerUnreachable
from trefpunt.exchange import Exchange, Handler, Outcome, Peer
from trefpunt.model import Event, Letter, LetterKind
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger.restored import drop_restored_partner, keep_restored_partner, restored_partners


def restored_handlers(exchange: Exchange) -> dict[LetterKind, Handler]:
    """Return the handler of a partner's word that it was restored."""
    return {LetterKind.NODE_RESTORED: partial(_on_restored, exchange=exchange)}


def help_restored(exchange: Exchange) -> int:
    """Send partners that were restored what they have lost; return how many letters were mended."""
    mended = 0
    with exchange.means.ledger.read() as tx:
        waiting = restored_partners(tx)
    for partner in waiting:
        try:
            mended += exchange.mend(partner, exchange.reconcile(partner))
        except PeerUnreachable:
            continue
        with exchange.means.ledger.write() as tx:
            drop_restored_partner(tx, partner)
    return mended


def _on_restored(letter: Letter, peer: Peer, *, exchange: Exchange) -> Outcome:
    def apply(tx: Transaction) -> None:
        exchange.means.log(tx, Event.ALARM, letter, alarm="partner_restored")
        keep_restored_partner(tx, peer.id)

    return Outcome(apply=apply)
