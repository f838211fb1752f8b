"""Letting go of attachments that no letter needs any more: nobody fills a disk with what was refused."""

from trefpunt.exchange.means import ExchangeMeans
from trefpunt.model import CARRIES
from trefpunt.store.ledger import Transaction, exchange_blobs, exchange_outbox

_KEPT_KINDS = tuple(kind.value for kind, carriage in CARRIES.items() if carriage.is_kept)


def sweep(*, means: ExchangeMeans) -> int:
    """Remove attachments of finished letters, of partners and of this node; return how many.

    An attachment that another letter names stays, and so does one that lay here before its letter came: a
    partner could else name what is ours in a letter that is refused, and have it removed.
    """
    with means.ledger.write() as tx:
        return _sweep_received(tx, means=means) + _sweep_sent(tx, means=means)


def _sweep_received(tx: Transaction, *, means: ExchangeMeans) -> int:
    limit, removed = means.limits.letters_a_round, 0
    for blob in exchange_blobs.spent(tx, kept_kinds=_KEPT_KINDS, limit=limit):
        if exchange_blobs.let_go(tx, blob):
            # Before the commit: after a crash it is simply removed again.
            means.blobs.drop(blob.sha256)
            removed += 1
    for blob in exchange_blobs.kept(tx, kept_kinds=_KEPT_KINDS, limit=limit):
        if not means.blobs.has(blob.sha256):
            exchange_blobs.let_go(tx, blob)
    return removed


def _sweep_sent(tx: Transaction, *, means: ExchangeMeans) -> int:
    ended = exchange_outbox.spent_blobs(
        tx, now=means.clock(), kept_kinds=_KEPT_KINDS, limit=means.limits.letters_a_round
    )
    for letter, sha256 in ended:
        exchange_outbox.drop_blob(tx, letter, sha256)
        if not exchange_blobs.is_sent(tx, sha256) and not exchange_blobs.is_named(tx, sha256):
            means.blobs.drop(sha256)
    return len(ended)
