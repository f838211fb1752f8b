"""Gathering cosignatures, and what the node may still do without them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from trefpunt.audit.checkpoints import OwnLog
from trefpunt.audit.tree import prove_consistency
from trefpunt.crypto.checkpoints import AddCheckpoint
from trefpunt.crypto.notes import (
    Note,
    NoteVerifier,
    parse_note,
    parse_signature_lines,
    verify_note,
    with_signatures,
)
from trefpunt.errors import BadSignature, InputError, PeerUnreachable
from trefpunt.model import Event
from trefpunt.store.ledger import Ledger, Transaction
from trefpunt.store.ledger import audit_watch as watch

Send = Callable[[str, bytes], tuple[int, bytes]]
"""From a cosigner's id and the body of add-checkpoint to HTTP status and body; PeerUnreachable when away."""


@dataclass(frozen=True, slots=True)
class Cosigner:
    """Another node that watches this log.

    Attributes:
        id: its authority id, by which letters reach it.
        verifier: checks its cosignatures.
    """

    id: str
    verifier: NoteVerifier


@dataclass(frozen=True, slots=True)
class Quorum:
    """Who must cosign: the oversight body, and one of the partners.

    Any two of n would not do: two disjoint pairs could cosign two forks of one log.
    """

    oversight: Cosigner
    partners: tuple[Cosigner, ...]

    def everyone(self) -> tuple[Cosigner, ...]:
        """Return all who are asked."""
        return (self.oversight, *self.partners)


class Cosigned(StrEnum):
    """What came of asking one cosigner."""

    DONE = "done"
    UNREACHED = "unreached"
    REFUSED = "refused"
    BEHIND = "behind"
    FORKED = "forked"


class LogStanding(StrEnum):
    """What the log's cosignatures allow."""

    SOUND = "sound"
    ALARM = "alarm"
    READS_ONLY = "reads_only"


def is_complete(note: Note, quorum: Quorum) -> bool:
    """Tell whether the oversight body and at least one partner have cosigned.

    Raises:
        BadSignature: a line names a known cosigner and does not verify.
    """
    known = [cosigner.verifier for cosigner in quorum.everyone()]
    try:
        signed = {found.by for found in verify_note(note, known)} if note.signatures else set()
    except BadSignature:
        if {(line.name, line.key_id) for line in note.signatures} & {(v.name, v.key_id) for v in known}:
            raise
        signed = set()
    partners = {cosigner.verifier for cosigner in quorum.partners} - {quorum.oversight.verifier}
    return quorum.oversight.verifier in signed and bool(signed & partners)


def cosigned_note(tx: Transaction, kept: watch.KeptCheckpoint) -> Note:
    """Return a checkpoint of the own log with all the cosignatures it has."""
    note = parse_note(kept.note)
    for lines in watch.cosignatures(tx, kept.size).values():
        note = with_signatures(note, parse_signature_lines(lines))
    return note


def latest_complete(tx: Transaction, quorum: Quorum) -> watch.KeptCheckpoint | None:
    """Return the largest checkpoint that counts."""
    for kept in watch.checkpoints(tx, newest_first=True):
        if _counts(tx, kept, quorum):
            return kept
    return None


def log_standing(
    tx: Transaction, quorum: Quorum | None, *, now: datetime, alarm_after_s: int, reads_only_after_s: int
) -> LogStanding:
    """Return what the age of the first checkpoint that does not count yet allows.

    Args:
        quorum: None where nobody oversees the log: then no checkpoint counts.
        alarm_after_s: a person is told (24 hours by default in the settings).
        reads_only_after_s: nothing is asked or answered any more (72 hours).
    """
    waiting: watch.KeptCheckpoint | None = None
    for kept in watch.checkpoints(tx, newest_first=True):
        if quorum is not None and _counts(tx, kept, quorum):
            break
        waiting = kept
    waited_s = (now - waiting.at).total_seconds() if waiting else 0.0
    if waited_s >= reads_only_after_s:
        return LogStanding.READS_ONLY
    return LogStanding.ALARM if waited_s >= alarm_after_s else LogStanding.SOUND


def collect_cosignatures(
    ledger: Ledger, log: OwnLog, cosigners: Iterable[Cosigner], *, send: Send, now: datetime
) -> dict[str, Cosigned]:
    """Ask each cosigner for its line under the latest checkpoint, and keep what verifies.

    No transaction is open while `send` waits. A cosigner that has seen more of this log than there is
    (a restore, a truncation) or refuses the proof (a fork) is an ALARM in the log.
    """
    return {cosigner.id: _ask(ledger, log, cosigner, send=send, now=now) for cosigner in cosigners}


def _ask(ledger: Ledger, log: OwnLog, cosigner: Cosigner, *, send: Send, now: datetime) -> Cosigned:
    with ledger.read() as tx:
        latest = watch.latest_checkpoint(tx)
        if latest is None or cosigner.id in watch.cosignatures(tx, latest.size):
            return Cosigned.DONE
        old = watch.last_cosigned(tx, cosigner.id)
    try:
        status, answer = send(cosigner.id, _question(ledger, latest, old))
        seen = _size_in(answer) if status == 409 else None
        if seen is not None and seen <= latest.size:
            # It has cosigned another size than is known here: an answer was lost on the way.
            status, answer = send(cosigner.id, _question(ledger, latest, seen))
    except PeerUnreachable:
        return Cosigned.UNREACHED
    outcome = _judge(status, answer, latest, cosigner)
    with ledger.write() as tx:
        if outcome is Cosigned.DONE:
            watch.add_cosignature(tx, latest.size, cosigner.id, answer, at=now)
        elif outcome in (Cosigned.BEHIND, Cosigned.FORKED):
            alarm = {"alarm": f"log_{outcome}", "cosigner": cosigner.id, "size": str(latest.size)}
            log.trail.record(tx, log.entry(Event.ALARM, now, **alarm))
    return outcome


def _question(ledger: Ledger, latest: watch.KeptCheckpoint, old: int) -> bytes:
    with ledger.read() as tx:
        proof = prove_consistency(tx, old, latest.size)
    return AddCheckpoint(old, tuple(proof), parse_note(latest.note)).to_bytes()


def _judge(status: int, answer: bytes, latest: watch.KeptCheckpoint, cosigner: Cosigner) -> Cosigned:
    if status == 422:
        return Cosigned.FORKED
    if status == 409:
        seen = _size_in(answer)
        return Cosigned.BEHIND if seen is not None and seen > latest.size else Cosigned.REFUSED
    if status != 200:
        return Cosigned.REFUSED
    try:
        lines = parse_signature_lines(answer)
        verify_note(Note(parse_note(latest.note).text, lines), [cosigner.verifier])
    except (InputError, BadSignature):
        return Cosigned.REFUSED
    return Cosigned.DONE


def _counts(tx: Transaction, kept: watch.KeptCheckpoint, quorum: Quorum) -> bool:
    try:
        return is_complete(cosigned_note(tx, kept), quorum)
    except (BadSignature, InputError):
        return False


def _size_in(answer: bytes) -> int | None:
    text = answer.removesuffix(b"\n")
    return int(text) if text.isdigit() and len(text) <= 19 else None
