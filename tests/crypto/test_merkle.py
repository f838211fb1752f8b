"""The Merkle tree against the known answers of RFC 6962, against pymerkle, and under attack."""

import json
from pathlib import Path

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crypto.pymerkle_paths import rfc_path_of

from trefpunt.crypto.merkle import (
    EMPTY_ROOT,
    Frontier,
    NodeTable,
    complete_nodes_after_append,
    consistency_path,
    consistency_path_from,
    inclusion_path,
    inclusion_path_from,
    leaf_hash,
    node_hash,
    nodes_of_consistency,
    nodes_of_inclusion,
    root_from,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from trefpunt.errors import BadProof, InputError

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rfc6962.json").read_text())
KNOWN = [leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves"]]
LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(130)]
TABLE = NodeTable(LEAVES)


def _sizes(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(1, most).flatmap(lambda new: st.tuples(st.integers(0, new), st.just(new)))


def test_the_known_roots_come_out():
    assert EMPTY_ROOT.hex() == root_of([]).hex() == VECTORS["empty_root"]
    assert [root_of(KNOWN[: n + 1]).hex() for n in range(8)] == VECTORS["roots"]


@pytest.mark.parametrize("case", VECTORS["inclusion"])
def test_the_known_inclusion_paths_come_out_and_verify(case: dict[str, object]):
    index, size, path = (
        int(str(case["index"])),
        int(str(case["size"])),
        inclusion_path(KNOWN, case["index"], case["size"]),
    )
    assert [item.hex() for item in path] == case["path"]
    verify_inclusion(KNOWN[index], index, size, path=path, root=root_of(KNOWN[:size]))


@pytest.mark.parametrize("case", VECTORS["consistency"])
def test_the_known_consistency_paths_come_out_and_verify(case: dict[str, object]):
    old, new, path = (
        int(str(case["old"])),
        int(str(case["new"])),
        consistency_path(KNOWN, case["old"], case["new"]),
    )
    assert [item.hex() for item in path] == case["path"]
    verify_consistency(old, new, path=path, old_root=root_of(KNOWN[:old]), new_root=root_of(KNOWN[:new]))


@given(_sizes(130))
def test_any_two_sizes_give_a_consistency_path_that_verifies(sizes: tuple[int, int]):
    old, new = sizes
    path = consistency_path_from(TABLE, old, new)
    verify_consistency(old, new, path=path, old_root=root_of(LEAVES[:old]), new_root=root_of(LEAVES[:new]))


@given(_sizes(130))
def test_any_leaf_can_be_proven(sizes: tuple[int, int]):
    index, size = sizes[0] % sizes[1], sizes[1]
    path = inclusion_path_from(TABLE, index, size)
    verify_inclusion(LEAVES[index], index, size, path=path, root=root_from(TABLE, size))


@given(_sizes(70))
def test_any_path_is_the_one_pymerkle_makes(sizes: tuple[int, int]):
    old, new = sizes
    tree = pymerkle.InmemoryTree.init_from_entries([number.to_bytes(4, "big") for number in range(new)])
    assert root_from(TABLE, new) == tree.get_root()
    index = old % new
    assert inclusion_path_from(TABLE, index, new) == tree.prove_inclusion(index + 1, new).path[1:]
    if old:
        assert consistency_path_from(TABLE, old, new) == rfc_path_of(tree.prove_consistency(old, new))


@given(_sizes(130), st.data())
def test_any_changed_bit_is_noticed(sizes: tuple[int, int], data: st.DataObject):
    index, size = sizes[0] % sizes[1], sizes[1]
    parts = [LEAVES[index], root_from(TABLE, size), *inclusion_path_from(TABLE, index, size)]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))
    parts[which] = (int.from_bytes(parts[which], "big") ^ 1 << bit).to_bytes(32, "big")
    with pytest.raises(BadProof):
        verify_inclusion(parts[0], index, size, path=parts[2:], root=parts[1])


@given(_sizes(130), st.data())
def test_any_changed_bit_in_a_consistency_is_noticed(sizes: tuple[int, int], data: st.DataObject):
    old, new = sizes
    parts = [root_from(TABLE, old), root_from(TABLE, new), *consistency_path_from(TABLE, old, new)]
    # Nothing can be said of an empty tree but that it was empty, so then only the old root is bound.
    which = data.draw(st.integers(0, len(parts) - 1)) if old else 0
    parts[which] = bytes([parts[which][0] ^ 1]) + parts[which][1:]
    with pytest.raises(BadProof):
        verify_consistency(old, new, path=parts[2:], old_root=parts[0], new_root=parts[1])


