"""What the ledger keeps of partners: agreements, signatures, invitations, threads, and notices for people."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Integer, String, Table, Text, and_, insert, select, update

from trefpunt.errors import NotStored
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

_agreement = Table(
    "exchange_agreement",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("partner", String(64), nullable=False, index=True),
    Column("fingerprint", String(64), nullable=False, index=True),
    Column("document", Text, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("proposed_by", String(64), nullable=False),
)
_signature = Table(
    "exchange_signature",
    metadata,
    Column("agreement", String(64), primary_key=True),
    Column("by", String(64), primary_key=True),
    Column("verdict", String(16), primary_key=True),
    Column("signed_at", Moment, nullable=False),
    Column("officers", Text, nullable=False),
    Column("token", Text, nullable=False),
)
_invitation = Table(
    "exchange_invitation",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("code_hash", String(64), nullable=False),
    Column("terms", Text, nullable=False),
    Column("officer", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("wrong_tries", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("challenge", String(64), nullable=False),
    Column("agreement", Text, nullable=False),
)
thread_table = Table(
    "exchange_thread",
    metadata,
    Column("partner", String(64), primary_key=True),
    Column("conversation", String(36), primary_key=True),
    Column("my_seq", Integer, nullable=False),
    Column("my_prev", String(64), nullable=False),
    Column("their_seq", Integer, nullable=False),
    Column("their_prev", String(64), nullable=False),
)
_notice = Table(
    "exchange_notice",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("code", String(64), nullable=False),
    Column("partner", String(64), nullable=False),
    Column("letter", String(36), nullable=False),
    Column("facts", Text, nullable=False),
    Column("seen_at", Moment),
    Column("seen_by", String(64)),
)


@dataclass(frozen=True, slots=True)
class StoredAgreement:
    """An agreement as text, with who proposed it here and the partner's pinned certificate."""

    id: str
    partner: str
    fingerprint: str
    document: str
    proposed_at: datetime
    proposed_by: str


@dataclass(frozen=True, slots=True)
class StoredSignature:
    """One verdict over an agreement."""

    agreement: str
    by: str
    verdict: str
    signed_at: datetime
    officers: tuple[str, ...]
    token: str


@dataclass(frozen=True, slots=True)
class StoredInvitation:
    """An invitation that this node gave out.

    Attributes:
        state: `open`, `used` (the code was right once; the keys are being proven), `done` or `dead`.
        challenge: what the partner must give back to prove its box key.
        agreement: the agreement that came of it, as text.
    """

    id: str
    code_hash: str
    terms: str
    officer: str
    expires_at: datetime
    wrong_tries: int = 0
    state: str = "open"
    challenge: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """How far both halves of a conversation with one partner are, and the hash each next letter names."""

    partner: str
    conversation: str
    my_seq: int = 0
    my_prev: str = ""
    their_seq: int = 0
    their_prev: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person must hear about; `code` is from a closed list that `words` has."""

    at: datetime
    code: str
    partner: str
    letter: str
    facts: Mapping[str, str]
    id: int = 0


def row_of(record: Any) -> dict[str, Any]:
    """Return a record as the columns of its table."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def add_agreement(tx: Transaction, stored: StoredAgreement) -> None:
    """Keep an agreement; a second time nothing changes."""
    if agreement(tx, stored.id) is None:
        tx.connection.execute(insert(_agreement), row_of(stored))


def set_proposer(tx: Transaction, agreement_id: str, officer: str) -> bool:
    """Note who took up an agreement that came by letter; say whether it was still without anyone."""
    waiting = and_(_agreement.c.id == agreement_id, _agreement.c.proposed_by == "")
    return tx.connection.execute(update(_agreement).where(waiting).values(proposed_by=officer)).rowcount == 1


def agreement(tx: Transaction, agreement_id: str) -> StoredAgreement | None:
    """Return one agreement."""
    row = tx.connection.execute(select(_agreement).where(_agreement.c.id == agreement_id)).first()
    return None if row is None else StoredAgreement(*row)


