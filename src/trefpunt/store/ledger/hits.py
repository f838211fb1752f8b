"""What the ledger keeps of hits: indexes given and held, questions asked.

A question's sheet (inputs and blinds) is kept only until the question is finished, then erased. Nothing
here names a subject in clear on the answering side.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    and_,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Row

from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

publication = Table(
    "hit_publication",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("partner", String(64), nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("epoch", String(64), nullable=False),
    Column("key_types", Text, nullable=False),
    Column("officer", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("valid_to", Moment, nullable=False),
    Column("erased_at", Moment),
    Column("deletion_receipt_at", Moment),
    Column("files", Text, nullable=False, server_default="[]"),
)
index = Table(
    "hit_index",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("epoch", String(64), nullable=False),
    Column("honey_sha256", String(64), nullable=False),
    Column("honey_size", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("header", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("valid_to", Moment, nullable=False),
    Column("deleted_at", Moment),
)
question = Table(
    "hit_question",
    metadata,
    Column("reference", String(64), primary_key=True),
    Column("listing", String(64), nullable=False, index=True),
    Column("part", Integer, nullable=False),
    Column("partner", String(64), nullable=False),
    Column("officer", String(64), nullable=False),
    Column("role", String(64), nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("letter", String(64), nullable=False, unique=True),
    Column("conversation", String(64), nullable=False),
    Column("index_sha256", String(64), nullable=False),
    Column("article", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("subject_category", String(32), nullable=False),
    Column("stated", Text, nullable=False),
    Column("rows", Text, nullable=False),
    Column("sheet", LargeBinary),
    Column("evaluated", LargeBinary),
    Column("state", String(16), nullable=False),
    Column("outcome", Text),
    Column("asked_at", Moment, nullable=False),
    Column("finished_at", Moment),
)


@dataclass(frozen=True, slots=True)
class Publication:
    """An index that this node gave to a partner; `files` are the hashes of its attachments here."""

    id: str
    partner: str
    purpose: str
    epoch: str
    key_types: tuple[str, ...]
    officer: str
    created_at: datetime
    valid_to: datetime
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldIndex:
    """An index that a partner gave to this node; the files are blobs by their hash."""

    sha256: str
    size: int
    holder: str
    purpose: str
    epoch: str
    honey_sha256: str
    honey_size: int
    header: Mapping[str, Any]
    received_at: datetime
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question or a part of a list, as the asking node keeps it.

    Attributes:
        stated: names of the facts that the officer stated as true.
        rows: per row the subject's own reference and the own case number.
        sheet: inputs, blinds and places, until the question is finished.
        outcome: per row what came back, once finished; or the refusal.
    """

    reference: str
    listing: str
    part: int
    partner: str
    officer: str
    role: str
    purpose: str
    letter: str
    conversation: str
    index_sha256: str
    article: Mapping[str, Any]
    terms: Mapping[str, Any]
    subject_category: str
    stated: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    state: str
    asked_at: datetime
    sheet: bytes | None = field(default=None, repr=False)
    evaluated: bytes | None = field(default=None, repr=False)
    outcome: Mapping[str, Any] | None = None


# ── indexes ─────────────────────────────────────────────────────────────────────────────────────────────


def save_publication(tx: Transaction, given: Publication) -> None:
    """Keep that an index was given."""
    row = {name: getattr(given, name) for name in given.__slots__} | {
        "key_types": json.dumps(given.key_types),
        "files": json.dumps(given.files),
    }
    tx.connection.execute(insert(publication).values(row))


def living_publication(
    tx: Transaction, *, partner: str, purpose: str, epoch: str, now: datetime
) -> Publication | None:
    """Return the index given to this partner for this purpose and epoch, if its keys still exist."""
    where = and_(
        publication.c.partner == partner,
        publication.c.purpose == purpose,
        publication.c.epoch == epoch,
        publication.c.valid_to > now,
        publication.c.erased_at.is_(None),
    )
    row = tx.connection.execute(select(publication).where(where)).one_or_none()
    return None if row is None else _publication(row)


