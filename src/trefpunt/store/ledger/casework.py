"""What the ledger keeps of casework: requests for content, their answers, and consents, on either side."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Column, String, Table, Text, and_, insert, select, update
from sqlalchemy.engine import Row

from trefpunt.model import (
    Action,
    AnswerKind,
    Consent,
    ConsentState,
    ContentAnswer,
    ContentRequest,
    ContentState,
    Identifier,
    Schema,
    Sought,
    Subject,
    SubjectCategory,
)
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

request = Table(
    "content_request",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("is_ours", Boolean, primary_key=True),
    Column("partner", String(64), nullable=False),
    Column("officer", String(64), nullable=False),
    Column("role", String(64), nullable=False),
    Column("case", String(64), nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("category", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("sought", Text, nullable=False),
    Column("stated", Text, nullable=False),
    Column("article", String(128), nullable=False),
    Column("decision", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("clock", String(64), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("conditions", Text, nullable=False),
    Column("conversation", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("assigned_to", String(64), nullable=False),
    Column("is_unasked", Boolean, nullable=False),
)
answer = Table(
    "content_answer",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("is_ours", Boolean, primary_key=True),
    Column("request", String(64), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("records", Text, nullable=False),
    Column("reason", String(64), nullable=False),
    Column("conditions", Text, nullable=False),
    Column("officer", String(64), nullable=False),
    Column("answered_at", Moment, nullable=False),
    Column("markings", Text, nullable=False),
)
consent = Table(
    "consent",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("is_ours", Boolean, primary_key=True),
    Column("answer", String(64), nullable=False, index=True),
    Column("partner", String(64), nullable=False),
    Column("provider", String(64), nullable=False),
    Column("use", String(32), nullable=False),
    Column("case", String(64), nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("officer", String(64), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("decided_at", Moment),
    Column("until", Moment),
    Column("decided_by", String(64), nullable=False),
)
_LISTS = ("sought", "stated", "conditions")
_LISTS_OF_ANSWERS = ("conditions", "markings")


# ── requests ────────────────────────────────────────────────────────────────────────────────────────────


def save_request(tx: Transaction, made: ContentRequest) -> None:
    """Keep a new request."""
    row = {name: getattr(made, name) for name in made.__slots__}
    row |= {name: json.dumps(row[name]) for name in _LISTS}
    tx.connection.execute(
        insert(request).values(row | {"subject": json.dumps(subject_to_json(made.subject))})
    )


def find_request(tx: Transaction, request_id: str, *, is_ours: bool) -> ContentRequest | None:
    """Return a request of this side by its reference."""
    where = and_(request.c.id == request_id, request.c.is_ours == is_ours)
    row = tx.connection.execute(select(request).where(where)).one_or_none()
    return None if row is None else _request(row)


def requests(tx: Transaction) -> list[ContentRequest]:
    """List all requests, ours and theirs, by when their clock runs out; those without one last."""
    query = select(request).order_by(request.c.due_at.is_(None), request.c.due_at, request.c.received_at)
    return [_request(row) for row in tx.connection.execute(query)]


def move_request(tx: Transaction, request_id: str, state: ContentState, *, is_ours: bool) -> None:
    """Keep how a request stands now."""
    where = and_(request.c.id == request_id, request.c.is_ours == is_ours)
    tx.connection.execute(update(request).where(where).values(state=state))


def clarify_request(tx: Transaction, made: ContentRequest) -> None:
    """Keep what is stated in a request now, and when its clock runs out."""
    where = and_(request.c.id == made.id, request.c.is_ours == made.is_ours)
    values = {"stated": json.dumps(made.stated), "due_at": made.due_at}
    tx.connection.execute(update(request).where(where).values(values))


def file_request(tx: Transaction, made: ContentRequest) -> None:
    """Keep in which case a request of this side is, and who put it there."""
    where = and_(request.c.id == made.id, request.c.is_ours == made.is_ours)
    values = {"case": made.case, "assigned_to": made.assigned_to}
    tx.connection.execute(update(request).where(where).values(values))


def assign_request(tx: Transaction, request_id: str, officer: str, *, is_ours: bool) -> None:
    """Keep who works on a request."""
    where = and_(request.c.id == request_id, request.c.is_ours == is_ours)
    tx.connection.execute(update(request).where(where).values(assigned_to=officer))


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────


def save_answer(tx: Transaction, made: ContentAnswer) -> None:
    """Keep a new answer."""
    row = {name: getattr(made, name) for name in made.__slots__}
    records = json.dumps([subject_to_json(record) for record in made.records])
    values = row | {"records": records} | {name: json.dumps(row[name]) for name in _LISTS_OF_ANSWERS}
    tx.connection.execute(insert(answer).values(values))


def find_answer(tx: Transaction, answer_id: str, *, is_ours: bool) -> ContentAnswer | None:
    """Return an answer by its reference: one that this node gave, or one that it received."""
    where = and_(answer.c.id == answer_id, answer.c.is_ours == is_ours)
    row = tx.connection.execute(select(answer).where(where)).one_or_none()
    return None if row is None else _answer(row)


def answers_to(tx: Transaction, request_id: str, *, is_ours: bool) -> list[ContentAnswer]:
    """List the answers to a request, the first one first."""
    where = and_(answer.c.request == request_id, answer.c.is_ours == is_ours)
    query = select(answer).where(where).order_by(answer.c.answered_at)
    return [_answer(row) for row in tx.connection.execute(query)]


# ── consents ────────────────────────────────────────────────────────────────────────────────────────────


def save_consent(tx: Transaction, asked: Consent) -> None:
    """Keep a consent that is asked."""
    tx.connection.execute(insert(consent).values({name: getattr(asked, name) for name in asked.__slots__}))


def find_consent(tx: Transaction, consent_id: str, *, is_ours: bool) -> Consent | None:
    """Return a consent by its reference."""
    where = and_(consent.c.id == consent_id, consent.c.is_ours == is_ours)
    row = tx.connection.execute(select(consent).where(where)).one_or_none()
    return None if row is None else _consent(row)


def consents(tx: Transaction) -> list[Consent]:
    """List all consents, the newest first."""
    return [
        _consent(row) for row in tx.connection.execute(select(consent).order_by(consent.c.asked_at.desc()))
    ]


def consents_for(tx: Transaction, answer_id: str) -> list[Consent]:
    """List what this node has asked for an answer."""
    where = and_(consent.c.answer == answer_id, consent.c.is_ours.is_(True))
    return [_consent(row) for row in tx.connection.execute(select(consent).where(where))]


def decide_consent(tx: Transaction, decided: Consent) -> None:
    """Keep what was decided on a consent."""
    where = and_(consent.c.id == decided.id, consent.c.is_ours == decided.is_ours)
    values = {name: getattr(decided, name) for name in ("state", "decided_at", "until", "decided_by")}
    tx.connection.execute(update(consent).where(where).values(values))


# ── subjects ────────────────────────────────────────────────────────────────────────────────────────────


def subject_to_json(subject: Subject) -> dict[str, Any]:
    """Return a subject as JSON with FollowTheMoney's names; provenance stays at home."""
    return {
        "id": subject.ref,
        "schema": subject.schema.value,
        "category": subject.category.value,
        "properties": {name: list(values) for name, values in subject.properties.items()},
        "numbers": [[number.scheme, number.country, number.value] for number in subject.identifiers],
        "synthetic": subject.is_synthetic,
    }


