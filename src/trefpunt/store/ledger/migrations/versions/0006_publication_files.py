"""The files of an index that was given: so that they go when its epoch ends."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.add_column("hit_publication", sa.Column("files", sa.Text(), nullable=False, server_default="[]"))
