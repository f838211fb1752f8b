"""A second copy of the log, encrypted, at the oversight body: it can be compared, and a lost tail comes back.

The copy is checked against the checkpoint that the oversight body itself has cosigned, and every entry
against its leaf. Nothing in it is ever overwritten; only an erasure that the log itself names is followed.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from trefpunt.audit.checkpoints import LogBroken
from trefpunt.audit.erasure import names
from trefpunt.audit.mirrorbatch import MAX_BATCH_BLOCKS, MirrorBatch
from trefpunt.audit.trail import Trail
from trefpunt.audit.tree import BLOCK_LEAVES, prove_consistency
from trefpunt.crypto.merkle import Frontier, leaf_hash, verify_consistency
from trefpunt.errors import BadProof, ExchangeError
from trefpunt.model import LogEntry
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger
from trefpunt.store.ledger import audit_watch as watch
from trefpunt.store.ledger.audit import StoredEntry
from trefpunt.store.ledger.audit_watch import MirroredEntry


class MirrorRefused(ExchangeError):
    """A batch does not continue the mirror, or is not what was cosigned; nothing of it was kept."""

    code = "mirror_refused"

    def __init__(self, fault: str, idx: int) -> None:
        super().__init__(
            "a mirrored log was refused: {fault} at {idx}",
            hint="the mirror is unchanged; compare both with `trefpunt log verify`",
            fault=fault,
            idx=idx,
        )
        self.fault = fault
        self.idx = idx


def next_batch(
    tx: Transaction, origin: str, *, oversight: str, max_blocks: int = MAX_BATCH_BLOCKS
) -> MirrorBatch | None:
    """Return what the oversight body does not hold yet of what it has cosigned of the own log.

    Args:
        oversight: its id, as a cosigner.
        max_blocks: how many blocks of 256 entries travel at once; ask again after they were kept.

    Returns:
        None when it holds everything.

    Raises:
        LogBroken: part of the log is gone.
    """
    first, covered_by = watch.mirrored_size(tx, oversight), watch.last_cosigned(tx, oversight)
    end = min(covered_by, first + max_blocks * BLOCK_LEAVES)
    if end <= first:
        return None
    rows = tuple(
        MirroredEntry(stored.idx, stored.commitment, stored.ciphertext, stored.erased_by)
        for stored in ledger.entries(tx, first, end)
    )
    if len(rows) != end - first:
        raise LogBroken("part of the log is gone", hint="run `trefpunt log verify`")
    erased = {idx: act for idx, act in ledger.erased_between(tx, first, end).items() if idx < first}
    return MirrorBatch(origin, rows, covered_by, tuple(prove_consistency(tx, end, covered_by)), erased)


def mark_mirrored(tx: Transaction, oversight: str, batch_end: int, *, now: datetime) -> None:
    """Note that the oversight body has kept a batch; its receipt says so."""
    watch.set_mirrored(tx, oversight, batch_end, at=now)


def keep_mirror(tx: Transaction, origin: str, batch: MirrorBatch, *, trail: Trail) -> int:
    """Keep a batch at the oversight body; get the size of the mirror after it.

    What is held already must be the same and stays as it is.

    Args:
        origin: the log that the sender may speak for, from the agreement.
        trail: reads with the key that the watched node handed over.

    Raises:
        MirrorRefused: it leaves a gap, differs from what is held, is not under the cosigned checkpoint, holds
            an entry that does not open to its leaf, or lacks an entry that no act of the log has erased.
    """
    edge = _edge(tx, origin)
    if batch.origin != origin:
        raise MirrorRefused("another_log", batch.first)
    if batch.first > edge.size:
        raise MirrorRefused("gap", edge.size)
    held = edge.size
    _check_same(tx, origin, [row for row in batch.rows if row.idx < held])
    new = [row for row in batch.rows if row.idx >= held]
    if not new:
        return held
    for row in new:
        if fault := trail.fault_of(_as_stored(row)):
            raise MirrorRefused(fault, row.idx)
        edge = edge.append(leaf_hash(row.commitment))
    _check_root(tx, batch, edge)
    erased = _erasures_to_follow(tx, origin, batch, held=held)
    _check_acts(erased, batch, trail)
    watch.extend_mirror(tx, origin, new, edge=edge.to_bytes())
    for idx, act in erased.items():
        watch.erase_mirrored(tx, origin, idx, erased_by=act)
    return edge.size


def mirrored(tx: Transaction, origin: str, first: int = 0, end: int = 2**62) -> Iterator[StoredEntry]:
    """Give mirrored positions in the form in which a log stores its own."""
    for row in watch.mirror(tx, origin, first, end):
        yield _as_stored(row)


def mirror_size(tx: Transaction, origin: str) -> int:
    """Return how much of a log is mirrored here."""
    return _edge(tx, origin).size


def _erasures_to_follow(tx: Transaction, origin: str, batch: MirrorBatch, *, held: int) -> dict[int, int]:
    # An act further on than this batch is followed when it arrives; until then its word is not proven.
    claimed = {**batch.erased, **{r.idx: r.erased_by for r in batch.rows if r.erased_by is not None}}
    pending = watch.mirror_erased_between(tx, origin, held, batch.end)
    return {idx: act for idx, act in {**claimed, **pending}.items() if act < batch.end}


def _check_acts(erased: Mapping[int, int], batch: MirrorBatch, trail: Trail) -> None:
    acts: dict[int, LogEntry | None] = {}
    for idx, act in erased.items():
        if not max(idx + 1, batch.first) <= act:
            raise MirrorRefused("erased_without_act", idx)
        if act not in acts:
            acts[act] = trail.read(_as_stored(batch.rows[act - batch.first]))
        if not names(acts[act], idx):
            raise MirrorRefused("erased_without_act", idx)


def _check_root(tx: Transaction, batch: MirrorBatch, edge: Frontier) -> None:
    cosigned = watch.witnessed_of(tx, batch.origin, batch.covered_by)
    if cosigned is None:
        raise MirrorRefused("not_cosigned", batch.covered_by)
    try:
        verify_consistency(
            edge.size, cosigned.size, path=batch.path, old_root=edge.root(), new_root=cosigned.root
        )
    except BadProof as error:
        raise MirrorRefused("root_changed", edge.size) from error


def _check_same(tx: Transaction, origin: str, rows: list[MirroredEntry]) -> None:
    if not rows:
        return
    held = {kept.idx: kept for kept in watch.mirror(tx, origin, rows[0].idx, rows[-1].idx + 1)}
    for row in rows:
        kept = held.get(row.idx)
        if kept is None or kept.commitment != row.commitment:
            raise MirrorRefused("differs", row.idx)
        if None not in (kept.ciphertext, row.ciphertext) and kept.ciphertext != row.ciphertext:
            raise MirrorRefused("differs", row.idx)


def _as_stored(row: MirroredEntry) -> StoredEntry:
    return StoredEntry(row.idx, leaf_hash(row.commitment), row.commitment, row.ciphertext, row.erased_by)


def _edge(tx: Transaction, origin: str) -> Frontier:
    data = watch.mirror_edge(tx, origin)
    return Frontier() if data is None else Frontier.from_bytes(data)
