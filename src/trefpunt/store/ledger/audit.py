"""The log and the counting register on disk: leaves only grow, entries may be erased, figures add up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    and_,
    func,
    insert,
    select,
    update,
)

from trefpunt.errors import NotStored, StoreError
from trefpunt.model import Count
from trefpunt.store.ledger.connection import Transaction
from trefpunt.store.ledger.schema import metadata

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

_leaf = Table(
    "audit_leaf",
    metadata,
    Column("idx", _NUMBER, primary_key=True, autoincrement=False),
    Column("leaf", LargeBinary(32), nullable=False),
    Column("commitment", LargeBinary(32), nullable=False),
)
_entry = Table(
    "audit_entry",
    metadata,
    Column("idx", _NUMBER, ForeignKey("audit_leaf.idx"), primary_key=True, autoincrement=False),
    Column("ciphertext", LargeBinary),
    Column("erased_by", _NUMBER),
)
Index(None, _entry.c.erased_by)
_node = Table(
    "audit_node",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("idx", _NUMBER, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
)
_COUNTED = tuple(field.name for field in fields(Count))
_count = Table(
    "audit_count",
    metadata,
    *(Column(name, String(120), primary_key=True) for name in _COUNTED),
    Column("n", _NUMBER, nullable=False),
)

# Built once: these three run for every act of the node.
_LAST = select(func.max(_leaf.c.idx))
_ADD_LEAF = insert(_leaf)
_ADD_ENTRY = insert(_entry)


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One position of the log as it lies on disk.

    Attributes:
        ciphertext: absent when the entry was erased.
        erased_by: the position of the entry that says why it was erased.
    """

    idx: int
    leaf: bytes
    commitment: bytes
    ciphertext: bytes | None
    erased_by: int | None = None


def log_size(tx: Transaction) -> int:
    """Return how many leaves the log has."""
    last: int | None = tx.connection.scalar(_LAST)
    return 0 if last is None else last + 1


def append_entries(tx: Transaction, added: Sequence[StoredEntry]) -> None:
    """Add the next leaves and their entries.

    Raises:
        StoreError: the transaction only reads.
    """
    if not tx.is_write:
        # SQLite would let a reader begin to write half-way; such an act would not be exclusive.
        raise StoreError("the log was given a transaction that only reads", hint="open it with `write()`")
    leaves = [{"idx": entry.idx, "leaf": entry.leaf, "commitment": entry.commitment} for entry in added]
    bodies = [
        {"idx": entry.idx, "ciphertext": entry.ciphertext, "erased_by": entry.erased_by} for entry in added
    ]
    tx.connection.execute(_ADD_LEAF, leaves)
    tx.connection.execute(_ADD_ENTRY, bodies)


def abandon(tx: Transaction) -> None:
    """Undo the whole transaction now, so that no caller can complete an act that was not logged."""
    running = tx.connection.get_transaction()
    if running is not None:
        running.rollback()


def entries(tx: Transaction, first: int, end: int) -> Iterator[StoredEntry]:
    """Give the positions from `first` up to and without `end`, in order; a removed row is not there."""
    wanted = (
        select(_leaf.c.idx, _leaf.c.leaf, _leaf.c.commitment, _entry.c.ciphertext, _entry.c.erased_by)
        .join_from(_leaf, _entry, _leaf.c.idx == _entry.c.idx, isouter=True)
        .where(_leaf.c.idx >= first, _leaf.c.idx < end)
        .order_by(_leaf.c.idx)
    )
    for row in tx.connection.execute(wanted):
        yield StoredEntry(*row)


def leaf_hashes(tx: Transaction, first: int, end: int) -> list[bytes]:
    """Return the leaf hashes from `first` up to and without `end`.

    Raises:
        NotStored: one of them is gone.
    """
    wanted = select(_leaf.c.leaf).where(_leaf.c.idx >= first, _leaf.c.idx < end).order_by(_leaf.c.idx)
    found = list(tx.connection.scalars(wanted))
    if len(found) != end - first:
        raise NotStored(
            "{count} leaves of the log are gone between {first} and {end}",
            hint="run `trefpunt log verify` and tell the oversight body",
            count=end - first - len(found),
            first=first,
            end=end,
        )
    return found


def erase_entry(tx: Transaction, idx: int, *, erased_by: int) -> None:
    """Destroy what an entry said; its leaf stays.

    Raises:
        NotStored: there is no such entry, or it was erased before.
    """
    done = tx.connection.execute(
        update(_entry)
        .where(_entry.c.idx == idx, _entry.c.erased_by.is_(None))
        .values(ciphertext=None, erased_by=erased_by)
    )
    if done.rowcount != 1:
        raise NotStored(
            "entry {idx} of the log is not there or was erased before", hint="nothing was changed", idx=idx
        )


def erased_between(tx: Transaction, first: int, end: int) -> dict[int, int]:
    """Return which entries were erased by acts from `first` up to and without `end`: entry -> erasing act."""
    wanted = (
        select(_entry.c.idx, _entry.c.erased_by)
        .where(_entry.c.erased_by >= first, _entry.c.erased_by < end)
        .order_by(_entry.c.idx)
    )
    return {row.idx: row.erased_by for row in tx.connection.execute(wanted)}


def add_nodes(tx: Transaction, nodes: Mapping[tuple[int, int], bytes]) -> None:
    """Keep the hashes of complete nodes, named (level, index)."""
    rows = [{"level": level, "idx": idx, "hash": made} for (level, idx), made in nodes.items()]
    if rows:
        tx.connection.execute(insert(_node), rows)


def node(tx: Transaction, level: int, idx: int) -> bytes:
    """Return the hash of a complete node.

    Raises:
        NotStored: it is not kept.
    """
    found: bytes | None = tx.connection.scalar(
        select(_node.c.hash).where(_node.c.level == level, _node.c.idx == idx)
    )
    if found is None:
        raise NotStored(
            "node ({level}, {idx}) of the log is gone",
            hint="run `trefpunt log verify` and tell the oversight body",
            level=level,
            idx=idx,
        )
    return found


def add_count(tx: Transaction, count: Count, n: int = 1) -> None:
    """Add to one row of the counting register."""
    row = dict(zip(_COUNTED, astuple(count), strict=True))
    same = and_(*(_count.c[name] == value for name, value in row.items()))
    # Two statements that every engine has; nobody comes between them in an exclusive transaction.
    done = tx.connection.execute(update(_count).where(same).values(n=_count.c.n + n))
    if done.rowcount == 0:
        tx.connection.execute(insert(_count), {**row, "n": n})


def counts(
    tx: Transaction, *, from_month: str = "", to_month: str = "9999-12"
) -> Iterator[tuple[Count, int]]:
    """Give the rows of the counting register with their sums, both months included."""
    wanted = (
        select(_count)
        .where(_count.c.month >= from_month, _count.c.month <= to_month)
        .order_by(*(_count.c[name] for name in _COUNTED))
    )
    for row in tx.connection.execute(wanted):
        yield Count(*row[:-1]), row.n
