"""T11: our Merkle proofs are those of pymerkle, and the stand-alone verifier accepts them.

Three programs that know nothing of one another: `trefpunt.crypto.merkle` (walks nodes by their bits),
`tools/verify_log.py` (walks the definitions of RFC 6962) and pymerkle (keeps its own layout).
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pymerkle
import pytest
from tests.crypto.pymerkle_paths import rfc_path_of
from tests.promises.record import Promise, keep, sized

from tools import verify_log
from trefpunt.crypto.merkle import (
    NodeTable,
    consistency_path_from,
    inclusion_path_from,
    leaf_hash,
    node_hash,
    root_from,
    verify_consistency,
    verify_inclusion,
)
from trefpunt.errors import BadProof

COMMAND = "pytest -m slow tests/promises/test_t11_proofs.py"


class ListTree(pymerkle.BaseMerkleTree):  # type: ignore[misc]
    """pymerkle over a list of leaf hashes; it computes every node and every proof itself."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves
        super().__init__("sha256")

    def _encode_entry(self, data: bytes) -> bytes:
        return data

    def _store_leaf(self, data: bytes, digest: bytes) -> int:
        raise NotImplementedError("the leaves are given once")

    def _get_leaf(self, index: int) -> bytes:
        return self.leaves[index - 1]

    def _get_leaves(self, offset: int, width: int) -> list[bytes]:
        return self.leaves[offset : offset + width]

    def _get_size(self) -> int:
        return len(self.leaves)


@dataclass(frozen=True)
class Trees:
    """One set of leaves, as we and as pymerkle hold it."""

    leaves: list[bytes]
    ours: NodeTable
    theirs: ListTree


def _swapped(left: bytes, right: bytes) -> bytes:
    return node_hash(right, left)


def _trees(size: int, *, combine: Callable[[bytes, bytes], bytes] = node_hash) -> Trees:
    leaves = [leaf_hash(number.to_bytes(8, "big")) for number in range(size)]
    return Trees(leaves, NodeTable(leaves, combine=combine), ListTree(leaves))


def _all_pairs(most: int) -> Iterator[tuple[int, int]]:
    return ((old, new) for new in range(1, most + 1) for old in range(1, new + 1))


def _random_pairs(count: int, most: int) -> Iterator[tuple[int, int]]:
    chance = random.Random(6962)
    for _ in range(count):
        new = chance.randint(1, most)
        yield chance.randint(1, new), new


def _is_equal(trees: Trees, old: int, new: int, *, reverse: bool = False) -> bool:
    """Tell whether all three agree on the consistency of two sizes and on the inclusion of leaf `old - 1`."""
    old_root, new_root = root_from(trees.ours, old), root_from(trees.ours, new)
    growth = consistency_path_from(trees.ours, old, new)
    place = inclusion_path_from(trees.ours, old - 1, new)
    if reverse:
        growth, place = growth[::-1], place[::-1]
    proof = trees.theirs.prove_consistency(old, new)
    if (old_root, new_root) != (trees.theirs.get_root(old), trees.theirs.get_root(new)):
        return False
    if growth != rfc_path_of(proof) or place != trees.theirs.prove_inclusion(old, new).path[1:]:
        return False
    leaf = trees.leaves[old - 1]
    try:
        pymerkle.verify_consistency(old_root, new_root, proof, old, new)
        verify_consistency(old, new, path=growth, old_root=old_root, new_root=new_root)
        verify_inclusion(leaf, old - 1, new, path=place, root=new_root)
    except (BadProof, pymerkle.InvalidProof):
        return False
    alone = verify_log.verify_consistency(old, new, growth, old_root, new_root)
    return alone and verify_log.verify_inclusion(leaf, old - 1, new, place, new_root)


def _unequal(trees: Trees, pairs: Iterator[tuple[int, int]], *, reverse: bool = False) -> tuple[int, int]:
    seen = [_is_equal(trees, old, new, reverse=reverse) for old, new in pairs]
    return seen.count(False), len(seen)


def _control_is_caught() -> bool:
    """Break the proofs in two ways; each must be seen in every pair that it touches."""
    swapped, _ = _unequal(_trees(40, combine=_swapped), _all_pairs(40))
    reversed_, _ = _unequal(_trees(40), _all_pairs(40), reverse=True)
    # A tree of one leaf has no node to swap, and a path of one hash is its own reverse.
    return swapped > 750 and reversed_ > 600


def test_small_trees_agree_and_a_broken_proof_is_seen():
    assert _unequal(_trees(40), _all_pairs(40)) == (0, 820)
    assert _control_is_caught()


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_t11_all_proofs_are_equal():
    most, count, largest = sized(300, 60), sized(10_000, 300), sized(1_000_000, 20_000)
    small = _unequal(_trees(most), _all_pairs(most))
    large = _unequal(_trees(largest), _random_pairs(count, largest))
    unequal, control = small[0] + large[0], _control_is_caught()
    figure = {"pairs": small[1], "random_pairs": large[1], "largest_tree": largest, "unequal": unequal}
    keep(Promise("T11", "proofs right", figure, "100 % equal", unequal == 0, control, COMMAND))
    assert unequal == 0
    assert control
