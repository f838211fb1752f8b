"""Whether a request was made at all, or its answer sent unasked."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the column; whatever is there was asked for."""
    op.add_column(
        "content_request",
        sa.Column("is_unasked", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
