"""Checkpoints of the own log, and what this node keeps of the logs of others: witnessed, mirrored, wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    func,
    insert,
    select,
    update,
)

from trefpunt.errors import NotStored
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import Moment, metadata

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

_checkpoint = Table(
    "audit_checkpoint",
    metadata,
    Column("size", _NUMBER, primary_key=True, autoincrement=False),
    Column("root", LargeBinary(32), nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("signed_at", Moment, nullable=False),
)
_cosignature = Table(
    "audit_cosignature",
    metadata,
    Column("size", _NUMBER, ForeignKey("audit_checkpoint.size"), primary_key=True, autoincrement=False),
    Column("cosigner", String(200), primary_key=True),
    Column("lines", LargeBinary, nullable=False),
    Column("received_at", Moment, nullable=False),
)
_mirrored = Table(
    "audit_mirrored",
    metadata,
    Column("oversight", String(200), primary_key=True),
    Column("size", _NUMBER, nullable=False),
    Column("at", Moment, nullable=False),
)
_witnessed = Table(
    "audit_witnessed",
    metadata,
    Column("origin", String(200), primary_key=True),
    Column("size", _NUMBER, primary_key=True, autoincrement=False),
    Column("root", LargeBinary(32), nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)
_evidence = Table(
    "audit_evidence",
    metadata,
    Column("origin", String(200), primary_key=True),
    Column("digest", LargeBinary(32), primary_key=True),
    Column("fault", String(40), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)
_mirror = Table(
    "audit_mirror",
    metadata,
    Column("origin", String(200), primary_key=True),
    Column("idx", _NUMBER, primary_key=True, autoincrement=False),
    Column("commitment", LargeBinary(32), nullable=False),
    Column("ciphertext", LargeBinary),
    Column("erased_by", _NUMBER),
)
Index(None, _mirror.c.origin, _mirror.c.erased_by)
_mirror_edge = Table(
    "audit_mirror_edge",
    metadata,
    Column("origin", String(200), primary_key=True),
    Column("frontier", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    """A signed checkpoint: of the own log, or of another's that was cosigned here.

    Attributes:
        note: the signed note as bytes, with the signature of the log alone.
        at: when it was signed, or cosigned here.
    """

    size: int
    root: bytes
    note: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something another log signed and should not have."""

    origin: str
    digest: bytes
    fault: str
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class MirroredEntry:
    """One position of a log as it travels to the oversight body and lies there."""

    idx: int
    commitment: bytes
    ciphertext: bytes | None
    erased_by: int | None = None


def add_checkpoint(tx: Transaction, kept: KeptCheckpoint) -> None:
    """Keep a checkpoint of the own log; a second one of the same size is refused by the table."""
    tx.connection.execute(
        insert(_checkpoint), {"size": kept.size, "root": kept.root, "note": kept.note, "signed_at": kept.at}
    )


def latest_checkpoint(tx: Transaction) -> KeptCheckpoint | None:
    """Return the largest checkpoint of the own log."""
    row = tx.connection.execute(select(_checkpoint).order_by(_checkpoint.c.size.desc()).limit(1)).first()
    return None if row is None else KeptCheckpoint(*row)


def checkpoints(tx: Transaction, *, newest_first: bool = False) -> Iterator[KeptCheckpoint]:
    """Give the checkpoints of the own log by size."""
    order = _checkpoint.c.size.desc() if newest_first else _checkpoint.c.size
    for row in tx.connection.execute(select(_checkpoint).order_by(order)):
        yield KeptCheckpoint(*row)


def checkpoint_of(tx: Transaction, size: int) -> KeptCheckpoint:
    """Return the checkpoint of one size.

    Raises:
        NotStored: there is none.
    """
    row = tx.connection.execute(select(_checkpoint).where(_checkpoint.c.size == size)).first()
    if row is None:
        raise NotStored(
            "the log has no checkpoint of size {size}", hint="choose one that was signed", size=size
        )
    return KeptCheckpoint(*row)


def add_cosignature(tx: Transaction, size: int, cosigner: str, lines: bytes, *, at: datetime) -> None:
    """Keep what a cosigner put under a checkpoint; a second time nothing changes."""
    same = select(_cosignature.c.size).where(_cosignature.c.size == size, _cosignature.c.cosigner == cosigner)
    if tx.connection.execute(same).first() is None:
        tx.connection.execute(
            insert(_cosignature), {"size": size, "cosigner": cosigner, "lines": lines, "received_at": at}
        )


def cosignatures(tx: Transaction, size: int) -> dict[str, bytes]:
    """Return the signature lines under one checkpoint, by cosigner."""
    wanted = select(_cosignature.c.cosigner, _cosignature.c.lines).where(_cosignature.c.size == size)
    return {row.cosigner: row.lines for row in tx.connection.execute(wanted)}


def last_cosigned(tx: Transaction, cosigner: str) -> int:
    """Return the largest size that this cosigner is known to have cosigned; 0 for none."""
    wanted = select(func.max(_cosignature.c.size)).where(_cosignature.c.cosigner == cosigner)
    return tx.connection.scalar(wanted) or 0


def mirrored_size(tx: Transaction, oversight: str) -> int:
    """Return how much of the own log an oversight body is known to hold."""
    return tx.connection.scalar(select(_mirrored.c.size).where(_mirrored.c.oversight == oversight)) or 0


