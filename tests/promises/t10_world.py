"""Watched logs of several shapes, made once and copied for each attack. All data are invented."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from tests.audit.samples import ENTRY_KEY, entry
from tests.audit.watchers import ORIGIN, WATCHERS, Watcher, World, seed

from trefpunt.audit import OwnLog, Seen, Trail

OVERSIGHT, PARTNER, OTHER = WATCHERS
LEDGER_FILES = ("ledger.db", "ledger.db-wal", "ledger.db-shm")


@dataclass(frozen=True)
class Base:
    """A log as it lay before the attack.

    Attributes:
        covered: leaves that the oversight body or the partner has cosigned; nobody promises more.
        sizes: of its checkpoints up to there.
        older: copies of the ledger made on the way, each with the size of its last checkpoint, oldest first.
        seen: what the oversight body and one partner hold.
    """

    folder: Path
    covered: int
    sizes: tuple[int, ...]
    older: tuple[tuple[Path, int], ...]
    seen: Seen
    now: datetime

    def copy(self, folder: Path, rng: Random) -> World:
        """Return a copy that an attacker may do with as he likes; he holds every key of the node."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("older-*"))
        world = with_fresh_salts(World.make(folder), rng)
        world.now = self.now
        return world


def with_fresh_salts(world: World, rng: Random) -> World:
    """Give a world a pen whose salts nobody has used before: equal ones could write the same log twice."""
    trail = Trail(ENTRY_KEY, rng=rng.randbytes)
    world.log = OwnLog(ORIGIN, world.log.node, seed("log"), trail)
    return world


def make_base(
    folder: Path, rng: Random, *, acts: Sequence[int], away: str = "", erases: bool = False
) -> Base:
    """Make a log with a checkpoint after each stretch of acts, and some acts that none covers yet.

    Args:
        acts: how many acts each stretch has.
        away: who is not reached at the last checkpoint.
        erases: entries are erased, as the law asks, in each stretch.
    """
    folder.mkdir(parents=True)
    world, older = with_fresh_salts(World.make(folder), rng), list[tuple[Path, int]]()
    for number, count in enumerate(acts):
        _work(
            world, rng, count, erased=range(20 * number, 20 * number + 20) if erases and number else range(0)
        )
        size = world.close().size
        for watcher in world.watchers.values():
            watcher.is_away = number == len(acts) - 1 and watcher.name == away
        world.collect()
        world.mirror()
        older.append((folder / f"older-{number}.db", size))
        world.ledger.copy_to(older[-1][0])
    world.act(rng.randrange(40))
    base = Base(
        folder,
        _covered(world),
        tuple(size for _, size in older if size <= _covered(world)),
        tuple(older),
        world.seen(),
        world.now,
    )
    world.shut()
    return base


def _work(world: World, rng: Random, count: int, *, erased: range) -> None:
    made = [entry(at=world.now, case=f"PL-2026-{rng.randrange(10**6):06}") for _ in range(count)]
    with world.ledger.write() as tx:
        world.log.trail.record_all(tx, made)
        if erased:
            world.erase(tx, *rng.sample(erased, 3))


def _covered(world: World) -> int:
    return max(_seen_of(world.watchers[name]) for name in (OVERSIGHT, PARTNER))


def _seen_of(watcher: Watcher) -> int:
    return max((int(note.split(b"\n")[1]) for note in watcher.notes()), default=0)


def make_bases(folder: Path, rng: Random, *, large: int) -> list[Base]:
    """Return logs of several shapes; the last one has about `large` leaves."""
    shapes = {
        "plain": make_base(folder / "plain", rng, acts=(200, 30, 4)),
        "erased": make_base(folder / "erased", rng, acts=(150, 300, 20, 5), erases=True),
        "partner-away": make_base(folder / "partner-away", rng, acts=(110, 5, 5), away=PARTNER),
        "oversight-away": make_base(folder / "oversight-away", rng, acts=(120, 260, 9), away=OVERSIGHT),
        "many": make_base(folder / "many", rng, acts=(3,) * 9),
        "large": make_base(folder / "large", rng, acts=(large // 4,) * 4),
    }
    return list(shapes.values())


def put_back(world: World, copy: Path) -> None:
    """Let an older copy of the ledger take the place of the ledger, as a restore outside the program does."""
    world.ledger.close()
    for name in LEDGER_FILES:
        (world.folder / name).unlink(missing_ok=True)
    shutil.copy(copy, world.folder / "ledger.db")