def agreements(tx: Transaction, *, partner: str = "", fingerprint: str = "") -> list[StoredAgreement]:
    """Return agreements, newest first: of one partner, of one pinned certificate, or all."""
    wanted = select(_agreement).order_by(_agreement.c.proposed_at.desc(), _agreement.c.id)
    if partner:
        wanted = wanted.where(_agreement.c.partner == partner)
    if fingerprint:
        wanted = wanted.where(_agreement.c.fingerprint == fingerprint)
    return [StoredAgreement(*row) for row in tx.connection.execute(wanted)]


def add_signature(tx: Transaction, stored: StoredSignature) -> bool:
    """Keep a verdict; say whether it is new."""
    same = and_(
        _signature.c.agreement == stored.agreement,
        _signature.c.by == stored.by,
        _signature.c.verdict == stored.verdict,
    )
    if tx.connection.execute(select(_signature.c.by).where(same)).first() is not None:
        return False
    tx.connection.execute(
        insert(_signature), {**row_of(stored), "officers": json.dumps(list(stored.officers))}
    )
    return True


def signatures(tx: Transaction, agreement_id: str) -> list[StoredSignature]:
    """Return the verdicts over one agreement, oldest first."""
    wanted = select(_signature).where(_signature.c.agreement == agreement_id).order_by(_signature.c.signed_at)
    return [
        StoredSignature(row.agreement, row.by, row.verdict, row.signed_at, _officers(row), row.token)
        for row in tx.connection.execute(wanted)
    ]


def _officers(row: Any) -> tuple[str, ...]:
    return tuple(json.loads(row.officers))


def add_invitation(tx: Transaction, stored: StoredInvitation) -> None:
    """Keep an invitation."""
    tx.connection.execute(insert(_invitation), row_of(stored))


def invitation(tx: Transaction, invitation_id: str) -> StoredInvitation | None:
    """Return one invitation."""
    row = tx.connection.execute(select(_invitation).where(_invitation.c.id == invitation_id)).first()
    return None if row is None else StoredInvitation(*row)


def save_invitation(tx: Transaction, stored: StoredInvitation) -> None:
    """Replace what is kept of an invitation."""
    tx.connection.execute(update(_invitation).where(_invitation.c.id == stored.id).values(**row_of(stored)))


def thread(tx: Transaction, partner: str, conversation: str) -> Thread:
    """Return how far a conversation is; a new one begins at nought."""
    row = tx.connection.execute(select(thread_table).where(_same_thread(partner, conversation))).first()
    return Thread(partner, conversation) if row is None else Thread(*row)


def save_thread(tx: Transaction, moved: Thread) -> None:
    """Keep how far a conversation is now."""
    here = _same_thread(moved.partner, moved.conversation)
    if tx.connection.execute(update(thread_table).where(here).values(**row_of(moved))).rowcount == 0:
        tx.connection.execute(insert(thread_table), row_of(moved))


def _same_thread(partner: str, conversation: str) -> Any:
    return and_(thread_table.c.partner == partner, thread_table.c.conversation == conversation)


def add_notice(tx: Transaction, notice: Notice) -> None:
    """Tell a person: it stays on the screen until somebody has seen it."""
    at, code, partner, letter, facts, _ = astuple(notice)
    row = {"at": at, "code": code, "partner": partner, "letter": letter, "facts": json.dumps(facts)}
    tx.connection.execute(insert(_notice), row)


def unseen_notices(tx: Transaction) -> list[Notice]:
    """Return what nobody has seen yet, oldest first."""
    wanted = select(_notice).where(_notice.c.seen_at.is_(None)).order_by(_notice.c.id)
    return [
        Notice(row.at, row.code, row.partner, row.letter, json.loads(row.facts), row.id)
        for row in tx.connection.execute(wanted)
    ]


def mark_seen(tx: Transaction, notice_id: int, *, by: str, at: datetime) -> None:
    """Note who has seen a notice.

    Raises:
        NotStored: there is no such notice.
    """
    here = update(_notice).where(_notice.c.id == notice_id).values(seen_at=at, seen_by=by)
    if tx.connection.execute(here).rowcount != 1:
        raise NotStored("there is no notice {notice_id}", hint="list them again", notice_id=notice_id)