def set_mirrored(tx: Transaction, oversight: str, size: int, *, at: datetime) -> None:
    """Note how much of the own log an oversight body holds; never less than before."""
    row = {"oversight": oversight, "size": size, "at": at}
    here = _mirrored.c.oversight == oversight
    if tx.connection.execute(select(_mirrored.c.size).where(here)).first() is None:
        tx.connection.execute(insert(_mirrored), row)
    tx.connection.execute(update(_mirrored).where(here, _mirrored.c.size < size).values(size=size, at=at))


def latest_witnessed(tx: Transaction, origin: str) -> KeptCheckpoint | None:
    """Return the largest checkpoint of another log that was cosigned here."""
    wanted = select(*_KEPT).where(_witnessed.c.origin == origin).order_by(_witnessed.c.size.desc()).limit(1)
    row = tx.connection.execute(wanted).first()
    return None if row is None else KeptCheckpoint(*row)


def witnessed_of(tx: Transaction, origin: str, size: int) -> KeptCheckpoint | None:
    """Return the checkpoint of one size of another log, if it was cosigned here."""
    wanted = select(*_KEPT).where(_witnessed.c.origin == origin, _witnessed.c.size == size)
    row = tx.connection.execute(wanted).first()
    return None if row is None else KeptCheckpoint(*row)


def witnessed(tx: Transaction, origin: str) -> Iterator[KeptCheckpoint]:
    """Give all checkpoints of another log that were cosigned here, by size."""
    wanted = select(*_KEPT).where(_witnessed.c.origin == origin).order_by(_witnessed.c.size)
    for row in tx.connection.execute(wanted):
        yield KeptCheckpoint(*row)


def last_witnessed(tx: Transaction, origin: str, *, count: int) -> list[KeptCheckpoint]:
    """Return the largest checkpoints of another log that were cosigned here, by size."""
    wanted = select(*_KEPT).where(_witnessed.c.origin == origin).order_by(_witnessed.c.size.desc())
    return [KeptCheckpoint(*row) for row in tx.connection.execute(wanted.limit(count))][::-1]


def add_witnessed(tx: Transaction, origin: str, kept: KeptCheckpoint) -> None:
    """Keep a checkpoint that is cosigned here; the table refuses a second root for one size."""
    tx.connection.execute(
        insert(_witnessed),
        {"origin": origin, "size": kept.size, "root": kept.root, "note": kept.note, "at": kept.at},
    )


def add_evidence(tx: Transaction, found: Evidence) -> bool:
    """Keep evidence against another log; say whether it is new."""
    same = select(_evidence.c.digest).where(
        _evidence.c.origin == found.origin, _evidence.c.digest == found.digest
    )
    if tx.connection.execute(same).first() is not None:
        return False
    row = {name: getattr(found, name) for name in ("origin", "digest", "fault", "body", "at")}
    tx.connection.execute(insert(_evidence), row)
    return True


def evidence(tx: Transaction, origin: str) -> list[Evidence]:
    """Return the evidence against one log, oldest first."""
    wanted = select(_evidence).where(_evidence.c.origin == origin).order_by(_evidence.c.at)
    return [Evidence(*row) for row in tx.connection.execute(wanted)]


def mirror_edge(tx: Transaction, origin: str) -> bytes | None:
    """Return the right edge of a mirrored log, as `crypto.merkle.Frontier` writes it."""
    return tx.connection.scalar(select(_mirror_edge.c.frontier).where(_mirror_edge.c.origin == origin))


def extend_mirror(tx: Transaction, origin: str, rows: Sequence[MirroredEntry], *, edge: bytes) -> None:
    """Add the next positions of a mirrored log and move its right edge."""
    if rows:
        tx.connection.execute(
            insert(_mirror),
            [
                {
                    "origin": origin,
                    "idx": row.idx,
                    "commitment": row.commitment,
                    "ciphertext": row.ciphertext,
                    "erased_by": row.erased_by,
                }
                for row in rows
            ],
        )
    here = _mirror_edge.c.origin == origin
    if tx.connection.execute(update(_mirror_edge).where(here).values(frontier=edge)).rowcount == 0:
        tx.connection.execute(insert(_mirror_edge), {"origin": origin, "frontier": edge})


def erase_mirrored(tx: Transaction, origin: str, idx: int, *, erased_by: int) -> None:
    """Destroy a mirrored entry that its own log has erased; a second time nothing changes."""
    tx.connection.execute(
        update(_mirror)
        .where(_mirror.c.origin == origin, _mirror.c.idx == idx, _mirror.c.erased_by.is_(None))
        .values(ciphertext=None, erased_by=erased_by)
    )


def mirror_erased_between(tx: Transaction, origin: str, first: int, end: int) -> dict[int, int]:
    """Return which mirrored entries were erased by acts from `first` up to and without `end`."""
    wanted = select(_mirror.c.idx, _mirror.c.erased_by).where(
        _mirror.c.origin == origin, _mirror.c.erased_by >= first, _mirror.c.erased_by < end
    )
    return {row.idx: row.erased_by for row in tx.connection.execute(wanted)}


def mirror(tx: Transaction, origin: str, first: int, end: int) -> Iterator[MirroredEntry]:
    """Give the mirrored positions from `first` up to and without `end`."""
    wanted = (
        select(_mirror.c.idx, _mirror.c.commitment, _mirror.c.ciphertext, _mirror.c.erased_by)
        .where(_mirror.c.origin == origin, _mirror.c.idx >= first, _mirror.c.idx < end)
        .order_by(_mirror.c.idx)
    )
    for row in tx.connection.execute(wanted):
        yield MirroredEntry(*row)


_KEPT = (_witnessed.c.size, _witnessed.c.root, _witnessed.c.note, _witnessed.c.at)