def subject_from_json(found: Mapping[str, Any]) -> Subject:
    """Read what `subject_to_json` made.

    Raises:
        KeyError, TypeError, ValueError: it has another form.
    """
    return Subject(
        ref=str(found["id"]),
        schema=Schema(found["schema"]),
        category=SubjectCategory(found["category"]),
        properties={str(name): tuple(map(str, values)) for name, values in found["properties"].items()},
        identifiers=tuple(
            Identifier(str(scheme), str(value), str(country)) for scheme, country, value in found["numbers"]
        ),
        is_synthetic=found["synthetic"] is True,
    )


def _request(row: Row[Any]) -> ContentRequest:
    values = dict(row._mapping)
    values |= {name: tuple(json.loads(values[name])) for name in _LISTS}
    values |= {"subject": subject_from_json(json.loads(values["subject"]))}
    sought = tuple(Sought(word) for word in values["sought"])
    return ContentRequest(**values | {"sought": sought, "state": ContentState(values["state"])})


def _answer(row: Row[Any]) -> ContentAnswer:
    values = dict(row._mapping)
    records = tuple(subject_from_json(found) for found in json.loads(values["records"]))
    lists = {name: tuple(json.loads(values[name])) for name in _LISTS_OF_ANSWERS}
    return ContentAnswer(**values | lists | {"records": records, "kind": AnswerKind(values["kind"])})


def _consent(row: Row[Any]) -> Consent:
    values = dict(row._mapping)
    return Consent(**values | {"use": Action(values["use"]), "state": ConsentState(values["state"])})
