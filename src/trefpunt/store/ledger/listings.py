"""Lists under way: the holder's blinded batches and the asker's sample, until the list is proven."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, String, Table, Text, and_, delete, insert, select

from trefpunt.model import KeyType
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

evaluated_batch = Table(
    "hit_evaluated",
    metadata,
    Column("letter", String(64), primary_key=True),
    Column("partner", String(64), nullable=False),
    Column("listing", String(64), nullable=False, index=True),
    Column("part", Integer, nullable=False),
    Column("publication", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
sample = Table(
    "hit_sample",
    metadata,
    Column("listing", String(64), primary_key=True),
    Column("letter", String(64), nullable=False),
    Column("conversation", String(64), nullable=False, unique=True),
    Column("places", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class EvaluatedBatch:
    """One part of a list as it was asked, blinded, kept by the answering node until it is proven."""

    letter: str
    partner: str
    listing: str
    part: int
    publication: str
    body: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Sample:
    """The places of a list that must be proven, as the asking node drew them."""

    listing: str
    letter: str
    conversation: str
    places: Mapping[KeyType, Sequence[int]]


def save_batch(tx: Transaction, batch: EvaluatedBatch) -> None:
    """Keep the blinded elements of a part of a list until its sample has been proven."""
    row = {name: getattr(batch, name) for name in batch.__slots__} | {"body": json.dumps(dict(batch.body))}
    tx.connection.execute(insert(evaluated_batch).values(row))


def batches_of(tx: Transaction, *, partner: str, listing: str) -> list[EvaluatedBatch]:
    """Return the kept parts of a partner's list in order."""
    where = and_(evaluated_batch.c.partner == partner, evaluated_batch.c.listing == listing)
    query = select(evaluated_batch).where(where).order_by(evaluated_batch.c.part)
    rows = tx.connection.execute(query)
    return [EvaluatedBatch(**row._asdict() | {"body": json.loads(row.body)}) for row in rows]


def drop_batches(tx: Transaction, *, partner: str, listing: str) -> None:
    """Forget the parts of a list: they have been proven."""
    where = and_(evaluated_batch.c.partner == partner, evaluated_batch.c.listing == listing)
    tx.connection.execute(delete(evaluated_batch).where(where))


def drop_batches_before(tx: Transaction, moment: datetime) -> None:
    """Forget parts whose proof nobody asked for."""
    tx.connection.execute(delete(evaluated_batch).where(evaluated_batch.c.at < moment))


def save_sample(tx: Transaction, drawn: Sample) -> None:
    """Keep which places were drawn, so that the proof is checked against those and no others."""
    row = {name: getattr(drawn, name) for name in ("listing", "letter", "conversation")}
    places = {name.value: list(at) for name, at in drawn.places.items()}
    tx.connection.execute(insert(sample).values({**row, "places": json.dumps(places)}))


def sample_of(tx: Transaction, listing: str) -> Sample | None:
    """Return the sample of a list, if it has been drawn."""
    return _sample(tx, sample.c.listing, listing)


def sample_in(tx: Transaction, conversation: str) -> Sample | None:
    """Return the sample that was sent in a conversation."""
    return _sample(tx, sample.c.conversation, conversation)


def _sample(tx: Transaction, column: Column[str], value: str) -> Sample | None:
    row = tx.connection.execute(select(sample).where(column == value)).one_or_none()
    if row is None:
        return None
    places = {KeyType(name): tuple(at) for name, at in json.loads(row.places).items()}
    return Sample(row.listing, row.letter, row.conversation, places)
