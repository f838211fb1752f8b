"""What a running node does every few seconds: letters, indexes, and at fixed times the log."""

from datetime import datetime

from trefpunt import hits
from trefpunt.audit import LogStanding, close_checkpoint, log_standing, next_checkpoint_at
from trefpunt.node.opened import Node
from trefpunt.node.watching import gather_cosignatures, quorum_of
from trefpunt.store.ledger import hits as kept


def tend(node: Node, *, checkpoint_at: datetime) -> datetime:
    """Do everything that is due, once.

    Args:
        checkpoint_at: the fixed time of the next checkpoint.

    Returns:
        The fixed time of the checkpoint after that; the same moment while it has not come.
    """
    node.exchange.deliver_due(node.clock())
    node.exchange.apply_stored()
    node.exchange.expire_due()
    node.exchange.sweep()
    hits.retire(means=node.means)
    with node.ledger.read() as tx:
        waiting = kept.unfinished_listings(tx)
    for listing in waiting:
        hits.continue_list(listing, means=node.means)
    return _tend_log(node, checkpoint_at)


def next_checkpoint(node: Node) -> datetime:
    """Return the fixed time of the next checkpoint."""
    return next_checkpoint_at(node.clock(), node.settings.log.checkpoint_every_s)


def standing(node: Node) -> LogStanding | None:
    """Say what the cosignatures of this log allow; None while nobody oversees it."""
    settings = node.settings.log
    with node.ledger.read() as tx:
        quorum = quorum_of(node, tx)
        if quorum is None:
            return None
        return log_standing(
            tx,
            quorum,
            now=node.clock(),
            alarm_after_s=settings.alarm_after_h * 3600,
            reads_only_after_s=settings.read_only_after_h * 3600,
        )


def _tend_log(node: Node, checkpoint_at: datetime) -> datetime:
    if node.clock() < checkpoint_at:
        return checkpoint_at
    with node.ledger.write() as tx:
        close_checkpoint(tx, node.log, now=node.clock())
    gather_cosignatures(node)
    node.exchange.forget_old()
    return next_checkpoint(node)
