"""What the ledger keeps of alerts: one row for each partner that an alert went to or came from."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, String, Table, Text, and_, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.sql.elements import ColumnElement

from trefpunt.model import Alert
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

alert = Table(
    "crisis_alert",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("partner", String(64), primary_key=True),
    Column("is_ours", Boolean, primary_key=True),
    Column("is_exercise", Boolean, nullable=False),
    Column("event", String(32), nullable=False),
    Column("cap", Text, nullable=False),
    Column("origin", String(64), nullable=False),
    Column("article", String(128), nullable=False),
    Column("decision", String(64), nullable=False),
    Column("officer", String(64), nullable=False),
    Column("approved_by", String(64), nullable=False),
    Column("conversation", String(64), nullable=False),
    Column("sent_at", Moment, nullable=False, index=True),
    Column("due_at", Moment, nullable=False),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", String(128), nullable=False),
    Column("lifted_at", Moment),
)


def save(tx: Transaction, made: Alert) -> None:
    """Keep a new alert to or from one partner."""
    row = {one.name: getattr(made, one.name) for one in fields(made)}
    tx.connection.execute(insert(alert).values(row))


def find(tx: Transaction, alert_id: str, partner: str, *, is_ours: bool) -> Alert | None:
    """Return an alert that went to a partner, or came from it."""
    where = _one(alert_id, partner, is_ours=is_ours)
    row = tx.connection.execute(select(alert).where(where)).one_or_none()
    return None if row is None else _alert(row)


def rows_of(tx: Transaction, alert_id: str, *, is_ours: bool) -> list[Alert]:
    """List an alert as it went to each partner, or came from each; one that may be shared comes first."""
    where = and_(alert.c.id == alert_id, alert.c.is_ours == is_ours)
    query = select(alert).where(where).order_by(alert.c.lifted_at.is_(None), alert.c.sent_at, alert.c.partner)
    return [_alert(row) for row in tx.connection.execute(query)]


def alerts(tx: Transaction) -> list[Alert]:
    """List all alerts, the newest first."""
    query = select(alert).order_by(alert.c.sent_at.desc(), alert.c.id, alert.c.partner)
    return [_alert(row) for row in tx.connection.execute(query)]


def acknowledge(tx: Transaction, known: Alert, *, by: str, at: datetime) -> None:
    """Keep who took note of an alert, and when."""
    where = _one(known.id, known.partner, is_ours=known.is_ours)
    tx.connection.execute(update(alert).where(where).values(acknowledged_by=by, acknowledged_at=at))


def lift(tx: Transaction, known: Alert, *, at: datetime) -> None:
    """Keep that the sender lifted the confidentiality of an alert."""
    where = _one(known.id, known.partner, is_ours=known.is_ours)
    tx.connection.execute(update(alert).where(where).values(lifted_at=at))


def _one(alert_id: str, partner: str, *, is_ours: bool) -> ColumnElement[bool]:
    return and_(alert.c.id == alert_id, alert.c.partner == partner, alert.c.is_ours == is_ours)


def _alert(row: Row[Any]) -> Alert:
    return Alert(**row._mapping)
