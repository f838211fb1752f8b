"""Watching the logs of others: cosign what only grew, keep evidence of what did not.

Source: C2SP tlog-witness; the same size with another root is answered 422, as in its version of 2026.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from trefpunt.audit.trail import Trail
from trefpunt.crypto.checkpoints import AddCheckpoint, Checkpoint, parse_add_checkpoint
from trefpunt.crypto.keys import SigningKey
from trefpunt.crypto.merkle import EMPTY_ROOT, verify_consistency
from trefpunt.crypto.notes import Note, NoteKind, NoteVerifier, cosign_note, verify_note
from trefpunt.errors import BadProof, BadSignature, InputError
from trefpunt.model import Event, LogEntry
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit_watch as watch

KnownLogs = Mapping[str, tuple[NoteVerifier, ...]]
"""The keys trusted for each origin; two while a log renews its key."""


@dataclass(frozen=True, slots=True)
class Witness:
    """This node as a witness of others.

    Attributes:
        name: stands in its cosignature lines, such as `nl-police.trefpunt.example/witness`.
        node: the node's id, as actor of what it does by itself.
        key: the witness key: Ed25519, used for cosignatures and for nothing else.
    """

    name: str
    node: str
    key: SigningKey
    trail: Trail = field(repr=False)

    @property
    def verifier(self) -> NoteVerifier:
        """What the watched logs check the cosignatures with."""
        return NoteVerifier(self.name, NoteKind.COSIGNATURE, self.key.public)


def add_checkpoint(
    tx: Transaction, body: bytes, *, witness: Witness, known_logs: KnownLogs, now: datetime
) -> tuple[int, bytes]:
    """Answer `POST add-checkpoint`: HTTP status and body.

    The answer may leave the house only after the write transaction has ended: what is cosigned is kept
    first. With 409 the body is the size cosigned last, sent as `text/x.tlog.size`.

    Returns:
        200 with the cosignature; 400 malformed; 403 no trusted signature; 404 unknown log; 409 another
        size was cosigned last; 422 the tree did not only grow, which is kept as evidence and an ALARM.
    """
    try:
        asked = parse_add_checkpoint(body)
        checkpoint = asked.checkpoint()
    except InputError:
        return 400, b""
    verifiers = known_logs.get(checkpoint.origin)
    if not verifiers:
        return 404, b""
    note = _trusted_part(asked.note, verifiers)
    if note is None:
        return 403, b""
    return _weigh(tx, asked, checkpoint, note, witness=witness, now=now)


def _weigh(
    tx: Transaction,
    asked: AddCheckpoint,
    checkpoint: Checkpoint,
    note: Note,
    *,
    witness: Witness,
    now: datetime,
) -> tuple[int, bytes]:
    last = watch.latest_witnessed(tx, checkpoint.origin)
    known_size = last.size if last else 0
    if asked.old_size != known_size:
        return 409, f"{known_size}\n".encode()
    if fault := _fault(asked, checkpoint, last):
        _keep_evidence(tx, fault, asked, checkpoint, witness=witness, now=now)
        return 422, b""
    if last is None or checkpoint.size > last.size:
        kept = watch.KeptCheckpoint(checkpoint.size, checkpoint.root, note.to_bytes(), now)
        watch.add_witnessed(tx, checkpoint.origin, kept)
    line = cosign_note(note.text, name=witness.name, key=witness.key, at_s=int(now.timestamp()))
    return 200, str(line).encode()


def _trusted_part(note: Note, verifiers: tuple[NoteVerifier, ...]) -> Note | None:
    # Lines of unknown keys are left out, so that nobody can make this node store what he likes.
    trusted = {(verifier.name, verifier.key_id) for verifier in verifiers}
    lines = tuple(line for line in note.signatures if (line.name, line.key_id) in trusted)
    for line in lines:
        alone = Note(note.text, (line,))
        try:
            verify_note(alone, verifiers)
        except BadSignature:
            continue
        return alone
    return None


def _fault(asked: AddCheckpoint, checkpoint: Checkpoint, last: watch.KeptCheckpoint | None) -> str:
    size, root = (last.size, last.root) if last else (0, EMPTY_ROOT)
    if checkpoint.size == size and checkpoint.root != root:
        return "two_roots"
    try:
        verify_consistency(size, checkpoint.size, path=asked.proof, old_root=root, new_root=checkpoint.root)
    except BadProof:
        return "not_consistent"
    return ""


def _keep_evidence(
    tx: Transaction,
    fault: str,
    asked: AddCheckpoint,
    checkpoint: Checkpoint,
    *,
    witness: Witness,
    now: datetime,
) -> None:
    body = asked.to_bytes()
    digest = hashlib.sha256(asked.note.text.encode()).digest()
    if watch.add_evidence(tx, watch.Evidence(checkpoint.origin, digest, fault, body, now)):
        facts = {"alarm": f"witness_{fault}", "log": checkpoint.origin, "size": str(checkpoint.size)}
        entry = LogEntry(Event.ALARM, actor=witness.node, role="node", at=now, facts=facts)
        witness.trail.record(tx, entry)
