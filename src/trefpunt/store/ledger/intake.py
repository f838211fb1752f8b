"""The register of loads: which file went in by which recipe, when, by whom, and what came of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Boolean, Column, Integer, String, Table, Text, func, insert, select

from trefpunt.errors import StoreError
from trefpunt.naming import DeclaredScheme
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

_load = Table(
    "intake_load",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("file_name", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("recipe", String(64), nullable=False),
    Column("recipe_sha256", String(64), nullable=False),
    Column("rows_read", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("faults", Text, nullable=False),
    Column("officer", String(64), nullable=False),
    Column("loaded_at", Moment, nullable=False),
)
_scheme = Table(
    "intake_scheme",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("pattern", Text, nullable=False),
    Column("checked", Boolean, nullable=False),
)


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """One load, without a single value of what was loaded.

    Attributes:
        faults: column and code -> how often.
    """

    file_name: str
    file_sha256: str
    recipe: str
    recipe_sha256: str
    rows_read: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    officer: str
    loaded_at: datetime
    faults: Mapping[tuple[str, str], int] = field(default_factory=dict)


def add_load(tx: Transaction, load: LoadRecord) -> int:
    """Keep a load and return its number, counted from 1."""
    number = (tx.connection.scalar(select(func.max(_load.c.id))) or 0) + 1
    row = {name: getattr(load, name) for name in _PLAIN}
    faults = [[column, code, count] for (column, code), count in sorted(load.faults.items())]
    tx.connection.execute(insert(_load), {**row, "id": number, "faults": json.dumps(faults)})
    return number


def loads(tx: Transaction) -> Iterator[LoadRecord]:
    """Give all loads, the latest first."""
    for row in tx.connection.execute(select(_load).order_by(_load.c.id.desc())):
        faults = {(column, code): count for column, code, count in json.loads(row.faults)}
        yield LoadRecord(**{name: getattr(row, name) for name in _PLAIN}, faults=faults)


def declare_scheme(tx: Transaction, scheme: DeclaredScheme) -> None:
    """Keep a scheme that a recipe declares; the same one again changes nothing.

    Raises:
        StoreError: another recipe declared the name with another pattern.
    """
    held = declared_schemes(tx).get(scheme.name)
    if held is None:
        row = {"name": scheme.name, "pattern": scheme.pattern, "checked": scheme.checked}
        tx.connection.execute(insert(_scheme), row)
    elif held != scheme:
        raise StoreError(
            "the scheme {scheme} was declared before with another pattern",
            hint="give one of the two another name, or make both recipes say the same",
            scheme=scheme.name,
        )


def declared_schemes(tx: Transaction) -> dict[str, DeclaredScheme]:
    """Return every scheme that recipes of this node declare, by name."""
    found = tx.connection.execute(select(_scheme).order_by(_scheme.c.name))
    return {row.name: DeclaredScheme(row.name, row.pattern, row.checked) for row in found}


_PLAIN = tuple(column.name for column in _load.columns if column.name not in ("id", "faults"))
