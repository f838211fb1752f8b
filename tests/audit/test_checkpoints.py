"""Closing a stretch of the log: padded, read again, signed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.audit import LogBroken, Trail, close_checkpoint, next_checkpoint_at
from trefpunt.crypto.checkpoints import parse_checkpoint
from trefpunt.crypto.merkle import root_of
from trefpunt.crypto.notes import NoteKind, parse_note, verify_note
from trefpunt.errors import LogUnwritable
from trefpunt.model import Event
from trefpunt.store.ledger import Ledger, audit, audit_watch

from .samples import NOW, entry
from .tampering import run
from .watchers import ORIGIN, own_log


def close(ledger: Ledger) -> audit_watch.KeptCheckpoint:
    with ledger.write() as tx:
        return close_checkpoint(tx, own_log(), now=NOW)


def act(ledger: Ledger, trail: Trail, times: int) -> None:
    with ledger.write() as tx:
        for _ in range(times):
            trail.record(tx, entry())


@pytest.mark.parametrize("acts", [0, 1, 255, 256])
def test_the_size_of_a_checkpoint_tells_nothing_finer_than_256(
    ledger: Ledger, trail: Trail, acts: int
) -> None:
    act(ledger, trail, acts)
    assert close(ledger).size == 256


def test_a_checkpoint_grows_also_when_nothing_happened(ledger: Ledger) -> None:
    assert [close(ledger).size for _ in range(3)] == [256, 512, 768]


def test_the_signed_root_is_that_of_all_leaves(ledger: Ledger, trail: Trail) -> None:
    for acts in (3, 300, 700):
        act(ledger, trail, acts)
        kept = close(ledger)
        note = parse_note(kept.note)
        with ledger.read() as tx:
            leaves = audit.leaf_hashes(tx, 0, kept.size)
        said = parse_checkpoint(note.text)
        assert (said.origin, said.size, said.root) == (ORIGIN, kept.size, root_of(leaves))
        (signed,) = verify_note(note, [own_log().verifier])
        assert signed.by.kind is NoteKind.ED25519


def test_closing_is_logged_right_behind_the_checkpoint(ledger: Ledger, trail: Trail) -> None:
    kept = close(ledger)
    with ledger.read() as tx:
        (stored,) = audit.entries(tx, kept.size, kept.size + 9)
    said = trail.read(stored)
    assert said is not None
    assert (said.event, said.facts) == (Event.CHECKPOINT_SIGNED, {"size": "256"})


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE audit_entry SET ciphertext = x'00' WHERE idx = 257", "entry_changed"),
        ("UPDATE audit_leaf SET leaf = zeroblob(32) WHERE idx = 257", "leaf_changed"),
        ("DELETE FROM audit_entry WHERE idx = 257", "entry_gone"),
        ("DELETE FROM audit_leaf WHERE idx = 257", "leaf_gone"),
        ("UPDATE audit_node SET hash = zeroblob(32)", "root_changed"),
        ("UPDATE audit_checkpoint SET root = zeroblob(32)", "checkpoint_changed"),
        ("UPDATE audit_checkpoint SET note = x'00'", "checkpoint_signature"),
        ("DELETE FROM audit_leaf WHERE idx >= 256", "truncated"),
    ],
)
def test_nothing_is_signed_over_a_log_that_was_touched(
    ledger: Ledger, trail: Trail, sql: str, fault: str
) -> None:
    close(ledger)
    act(ledger, trail, 5)
    run(ledger, sql)
    with pytest.raises(LogBroken, match=fault):
        close(ledger)
    with ledger.read() as tx:
        assert [kept.size for kept in audit_watch.checkpoints(tx)] == [256]


def test_a_checkpoint_that_is_undone_can_be_made_again(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError), ledger.write() as tx:
        close_checkpoint(tx, own_log(), now=NOW)
        raise ZeroDivisionError
    assert close(ledger).size == 256


def test_a_broken_log_is_an_unwritable_log() -> None:
    assert issubclass(LogBroken, LogUnwritable)


@given(st.datetimes(min_value=datetime(1971, 1, 1), timezones=st.just(UTC)), st.integers(1, 86_400))  # noqa: DTZ001
def test_any_next_moment_hangs_on_the_clock_alone(now: datetime, every_s: int) -> None:
    following = next_checkpoint_at(now, every_s)
    assert now < following <= now + timedelta(seconds=every_s)
    assert int(following.timestamp()) % every_s == 0
    assert following.microsecond == 0
