"""The tables of `store/ledger/intake.py`."""

import sqlalchemy as sa
from alembic import op

from trefpunt.store.ledger.schema import Moment

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "intake_load",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("recipe", sa.String(64), nullable=False),
        sa.Column("recipe_sha256", sa.String(64), nullable=False),
        sa.Column("rows_read", sa.Integer, nullable=False),
        sa.Column("added", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("unchanged", sa.Integer, nullable=False),
        sa.Column("rejected", sa.Integer, nullable=False),
        sa.Column("faults", sa.Text, nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("loaded_at", Moment, nullable=False),
    )
    op.create_table(
        "intake_scheme",
        sa.Column("name", sa.String(120), primary_key=True),
        sa.Column("pattern", sa.Text, nullable=False),
        sa.Column("checked", sa.Boolean, nullable=False),
    )
