"""The tables of `store/ledger/cases.py`."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the tables."""
