"""Erasing entries of the log: what they said goes, that they were there stays."""

from collections.abc import Iterable
from datetime import datetime

from trefpunt.audit.trail import Trail
from trefpunt.errors import InputError
from trefpunt.model import Event, LogEntry
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger

# Erasing these would hide that something was erased, or that something was wrong.
_KEPT_FOR_EVER = frozenset({Event.ERASURE_DONE, Event.ALARM, Event.CHECKPOINT_SIGNED})
_FACT = "erased"


def erase(
    tx: Transaction,
    positions: Iterable[int],
    *,
    basis: str,
    by: tuple[str, str],
    trail: Trail,
    now: datetime,
) -> None:
    """Destroy salt and ciphertext of entries, and log that it was done and on what ground.

    Args:
        basis: the article or retention rule.
        by: actor and role.

    Raises:
        InputError: no position, or an entry that says what was erased or what was wrong.
        NotStored: a position that is not there or was erased before.
        LogUnwritable: the erasure could not be logged, so nothing was erased.
    """
    chosen = sorted(set(positions))
    if not chosen or not basis:
        raise InputError("nothing to erase, or no ground to", hint="give positions and the retention rule")
    for idx in chosen:
        _check_erasable(tx, idx, trail)
    act = ledger.log_size(tx)
    trail.record(tx, act_of(chosen, basis=basis, by=by, now=now))
    for idx in chosen:
        ledger.erase_entry(tx, idx, erased_by=act)


def act_of(positions: Iterable[int], *, basis: str, by: tuple[str, str], now: datetime) -> LogEntry:
    """Return the entry that says that these positions were erased."""
    actor, role = by
    facts = {_FACT: _as_ranges(sorted(positions))}
    return LogEntry(Event.ERASURE_DONE, actor, role, now, article=basis, facts=facts)


def names(act: LogEntry | None, idx: int) -> bool:
    """Tell whether an entry of the log is the erasure of this position."""
    if act is None or act.event is not Event.ERASURE_DONE:
        return False
    return any(_covers(part, idx) for part in act.facts.get(_FACT, "").split(","))


def _covers(part: str, idx: int) -> bool:
    first, _, last = part.partition("-")
    bounds = (first, last or first)
    if not all(bound.isascii() and bound.isdigit() and len(bound) <= 19 for bound in bounds):
        return False
    return int(bounds[0]) <= idx <= int(bounds[1])


def _check_erasable(tx: Transaction, idx: int, trail: Trail) -> None:
    for stored in ledger.entries(tx, idx, idx + 1):
        said = trail.read(stored)
        if said is not None and said.event in _KEPT_FOR_EVER:
            raise InputError(
                "entry {idx} of the log is never erased", hint="it is a {event}", idx=idx, event=said.event
            )


def _as_ranges(chosen: list[int]) -> str:
    ranges = list[list[int]]()
    for idx in chosen:
        if ranges and ranges[-1][1] == idx - 1:
            ranges[-1][1] = idx
        else:
            ranges.append([idx, idx])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
