"""The outbox: every letter of this node from the moment it was decided until its end is known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

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
    or_,
    select,
    update,
)

from trefpunt.errors import NotStored, StoreError
from trefpunt.model import OUTBOX_MOVES, Blob, OutboxState
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.exchange import row_of
from trefpunt.store.ledger.schema import Moment, metadata

_State = TypeVar("_State", bound=StrEnum)
_UNFINISHED = (OutboxState.WAITING.value, OutboxState.STORED.value)

_outbox = Table(
    "exchange_outbox",
    metadata,
    Column("letter", String(36), primary_key=True),
    Column("partner", String(64), nullable=False),
    Column("conversation", String(36), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("is_void", Boolean, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("agreement", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("token", Text, nullable=False),
    Column("posted_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("next_try_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Moment),
    Column("reason", String(64), nullable=False),
    Column("receipt", Text, nullable=False),
    Column("void", String(36), nullable=False),
)
Index(
    "ix_exchange_outbox_place",
    _outbox.c.partner,
    _outbox.c.conversation,
    _outbox.c.seq,
    _outbox.c.is_void,
    unique=True,
)
Index("ix_exchange_outbox_due", _outbox.c.state, _outbox.c.next_try_at)
_blob = Table(
    "exchange_outbox_blob",
    metadata,
    Column("letter", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("partner", String(64), nullable=False),
)
Index("ix_exchange_outbox_blob_sha256", _blob.c.sha256, _blob.c.partner)
blob_table = _blob
"""For the joins of `exchange_blobs.py`."""
VOID_OWED = "owed"


@dataclass(frozen=True, slots=True)
class OutLetter:
    """A letter in the outbox.

    Attributes:
        reason: the code of what stopped the last try, or why it was refused.
        receipt: the partner's last signed word, as a token.
        void: empty, `owed`, or the id of the void that closes its number.
    """

    letter: str
    partner: str
    conversation: str
    seq: int
    is_void: bool
    kind: str
    agreement: str
    sha256: str
    token: str
    posted_at: datetime
    expires_at: datetime
    state: OutboxState
    next_try_at: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    reason: str = ""
    receipt: str = ""
    void: str = ""


def check_move(moves: Mapping[_State, frozenset[_State]], before: _State, after: _State) -> None:
    """Refuse a step that the declared table of states does not have; nothing else changes a state.

    Raises:
        StoreError: there is no such step.
    """
    if after not in moves[before]:
        raise StoreError(
            "a letter cannot go from {before} to {after}",
            hint="this is a fault in Trefpunt, please report it",
            before=before,
            after=after,
        )


def add(tx: Transaction, letter: OutLetter, blobs: Sequence[Blob] = ()) -> None:
    """Put a letter into the outbox, with what is attached to it."""
    tx.connection.execute(insert(_outbox), row_of(letter))
    for blob in blobs:
        row = {"letter": letter.letter, "sha256": blob.sha256, "size": blob.size, "partner": letter.partner}
        tx.connection.execute(insert(_blob), row)


def find(tx: Transaction, letter_id: str) -> OutLetter | None:
    """Return a letter of the outbox."""
    row = tx.connection.execute(select(_outbox).where(_outbox.c.letter == letter_id)).first()
    return None if row is None else _letter(row)


def of_partner(
    tx: Transaction, partner: str, *, after: str = "", conversation: str = "", limit: int
) -> list[OutLetter]:
    """Return letters to a partner by id, from the one behind `after`."""
    wanted = select(_outbox).where(_outbox.c.partner == partner, _outbox.c.letter > after)
    if conversation:
        wanted = wanted.where(_outbox.c.conversation == conversation)
    return [_letter(row) for row in tx.connection.execute(wanted.order_by(_outbox.c.letter).limit(limit))]


def has_unfinished(tx: Transaction, partner: str, *, kind: str) -> bool:
    """Tell whether a letter of a kind is still on its way to a partner."""
    wanted = select(_outbox.c.letter).where(
        _outbox.c.partner == partner, _outbox.c.kind == kind, _outbox.c.state.in_(_UNFINISHED)
    )
    return tx.connection.execute(wanted.limit(1)).first() is not None


def due_partners(tx: Transaction, *, now: datetime) -> list[str]:
    """Return the partners for whom a letter waits whose next try has come."""
    is_due = and_(_outbox.c.state.in_(_UNFINISHED), _outbox.c.next_try_at <= now)
    wanted = select(_outbox.c.partner).where(is_due).distinct()
    return list(tx.connection.scalars(wanted.order_by(_outbox.c.partner)))


def due(tx: Transaction, partner: str, *, now: datetime, ahead: int, limit: int) -> list[OutLetter]:
    """Return letters to a partner whose next try has come and that nobody is sending, oldest try first.

    Args:
        ahead: how many letters of a conversation may be under way at once, counted from its first
            unfinished one. Behind that one they can only be parked, so what the partner has stored of them
            is not asked after either.
    """
    heads = (
        select(_outbox.c.conversation, func.min(_outbox.c.seq).label("head"))
        .where(_outbox.c.partner == partner, _outbox.c.state.in_(_UNFINISHED))
        .group_by(_outbox.c.conversation)
        .subquery("heads")
    )
    same = and_(_outbox.c.partner == partner, heads.c.conversation == _outbox.c.conversation)
    is_near = and_(_outbox.c.state == OutboxState.WAITING.value, _outbox.c.seq < heads.c.head + ahead)
    wanted = (
        select(_outbox)
        .join_from(_outbox, heads, same)
        .where(_outbox.c.state.in_(_UNFINISHED), _outbox.c.next_try_at <= now, _outbox.c.expires_at > now)
        .where(or_(_outbox.c.lease_until.is_(None), _outbox.c.lease_until <= now))
        .where(or_(_outbox.c.seq == heads.c.head, is_near))
        .order_by(_outbox.c.next_try_at, _outbox.c.letter)
        .limit(limit)
    )
    return [_letter(row) for row in tx.connection.execute(wanted)]


def claim(tx: Transaction, letter_id: str, *, now: datetime, until: datetime) -> OutLetter | None:
    """Take a letter to send it, for a while; None when it is finished or somebody else is sending it."""
    taken = tx.connection.execute(
        update(_outbox)
        .where(_outbox.c.letter == letter_id, _outbox.c.state.in_(_UNFINISHED))
        .where(or_(_outbox.c.lease_until.is_(None), _outbox.c.lease_until <= now))
        .values(lease_until=until, attempts=_outbox.c.attempts + 1)
    )
    return find(tx, letter_id) if taken.rowcount == 1 else None


def postpone(tx: Transaction, letter_id: str, *, until: datetime, reason: str) -> None:
    """Let go of a letter until its next try."""
    tx.connection.execute(
        update(_outbox)
        .where(_outbox.c.letter == letter_id, _outbox.c.state.in_(_UNFINISHED))
        .values(lease_until=None, next_try_at=until, reason=reason)
    )


def wake(tx: Transaction, partner: str, *, reason: str, now: datetime) -> None:
    """Bring forward what waits for a partner for this reason: it answers again."""
    tx.connection.execute(
        update(_outbox)
        .where(_outbox.c.partner == partner, _outbox.c.state.in_(_UNFINISHED), _outbox.c.reason == reason)
        .where(_outbox.c.next_try_at > now)
        .values(next_try_at=now)
    )


def move(
    tx: Transaction, letter_id: str, to: OutboxState, *, reason: str = "", receipt: str = "", void: str = ""
) -> None:
    """Take a letter one step on, as the table of states allows.

    Raises:
        NotStored: there is no such letter.
        StoreError: there is no such step.
    """
    now = find(tx, letter_id)
    if now is None:
        raise NotStored("there is no such letter in the outbox", hint="list the outbox again")
    check_move(OUTBOX_MOVES, now.state, to)
    values: dict[str, Any] = {"state": to.value, "reason": reason, "lease_until": None}
    values |= {name: value for name, value in (("receipt", receipt), ("void", void)) if value}
    tx.connection.execute(update(_outbox).where(_outbox.c.letter == letter_id).values(**values))


def set_void(tx: Transaction, letter_id: str, void: str) -> None:
    """Note that the number of a letter is to be closed (`owed`), or which void closes it."""
    tx.connection.execute(update(_outbox).where(_outbox.c.letter == letter_id).values(void=void))


def owing_voids(tx: Transaction, *, limit: int) -> list[OutLetter]:
    """Return letters whose number is still to be closed."""
    wanted = select(_outbox).where(_outbox.c.void == VOID_OWED).order_by(_outbox.c.letter).limit(limit)
    return [_letter(row) for row in tx.connection.execute(wanted)]


def overdue(tx: Transaction, *, now: datetime, limit: int) -> list[OutLetter]:
    """Return unfinished letters whose time is over."""
    wanted = (
        select(_outbox)
        .where(_outbox.c.state.in_(_UNFINISHED), _outbox.c.expires_at <= now)
        .order_by(_outbox.c.letter)
        .limit(limit)
    )
    return [_letter(row) for row in tx.connection.execute(wanted)]


def may_fetch(tx: Transaction, partner: str, sha256: str) -> bool:
    """Tell whether a living letter to this partner names this attachment."""
    ended = (OutboxState.REFUSED.value, OutboxState.EXPIRED.value)
    wanted = (
        select(_blob.c.letter)
        .join_from(_blob, _outbox, _blob.c.letter == _outbox.c.letter)
        .where(and_(_blob.c.sha256 == sha256, _blob.c.partner == partner, _outbox.c.state.not_in(ended)))
    )
    return tx.connection.execute(wanted.limit(1)).first() is not None


def spent_blobs(
    tx: Transaction, *, now: datetime, kept_kinds: Collection[str], limit: int
) -> list[tuple[str, str]]:
    """Return (letter, attachment) of finished letters whose time is over: nobody asks for them again."""
    is_over = and_(_outbox.c.state.not_in(_UNFINISHED), _outbox.c.expires_at <= now)
    wanted = (
        select(_blob.c.letter, _blob.c.sha256)
        .join_from(_blob, _outbox, _blob.c.letter == _outbox.c.letter)
        .where(is_over, _outbox.c.kind.not_in(kept_kinds))
        .limit(limit)
    )
    return [(letter, sha256) for letter, sha256 in tx.connection.execute(wanted)]


def drop_blob(tx: Transaction, letter: str, sha256: str) -> None:
    """Forget that a letter names an attachment."""
    tx.connection.execute(delete(_blob).where(_blob.c.letter == letter, _blob.c.sha256 == sha256))


def forget(tx: Transaction, *, expired_before: datetime) -> int:
    """Remove finished letters whose time was over before this moment; return how many."""
    old = and_(_outbox.c.expires_at < expired_before, _outbox.c.state.not_in(_UNFINISHED))
    letters = select(_outbox.c.letter).where(old)
    tx.connection.execute(delete(_blob).where(_blob.c.letter.in_(letters)))
    return tx.connection.execute(delete(_outbox).where(old)).rowcount


def _letter(row: Any) -> OutLetter:
    values = dict(row._mapping)
    return OutLetter(**{**values, "state": OutboxState(values["state"])})
