"""The tables of `store/ledger/casework.py`: requests for content, answers, consents."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "content_request",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("case", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sought", sa.Text(), nullable=False),
        sa.Column("stated", sa.Text(), nullable=False),
        sa.Column("article", sa.String(128), nullable=False),
        sa.Column("decision", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("clock", sa.String(64), nullable=False),
        sa.Column("received_at", sa.String(27), nullable=False),
        sa.Column("due_at", sa.String(27)),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("assigned_to", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", "is_ours", name="pk_content_request"),
    )
    op.create_table(
        "content_answer",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("records", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("answered_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("id", "is_ours", name="pk_content_answer"),
    )
    op.create_index("ix_content_answer_request", "content_answer", ["request"])
    op.create_table(
        "consent",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(64), nullable=False),
        sa.Column("use", sa.String(32), nullable=False),
        sa.Column("case", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("decided_at", sa.String(27)),
        sa.Column("until", sa.String(27)),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", "is_ours", name="pk_consent"),
    )
    op.create_index("ix_consent_answer", "consent", ["answer"])
