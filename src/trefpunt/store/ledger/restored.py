"""What a ledger knows of its own restore: that it is a copy of what once was, until the alarm is closed."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.facts import RESTORED, fact_table

_PARTNER = "partner|"
_MINE = fact_table.c.name == RESTORED


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
    tx.connection.execute(insert(fact_table).values(name=RESTORED, value=json.dumps(asdict(restore))))


def is_halted(restore: Restored | None, *, now: datetime) -> bool:
    """Tell whether asking, answering and publishing must rest for a restore."""
    return restore is not None and (not restore.reopens_on or now.date().isoformat() < restore.reopens_on)


def keep_restored_partner(tx: Transaction, partner: str) -> None:
    """Note that a partner was restored and waits for what it has lost."""
    if partner not in restored_partners(tx):
        tx.connection.execute(insert(fact_table).values(name=f"{_PARTNER}{partner}", value=""))


def restored_partners(tx: Transaction) -> list[str]:
    """Return the partners that were restored and have not been helped yet."""
    names = tx.connection.scalars(select(fact_table.c.name).where(fact_table.c.name.startswith(_PARTNER)))
    return sorted(name.removeprefix(_PARTNER) for name in names)


def drop_restored_partner(tx: Transaction, partner: str) -> None:
    """Note that a partner has what it had lost."""
    tx.connection.execute(delete(fact_table).where(fact_table.c.name == f"{_PARTNER}{partner}"))
