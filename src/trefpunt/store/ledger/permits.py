"""What the ledger keeps of permit files: one a case."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Boolean, Column, String, Table, delete, insert, select
from sqlalchemy.engine import Row

from trefpunt.model import PermitFile
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

permit_file = Table(
    "permit_file",
    metadata,
    Column("case", String(64), primary_key=True),
    Column("partner", String(64), nullable=False),
    Column("question", String(64), nullable=False),
    Column("is_hit", Boolean, nullable=False),
    Column("checked_at", Moment, nullable=False),
    Column("officer", String(64), nullable=False),
    Column("copy", String(64), nullable=False),
    Column("asked_at", Moment),
    Column("admissible_at", Moment),
    Column("received_at", Moment),
)


def save(tx: Transaction, made: PermitFile) -> None:
    """Keep how the file of a case stands now; the log has what was before."""
    tx.connection.execute(delete(permit_file).where(permit_file.c.case == made.case))
    tx.connection.execute(
        insert(permit_file).values({one.name: getattr(made, one.name) for one in fields(made)})
    )


def find(tx: Transaction, case: str) -> PermitFile | None:
    """Return the file of a case."""
    row = tx.connection.execute(select(permit_file).where(permit_file.c.case == case)).one_or_none()
    return None if row is None else _file(row)


def files(tx: Transaction) -> list[PermitFile]:
    """List all files, the newest check first."""
    query = select(permit_file).order_by(permit_file.c.checked_at.desc(), permit_file.c.case)
    return [_file(row) for row in tx.connection.execute(query)]


def _file(row: Row[Any]) -> PermitFile:
    return PermitFile(**row._mapping)
