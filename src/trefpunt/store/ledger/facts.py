"""What a ledger knows of itself: by name, one short text each."""

import json

from sqlalchemy import Column, Connection, String, Table, Text, select

from trefpunt.store.ledger.schema import metadata

fact_table = Table(
    "ledger_fact",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

RESTORED = "restored"


def rests(connection: Connection) -> bool:
    """Tell whether this ledger was restored and nothing may be written to it yet."""
    kept = connection.scalar(select(fact_table.c.value).where(fact_table.c.name == RESTORED))
    return kept is not None and not json.loads(kept)["has_log"]
