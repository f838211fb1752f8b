"""What a running node does every few seconds, in two beats: at home, and out to partners.

What is at home must be punctual: keys of ended indexes are erased, letters expire, the log is closed at its
fixed times. What waits for a partner may take its time. So the two never wait for one another, and a step
that fails stops none of the others.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from trefpunt import hits
from trefpunt.audit import LogStanding, close_checkpoint, next_checkpoint_at
from trefpunt.errors import TrefpuntError
from trefpunt.node.opened import Node
from trefpunt.node.partnering import help_restored
from trefpunt.node.quorum import standing_of
from trefpunt.node.watching import gather_cosignatures
from trefpunt.store.ledger import hits as kept

_LEAVE_WITHIN_S = 5.0
_log = logging.getLogger("trefpunt")


def tend(node: Node, *, checkpoint_at: datetime) -> datetime:
    """Do everything that is due, once and in turn: for whoever wants both beats in one.

    Args:
        checkpoint_at: the fixed time of the next checkpoint.

    Returns:
        The fixed time of the checkpoint after that; the same moment while it has not come.
    """
    carry(node)
    after = keep_house(node, checkpoint_at=checkpoint_at)
    if after != checkpoint_at:
        gather_cosignatures(node)
    return after


def keep_house(node: Node, *, checkpoint_at: datetime) -> datetime:
    """Do what is due at home: nothing here waits for a partner."""
    _each(
        node.exchange.expire_due,
        node.exchange.sweep,
        lambda: hits.retire(means=node.means),
    )
    if node.clock() < checkpoint_at:
        return checkpoint_at
    _each(lambda: _close(node), node.exchange.forget_old)
    return next_checkpoint(node)


def carry(node: Node) -> None:
    """Bring and work on letters, and go on with lists."""
    _each(
        lambda: node.exchange.deliver_due(node.clock()),
        node.exchange.apply_stored,
        lambda: help_restored(node.exchange),
        lambda: _continue_lists(node),
    )


def next_checkpoint(node: Node) -> datetime:
    """Return the fixed time of the next checkpoint."""
    return next_checkpoint_at(node.clock(), node.settings.log.checkpoint_every_s)


def standing(node: Node) -> LogStanding:
    """Say what the cosignatures of this log allow; one that nobody oversees has none."""
    with node.ledger.read() as tx:
        return standing_of(node.exchange, node.settings.log, tx, clock=node.clock)


@dataclass
class Beats:
    """Both beats of a node that is served.

    Attributes:
        every_s: how long each beat rests.
        told: set by whoever wants them to end.
    """

    node: Node
    every_s: float
    told: threading.Event
    _is_closed: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Beat until told to end; a partner that is slow then is not waited for."""
        out = threading.Thread(target=self._out, name="beat out", daemon=True)
        out.start()
        checkpoint_at = next_checkpoint(self.node)
        while not self.told.wait(self.every_s):
            after = keep_house(self.node, checkpoint_at=checkpoint_at)
            if after != checkpoint_at:
                self._is_closed.set()
            checkpoint_at = after
        out.join(_LEAVE_WITHIN_S)

    def _out(self) -> None:
        while not self.told.wait(self.every_s):
            carry(self.node)
            if self._is_closed.is_set():
                self._is_closed.clear()
                _each(lambda: gather_cosignatures(self.node))


def _close(node: Node) -> None:
    with node.ledger.write() as tx:
        close_checkpoint(tx, node.log, now=node.clock())


def _continue_lists(node: Node) -> None:
    with node.ledger.read() as tx:
        waiting = kept.unfinished_listings(tx)
    _each(*(lambda listing=listing: hits.continue_list(listing, means=node.means) for listing in waiting))


def _each(*steps: Callable[[], object]) -> None:
    """Take each step, whatever becomes of the ones before."""
    for step in steps:
        try:
            step()
        except TrefpuntError as error:
            # The node goes on; whoever reads the journal sees what to mend.
            _log.error("%s: %s", error.code, error)
        except Exception as error:  # noqa: BLE001 - the door of what nobody else waits for
            # The kind of fault only: its message may repeat what a letter said.
            _log.error("a step of the house broke: %s", type(error).__name__)
