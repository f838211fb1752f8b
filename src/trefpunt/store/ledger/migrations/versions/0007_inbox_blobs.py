"""The table of `store/ledger/exchange_blobs.py`: what the letters of partners bring along."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "exchange_inbox_blob",
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("letter", sa.String(36), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_fetched", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("partner", "letter", "sha256", name="pk_exchange_inbox_blob"),
    )
    op.create_index("ix_exchange_inbox_blob_sha256", "exchange_inbox_blob", ["sha256"])
