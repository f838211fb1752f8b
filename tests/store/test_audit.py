"""The log and the counting register on disk."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.ledgers import ENGINES, prepare

from trefpunt.errors import NotStored, StoreError
from trefpunt.model import Count
from trefpunt.store.ledger import Ledger, audit, audit_watch
from trefpunt.store.ledger.audit import StoredEntry
from trefpunt.store.ledger.audit_watch import Evidence, KeptCheckpoint, MirroredEntry

NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
HASH = bytes(range(32))
# Written so that every engine takes it for bytes.
BYTES = "(SELECT hash FROM audit_node)"
COUNT = Count("2026-11", "hit", "a/1", "nl.test", "be.test", "police", "firm", "hit")


@pytest.fixture(params=ENGINES, ids=str)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    prepare(request.param, tmp_path)
    opened = ENGINES[request.param](tmp_path)
    yield opened
    opened.close()


def stored(idx: int) -> StoredEntry:
    return StoredEntry(idx, HASH, HASH, b"sealed")


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """One row in every table that only grows."""
    with ledger.write() as tx:
        audit.append_entries(tx, [stored(0), stored(1), stored(2)])
        audit.add_nodes(tx, {(8, 0): HASH})
        audit_watch.add_checkpoint(tx, KeptCheckpoint(256, HASH, b"note", NOW))
        audit_watch.add_cosignature(tx, 256, "be.test", b"line", at=NOW)
        audit_watch.add_witnessed(tx, "origin", KeptCheckpoint(256, HASH, b"note", NOW))
        audit_watch.add_evidence(tx, Evidence("origin", HASH, "two_roots", b"body", NOW))
        audit_watch.extend_mirror(tx, "origin", [MirroredEntry(0, HASH, b"sealed")], edge=HASH)
    return ledger


GROWING = (
    "audit_leaf",
    "audit_entry",
    "audit_node",
    "audit_checkpoint",
    "audit_cosignature",
    "audit_witnessed",
    "audit_evidence",
    "audit_mirror",
)


@pytest.mark.parametrize("table", GROWING)
def test_a_row_of_the_log_cannot_be_deleted(filled: Ledger, table: str) -> None:
    with pytest.raises(StoreError, match=f"{table} only grows"), filled.write() as tx:
        tx.connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("audit_leaf", "leaf"),
        ("audit_leaf", "commitment"),
        ("audit_entry", "ciphertext"),
        ("audit_node", "hash"),
        ("audit_checkpoint", "note"),
        ("audit_cosignature", "lines"),
        ("audit_witnessed", "root"),
        ("audit_evidence", "body"),
        ("audit_mirror", "ciphertext"),
        ("audit_mirror", "commitment"),
    ],
)
def test_a_row_of_the_log_cannot_be_changed(filled: Ledger, table: str, column: str) -> None:
    with pytest.raises(StoreError, match=f"{table} only grows"), filled.write() as tx:
        tx.connection.exec_driver_sql(f"UPDATE {table} SET {column} = {BYTES}")  # noqa: S608


@pytest.mark.parametrize(
    "change",
    [
        "ciphertext = NULL",
        "erased_by = 2",
        f"ciphertext = {BYTES}, erased_by = 2",
        "ciphertext = NULL, erased_by = 0",
    ],
)
def test_only_an_erasure_by_a_later_act_changes_an_entry(filled: Ledger, change: str) -> None:
    with pytest.raises(StoreError), filled.write() as tx:
        tx.connection.exec_driver_sql(f"UPDATE audit_entry SET {change} WHERE idx = 0")  # noqa: S608


def test_an_erasure_cannot_be_taken_back(filled: Ledger) -> None:
    with filled.write() as tx:
        audit.erase_entry(tx, 0, erased_by=2)
    with pytest.raises(StoreError), filled.write() as tx:
        tx.connection.exec_driver_sql(f"UPDATE audit_entry SET ciphertext = {BYTES} WHERE idx = 0")  # noqa: S608


def test_positions_come_back_in_order(filled: Ledger) -> None:
    with filled.read() as tx:
        assert audit.log_size(tx) == 3
        assert list(audit.entries(tx, 1, 3)) == [stored(1), stored(2)]
        assert audit.leaf_hashes(tx, 0, 3) == [HASH] * 3


def test_an_empty_log_has_size_zero(ledger: Ledger) -> None:
    with ledger.read() as tx:
        assert audit.log_size(tx) == 0


def test_a_position_is_given_once(filled: Ledger) -> None:
    with pytest.raises(StoreError, match=r"(?i)unique"), filled.write() as tx:
        audit.append_entries(tx, [stored(1)])


def test_what_is_gone_is_said_to_be_gone(filled: Ledger) -> None:
    with filled.read() as tx:
        with pytest.raises(NotStored):
            audit.leaf_hashes(tx, 0, 4)
        with pytest.raises(NotStored):
            audit.node(tx, 9, 0)
        with pytest.raises(NotStored):
            audit_watch.checkpoint_of(tx, 512)


def test_erasures_are_found_by_their_act(filled: Ledger) -> None:
    with filled.write() as tx:
        audit.erase_entry(tx, 0, erased_by=2)
        audit.erase_entry(tx, 1, erased_by=5)
        assert audit.erased_between(tx, 0, 5) == {0: 2}
        assert audit.erased_between(tx, 2, 6) == {0: 2, 1: 5}


def test_counts_add_up_and_are_given_by_month(ledger: Ledger) -> None:
    with ledger.write() as tx:
        audit.add_count(tx, COUNT)
        audit.add_count(tx, COUNT, 4)
        audit.add_count(tx, Count("2026-12", *("x",) * 7))
        assert list(audit.counts(tx, to_month="2026-11")) == [(COUNT, 5)]
        assert [count.month for count, _ in audit.counts(tx)] == ["2026-11", "2026-12"]


def test_a_size_has_one_root(filled: Ledger) -> None:
    other = KeptCheckpoint(256, bytes(32), b"other", NOW)
    writes: list[Callable[..., None]] = [
        audit_watch.add_checkpoint,
        lambda tx, kept: audit_watch.add_witnessed(tx, "origin", kept),
    ]
    for write in writes:
        with pytest.raises(StoreError, match=r"(?i)unique"), filled.write() as tx:
            write(tx, other)


def test_a_cosignature_is_kept_once(filled: Ledger) -> None:
    with filled.write() as tx:
        audit_watch.add_cosignature(tx, 256, "be.test", b"other", at=NOW)
        assert audit_watch.cosignatures(tx, 256) == {"be.test": b"line"}
        assert (audit_watch.last_cosigned(tx, "be.test"), audit_watch.last_cosigned(tx, "x")) == (256, 0)


def test_what_is_mirrored_never_becomes_less(ledger: Ledger) -> None:
    with ledger.write() as tx:
        for size in (256, 512, 256):
            audit_watch.set_mirrored(tx, "oversight", size, at=NOW)
        assert audit_watch.mirrored_size(tx, "oversight") == 512


def test_evidence_is_kept_once(filled: Ledger) -> None:
    with filled.write() as tx:
        again = Evidence("origin", HASH, "two_roots", b"other", NOW)
        assert not audit_watch.add_evidence(tx, again)
        assert [found.body for found in audit_watch.evidence(tx, "origin")] == [b"body"]


def test_the_latest_of_each_kind_is_found(filled: Ledger) -> None:
    with filled.write() as tx:
        later = KeptCheckpoint(512, HASH, b"later", NOW)
        audit_watch.add_checkpoint(tx, later)
        audit_watch.add_witnessed(tx, "origin", later)
        assert audit_watch.latest_checkpoint(tx) == audit_watch.latest_witnessed(tx, "origin") == later
        assert [kept.size for kept in audit_watch.checkpoints(tx, newest_first=True)] == [512, 256]
        assert audit_watch.latest_witnessed(tx, "elsewhere") is None
