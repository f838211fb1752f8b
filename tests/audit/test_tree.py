"""Proofs read from the ledger, whatever the sizes."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trefpunt.audit.tree import prove_consistency, prove_inclusion, root_at
from trefpunt.crypto.merkle import root_of, verify_consistency, verify_inclusion
from trefpunt.store.ledger import audit

from .watchers import World

BLOCKS = 11


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A log of eleven blocks, closed one by one."""
    world = World.make(tmp_path_factory.mktemp("grown"))
    for _ in range(BLOCKS):
        world.act(2)
        world.close()
    yield world
    world.shut()


@given(index=st.integers(0, BLOCKS * 256 - 1), blocks=st.integers(1, BLOCKS))
@settings(max_examples=60)
def test_any_entry_is_proven_in_any_checkpoint_that_covers_it(grown: World, index: int, blocks: int) -> None:
    size = max(blocks, index // 256 + 1) * 256
    with grown.ledger.read() as tx:
        (leaf,) = audit.leaf_hashes(tx, index, index + 1)
        path, root = prove_inclusion(tx, index, size), root_at(tx, size)
    verify_inclusion(leaf, index, size, path=path, root=root)


@given(st.tuples(st.integers(0, BLOCKS), st.integers(1, BLOCKS)).map(sorted))
@settings(max_examples=60)
def test_any_two_checkpoints_are_consistent(grown: World, blocks: list[int]) -> None:
    old, new = (count * 256 for count in blocks)
    with grown.ledger.read() as tx:
        path = prove_consistency(tx, old, new)
        old_root = root_at(tx, old) if old else root_of([])
        verify_consistency(old, new, path=path, old_root=old_root, new_root=root_at(tx, new))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=3))
@settings(max_examples=5, deadline=None)
def test_any_sequence_of_work_gives_the_root_of_its_leaves(
    tmp_path_factory: pytest.TempPathFactory, work: list[int]
) -> None:
    world = World.make(tmp_path_factory.mktemp("work"))
    for acts in work:
        world.act(acts)
        kept = world.close()
        with world.ledger.read() as tx:
            assert root_of(audit.leaf_hashes(tx, 0, kept.size)) == kept.root == root_at(tx, kept.size)
    world.shut()


def test_the_ledger_keeps_one_node_for_128_leaves(grown: World) -> None:
    with grown.ledger.read() as tx:
        kept = tx.connection.exec_driver_sql("SELECT count(*), min(level) FROM audit_node").one()
    assert tuple(kept) == (11 + 5 + 2 + 1, 8)
