"""What the ledger keeps of the steps in the thread of a request."""

import json
from dataclasses import fields
from typing import Any

from sqlalchemy import Boolean, Column, String, Table, Text, and_, insert, select
from sqlalchemy.engine import Row

from trefpunt.model import Step, StepKind
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

step = Table(
    "thread_step",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("request", String(64), nullable=False, index=True),
    Column("is_about_ours", Boolean, nullable=False),
    Column("is_ours", Boolean, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("codes", Text, nullable=False),
    Column("officer", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment),
)


def save(tx: Transaction, taken: Step) -> None:
    """Keep a new step."""
    row = {one.name: getattr(taken, one.name) for one in fields(taken)}
    tx.connection.execute(insert(step).values(row | {"codes": json.dumps(taken.codes)}))


def steps_of(tx: Transaction, request: str, *, is_ours: bool) -> list[Step]:
    """List the steps in the thread of a request of this side, the first one first."""
    where = and_(step.c.request == request, step.c.is_about_ours == is_ours)
    query = select(step).where(where).order_by(step.c.at, step.c.id)
    return [_step(row) for row in tx.connection.execute(query)]


def _step(row: Row[Any]) -> Step:
    values = dict(row._mapping)
    return Step(**values | {"kind": StepKind(values["kind"]), "codes": tuple(json.loads(values["codes"]))})
