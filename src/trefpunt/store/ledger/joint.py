"""What the ledger keeps of joint cases: how they stand, their members, and what is in them."""

import json
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, String, Table, Text, and_, delete, insert, select, update
from sqlalchemy.engine import Row

from trefpunt.model import Handling, JointCase, JointKind, JointMember, JointObject, MemberState
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

joint_case = Table(
    "joint_case",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("opener", String(64), nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("article", String(128), nullable=False),
    Column("until", String(10), nullable=False),
    Column("case", String(64), nullable=False),
    Column("stated", Text, nullable=False),
    Column("ended_at", Moment),
)
joint_member = Table(
    "joint_member",
    metadata,
    Column("joint", String(64), primary_key=True),
    Column("node", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
)
joint_object = Table(
    "joint_object",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("joint", String(64), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("maker", String(64), nullable=False),
    Column("holder", String(64), nullable=False),
    Column("officer", String(64), nullable=False),
    Column("audience", Text, nullable=False),
    Column("word", String(32), nullable=False),
    Column("handling", String(2), nullable=False),
    Column("at", Moment, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("due_on", String(10)),
    Column("state", String(16), nullable=False),
    Column("reason", String(32), nullable=False),
)


def save_joint(tx: Transaction, made: JointCase) -> None:
    """Keep a joint case, in place of what was kept of it."""
    row = {one.name: getattr(made, one.name) for one in fields(made)}
    row |= {"stated": json.dumps(made.stated), "until": made.until.isoformat()}
    tx.connection.execute(delete(joint_case).where(joint_case.c.id == made.id))
    tx.connection.execute(insert(joint_case).values(row))


def find_joint(tx: Transaction, joint: str) -> JointCase | None:
    """Return a joint case by its reference."""
    row = tx.connection.execute(select(joint_case).where(joint_case.c.id == joint)).one_or_none()
    return None if row is None else _joint(row)


def joint_cases(tx: Transaction) -> list[JointCase]:
    """List all joint cases that this node was ever asked into or opened, by reference."""
    return [_joint(row) for row in tx.connection.execute(select(joint_case).order_by(joint_case.c.id))]


def end_joint(tx: Transaction, joint: str, at: datetime) -> None:
    """Keep that a joint case was ended."""
    tx.connection.execute(update(joint_case).where(joint_case.c.id == joint).values(ended_at=at))


def set_member(tx: Transaction, member: JointMember) -> None:
    """Keep how a node stands in a joint case, in place of how it stood."""
    where = and_(joint_member.c.joint == member.joint, joint_member.c.node == member.node)
    tx.connection.execute(delete(joint_member).where(where))
    tx.connection.execute(
        insert(joint_member).values(joint=member.joint, node=member.node, state=member.state)
    )


def members_of(tx: Transaction, joint: str) -> dict[str, MemberState]:
    """Return how each node stands in a joint case, by name of the node."""
    query = select(joint_member).where(joint_member.c.joint == joint).order_by(joint_member.c.node)
    return {row.node: MemberState(row.state) for row in tx.connection.execute(query)}


def save_object(tx: Transaction, made: JointObject) -> None:
    """Keep a new task, note or pointer."""
    row = {one.name: getattr(made, one.name) for one in fields(made)}
    row |= {
        "audience": json.dumps(made.audience),
        "due_on": None if made.due_on is None else made.due_on.isoformat(),
    }
    tx.connection.execute(insert(joint_object).values(row))


def find_object(tx: Transaction, reference: str) -> JointObject | None:
    """Return a task, note or pointer by its reference."""
    row = tx.connection.execute(select(joint_object).where(joint_object.c.id == reference)).one_or_none()
    return None if row is None else _object(row)


def objects_of(tx: Transaction, joint: str) -> list[JointObject]:
    """List what is in a joint case here, the oldest first."""
    query = select(joint_object).where(joint_object.c.joint == joint)
    ordered = query.order_by(joint_object.c.at, joint_object.c.id)
    return [_object(row) for row in tx.connection.execute(ordered)]


def move_object(tx: Transaction, reference: str, *, state: str, reason: str, officer: str) -> None:
    """Keep the new state of a task, and who has it at this node."""
    values = {"state": state, "reason": reason, "officer": officer}
    tx.connection.execute(update(joint_object).where(joint_object.c.id == reference).values(values))


def _joint(row: Row[Any]) -> JointCase:
    values = dict(row._mapping)
    until, stated = date.fromisoformat(values["until"]), tuple(json.loads(values["stated"]))
    return JointCase(**values | {"until": until, "stated": stated})


def _object(row: Row[Any]) -> JointObject:
    values = dict(row._mapping)
    due = values["due_on"]
    read = {
        "kind": JointKind(values["kind"]),
        "audience": tuple(json.loads(values["audience"])),
        "handling": Handling(values["handling"]),
        "due_on": None if due is None else date.fromisoformat(due),
    }
    return JointObject(**values | read)
