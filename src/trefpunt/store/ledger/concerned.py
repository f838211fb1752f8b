"""What the ledger keeps of persons concerned: what they ask, who is asked, and marks of questions asked.

A description is kept until the request is closed here. A mark is a keyed hash of a match key: it finds the
questions about a person only together with that person's description.
"""

import json
from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Column, String, Table, Text, and_, delete, insert, select, update
from sqlalchemy.engine import Row

from trefpunt.model import (
    ConcernedAnswer,
    ConcernedDecision,
    ConcernedKind,
    ConcernedRequest,
    Processing,
    ProcessingAct,
    Restriction,
)
from trefpunt.store.ledger.casework import subject_from_json, subject_to_json
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.hits import question
from trefpunt.store.ledger.schema import Moment, metadata

_MARKS_AT_ONCE = 200

request = Table(
    "concerned_request",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("asker", String(64), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("subject", Text),
    Column("theirs", String(64), nullable=False),
    Column("conversation", String(64), nullable=False),
    Column("closed_at", Moment),
)
answer = Table(
    "concerned_answer",
    metadata,
    Column("request", String(64), primary_key=True),
    Column("by", String(64), primary_key=True),
    Column("decision", String(16)),
    Column("restriction", String(32)),
    Column("told", Text, nullable=False),
)
mark = Table(
    "asked_mark",
    metadata,
    Column("mark", String(64), primary_key=True),
    Column("question", String(64), primary_key=True),
)


def save_request(tx: Transaction, made: ConcernedRequest) -> None:
    """Keep a new request of a person."""
    row = {one.name: getattr(made, one.name) for one in fields(made)}
    subject = None if made.subject is None else json.dumps(subject_to_json(made.subject))
    tx.connection.execute(insert(request).values(row | {"subject": subject}))


def find_request(tx: Transaction, reference: str) -> ConcernedRequest | None:
    """Return a request by this node's reference."""
    row = tx.connection.execute(select(request).where(request.c.id == reference)).one_or_none()
    return None if row is None else _request(row)


def requests(tx: Transaction) -> list[ConcernedRequest]:
    """List all requests, those that are due first at the top."""
    query = select(request).order_by(request.c.due_at, request.c.id)
    return [_request(row) for row in tx.connection.execute(query)]


def find_asked(tx: Transaction, asker: str, theirs: str) -> ConcernedRequest | None:
    """Return what a body asked before under its own reference."""
    where = and_(request.c.asker == asker, request.c.theirs == theirs)
    row = tx.connection.execute(select(request).where(where)).first()
    return None if row is None else _request(row)


def close_request(tx: Transaction, reference: str, at: datetime) -> None:
    """Keep that a request was answered here, and erase whom it was about."""
    values = {"closed_at": at, "subject": None}
    tx.connection.execute(update(request).where(request.c.id == reference).values(values))


def set_answer(tx: Transaction, given: ConcernedAnswer) -> None:
    """Keep what a node answered, or that it was asked, in place of what was kept of it."""
    where = and_(answer.c.request == given.request, answer.c.by == given.by)
    told = json.dumps([[one.holder, one.act, one.article, one.partner, one.month] for one in given.told])
    row = {one.name: getattr(given, one.name) for one in fields(given)} | {"told": told}
    tx.connection.execute(delete(answer).where(where))
    tx.connection.execute(insert(answer).values(row))


def answers_to(tx: Transaction, reference: str) -> dict[str, ConcernedAnswer]:
    """Return what came of a request, by node, also of those that have not answered yet."""
    query = select(answer).where(answer.c.request == reference).order_by(answer.c.by)
    return {row.by: _answer(row) for row in tx.connection.execute(query)}


def keep_marks(tx: Transaction, reference: str, marks: Collection[str]) -> None:
    """Keep by which marks a question that was asked is found again."""
    if marks:
        rows = [{"mark": one, "question": reference} for one in sorted(marks)]
        tx.connection.execute(insert(mark), rows)


def questions_marked(tx: Transaction, marks: Collection[str]) -> list[tuple[str, str, datetime]]:
    """List the questions with one of these marks: article, partner and moment, the first one first."""
    found = set[tuple[str, str, datetime]]()
    ordered = sorted(marks)
    for start in range(0, len(ordered), _MARKS_AT_ONCE):
        few = ordered[start : start + _MARKS_AT_ONCE]
        query = (
            select(question.c.article, question.c.partner, question.c.asked_at)
            .join(mark, mark.c.question == question.c.reference)
            .where(mark.c.mark.in_(few))
        )
        for row in tx.connection.execute(query):
            cited = json.loads(row.article)
            found.add((f"{cited['instrument']} {cited['article']}", row.partner, row.asked_at))
    return sorted(found, key=lambda one: one[2])


def _request(row: Row[Any]) -> ConcernedRequest:
    values = dict(row._mapping)
    subject = None if values["subject"] is None else subject_from_json(json.loads(values["subject"]))
    return ConcernedRequest(**values | {"kind": ConcernedKind(values["kind"]), "subject": subject})


def _answer(row: Row[Any]) -> ConcernedAnswer:
    told = (Processing(holder, ProcessingAct(act), *rest) for holder, act, *rest in json.loads(row.told))
    decision = None if row.decision is None else ConcernedDecision(row.decision)
    restriction = None if row.restriction is None else Restriction(row.restriction)
    return ConcernedAnswer(row.request, row.by, decision, restriction, tuple(told))
