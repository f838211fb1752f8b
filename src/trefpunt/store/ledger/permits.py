"""What the ledger keeps of permits: one file a case, and what stands in their decisions."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Boolean, Column, String, Table, delete, insert, select
from sqlalchemy.engine import Row

from trefpunt.model import NotedUse, PermitFile
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
noted_use = Table(
    "noted_use",
    metadata,
    Column("answer", String(64), primary_key=True),
    Column("case", String(64), nullable=False),
    Column("officer", String(64), nullable=False),
    Column("obtained_at", Moment, nullable=False),
    Column("used_at", Moment, nullable=False),
    Column("informed_at", Moment),
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


def save_use(tx: Transaction, made: NotedUse) -> None:
    """Keep that an answer stands in a decision, and how that stands now."""
    tx.connection.execute(delete(noted_use).where(noted_use.c.answer == made.answer))
    tx.connection.execute(
        insert(noted_use).values({one.name: getattr(made, one.name) for one in fields(made)})
    )


def find_use(tx: Transaction, answer: str) -> NotedUse | None:
    """Return the note on an answer."""
    row = tx.connection.execute(select(noted_use).where(noted_use.c.answer == answer)).one_or_none()
    return None if row is None else NotedUse(**row._mapping)


def uses(tx: Transaction) -> list[NotedUse]:
    """List all notes, the newest first."""
    query = select(noted_use).order_by(noted_use.c.used_at.desc(), noted_use.c.answer)
    return [NotedUse(**row._mapping) for row in tx.connection.execute(query)]


def _file(row: Row[Any]) -> PermitFile:
    return PermitFile(**row._mapping)
