"""The tables of `store/ledger/concerned.py`: what persons concerned ask, and who answered what."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "concerned_request",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("asker", sa.String(64), nullable=False),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("due_at", sa.String(27), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("theirs", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("closed_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_concerned_request"),
    )
    op.create_table(
        "concerned_answer",
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("decision", sa.String(16), nullable=True),
        sa.Column("restriction", sa.String(32), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("request", "by", name="pk_concerned_answer"),
    )
    op.create_table(
        "asked_mark",
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("mark", "question", name="pk_asked_mark"),
    )
