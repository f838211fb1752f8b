"""What decisions turned on, counted: equal ones are one row with a number, so nobody's order can be seen."""

import json
from collections.abc import Iterator
from dataclasses import asdict, astuple, fields
from hashlib import sha256

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text, func, insert, select, update

from trefpunt.model import CountedDecision
from trefpunt.store.ledger.audit import counts
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import metadata

_LONG = frozenset({"stated", "missing"})
_COUNTED = tuple(field.name for field in fields(CountedDecision))
_decision = Table(
    "audit_decision",
    metadata,
    Column("digest", String(64), primary_key=True),
    *(
        Column(name, Text if name in _LONG else String(120), nullable=False, index=name == "month")
        for name in _COUNTED
    ),
    Column("n", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
)


def add_decision(tx: Transaction, counted: CountedDecision) -> None:
    """Add one to the row of what a decision turned on."""
    digest = sha256(json.dumps(astuple(counted)).encode()).hexdigest()
    same = _decision.c.digest == digest
    done = tx.connection.execute(update(_decision).where(same).values(n=_decision.c.n + 1))
    if done.rowcount == 0:
        tx.connection.execute(insert(_decision), {**asdict(counted), "digest": digest, "n": 1})


def decisions(tx: Transaction, *, from_month: str = "") -> Iterator[tuple[CountedDecision, int]]:
    """Give what decisions turned on, and how many did, in an order that does not change."""
    wanted = (
        select(*(_decision.c[name] for name in _COUNTED), _decision.c.n)
        .where(_decision.c.month >= from_month)
        .order_by(_decision.c.month, _decision.c.digest)
    )
    for row in tx.connection.execute(wanted):
        yield CountedDecision(*row[:-1]), row.n


def count_without_facts(tx: Transaction, *, from_month: str = "") -> int:
    """Return how many decisions were counted before the register kept what they turned on."""
    wanted = select(func.sum(_decision.c.n)).where(_decision.c.month >= from_month)
    kept = int(tx.connection.scalar(wanted) or 0)
    counted = sum(n for row, n in counts(tx, from_month=from_month) if row.event == "decision")
    return counted - kept
