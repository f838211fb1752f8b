"""Erasing entries: what they said goes, that they were there stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.audit.erasure import _as_ranges, names
from trefpunt.errors import InputError, LogUnwritable, NotStored, TrefpuntError
from trefpunt.model import Event
from trefpunt.store.ledger import audit

from .samples import entry
from .watchers import World


def test_an_erased_entry_is_gone_and_its_leaf_is_not(world: World) -> None:
    world.act(4)
    with world.ledger.write() as tx:
        before = list(audit.entries(tx, 0, 4))
        world.erase(tx, 1, 2)
        after = list(audit.entries(tx, 0, 4))
    assert [stored.ciphertext is None for stored in after] == [False, True, True, False]
    assert [stored.leaf for stored in after] == [stored.leaf for stored in before]


def test_the_erasure_is_an_entry_with_its_ground(world: World) -> None:
    world.act(4)
    with world.ledger.write() as tx:
        world.erase(tx, 3, 0, 1)
        (stored,) = audit.entries(tx, 4, 5)
    said = world.log.trail.read(stored)
    assert said is not None
    assert (said.event, said.article, said.facts) == (
        Event.ERASURE_DONE,
        "retention/log",
        {"erased": "0-1,3"},
    )


def test_nothing_is_erased_twice(world: World) -> None:
    world.act(1)
    with world.ledger.write() as tx:
        world.erase(tx, 0)
    with pytest.raises(NotStored), world.ledger.write() as tx:
        world.erase(tx, 0)


@pytest.mark.parametrize("positions", [(), (7,)])
def test_what_is_not_there_is_not_erased(world: World, positions: tuple[int, ...]) -> None:
    with pytest.raises(TrefpuntError), world.ledger.write() as tx:
        world.erase(tx, *positions)
    with world.ledger.read() as tx:
        assert audit.log_size(tx) == 0


@pytest.mark.parametrize("event", [Event.ERASURE_DONE, Event.ALARM, Event.CHECKPOINT_SIGNED])
def test_what_says_that_something_was_erased_or_wrong_is_never_erased(world: World, event: Event) -> None:
    with world.ledger.write() as tx:
        world.log.trail.record(tx, entry(event=event))
    with pytest.raises(InputError), world.ledger.write() as tx:
        world.erase(tx, 0)


def test_an_erasure_that_cannot_be_logged_is_not_done(world: World) -> None:
    world.act(1)
    broken = World(world.folder, world.ledger, world.log, world.watchers, now=world.now.replace(tzinfo=None))
    with pytest.raises(LogUnwritable), world.ledger.write() as tx:
        broken.erase(tx, 0)
    with world.ledger.read() as tx:
        (stored,) = audit.entries(tx, 0, 1)
    assert stored.ciphertext is not None


def test_erased_bytes_are_gone_from_the_ledger(world: World) -> None:
    world.act(1)
    with world.ledger.write() as tx:
        world.erase(tx, 0)
        row = tx.connection.exec_driver_sql("SELECT ciphertext FROM audit_entry WHERE idx = 0").one()
    assert row.ciphertext is None


@given(st.sets(st.integers(0, 60), min_size=1))
def test_any_positions_are_named_by_their_act(positions: set[int]) -> None:
    act = entry(event=Event.ERASURE_DONE, facts={"erased": _as_ranges(sorted(positions))})
    assert {idx for idx in range(62) if names(act, idx)} == positions


@pytest.mark.parametrize("text", ["", "-", "x", "1-x", "-5", "1_0", "9" * 30, "٣"])
def test_a_range_that_cannot_be_read_names_nothing(text: str) -> None:
    act = entry(event=Event.ERASURE_DONE, facts={"erased": text})
    assert not any(names(act, idx) for idx in (0, 1, 3, 5, 10))


def test_only_an_erasure_names_positions() -> None:
    assert not names(entry(facts={"erased": "1"}), 1)
    assert not names(None, 1)