def publications(tx: Transaction) -> list[Publication]:
    """List every index given whose keys still exist, the newest first."""
    query = (
        select(publication).where(publication.c.erased_at.is_(None)).order_by(publication.c.created_at.desc())
    )
    return [_publication(row) for row in tx.connection.execute(query)]


def ended_publications(tx: Transaction, now: datetime) -> list[Publication]:
    """List the indexes whose epoch is over and whose keys must go."""
    return [given for given in publications(tx) if given.valid_to <= now]


def mark_erased(tx: Transaction, publication_id: str, now: datetime) -> None:
    """Keep that the keys of an index are gone."""
    where = publication.c.id == publication_id
    tx.connection.execute(update(publication).where(where).values(erased_at=now))


def mark_deleted_by_partner(tx: Transaction, *, partner: str, epoch: str, now: datetime) -> None:
    """Keep the partner's word that it has deleted an index."""
    where = and_(publication.c.partner == partner, publication.c.epoch == epoch)
    tx.connection.execute(update(publication).where(where).values(deletion_receipt_at=now))


def save_index(tx: Transaction, held: HeldIndex) -> None:
    """Keep an index that a partner gave."""
    row = {name: getattr(held, name) for name in held.__slots__} | {"header": json.dumps(dict(held.header))}
    tx.connection.execute(insert(index).values(row))


def newest_index(tx: Transaction, *, holder: str, purpose: str, now: datetime) -> HeldIndex | None:
    """Return the newest index of a holder for a purpose that is still valid."""
    where = and_(
        index.c.holder == holder,
        index.c.purpose == purpose,
        index.c.valid_to > now,
        index.c.deleted_at.is_(None),
    )
    query = select(index).where(where).order_by(index.c.received_at.desc()).limit(1)
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else _held_index(row)


def knows_index(tx: Transaction, files: Collection[str]) -> bool:
    """Tell whether one of these files ever came as an index or as its honey, deleted or not."""
    where = or_(index.c.sha256.in_(files), index.c.honey_sha256.in_(files))
    return tx.connection.execute(select(index.c.sha256).where(where).limit(1)).first() is not None


def index_by_hash(tx: Transaction, sha256: str) -> HeldIndex | None:
    """Return an index by the hash of its file, if it has not been deleted."""
    where = and_(index.c.sha256 == sha256, index.c.deleted_at.is_(None))
    row = tx.connection.execute(select(index).where(where)).one_or_none()
    return None if row is None else _held_index(row)


def ended_indexes(tx: Transaction, now: datetime) -> list[HeldIndex]:
    """List the held indexes that must be deleted because their end date has come."""
    where = and_(index.c.valid_to <= now, index.c.deleted_at.is_(None))
    return [_held_index(row) for row in tx.connection.execute(select(index).where(where))]


def mark_deleted(tx: Transaction, sha256: str, now: datetime) -> None:
    """Keep that a held index has been deleted."""
    tx.connection.execute(update(index).where(index.c.sha256 == sha256).values(deleted_at=now))


# ── questions, asking side ──────────────────────────────────────────────────────────────────────────────


def save_question(tx: Transaction, asked: AskedQuestion) -> None:
    """Keep a question together with the sheet that alone can finish it."""
    row = {name: getattr(asked, name) for name in asked.__slots__}
    for name in ("article", "terms"):
        row[name] = json.dumps(dict(row[name]))
    row["rows"], row["stated"] = json.dumps(asked.rows), json.dumps(asked.stated)
    row["outcome"] = None
    tx.connection.execute(insert(question).values(row))


def question_of_letter(tx: Transaction, letter: str) -> AskedQuestion | None:
    """Return the question that travelled in this letter."""
    row = tx.connection.execute(select(question).where(question.c.letter == letter)).one_or_none()
    return None if row is None else _asked(row)


def question_by_reference(tx: Transaction, reference: str) -> AskedQuestion | None:
    """Return a question by its reference."""
    row = tx.connection.execute(select(question).where(question.c.reference == reference)).one_or_none()
    return None if row is None else _asked(row)


