"""What the ledger keeps of the public programme."""

import json
from dataclasses import fields
from typing import Any

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, insert, select, update
from sqlalchemy.engine import Row

from trefpunt.model import Country, Gathering
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

gathering = Table(
    "programme_gathering",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("titles", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("country", String(2), nullable=False),
    Column("begins_at", Moment, nullable=False, index=True),
    Column("ends_at", Moment, nullable=False),
    Column("public_from", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("officer", String(64), nullable=False),
    Column("is_cancelled", Boolean, nullable=False),
    Column("sequence", Integer, nullable=False),
)


def save(tx: Transaction, made: Gathering) -> None:
    """Keep something new on the programme."""
    tx.connection.execute(insert(gathering).values(_values(made)))


def change(tx: Transaction, made: Gathering) -> None:
    """Keep how something on the programme is now."""
    tx.connection.execute(update(gathering).where(gathering.c.id == made.id).values(_values(made)))


def find(tx: Transaction, gathering_id: str) -> Gathering | None:
    """Return something on the programme by its reference."""
    row = tx.connection.execute(select(gathering).where(gathering.c.id == gathering_id)).one_or_none()
    return None if row is None else _gathering(row)


def gatherings(tx: Transaction) -> list[Gathering]:
    """List the programme, by when each begins."""
    query = select(gathering).order_by(gathering.c.begins_at, gathering.c.id)
    return [_gathering(row) for row in tx.connection.execute(query)]


def _values(made: Gathering) -> dict[str, Any]:
    row = {one.name: getattr(made, one.name) for one in fields(made)}
    return row | {"titles": json.dumps(dict(made.titles), ensure_ascii=False)}


def _gathering(row: Row[Any]) -> Gathering:
    values = dict(row._mapping)
    return Gathering(
        **values | {"titles": json.loads(values["titles"]), "country": Country(values["country"])}
    )
