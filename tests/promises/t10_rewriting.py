"""Writing a log anew with all its own keys: sound in itself, and another one than was cosigned."""

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Any

from tests.audit.samples import entry
from tests.audit.tampering import cut
from tests.audit.watchers import World
from tests.promises.t10_world import Base

from trefpunt.audit import close_checkpoint
from trefpunt.model import Event, LogEntry
from trefpunt.store.ledger import audit as ledger

LogEntries = list[LogEntry]

_OF_A_CHECKPOINT = frozenset({Event.FILLER, Event.CHECKPOINT_SIGNED})


def rows_of(world: World, sql: str) -> list[Any]:
    """Return what a statement reads from the ledger of the node."""
    with world.ledger.read() as tx:
        return list(tx.connection.exec_driver_sql(sql).all())


def rewrite(world: World, base: Base, rng: Random, change: Callable[[LogEntries], LogEntries]) -> None:
    """Change what one stretch between two checkpoints says, and write it and all that follows anew.

    Each checkpoint is signed again at its own size, with the key of the log; what the witnesses put under the
    old ones is all that is missing.
    """
    bounds = [-1, *base.sizes]
    stretches = [_said(world, after + 1, size) for after, size in pairwise(bounds)]
    chosen = rng.randrange(len(stretches))
    stretches[chosen] = change(stretches[chosen])
    cut(world, bounds[chosen] + 1)
    for entries in stretches[chosen:]:
        with world.ledger.write() as tx:
            world.log.trail.record_all(tx, entries)
            close_checkpoint(tx, world.log, now=world.now)


def go_on(world: World, base: Base, rng: Random) -> None:
    """Work on from here until the log is at least as long as the one that was cosigned, or much shorter."""
    is_longer, size = rng.random() < 0.7, 0
    while size == 0 or (is_longer and size <= base.covered):
        made = [entry(at=world.now, case=f"PL-{rng.random()}") for _ in range(rng.randint(0, 300))]
        with world.ledger.write() as tx:
            world.log.trail.record_all(tx, made)
        size = world.close().size


def _said(world: World, first: int, end: int) -> LogEntries:
    with world.ledger.read() as tx:
        read = [world.log.trail.read(stored) for stored in ledger.entries(tx, first, end)]
    return [said for said in read if said is not None and said.event not in _OF_A_CHECKPOINT]
