"""A small real world of logs: one node that is watched, its oversight body and two partners. Synthetic."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from trefpunt.audit import Trail
from trefpunt.audit.checkpoints import OwnLog, close_checkpoint
from trefpunt.audit.cosigning import Cosigned, Cosigner, Quorum, collect_cosignatures
from trefpunt.audit.erasure import erase
from trefpunt.audit.mirror import keep_mirror, mark_mirrored, mirrored, next_batch
from trefpunt.audit.mirrorbatch import MirrorBatch
from trefpunt.audit.verify import Report, Seen, verify_log
from trefpunt.audit.witness import Witness, add_checkpoint
from trefpunt.crypto.keys import SigningKey
from trefpunt.errors import PeerUnreachable
from trefpunt.store.ledger import Ledger, Transaction
from trefpunt.store.ledger import audit_watch as watch

from .samples import ENTRY_KEY, LEDGER_KEY, NOW, entry, fixed_rng

ORIGIN = "nl.test-police.trefpunt.example/log"
WATCHERS = ("be.test-oversight", "be.test-police", "lu.test-police")


def seed(name: str) -> SigningKey:
    """Return the signing key of a name; the same in every run."""
    return SigningKey.from_seed(name.encode().ljust(32, b".")[:32])


def own_log(*, seed_name: str = "log") -> OwnLog:
    """Return the watched node's log."""
    return OwnLog(ORIGIN, "nl.test-police", seed(seed_name), Trail(ENTRY_KEY, rng=fixed_rng()))


@dataclass
class Watcher:
    """A witness with a ledger of its own; the oversight body also keeps the mirror."""

    name: str
    ledger: Ledger
    is_away: bool = False

    @property
    def witness(self) -> Witness:
        return Witness(f"{self.name}/witness", self.name, seed(self.name), Trail(LEDGER_KEY))

    def answer(self, body: bytes, now: datetime = NOW) -> tuple[int, bytes]:
        known = {ORIGIN: (own_log().verifier,)}
        with self.ledger.write() as tx:
            return add_checkpoint(tx, body, witness=self.witness, known_logs=known, now=now)

    def notes(self) -> list[bytes]:
        with self.ledger.read() as tx:
            return [kept.note for kept in watch.witnessed(tx, ORIGIN)]

    def evidence(self) -> list[watch.Evidence]:
        with self.ledger.read() as tx:
            return watch.evidence(tx, ORIGIN)


@dataclass
class World:
    """The watched node, and those who watch it."""

    folder: Path
    ledger: Ledger
    log: OwnLog
    watchers: dict[str, Watcher]
    now: datetime = NOW

    @classmethod
    def make(cls, folder: Path) -> "World":
        ledger = Ledger.open_sqlite(folder / "ledger.db", LEDGER_KEY)
        watchers = {
            name: Watcher(name, Ledger.open_sqlite(folder / f"{name}.db", LEDGER_KEY)) for name in WATCHERS
        }
        return cls(folder, ledger, own_log(), watchers)

    @property
    def quorum(self) -> Quorum:
        oversight, *partners = (Cosigner(w.name, w.witness.verifier) for w in self.watchers.values())
        return Quorum(oversight, tuple(partners))

    @property
    def oversight(self) -> Watcher:
        return self.watchers[WATCHERS[0]]

    def act(self, times: int = 1) -> None:
        with self.ledger.write() as tx:
            for number in range(times):
                self.log.trail.record(tx, entry(at=self.now, case=f"PL-2026-{number:06}"))

    def erase(self, tx: Transaction, *positions: int) -> None:
        by = ("nl.test-police", "node")
        erase(tx, positions, basis="retention/log", by=by, trail=self.log.trail, now=self.now)

    def close(self) -> watch.KeptCheckpoint:
        self.now += timedelta(hours=1)
        with self.ledger.write() as tx:
            return close_checkpoint(tx, self.log, now=self.now)

    def send(self, name: str, body: bytes) -> tuple[int, bytes]:
        if self.watchers[name].is_away:
            raise PeerUnreachable("away")
        return self.watchers[name].answer(body, self.now)

    def collect(self, send: Callable[[str, bytes], tuple[int, bytes]] | None = None) -> dict[str, Cosigned]:
        return collect_cosignatures(
            self.ledger, self.log, self.quorum.everyone(), send=send or self.send, now=self.now
        )

    def mirror(self, max_blocks: int = 64) -> int:
        size = 0
        while True:
            with self.ledger.read() as tx:
                batch = next_batch(tx, ORIGIN, oversight=self.oversight.name, max_blocks=max_blocks)
            if batch is None:
                return size
            with self.oversight.ledger.write() as tx:
                arrived = MirrorBatch.from_bytes(batch.to_bytes())
                size = keep_mirror(tx, ORIGIN, arrived, trail=Trail(ENTRY_KEY))
            with self.ledger.write() as tx:
                mark_mirrored(tx, self.oversight.name, batch.end, now=self.now)

    def round(self, acts: int = 3) -> None:
        """Some work, a checkpoint, its cosignatures and the mirror."""
        self.act(acts)
        self.close()
        self.collect()
        self.mirror()

    def seen(self, *names: str, with_mirror: bool = True) -> Seen:
        chosen = names or WATCHERS[:2]
        rows = []
        if with_mirror:
            with self.oversight.ledger.read() as tx:
                rows = list(mirrored(tx, ORIGIN))
        notes = {name: self.watchers[name].notes() for name in chosen}
        return Seen(notes, {WATCHERS[0]: rows} if with_mirror else {})

    def verify(self, seen: Seen | None = None) -> Report:
        with self.ledger.read() as tx:
            return verify_log(tx, self.log.verifier, trail=self.log.trail, quorum=self.quorum, seen=seen)

    def shut(self) -> None:
        for ledger in (self.ledger, *(watcher.ledger for watcher in self.watchers.values())):
            ledger.close()
