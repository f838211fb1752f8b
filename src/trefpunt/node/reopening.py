"""The end of a restore: the oversight body's word, the log's tail out of its mirror, and partners reconciled.

Until then nothing is written. All of it happens in one transaction: either the node goes on where the others
know it to be, or it rests on.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from trefpunt.audit import catch_up, mirrored
from trefpunt.crypto import NoteVerifier, canonical_json, sign, verify
from trefpunt.crypto.merkle import leaf_hash
from trefpunt.errors import CryptoError, InputError
from trefpunt.exchange import Difference, Outgoing, Peer, skip_numbers
from trefpunt.model import Event, LetterKind, LogEntry, Officer
from trefpunt.node.opened import Node
from trefpunt.node.quorum import cosigners
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger.audit import StoredEntry
from trefpunt.store.ledger.audit_watch import KeptCheckpoint, witnessed
from trefpunt.store.ledger.restored import Restored, keep_restored, restored

_TYPE = "tnp-restore+jws"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Reopened:
    """What came of it.

    Attributes:
        came_back: how many positions of the log came out of the mirror.
        skipped: how many numbers of forgotten letters are not used again.
        lost: how many letters of partners are to come again.
        reopens_on: the first day on which it asks, answers and publishes: what was spent today is not known.
    """

    came_back: int
    skipped: int
    lost: int
    reopens_on: str


def word_for(node: Node, partner: str, *, restore: str, officer: Officer) -> bytes:
    """Return, at the oversight body, its word that a restored node may go on, with the mirror of its log.

    Args:
        restore: the number of the restore, as the partner tells it.

    Raises:
        InputError: there is no such partner.
    """
    peer = node.exchange.agreements.peer(partner)
    if peer is None:
        raise InputError("there is no agreement with {partner}", hint="list them first", partner=partner)
    origin = NoteVerifier.parse(peer.party.log_key).name
    with node.ledger.write() as tx:
        held = {
            "rows": [_row(stored) for stored in mirrored(tx, origin)],
            "notes": [_note(kept) for kept in witnessed(tx, origin)],
        }
        facts = {"alarm": "restore_accepted", "restore": restore, "rows": str(len(held["rows"]))}
        said = LogEntry(
            Event.ALARM, officer.id, officer.role.value, node.clock(), partner=partner, facts=facts
        )
        node.trail.record(tx, said)
    payload = {
        "v": _VERSION,
        "by": node.me.id,
        "to": partner,
        "restore": restore,
        "sha256": _digest(held),
        "at": node.clock().isoformat(),
    }
    token = sign(node.exchange.means.identity.signing, canonical_json(payload), typ=_TYPE)
    return json.dumps({"word": token, **held}).encode()


def reopen(node: Node, word: bytes, *, without: Collection[str] = ()) -> Reopened:
    """Let a restored node go on.

    Args:
        word: what the oversight body gave.
        without: partners that are away for good; numbers that only they have seen may be used again, which
            they will refuse.

    Raises:
        InputError: the node rests for no restore, or the word is not for it.
        LogBroken: the restored log and the mirror differ; nothing was changed.
        PeerUnreachable: a partner does not answer; nothing was changed.
    """
    with node.ledger.read() as tx:
        mark, today = restored(tx), node.clock().date()
        overseers, partners = cosigners(node.exchange, tx, today)
    if mark is None or mark.has_log:
        raise InputError("this node does not rest for a restore", hint="nothing has to be reopened")
    held = _checked(node, word, mark, overseers=[overseer.id for overseer in overseers])
    others = [each.id for each in (*overseers, *partners) if each.id not in without]
    found = {partner: node.exchange.reconcile(partner) for partner in others}
    with node.ledger.write(reopens=True) as tx:
        return _go_on(tx, node, mark, held=held, found=found)


def _go_on(
    tx: Transaction,
    node: Node,
    mark: Restored,
    *,
    held: Mapping[str, Any],
    found: Mapping[str, tuple[Difference, ...]],
) -> Reopened:
    now = node.clock()
    rows = [_stored(idx, row) for idx, row in enumerate(held["rows"])]
    came_back = catch_up(tx, node.log, rows, cosigned=[_kept(note) for note in held["notes"]], now=now)
    skipped = sum(skip_numbers(tx, partner, differences) for partner, differences in found.items())
    lost = sum(each.loss == "lost_here" for differences in found.values() for each in differences)
    # What was spent since the backup is not known, and budgets are by day: a new day begins with none spent.
    reopens_on = (now.date() + timedelta(days=1)).isoformat()
    keep_restored(tx, replace(mark, has_log=True, reopens_on=reopens_on))
    facts = {"alarm": "restore_accepted", "restore": mark.id, "skipped": str(skipped), "lost": str(lost)}
    node.trail.record(tx, node.log.entry(Event.ALARM, now, **facts))
    for partner in found:
        body = {"restore": mark.id, "backup_at": mark.backup_at}
        node.exchange.post(tx, None, Outgoing(LetterKind.NODE_RESTORED, partner, body))
    return Reopened(came_back, skipped, lost, reopens_on)


def _checked(node: Node, word: bytes, mark: Restored, *, overseers: Collection[str]) -> dict[str, Any]:
    try:
        given = json.loads(word)
        held = {"rows": given["rows"], "notes": given["notes"]}
        peers = [peer for name in overseers if (peer := node.exchange.agreements.peer(name)) is not None]
        said = _opened(given["word"], peers)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("this is no word of an oversight body", hint="ask for the file again") from error
    wanted = {"v": _VERSION, "to": node.me.id, "restore": mark.id, "sha256": _digest(held)}
    if any(said.get(name) != value for name, value in wanted.items()):
        raise InputError(
            "the word of the oversight body is for another node or another restore",
            hint="tell it the number of this restore: {restore}",
            restore=mark.id,
        )
    return held


def _opened(token: str, peers: Collection[Peer]) -> dict[str, Any]:
    for peer in peers:
        try:
            said: dict[str, Any] = json.loads(verify(token, trusted=peer.trusted, typ=_TYPE))
        except CryptoError:
            continue
        if said.get("by") == peer.id:
            return said
    raise InputError(
        "no oversight body of this node has signed this word",
        hint="expected one that it has an agreement with",
    )


def _digest(held: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def _row(stored: StoredEntry) -> list[Any]:
    sealed = None if stored.ciphertext is None else b64encode(stored.ciphertext).decode()
    return [b64encode(stored.commitment).decode(), sealed, stored.erased_by]


def _stored(idx: int, row: list[Any]) -> StoredEntry:
    commitment = b64decode(row[0])
    sealed = None if row[1] is None else b64decode(row[1])
    return StoredEntry(idx, leaf_hash(commitment), commitment, sealed, row[2])


def _note(kept: KeptCheckpoint) -> list[Any]:
    return [kept.size, b64encode(kept.root).decode(), b64encode(kept.note).decode(), kept.at.isoformat()]


def _kept(note: list[Any]) -> KeptCheckpoint:
    return KeptCheckpoint(note[0], b64decode(note[1]), b64decode(note[2]), datetime.fromisoformat(note[3]))
