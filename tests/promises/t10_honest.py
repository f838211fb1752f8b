"""Honest work on a watched log: crashes, lost answers, kills in the middle of a write, and restores."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.audit.samples import ENTRY_KEY, entry
from tests.audit.watchers import ORIGIN, World
from tests.promises.t10_world import LEDGER_FILES, put_back, with_fresh_salts

from trefpunt.audit import Cosigned, MirrorBatch, Trail, catch_up, keep_mirror, mirrored, next_batch
from trefpunt.errors import LogUnwritable, PeerUnreachable
from trefpunt.model import Event
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger
from trefpunt.store.ledger import audit_watch as watch

_STEPS = (
    "work",
    "work",
    "close",
    "close",
    "collect",
    "collect",
    "mirror",
    "erase",
    "crash",
    "kill",
    "back_up",
    "back_up",
    "restore",
    "restore",
    "restore_too_early",
)


@dataclass
class Found:
    """What honest runs showed, added up.

    Attributes:
        false_alarms: a fault in a log of which nothing was lost, evidence against it, or a refusal of it.
        restores, announced: restores, and those that stand in the log as an alarm.
        losses, losses_found: restores for which no mirror had what a witness had cosigned, and those found.
    """

    runs: int = 0
    crashes: int = 0
    false_alarms: list[str] = field(default_factory=list)
    restores: int = 0
    announced: int = 0
    losses: int = 0
    losses_found: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing was said that is not so, and nothing kept silent that is."""
        return not self.false_alarms and self.announced == self.restores and self.losses_found == self.losses


class HonestRun:
    """One run over a fresh log; `found` is where it adds what it showed."""

    def __init__(self, world: World, rng: Random, found: Found) -> None:
        self._world = with_fresh_salts(world, rng)
        self._rng = rng
        self._found = found
        self._backup: Path | None = None
        self._has_lost = False
        self._erased = set[int]()

    def go(self) -> None:
        """Take some steps, then hold the log against all that others hold of it."""
        self._found.runs += 1
        for _ in range(self._rng.randint(6, 14)):
            if not self._has_lost:
                getattr(self, f"_{self._rng.choice(_STEPS)}")()
        report = self._world.verify(self._world.seen(*self._world.watchers))
        if self._has_lost:
            self._found.losses_found += not report.is_sound
            return
        self._found.false_alarms += [f"{fault.code} at {fault.at} {fault.source}" for fault in report.faults]
        evidence = [each.fault for watcher in self._world.watchers.values() for each in watcher.evidence()]
        self._found.false_alarms += evidence

    def _work(self) -> None:
        made = [entry(at=self._world.now) for _ in range(self._rng.randrange(300))]
        with self._world.ledger.write() as tx:
            self._world.log.trail.record_all(tx, made)

    def _close(self) -> None:
        self._world.close()

    def _collect(self) -> None:
        came = self._world.collect(self._lossy)
        wrong = {Cosigned.BEHIND, Cosigned.FORKED, Cosigned.REFUSED} & set(came.values())
        self._found.false_alarms += sorted(wrong)

    def _lossy(self, name: str, body: bytes) -> tuple[int, bytes]:
        if self._rng.random() < 0.1:
            raise PeerUnreachable("away")
        answer = self._world.send(name, body)
        if self._rng.random() < 0.1:
            raise PeerUnreachable("the answer was lost")
        return answer

    def _mirror(self) -> None:
        if self._rng.random() < 0.7:
            self._world.mirror()
            return
        # Kept by the oversight body, and the node falls over before it knows.
        oversight = self._world.oversight
        with self._world.ledger.read() as tx:
            batch = next_batch(tx, ORIGIN, oversight=oversight.name, max_blocks=1)
        if batch is not None:
            with oversight.ledger.write() as tx:
                keep_mirror(tx, ORIGIN, MirrorBatch.from_bytes(batch.to_bytes()), trail=Trail(ENTRY_KEY))
        self._world.ledger.close()

    def _erase(self) -> None:
        with self._world.ledger.write() as tx:
            chosen = self._rng.randrange(max(1, ledger.log_size(tx)))
            for stored in ledger.entries(tx, chosen, chosen + 1):
                said = self._world.log.trail.read(stored)
                if said is not None and said.event is Event.QUESTION_FINISHED:
                    self._world.erase(tx, chosen)

    def _crash(self) -> None:
        self._found.crashes += 1
        try:
            with self._world.ledger.write() as tx:
                self._world.log.trail.record_often(tx, entry(), self._rng.randrange(1, 300))
                raise LogUnwritable("cut off")
        except LogUnwritable:
            self._world.ledger.close()

    def _kill(self) -> None:
        """Go on with the files as they lay in the middle of a write: what a killed process leaves."""
        self._found.crashes += 1
        killed = self._world.folder / "killed"
        killed.mkdir()
        try:
            with self._world.ledger.write() as tx:
                self._world.log.trail.record_often(tx, entry(), self._rng.randrange(1, 300))
                for name in LEDGER_FILES[:2]:
                    if (self._world.folder / name).exists():
                        shutil.copy(self._world.folder / name, killed / name)
                raise LogUnwritable("killed")
        except LogUnwritable:
            put_back(self._world, killed / LEDGER_FILES[0])
        if (killed / LEDGER_FILES[1]).exists():
            shutil.copy(killed / LEDGER_FILES[1], self._world.folder / LEDGER_FILES[1])
        shutil.rmtree(killed)

    def _back_up(self) -> None:
        self._backup = self._world.folder / "backup.db"
        self._backup.unlink(missing_ok=True)
        self._world.ledger.copy_to(self._backup)

    def _restore(self) -> None:
        """Lose the ledger, put back the backup, and let come back what the mirror has."""
        if self._backup is None:
            return
        self._found.restores += 1
        put_back(self._world, self._backup)
        with self._world.oversight.ledger.read() as tx:
            rows, cosigned = list(mirrored(tx, ORIGIN)), list(watch.witnessed(tx, ORIGIN))
        with self._world.ledger.write() as tx:
            held = max(len(rows), _closed(tx))
            self._has_lost = self._most_witnessed() > held
            self._found.losses += self._has_lost
            size = ledger.log_size(tx)
            size += catch_up(tx, self._world.log, rows, cosigned=cosigned, now=self._world.now)
            self._found.announced += self._says_restored(tx, size)

    def _restore_too_early(self) -> None:
        """Lose the ledger after witnesses cosigned it and before the mirror has what they cosigned."""
        if self._rng.random() < 0.7:
            return
        self._back_up()
        self._work()
        self._close()
        self._collect()
        self._restore()

    def _says_restored(self, tx: Transaction, first: int) -> bool:
        """Tell whether an alarm stands behind what came back; a lost act may stand there too."""
        written = ledger.entries(tx, first, ledger.log_size(tx))
        said = [self._world.log.trail.read(stored) for stored in written]
        return any(one is not None and one.facts.get("alarm") == "log_restored" for one in said)

    def _most_witnessed(self) -> int:
        sizes = [int(note.split(b"\n")[1]) for each in self._world.watchers.values() for note in each.notes()]
        return max(sizes, default=0)


def _closed(tx: Transaction) -> int:
    last = watch.latest_checkpoint(tx)
    return last.size if last else 0


def run_honestly(folder: Path, template: Path, count: int, *, seed: int) -> Found:
    """Let a number of honest runs begin from one new log."""
    found = Found()
    for number in range(count):
        home = folder / f"honest-{number}"
        shutil.copytree(template, home)
        world = World.make(home)
        HonestRun(world, Random(seed * 100_000 + number), found).go()
        world.shut()
        shutil.rmtree(home)
    return found
