"""The table of `store/ledger/programme.py`: what is on the public programme."""

import sqlalchemy as sa
from alembic import op

from trefpunt.store.ledger.schema import Moment

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "programme_gathering",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("begins_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("public_from", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_programme_gathering"),
    )
    op.create_index("ix_programme_gathering_begins_at", "programme_gathering", ["begins_at"])
