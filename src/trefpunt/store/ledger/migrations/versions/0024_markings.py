"""How good an answer is, and how it is to be handled."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add the column; what is there was never marked."""
    op.add_column("content_answer", sa.Column("markings", sa.Text(), nullable=False, server_default="[]"))
