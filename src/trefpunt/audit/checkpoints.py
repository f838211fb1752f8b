"""Closing a stretch of the log: padded, read again, signed. Fixed times, whole blocks, nothing to see."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from trefpunt.audit.trail import Trail
from trefpunt.audit.tree import BLOCK_LEAVES, add_blocks, frontier_at, root_at
from trefpunt.crypto.checkpoints import Checkpoint, parse_checkpoint
from trefpunt.crypto.keys import SigningKey
from trefpunt.crypto.notes import Note, NoteKind, NoteVerifier, parse_note, sign_note, verify_note
from trefpunt.errors import LogUnwritable, TrefpuntError
from trefpunt.model import Event, LogEntry
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger
from trefpunt.store.ledger import audit_watch as watch

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class LogBroken(LogUnwritable):
    """What lies in the ledger is not what was logged; nothing is signed over it."""

    code = "log_broken"


@dataclass(frozen=True, slots=True)
class OwnLog:
    """This node's own log.

    Attributes:
        origin: names the log in its checkpoints, such as `be-fgp.trefpunt.example/log`.
        node: the node's id, as actor of what it does by itself.
        key: the log key: Ed25519, apart from the keys for letters, TLS and witnessing.
    """

    origin: str
    node: str
    key: SigningKey
    trail: Trail = field(repr=False)

    @property
    def verifier(self) -> NoteVerifier:
        """What others check the checkpoints of this log with."""
        return NoteVerifier(self.origin, NoteKind.ED25519, self.key.public)

    def entry(self, event: Event, at: datetime, **facts: str) -> LogEntry:
        """Return an entry about something the node does by itself."""
        return LogEntry(event, actor=self.node, role="node", at=at, facts=facts)


def next_checkpoint_at(now: datetime, every_s: int) -> datetime:
    """Return the next fixed moment after `now`; it depends on the clock alone, never on traffic.

    Args:
        every_s: seconds between two checkpoints, counted from 1970-01-01 UTC.
    """
    passed_s = int((now - _EPOCH).total_seconds())
    return _EPOCH + timedelta(seconds=(passed_s // every_s + 1) * every_s)


def close_checkpoint(tx: Transaction, log: OwnLog, *, now: datetime) -> watch.KeptCheckpoint:
    """Pad the log to whole blocks, read the new part again, sign its size and root, and keep the note.

    At least one block is added each time, also when nothing happened. The note may leave the house only
    after the transaction has ended.

    Raises:
        LogBroken: what is stored is not what was logged, or the last checkpoint does not fit any more.
        LogUnwritable: the log cannot be written.
    """
    last = _last_sound(tx, log)
    _pad(tx, log, last_size=last.size if last else 0, now=now)
    size, root = _grow_tree(tx, log, last.size if last else 0)
    text = Checkpoint(log.origin, size, root).to_text()
    note = Note(text, (sign_note(text, name=log.origin, key=log.key),))
    kept = watch.KeptCheckpoint(size, root, note.to_bytes(), now)
    watch.add_checkpoint(tx, kept)
    log.trail.record(tx, log.entry(Event.CHECKPOINT_SIGNED, now, size=str(size)))
    return kept


def checkpoint_fault(kept: watch.KeptCheckpoint, verifier: NoteVerifier) -> str:
    """Return what is wrong with a kept note itself, as a code; empty when nothing is."""
    try:
        note = parse_note(kept.note)
        verify_note(note, [verifier])
        said = parse_checkpoint(note.text)
    except TrefpuntError:
        return "checkpoint_signature"
    same = (said.origin, said.size, said.root) == (verifier.name, kept.size, kept.root)
    return "" if same else "checkpoint_changed"


def _last_sound(tx: Transaction, log: OwnLog) -> watch.KeptCheckpoint | None:
    last = watch.latest_checkpoint(tx)
    if last is None:
        return None
    fault = checkpoint_fault(last, log.verifier)
    if fault or root_at(tx, last.size) != last.root:
        raise _broken(fault or "root_changed", last.size)
    if ledger.log_size(tx) <= last.size:
        raise _broken("truncated", last.size)
    return last


def _pad(tx: Transaction, log: OwnLog, *, last_size: int, now: datetime) -> None:
    size = ledger.log_size(tx)
    missing = -size % BLOCK_LEAVES or (BLOCK_LEAVES if size == last_size else 0)
    if missing:
        log.trail.record_often(tx, log.entry(Event.FILLER, now), missing)


def _grow_tree(tx: Transaction, log: OwnLog, first: int) -> tuple[int, bytes]:
    size = ledger.log_size(tx)
    leaves = list[bytes]()
    for expected, stored in enumerate(ledger.entries(tx, first, size), first):
        fault = log.trail.fault_of(stored) if stored.idx == expected else "leaf_gone"
        if fault:
            raise _broken(fault, expected)
        leaves.append(stored.leaf)
    edge, made = add_blocks(frontier_at(tx, first), leaves)
    ledger.add_nodes(tx, made)
    root = root_at(tx, size)
    if len(leaves) != size - first or root != edge.root():
        raise _broken("root_changed", size)
    return size, root


def _broken(fault: str, where: int) -> LogBroken:
    return LogBroken(
        "the log is not what was written: {fault} at {where}",
        hint="nothing was signed; run `trefpunt log verify` and tell the oversight body",
        fault=fault,
        where=where,
    )
