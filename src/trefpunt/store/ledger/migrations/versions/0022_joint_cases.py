"""The tables of `store/ledger/joint.py` and `teams.py`: joint cases, what is in them, their teams."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "joint_case",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("opener", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("article", sa.String(128), nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("case", sa.String(64), nullable=False),
        sa.Column("stated", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_joint_case"),
    )
    op.create_table(
        "joint_member",
        sa.Column("joint", sa.String(64), nullable=False),
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("joint", "node", name="pk_joint_member"),
    )
    op.create_table(
        "joint_object",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("joint", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("maker", sa.String(64), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("word", sa.String(32), nullable=False),
        sa.Column("handling", sa.String(2), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_joint_object"),
    )
    op.create_table(
        "joint_team",
        sa.Column("joint", sa.String(64), nullable=False),
        sa.Column("leader", sa.String(64), nullable=False),
        sa.Column("starts_on", sa.String(10), nullable=False),
        sa.Column("ends", sa.Text(), nullable=False),
        sa.Column("clauses", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("joint", name="pk_joint_team"),
    )
    op.create_index("ix_joint_object_joint", "joint_object", ["joint"])
