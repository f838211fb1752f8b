"""The table of `store/ledger/repeats.py`: refused questions, and those that came again with other facts."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "refused_question",
        sa.Column("decision", sa.String(64), nullable=False),
        sa.Column("same", sa.String(64), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.String(27), nullable=False),
        sa.Column("outcome", sa.String(64), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("first", sa.String(64), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(64), nullable=False),
        sa.Column("settled_by", sa.String(64), nullable=False),
        sa.Column("settled_at", sa.String(27), nullable=True),
        sa.PrimaryKeyConstraint("decision", name="pk_refused_question"),
    )
    op.create_index("ix_refused_question_same", "refused_question", ["same"])
