"""The table of `store/ledger/permits.py` for answers that stand in decisions."""

import sqlalchemy as sa
from alembic import op

from trefpunt.store.ledger.schema import Moment

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "noted_use",
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("case", sa.String(64), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("obtained_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=False),
        sa.Column("informed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("answer", name="pk_noted_use"),
    )
