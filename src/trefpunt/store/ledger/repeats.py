"""Refused questions, and those that came again with other facts: what the protection officer looks at."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Column, String, Table, Text, and_, delete, insert, select, update
from sqlalchemy.engine import Row

from trefpunt.errors import NotStored
from trefpunt.model import RefusedQuestion
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

_question = Table(
    "refused_question",
    metadata,
    Column("decision", String(64), primary_key=True),
    Column("same", String(64), nullable=False, index=True),
    Column("told", Text, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("outcome", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("partner", String(64), nullable=False),
    Column("first", String(64), nullable=False),
    Column("changed", Text, nullable=False),
    Column("evidence", String(64), nullable=False),
    Column("settled_by", String(64), nullable=False),
    Column("settled_at", Moment),
)


def keep_question(tx: Transaction, made: RefusedQuestion) -> None:
    """Keep a refused question, or one that came again."""
    row = {one.name: getattr(made, one.name) for one in fields(made)}
    row["changed"] = " ".join(made.changed)
    tx.connection.execute(insert(_question).values(row))


def questions_like(tx: Transaction, same: str, *, since: datetime) -> list[RefusedQuestion]:
    """List what was kept of one question from a moment on, the oldest first."""
    wanted = and_(_question.c.same == same, _question.c.decided_at >= since)
    query = select(_question).where(wanted).order_by(_question.c.decided_at, _question.c.decision)
    return [_read(row) for row in tx.connection.execute(query)]


def forget_questions(tx: Transaction, *, before: datetime) -> None:
    """Delete refused questions that nobody repeated in time; those in the queue stay."""
    tx.connection.execute(delete(_question).where(_question.c.first == "", _question.c.decided_at < before))


def repeated_questions(tx: Transaction, *, also_settled: bool = False) -> Sequence[RefusedQuestion]:
    """List the questions that came again with other facts, the oldest first."""
    query = select(_question).where(_question.c.first != "")
    if not also_settled:
        query = query.where(_question.c.settled_at.is_(None))
    ordered = query.order_by(_question.c.decided_at, _question.c.decision)
    return [_read(row) for row in tx.connection.execute(ordered)]


def settle_question(tx: Transaction, decision: str, *, evidence: str, officer: str, now: datetime) -> None:
    """Note that somebody has looked at it, and where the evidence of the change is, if there is any.

    Raises:
        NotStored: it is not in the queue, or was settled before.
    """
    done = tx.connection.execute(
        update(_question)
        .where(_question.c.decision == decision, _question.c.first != "", _question.c.settled_at.is_(None))
        .values(evidence=evidence, settled_by=officer, settled_at=now)
    )
    if done.rowcount != 1:
        raise NotStored(
            "{decision} waits for nobody", hint="`trefpunt treaty repeats` lists what does", decision=decision
        )


def _read(row: Row[Any]) -> RefusedQuestion:
    values = dict(row._mapping)
    return RefusedQuestion(**{**values, "changed": tuple(values["changed"].split())})
