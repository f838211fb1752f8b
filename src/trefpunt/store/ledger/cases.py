"""The authority's own cases, as far as a look-up must belong to one."""

import json
from typing import Any

from sqlalchemy import Boolean, Column, String, Table, Text, insert, select, update
from sqlalchemy.engine import Row

from trefpunt.errors import StoreError
from trefpunt.model import Case, CaseState
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

case = Table(
    "case_file",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("purpose", String(64), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("members", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("is_protected", Boolean, nullable=False),
)


def open_case(tx: Transaction, opened: Case) -> None:
    """Keep a new case.

    Raises:
        StoreError: there is a case with this number already.
    """
    if find_case(tx, opened.number) is not None:
        raise StoreError(
            "case {number} exists already",
            hint="choose another number, or use this one",
            number=opened.number,
        )
    row = {name: getattr(opened, name) for name in opened.__slots__}
    tx.connection.execute(insert(case).values(row | {"members": json.dumps(opened.members)}))


def find_case(tx: Transaction, number: str) -> Case | None:
    """Return a case by its number."""
    row = tx.connection.execute(select(case).where(case.c.number == number)).one_or_none()
    return None if row is None else _case(row)


def cases(tx: Transaction) -> list[Case]:
    """List all cases, the newest first."""
    return [_case(row) for row in tx.connection.execute(select(case).order_by(case.c.opened_at.desc()))]


def set_members(tx: Transaction, number: str, members: tuple[str, ...]) -> None:
    """Keep who works on a case now."""
    changed = update(case).where(case.c.number == number).values(members=json.dumps(members))
    tx.connection.execute(changed)


def close_case(tx: Transaction, number: str) -> None:
    """Close a case: nothing is asked for it any more."""
    tx.connection.execute(update(case).where(case.c.number == number).values(state=CaseState.CLOSED))


def _case(row: Row[Any]) -> Case:
    values = dict(row._mapping)
    members = tuple(json.loads(values["members"]))
    return Case(**values | {"members": members, "state": CaseState(values["state"])})
