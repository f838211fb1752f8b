"""What a ledger knows of its own restore: that it is a copy of what once was, until the alarm is closed."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.facts import fact_table

_NAME = "restored"
_MINE = fact_table.c.name == _NAME


@dataclass(frozen=True, slots=True)
class Restored:
    """A restore whose alarm is open.

    Attributes:
        id: random, so that a word of the oversight body is for this restore and no other.
        backup_at, at: when the backup was made and when it was restored, as text.
        has_log: the tail of the log is back; until then nothing may be written to it.
        reopens_on: the first day on which budgets are known again, as text; empty while the alarm is open.
    """

    id: str
    backup_at: str
    at: str
    has_log: bool = False
    reopens_on: str = ""


def restored(tx: Transaction) -> Restored | None:
    """Return the restore that this ledger is still under, if any."""
    found = tx.connection.scalar(select(fact_table.c.value).where(_MINE))
    return None if found is None else Restored(**json.loads(found))


def keep_restored(tx: Transaction, restore: Restored) -> None:
    """Note where a restore stands."""
    tx.connection.execute(delete(fact_table).where(_MINE))
    tx.connection.execute(insert(fact_table).values(name=_NAME, value=json.dumps(asdict(restore))))


def is_halted(restore: Restored | None, *, now: datetime) -> bool:
    """Tell whether asking, answering and publishing must rest for a restore."""
    return restore is not None and (not restore.reopens_on or now.date().isoformat() < restore.reopens_on)
