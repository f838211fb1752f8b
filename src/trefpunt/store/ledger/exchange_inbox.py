"""The inbox: what partners sent, what became of it and the receipt they were given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)

from trefpunt.model import INBOX_MOVES, InboxState
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.exchange import row_of
from trefpunt.store.ledger.exchange import thread_table as _thread
from trefpunt.store.ledger.exchange_outbox import check_move
from trefpunt.store.ledger.schema import Moment, metadata

_UNFINISHED = (InboxState.PARKED.value, InboxState.STORED.value)

_inbox = Table(
    "exchange_inbox",
    metadata,
    Column("partner", String(64), primary_key=True),
    Column("letter", String(36), primary_key=True),
    Column("conversation", String(36), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("is_void", Boolean, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("token", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("policy", String(128), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("receipt", Text, nullable=False),
    Column("reply", String(36), nullable=False),
    Column("owes_receipt", Boolean, nullable=False),
)
Index(
    "ix_exchange_inbox_place",
    _inbox.c.partner,
    _inbox.c.conversation,
    _inbox.c.seq,
    _inbox.c.is_void,
    unique=True,
)
Index("ix_exchange_inbox_state", _inbox.c.state)
Index("ix_exchange_inbox_owes_receipt", _inbox.c.owes_receipt)


inbox_table = _inbox
"""For the joins of `exchange_blobs.py`."""


@dataclass(frozen=True, slots=True)
class InLetter:
    """A letter in the inbox.

    Attributes:
        policy: hash of the law on the day it came; another law later refuses it.
        receipt: the receipt last given, as a token: a duplicate gets the same bytes.
        reply: the letter that answers it, when its handler made one.
        owes_receipt: it ended after the sender was told `stored`; the sender is still to hear how.
    """

    partner: str
    letter: str
    conversation: str
    seq: int
    is_void: bool
    kind: str
    sha256: str
    token: str
    received_at: datetime
    expires_at: datetime
    policy: str
    state: InboxState
    reason: str = ""
    receipt: str = ""
    reply: str = ""
    owes_receipt: bool = False


def add(tx: Transaction, letter: InLetter) -> None:
    """Keep a letter that came."""
    tx.connection.execute(insert(_inbox), row_of(letter))


def find(tx: Transaction, partner: str, letter_id: str) -> InLetter | None:
    """Return a letter of the inbox."""
    row = tx.connection.execute(select(_inbox).where(_same(partner, letter_id))).first()
    return None if row is None else _letter(row)


def at_place(tx: Transaction, partner: str, conversation: str, seq: int) -> list[InLetter]:
    """Return what came for one number of a conversation: a letter, the void that closes it, or both."""
    place = and_(_inbox.c.partner == partner, _inbox.c.conversation == conversation, _inbox.c.seq == seq)
    rows = tx.connection.execute(select(_inbox).where(place).order_by(_inbox.c.is_void))
    return [_letter(row) for row in rows]


def count_unfinished(tx: Transaction, partner: str, conversation: str = "") -> int:
    """Return how many letters of a partner, or of one conversation, are parked or stored."""
    wanted = select(func.count()).where(_inbox.c.partner == partner, _inbox.c.state.in_(_UNFINISHED))
    if conversation:
        wanted = wanted.where(_inbox.c.conversation == conversation)
    return tx.connection.scalar(wanted) or 0


def waiting_partners(tx: Transaction) -> list[str]:
    """Return the partners of whom something is parked or stored."""
    wanted = select(_inbox.c.partner).where(_inbox.c.state.in_(_UNFINISHED)).distinct()
    return list(tx.connection.scalars(wanted.order_by(_inbox.c.partner)))


def owed_partners(tx: Transaction) -> list[str]:
    """Return the partners who have not yet heard how some of their letters ended."""
    wanted = select(_inbox.c.partner).where(_inbox.c.owes_receipt.is_(True)).distinct()
    return list(tx.connection.scalars(wanted.order_by(_inbox.c.partner)))


def ready(tx: Transaction, partner: str, *, limit: int) -> list[InLetter]:
    """Return what is parked or stored of a partner and whose turn has come, in the order received."""
    done = func.coalesce(_thread.c.their_seq, 0)
    same = and_(_thread.c.partner == _inbox.c.partner, _thread.c.conversation == _inbox.c.conversation)
    wanted = (
        select(_inbox)
        .join_from(_inbox, _thread, same, isouter=True)
        .where(_inbox.c.partner == partner)
        .where(_inbox.c.state.in_(_UNFINISHED), _inbox.c.seq == done + 1)
        .order_by(_inbox.c.received_at)
        .limit(limit)
    )
    return [_letter(row) for row in tx.connection.execute(wanted)]


def overdue(tx: Transaction, partner: str, *, now: datetime, limit: int) -> list[InLetter]:
    """Return letters of a partner that lie here and whose time is over; voids have none."""
    wanted = (
        select(_inbox)
        .where(_inbox.c.partner == partner)
        .where(_inbox.c.state.in_(_UNFINISHED), _inbox.c.expires_at <= now, _inbox.c.is_void.is_(False))
        .limit(limit)
    )
    return [_letter(row) for row in tx.connection.execute(wanted)]


def of_partner(
    tx: Transaction, partner: str, *, after: str = "", conversation: str = "", limit: int
) -> list[InLetter]:
    """Return letters of a partner by id, from the one behind `after`."""
    wanted = select(_inbox).where(_inbox.c.partner == partner, _inbox.c.letter > after)
    if conversation:
        wanted = wanted.where(_inbox.c.conversation == conversation)
    return [_letter(row) for row in tx.connection.execute(wanted.order_by(_inbox.c.letter).limit(limit))]


def has_conversation(tx: Transaction, partner: str, conversation: str) -> bool:
    """Tell whether this partner has written in this conversation."""
    place = and_(_inbox.c.partner == partner, _inbox.c.conversation == conversation)
    return tx.connection.execute(select(_inbox.c.letter).where(place).limit(1)).first() is not None


def set_reply(tx: Transaction, partner: str, letter_id: str, reply: str) -> None:
    """Note which letter answers."""
    tx.connection.execute(update(_inbox).where(_same(partner, letter_id)).values(reply=reply))


def move(tx: Transaction, letter: InLetter, to: InboxState, *, reason: str, receipt: str) -> None:
    """Take a letter one step on, as the table of states allows; its sender is owed the new receipt.

    Raises:
        StoreError: there is no such step.
    """
    check_move(INBOX_MOVES, letter.state, to)
    values = {"state": to.value, "reason": reason, "receipt": receipt, "owes_receipt": True}
    tx.connection.execute(update(_inbox).where(_same(letter.partner, letter.letter)).values(**values))


def owed_receipts(tx: Transaction, partner: str, *, limit: int) -> list[InLetter]:
    """Return letters of a partner that has not yet heard how they ended."""
    owed = and_(_inbox.c.partner == partner, _inbox.c.owes_receipt.is_(True))
    wanted = select(_inbox).where(owed).order_by(_inbox.c.letter).limit(limit)
    return [_letter(row) for row in tx.connection.execute(wanted)]


def receipt_given(tx: Transaction, letter: InLetter) -> None:
    """Note that the sender was told this; if it did not hear, it asks by sending the letter again."""
    told = and_(_same(letter.partner, letter.letter), _inbox.c.receipt == letter.receipt)
    tx.connection.execute(update(_inbox).where(told).values(owes_receipt=False))


def forget(tx: Transaction, *, expired_before: datetime) -> int:
    """Remove finished letters whose time was over before this moment; return how many."""
    old = and_(_inbox.c.expires_at < expired_before, _inbox.c.state.not_in(_UNFINISHED))
    return tx.connection.execute(delete(_inbox).where(old)).rowcount


def _same(partner: str, letter_id: str) -> Any:
    return and_(_inbox.c.partner == partner, _inbox.c.letter == letter_id)


def _letter(row: Any) -> InLetter:
    values = dict(row._mapping)
    return InLetter(**{**values, "state": InboxState(values["state"])})
