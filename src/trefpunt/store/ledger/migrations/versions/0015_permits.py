"""The table of `store/ledger/permits.py`: what was done before a decision on a permit."""

import sqlalchemy as sa
from alembic import op

from trefpunt.store.ledger.schema import Moment

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "permit_file",
        sa.Column("case", sa.String(64), nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("is_hit", sa.Boolean(), nullable=False),
        sa.Column("checked_at", Moment(), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("copy", sa.String(64), nullable=False),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("admissible_at", Moment(), nullable=True),
        sa.Column("received_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("case", name="pk_permit_file"),
    )
