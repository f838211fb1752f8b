"""Reading the log, which is an act like any other: it is logged before the first line is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from trefpunt.audit.trail import Trail
from trefpunt.model import Event, LogEntry
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger
from trefpunt.store.ledger import audit_watch as watch

_STRETCH = 4096
# Entries carry the moment of their own act; a clock that was set never shifts them by more.
_MARGIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries are wanted; what is None does not matter.

    Attributes:
        since: the first moment that is in.
        until: the first moment that is out.
    """

    actor: str | None = None
    case: str | None = None
    article: str | None = None
    event: Event | None = None
    partner: str | None = None
    subject_ref: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def let_through(self, entry: LogEntry) -> bool:
        """Tell whether an entry is wanted; entries that only fill up are so when asked for by name."""
        if entry.event is Event.FILLER and self.event is not Event.FILLER:
            return False
        if (self.since and entry.at < self.since) or (self.until and entry.at >= self.until):
            return False
        return all(
            getattr(self, name) in (None, getattr(entry, name))
            for name in ("actor", "case", "article", "event", "partner", "subject_ref")
        )

    def as_facts(self) -> dict[str, str]:
        """Return what was looked for, for the entry that says so."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {f"wanted_{name}": str(value) for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the log, why and when.

    Attributes:
        purpose: one of those of Directive (EU) 2016/680, art. 25(2).
    """

    actor: str
    role: str
    purpose: str
    at: datetime

    def entry(self, event: Event, facts: Mapping[str, str]) -> LogEntry:
        """Return the entry that says so."""
        return LogEntry(event, self.actor, self.role, self.at, purpose=self.purpose, facts=facts)


def show(
    tx: Transaction, filters: Filters, *, trail: Trail, reader: Reader
) -> Iterator[tuple[int, LogEntry]]:
    """Give the entries that are wanted, with their positions, oldest first; erased ones are passed over.

    Raises:
        LogUnwritable: the reading could not be logged, so nothing is shown.
    """
    size = ledger.log_size(tx)
    trail.record(tx, reader.entry(Event.LOG_READ, filters.as_facts()))
    first, end = _stretch_of(tx, filters, size)
    return _wanted(tx, filters, trail, range(first, end))


def _wanted(
    tx: Transaction, filters: Filters, trail: Trail, positions: range
) -> Iterator[tuple[int, LogEntry]]:
    for start in range(positions.start, positions.stop, _STRETCH):
        for stored in ledger.entries(tx, start, min(start + _STRETCH, positions.stop)):
            entry = trail.read(stored)
            if entry is not None and filters.let_through(entry):
                yield stored.idx, entry


def _stretch_of(tx: Transaction, filters: Filters, size: int) -> tuple[int, int]:
    first, end = 0, size
    for kept in watch.checkpoints(tx):
        if filters.since and kept.at < filters.since - _MARGIN:
            first = kept.size
        if filters.until and kept.at > filters.until + _MARGIN:
            end = kept.size
            break
    return first, end
