"""What the ledger keeps of the agreements of joint investigation teams."""

import json
from datetime import date

from sqlalchemy import Column, String, Table, Text, delete, insert, select

from trefpunt.model import JointTeam, TeamClause
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import metadata

team = Table(
    "joint_team",
    metadata,
    Column("joint", String(64), primary_key=True),
    Column("leader", String(64), nullable=False),
    Column("starts_on", String(10), nullable=False),
    Column("ends", Text, nullable=False),
    Column("clauses", Text, nullable=False),
    Column("signed_by", Text, nullable=False),
)


def save_team(tx: Transaction, noted: JointTeam) -> None:
    """Keep what is noted of a team, in place of what was."""
    tx.connection.execute(delete(team).where(team.c.joint == noted.joint))
    tx.connection.execute(
        insert(team).values(
            joint=noted.joint,
            leader=noted.leader,
            starts_on=noted.starts_on.isoformat(),
            ends=json.dumps([day.isoformat() for day in noted.ends]),
            clauses=json.dumps(noted.clauses),
            signed_by=json.dumps(noted.signed_by),
        )
    )


def find_team(tx: Transaction, joint: str) -> JointTeam | None:
    """Return what is noted of the team of a joint case."""
    row = tx.connection.execute(select(team).where(team.c.joint == joint)).one_or_none()
    if row is None:
        return None
    return JointTeam(
        joint=row.joint,
        leader=row.leader,
        starts_on=date.fromisoformat(row.starts_on),
        ends=tuple(map(date.fromisoformat, json.loads(row.ends))),
        clauses=tuple(map(TeamClause, json.loads(row.clauses))),
        signed_by=tuple(json.loads(row.signed_by)),
    )