def questions_of_listing(tx: Transaction, listing: str) -> list[AskedQuestion]:
    """Return every part of a list in order."""
    query = select(question).where(question.c.listing == listing).order_by(question.c.part)
    return [_asked(row) for row in tx.connection.execute(query)]


def open_questions(tx: Transaction) -> list[AskedQuestion]:
    """Return every question, and part of a list, that no answer has come to."""
    return [_asked(row) for row in tx.connection.execute(select(question).where(question.c.state == "asked"))]


def unfinished_listings(tx: Transaction) -> list[str]:
    """Return the lists of which a part is still to be finished."""
    query = (
        select(question.c.listing).where(question.c.listing != "", question.c.state != "finished").distinct()
    )
    return [row.listing for row in tx.connection.execute(query)]


def is_listing_waiting(tx: Transaction, listing: str) -> bool:
    """Tell whether a part of a list has not come back yet."""
    where = and_(question.c.listing == listing, question.c.state == "asked")
    return tx.connection.execute(select(question.c.part).where(where).limit(1)).one_or_none() is not None


def open_questions_of_index(tx: Transaction, sha256: str) -> list[AskedQuestion]:
    """Return the questions that are not finished and can be only with this index."""
    where = and_(question.c.index_sha256 == sha256, question.c.state != "finished")
    return [_asked(row) for row in tx.connection.execute(select(question).where(where))]


def questions_of_case(tx: Transaction, case: str) -> list[AskedQuestion]:
    """Return every question, and part of a list, with a row for this case, the first one first."""
    # Found by its words, then seen by its rows: a case number may stand inside another.
    near = question.c.rows.contains(json.dumps(case), autoescape=True)
    query = select(question).where(near).order_by(question.c.asked_at, question.c.reference)
    found = [_asked(row) for row in tx.connection.execute(query)]
    return [one for one in found if any(of_case == case for _, of_case in one.rows)]


def recent_questions(tx: Transaction, most: int) -> list[AskedQuestion]:
    """Return the latest questions, newest first."""
    query = select(question).order_by(question.c.asked_at.desc()).limit(most)
    return [_asked(row) for row in tx.connection.execute(query)]


def keep_evaluated(tx: Transaction, reference: str, evaluated: bytes) -> None:
    """Keep what came back for a part of a list until it is proven."""
    values = {"evaluated": evaluated, "state": "answered"}
    where = and_(question.c.reference == reference, question.c.state == "asked")
    tx.connection.execute(update(question).where(where).values(values))


def finish_question(tx: Transaction, reference: str, *, outcome: Mapping[str, Any], now: datetime) -> bool:
    """Keep the outcome and erase everything from which more could be learned; False if it was finished."""
    values = {
        "outcome": json.dumps(dict(outcome)),
        "state": "finished",
        "sheet": None,
        "evaluated": None,
        "finished_at": now,
    }
    where = and_(question.c.reference == reference, question.c.state != "finished")
    return tx.connection.execute(update(question).where(where).values(values)).rowcount == 1


def _publication(row: Row[Any]) -> Publication:
    values = {name: row._mapping[name] for name in Publication.__slots__}
    listed = {name: tuple(json.loads(values[name])) for name in ("key_types", "files")}
    return Publication(**values | listed)


def _held_index(row: Row[Any]) -> HeldIndex:
    values = {name: row._mapping[name] for name in HeldIndex.__slots__}
    return HeldIndex(**values | {"header": json.loads(values["header"])})


def _asked(row: Row[Any]) -> AskedQuestion:
    values = {name: row._mapping[name] for name in AskedQuestion.__slots__}
    values["article"], values["terms"] = json.loads(values["article"]), json.loads(values["terms"])
    values["stated"] = tuple(json.loads(values["stated"]))
    values["rows"] = tuple((ref, case) for ref, case in json.loads(values["rows"]))
    values["outcome"] = None if values["outcome"] is None else json.loads(values["outcome"])
    return AskedQuestion(**values)
