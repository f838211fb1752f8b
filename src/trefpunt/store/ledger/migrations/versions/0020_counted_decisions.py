"""The table of `store/ledger/counting.py`: what each decision turned on, without anybody."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_WORDS = ("month", "law_of", "action", "asking", "role", "holder", "category", "subject_category", "purpose")


def upgrade() -> None:
    """Create the table; decisions that were counted before are not in it, and cannot be replayed."""
    op.create_table(
        "audit_decision",
        sa.Column("digest", sa.String(64), nullable=False),
        *(sa.Column(name, sa.String(120), nullable=False) for name in _WORDS),
        sa.Column("stated", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(120), nullable=False),
        sa.Column("article", sa.String(120), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_audit_decision"),
    )
    op.create_index("ix_audit_decision_month", "audit_decision", ["month"])
