"""What has been spent of the budgets of hit or no hit, day by day, and how close the asked numbers lay."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, and_, delete, func, insert, select, update

from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import metadata

spent = Table(
    "hit_spent",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("side", String(16), primary_key=True),
    Column("who", String(160), primary_key=True),
    Column("key_type", String(16), primary_key=True),
    Column("slots", Integer, nullable=False),
)
charge = Table(
    "hit_charge",
    metadata,
    Column("letter", String(64), primary_key=True),
    Column("day", String(10), nullable=False),
)
neighbourhood = Table(
    "hit_neighbourhood",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("officer", String(64), primary_key=True),
    Column("area", String(64), primary_key=True),
    Column("numbers", Integer, nullable=False),
)


def slots_spent(tx: Transaction, *, day: str, side: str, who: str) -> dict[str, int]:
    """Return what has been spent on a day, per key type."""
    where = and_(spent.c.day == day, spent.c.side == side, spent.c.who == who)
    rows = tx.connection.execute(select(spent.c.key_type, spent.c.slots).where(where))
    return {row.key_type: row.slots for row in rows}


def spend(tx: Transaction, *, day: str, side: str, who: str, slots: Mapping[str, int]) -> None:
    """Add to what has been spent on a day."""
    before = slots_spent(tx, day=day, side=side, who=who)
    for key_type, count in slots.items():
        key = {"day": day, "side": side, "who": who, "key_type": key_type}
        if key_type in before:
            where = and_(*(spent.c[name] == value for name, value in key.items()))
            tx.connection.execute(update(spent).where(where).values(slots=before[key_type] + count))
        else:
            tx.connection.execute(insert(spent).values({**key, "slots": count}))


def is_charged(tx: Transaction, letter: str) -> bool:
    """Tell whether this letter has been charged before, so that a repeated one costs nothing."""
    found = tx.connection.execute(select(func.count()).select_from(charge).where(charge.c.letter == letter))
    return bool(found.scalar_one())


def mark_charged(tx: Transaction, letter: str, day: str) -> None:
    """Keep that a letter has been charged."""
    tx.connection.execute(insert(charge).values(letter=letter, day=day))


def forget(tx: Transaction, *, charges_before: datetime, counts_before: datetime) -> None:
    """Forget what was charged and how close numbers lay, before the days of these moments."""
    tx.connection.execute(delete(charge).where(charge.c.day < charges_before.date().isoformat()))
    tx.connection.execute(delete(neighbourhood).where(neighbourhood.c.day < counts_before.date().isoformat()))


def count_neighbour(tx: Transaction, *, day: str, officer: str, area: str) -> int:
    """Count one more number asked by an officer in a keyed area of numbers; return how many today."""
    key = and_(neighbourhood.c.day == day, neighbourhood.c.officer == officer, neighbourhood.c.area == area)
    before: int | None = tx.connection.execute(
        select(neighbourhood.c.numbers).where(key)
    ).scalar_one_or_none()
    if before is None:
        row = {"day": day, "officer": officer, "area": area, "numbers": 1}
        tx.connection.execute(insert(neighbourhood).values(row))
        return 1
    tx.connection.execute(update(neighbourhood).where(key).values(numbers=before + 1))
    return before + 1
