"""The tables of `store/ledger/hits.py`."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables."""
