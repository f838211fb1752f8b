"""The tables of `store/ledger/audit.py`."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
