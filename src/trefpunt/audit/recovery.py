"""After a restore: the part of the log that the backup had not, back from the mirror.

The log goes on as the same tree, so no cosigned checkpoint is contradicted and no position gets a second
entry. That a restore happened is an ALARM, which the oversight body closes.

An entry may have been erased before the mirror had it, by an act that nobody had cosigned yet. Where a
restore loses that act, what it erased is gone all the same: the act is written again, in its own place, and
counted in the ALARM. Otherwise the log would accuse itself for ever, and its mirror would take nothing more.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from trefpunt.audit.checkpoints import LogBroken, OwnLog, checkpoint_fault
from trefpunt.audit.erasure import act_of, names
from trefpunt.audit.tree import BLOCK_LEAVES, add_blocks, frontier_at
from trefpunt.model import Event, LogEntry
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger
from trefpunt.store.ledger import audit_watch as watch
from trefpunt.store.ledger.audit import StoredEntry

_MOST_AHEAD = 1 << 16
"""How far an erasing act may have lain behind what the mirror has; further off it is a lie."""
_LOST_ACT = "restore/lost-act"


def catch_up(
    tx: Transaction,
    log: OwnLog,
    rows: Iterable[StoredEntry],
    *,
    cosigned: Iterable[watch.KeptCheckpoint],
    now: datetime,
) -> int:
    """Add what the mirror has and this log has not, follow its erasures, and log the restore as an ALARM.

    Call it on a restored ledger before anything else is written to it, NODE_STARTED included.

    Args:
        rows: the whole mirror, in order.
        cosigned: the checkpoints that the oversight body has cosigned, by size.

    Returns:
        How many positions came back.

    Raises:
        LogBroken: this log and the mirror differ, or the mirror is not what was signed. Undo the transaction
            then; such a ledger may answer nobody.
    """
    restored_to = ledger.log_size(tx)
    missing, erased = _compared(tx, log, rows, restored_to)
    size = restored_to + len(missing)
    lost = _lost_acts(missing, erased, size)
    _check_acts(log, missing, {idx: act for idx, act in erased.items() if act not in lost})
    if missing:
        ledger.append_entries(tx, missing)
    for idx, act in erased.items():
        ledger.erase_entry(tx, idx, erased_by=act)
    _put_back_checkpoints(tx, log, cosigned)
    facts = {"from": str(restored_to), "came_back": str(len(missing)), "acts_lost": str(len(lost))}
    alarm = log.entry(Event.ALARM, now, alarm="log_restored", **facts)
    log.trail.record_all(tx, _what_follows(log, alarm, lost, size))
    return len(missing)


def _compared(
    tx: Transaction, log: OwnLog, rows: Iterable[StoredEntry], restored_to: int
) -> tuple[list[StoredEntry], dict[int, int]]:
    missing, erased = list[StoredEntry](), dict[int, int]()
    own = ledger.entries(tx, 0, restored_to)
    for expected, row in enumerate(rows):
        if row.idx != expected:
            raise _refused("leaf_gone", expected)
        if row.idx >= restored_to:
            if fault := log.trail.fault_of(row):
                raise _refused(fault, row.idx)
            missing.append(row)
            continue
        here = next(own, None)
        if here is None or (here.idx, here.commitment) != (row.idx, row.commitment):
            raise _refused("differs_from_mirror", row.idx)
        if row.erased_by is not None and here.erased_by is None:
            erased[row.idx] = row.erased_by
    return missing, erased


def _lost_acts(missing: Sequence[StoredEntry], erased: Mapping[int, int], size: int) -> dict[int, list[int]]:
    """Return the acts that lay behind all that came back, each with what it erased."""
    claimed = {**{row.idx: row.erased_by for row in missing if row.erased_by is not None}, **erased}
    lost: dict[int, list[int]] = {}
    for idx, act in claimed.items():
        if size <= act < size + _MOST_AHEAD:
            lost.setdefault(act, []).append(idx)
    return lost


def _what_follows(
    log: OwnLog, alarm: LogEntry, lost: Mapping[int, Sequence[int]], size: int
) -> list[LogEntry]:
    """Return what is written behind the restored part: the alarm, and each lost act in its own place."""
    by, now = (log.node, "node"), alarm.at
    written, waits = list[LogEntry](), True
    for place in range(size, max(lost, default=size - 1) + 1):
        if place in lost:
            written.append(act_of(lost[place], basis=_LOST_ACT, by=by, now=now))
        else:
            written.append(alarm if waits else log.entry(Event.FILLER, now))
            waits = False
    return [*written, alarm] if waits else written


def _check_acts(log: OwnLog, missing: Sequence[StoredEntry], erased: Mapping[int, int]) -> None:
    by_position = {row.idx: row for row in missing}
    acts: dict[int, LogEntry | None] = {}
    for idx, act in erased.items():
        if act not in acts:
            acts[act] = log.trail.read(by_position[act]) if act in by_position else None
        if not names(acts[act], idx):
            raise _refused("erased_without_act", idx)


def _put_back_checkpoints(tx: Transaction, log: OwnLog, cosigned: Iterable[watch.KeptCheckpoint]) -> None:
    last, size = watch.latest_checkpoint(tx), ledger.log_size(tx)
    done = last.size if last else 0
    for kept in cosigned:
        if not done < kept.size <= size:
            continue
        fault = checkpoint_fault(kept, log.verifier)
        edge, made = add_blocks(frontier_at(tx, done), ledger.leaf_hashes(tx, done, kept.size))
        if fault or kept.size % BLOCK_LEAVES or edge.root() != kept.root:
            raise _refused(fault or "root_changed", kept.size)
        ledger.add_nodes(tx, made)
        watch.add_checkpoint(tx, kept)
        done = kept.size


def _refused(fault: str, where: int) -> LogBroken:
    return LogBroken(
        "the restored log and its mirror do not fit: {fault} at {where}",
        hint="nothing came back; keep this ledger as it is and call the oversight body",
        fault=fault,
        where=where,
    )
