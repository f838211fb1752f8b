"""The timeline of a case: what this node did in it, in the order in which the log has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from trefpunt.casework.may import is_stranger
from trefpunt.casework.means import Means
from trefpunt.crypto import blinded_case
from trefpunt.model import Event, LogEntry, Officer, Refusal
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger
from trefpunt.store.ledger import casework as kept


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that was done in a case.

    Attributes:
        position: of its entry in the log, by which it can be proven.
        who: service number of the officer, or the node's id for what it did by itself.
        partner: the node it was done with, or empty.
        reference: of what it was done to (a request, an answer, a task, a letter), or empty.
    """

    position: int
    at: datetime
    event: Event
    who: str
    article: str
    partner: str
    reference: str


def read_timeline(number: str, *, officer: Officer, means: Means) -> tuple[Moment, ...] | Refusal:
    """Return the timeline of a case to one who works on it; the log keeps that it was read.

    Raises:
        LogUnwritable: then nothing is read.
    """
    with means.ledger.write() as tx:
        if no := is_stranger(tx, number, officer):
            return no
        means.log(tx, Event.CASE_READ, officer, case=number, what="timeline")
        return moments_of(tx, number, means=means)


def moments_of(tx: Transaction, number: str, *, means: Means) -> tuple[Moment, ...]:
    """Return everything that the log has of a case, oldest first; erased entries are passed over.

    Whoever calls this has looked whether the officer may, and has logged that it is read.

    Args:
        number: the node's own number of the case.

    Raises:
        BadSeal: an entry was changed.
    """
    names = _names_of(tx, number, means=means)
    threads = {one.id for one in kept.requests(tx) if one.case in names}
    return tuple(
        _moment(position, entry)
        for position, entry in _entries(tx, means=means)
        if entry.case in names or entry.subject_ref in threads
    )


def _names_of(tx: Transaction, number: str, *, means: Means) -> set[str]:
    """Return a case's number and the names under which partners know it: letters carry those."""
    partners = {peer.id for peer in means.exchange.agreements.peers(tx=tx)}
    return {number, *(blinded_case(means.case_key, partner, number) for partner in partners)}


def _entries(tx: Transaction, *, means: Means) -> Iterator[tuple[int, LogEntry]]:
    for stored in ledger.entries(tx, 0, ledger.log_size(tx)):
        entry = means.trail.read(stored)
        if entry is not None:
            yield stored.idx, entry


def _moment(position: int, entry: LogEntry) -> Moment:
    reference = entry.subject_ref or entry.facts.get("letter", "")
    return Moment(position, entry.at, entry.event, entry.actor, entry.article, entry.partner, reference)
