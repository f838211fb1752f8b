"""Which attachments the letters of partners brought or are to bring, so that they are counted and let go."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from trefpunt.model import Blob, InboxState
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.exchange_inbox import inbox_table as _inbox
from trefpunt.store.ledger.exchange_outbox import blob_table as _sent
from trefpunt.store.ledger.schema import metadata

_named = Table(
    "exchange_inbox_blob",
    metadata,
    Column("partner", String(64), primary_key=True),
    Column("letter", String(36), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("is_fetched", Boolean, nullable=False),
)
Index("ix_exchange_inbox_blob_sha256", _named.c.sha256)
_UNFINISHED = (InboxState.PARKED.value, InboxState.STORED.value)


@dataclass(frozen=True, slots=True)
class NamedBlob:
    """An attachment that a letter of a partner names.

    Attributes:
        is_fetched: whether it is here only because of that letter.
    """

    partner: str
    letter: str
    sha256: str
    size: int
    is_fetched: bool


def expect(tx: Transaction, partner: str, letter: str, blobs: Iterable[tuple[Blob, bool]]) -> None:
    """Note what a letter names, each with whether it has to be fetched for it."""
    for blob, is_fetched in blobs:
        row = NamedBlob(partner, letter, blob.sha256, blob.size, is_fetched)
        tx.connection.execute(insert(_named), {name: getattr(row, name) for name in row.__slots__})


def held_bytes(tx: Transaction, partner: str) -> int:
    """Return how much room the attachments take, or are to take, that came by the letters of a partner."""
    wanted = select(func.sum(_named.c.size)).where(_named.c.partner == partner, _named.c.is_fetched.is_(True))
    return tx.connection.scalar(wanted) or 0


def spent(tx: Transaction, *, kept_kinds: Collection[str], limit: int) -> list[NamedBlob]:
    """Return attachments of finished letters, without those that the effect of an applied letter keeps."""
    is_kept = and_(_inbox.c.state == InboxState.APPLIED.value, _inbox.c.kind.in_(kept_kinds))
    is_finished = and_(_inbox.c.state.not_in(_UNFINISHED), ~is_kept)
    return _of_letters(tx, or_(_inbox.c.letter.is_(None), is_finished), limit=limit)


def kept(tx: Transaction, *, kept_kinds: Collection[str], limit: int) -> list[NamedBlob]:
    """Return attachments that the effect of an applied letter keeps for as long as it wants."""
    is_kept = and_(_inbox.c.state == InboxState.APPLIED.value, _inbox.c.kind.in_(kept_kinds))
    return _of_letters(tx, is_kept, limit=limit)


def let_go(tx: Transaction, blob: NamedBlob) -> bool:
    """Forget that a letter names an attachment; say whether nothing else wants it, so that it may go."""
    mine = and_(_named.c.partner == blob.partner, _named.c.letter == blob.letter)
    tx.connection.execute(delete(_named).where(mine, _named.c.sha256 == blob.sha256))
    if not blob.is_fetched or is_sent(tx, blob.sha256):
        return False
    heirs = tx.connection.execute(
        update(_named).where(_named.c.sha256 == blob.sha256).values(is_fetched=True)
    ).rowcount
    return heirs == 0


def is_named(tx: Transaction, sha256: str) -> bool:
    """Tell whether any letter that came names an attachment."""
    wanted = select(_named.c.letter).where(_named.c.sha256 == sha256).limit(1)
    return tx.connection.execute(wanted).first() is not None


def is_sent(tx: Transaction, sha256: str) -> bool:
    """Tell whether any letter that went out names an attachment."""
    wanted = select(_sent.c.letter).where(_sent.c.sha256 == sha256).limit(1)
    return tx.connection.execute(wanted).first() is not None


def _of_letters(tx: Transaction, which: object, *, limit: int) -> list[NamedBlob]:
    same = and_(_inbox.c.partner == _named.c.partner, _inbox.c.letter == _named.c.letter)
    wanted = select(_named).join_from(_named, _inbox, same, isouter=True).where(which).limit(limit)  # type: ignore[arg-type]
    return [NamedBlob(**row._mapping) for row in tx.connection.execute(wanted)]
