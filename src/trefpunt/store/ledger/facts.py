"""What a ledger knows of itself: by name, one short text each."""

from sqlalchemy import Column, String, Table, Text

from trefpunt.store.ledger.schema import metadata

fact_table = Table(
    "ledger_fact",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