@given(_sizes(130), st.integers(-3, 133), st.integers(-3, 133))
def test_any_other_index_or_size_does_not_verify(sizes: tuple[int, int], other_index: int, other_size: int):
    index, size = sizes[0] % sizes[1], sizes[1]
    if (other_index, other_size) == (index, size):
        return
    path, root = inclusion_path_from(TABLE, index, size), root_from(TABLE, size)
    try:
        verify_inclusion(LEAVES[index], other_index, other_size, path=path, root=root)
    except BadProof:
        return
    # A path says left or right at each step, not how large the tree is: the checkpoint binds the size.
    assert other_index == index or other_size != size


@pytest.mark.parametrize("change", ["longer", "shorter", "reversed", "short hash"])
def test_a_path_of_another_shape_does_not_verify(change: str):
    path, root = inclusion_path_from(TABLE, 5, 100), root_from(TABLE, 100)
    shapes = {
        "longer": [*path, path[0]],
        "shorter": path[:-1],
        "reversed": path[::-1],
        "short hash": [path[0][:31], *path[1:]],
    }
    with pytest.raises(BadProof):
        verify_inclusion(LEAVES[5], 5, 100, path=shapes[change], root=root)


@pytest.mark.parametrize("change", ["longer", "shorter", "empty", "reversed"])
def test_a_consistency_of_another_shape_does_not_verify(change: str):
    path = consistency_path_from(TABLE, 50, 100)
    shapes = {"longer": [*path, path[0]], "shorter": path[:-1], "empty": [], "reversed": path[::-1]}
    with pytest.raises(BadProof):
        verify_consistency(
            50, 100, path=shapes[change], old_root=root_from(TABLE, 50), new_root=root_from(TABLE, 100)
        )


def test_a_leaf_cannot_pass_for_a_node():
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right) != node_hash(right, left)


def test_two_roots_for_one_size_are_not_consistent():
    with pytest.raises(BadProof):
        verify_consistency(7, 7, path=[], old_root=LEAVES[0], new_root=LEAVES[1])


def test_the_empty_tree_is_the_beginning_of_every_tree_and_needs_no_path():
    verify_consistency(0, 5, path=[], old_root=EMPTY_ROOT, new_root=root_of(LEAVES[:5]))
    verify_consistency(0, 0, path=[], old_root=EMPTY_ROOT, new_root=EMPTY_ROOT)
    for path, old_root, new in (([LEAVES[0]], EMPTY_ROOT, 5), ([], LEAVES[0], 5), ([], EMPTY_ROOT, 0)):
        with pytest.raises(BadProof):
            verify_consistency(0, new, path=path, old_root=old_root, new_root=root_of(LEAVES[:5]))


def test_a_tree_does_not_shrink():
    with pytest.raises(BadProof):
        verify_consistency(9, 8, path=[], old_root=root_from(TABLE, 9), new_root=root_from(TABLE, 8))
    with pytest.raises(InputError):
        consistency_path_from(TABLE, 9, 8)
    with pytest.raises(InputError):
        inclusion_path_from(TABLE, 8, 8)


def test_the_nodes_that_appending_completes_are_all_a_store_needs():
    frontier, stored = Frontier(), dict[tuple[int, int], bytes]()
    for leaf in LEAVES:
        frontier, complete = complete_nodes_after_append(frontier, leaf)
        stored.update(complete)
        assert frontier.root() == root_from(TABLE, frontier.size)
    assert all(TABLE.node(*name) == value for name, value in stored.items())
    assert len(stored) == sum(130 >> level for level in range(8))


@given(_sizes(130))
def test_any_proof_reads_only_the_nodes_it_names(sizes: tuple[int, int]):
    class Watching:
        read: list[tuple[int, int]]

        def __init__(self) -> None:
            self.read = []

        def node(self, level: int, index: int) -> bytes:
            self.read.append((level, index))
            return TABLE.node(level, index)

    old, new = sizes
    watch = Watching()
    consistency_path_from(watch, old, new)
    inclusion_path_from(watch, old % new, new)
    assert watch.read == nodes_of_consistency(old, new) + nodes_of_inclusion(old % new, new)


@given(st.integers(0, 130))
def test_any_frontier_survives_a_round_trip(size: int):
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier = frontier.append(leaf)
    assert Frontier.from_bytes(frontier.to_bytes()) == frontier
    assert frontier.root() == root_of(LEAVES[:size])


@pytest.mark.parametrize(
    "data", [b"", b"1234567", bytes(8) + bytes(32), (3).to_bytes(8, "big") + bytes(33), b"\xff" * 8]
)
def test_bytes_that_are_no_frontier_are_refused(data: bytes):
    with pytest.raises(InputError):
        Frontier.from_bytes(data)
