"""The tables of `store/ledger/web_sessions.py`."""

import sqlalchemy as sa
from alembic import op

from trefpunt.store.ledger.schema import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "web_link",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name="pk_web_link"),
    )
    op.create_table(
        "web_session",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("officer", sa.String(32), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_web_session"),
    )
