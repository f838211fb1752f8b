"""The Merkle tree over the log as it lies in the ledger, in blocks of 256 leaves.

A checkpoint closes whole blocks only. So the ledger keeps the nodes from the roof of a block upward
(one per 128 leaves); what stands below is made anew from the 256 leaves of one block when a proof needs it.
"""

from collections.abc import Sequence

from trefpunt.crypto.merkle import (
    Frontier,
    NodeName,
    NodeTable,
    complete_nodes_after_append,
    consistency_path_from,
    inclusion_path_from,
    root_from,
    root_of,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger

BLOCK_LEVEL = 8
BLOCK_LEAVES = 1 << BLOCK_LEVEL


class LedgerNodes:
    """The nodes of the log up to its last checkpoint; reads as a `crypto.merkle.NodeReader`."""

    __slots__ = ("_blocks", "_tx")

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._blocks: dict[int, NodeTable] = {}

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete node."""
        if level >= BLOCK_LEVEL:
            return ledger.node(self._tx, level, index)
        block = index >> (BLOCK_LEVEL - level)
        if block not in self._blocks:
            first = block << BLOCK_LEVEL
            self._blocks[block] = NodeTable(ledger.leaf_hashes(self._tx, first, first + BLOCK_LEAVES))
        return self._blocks[block].node(level, index - (block << (BLOCK_LEVEL - level)))


def frontier_at(tx: Transaction, size: int) -> Frontier:
    """Return the right edge of the tree at the size of a checkpoint, counted in whole blocks."""
    blocks = size >> BLOCK_LEVEL
    peaks, start = list[bytes](), 0
    for level in reversed(range(blocks.bit_length())):
        if blocks >> level & 1:
            peaks.append(ledger.node(tx, BLOCK_LEVEL + level, start >> level))
            start += 1 << level
    return Frontier(blocks, tuple(peaks))


def add_blocks(edge: Frontier, leaves: Sequence[bytes]) -> tuple[Frontier, dict[NodeName, bytes]]:
    """Return the right edge after further whole blocks of leaf hashes, and the nodes that became complete."""
    made: dict[NodeName, bytes] = {}
    for start in range(0, len(leaves), BLOCK_LEAVES):
        roof = root_of(leaves[start : start + BLOCK_LEAVES])
        edge, complete = complete_nodes_after_append(edge, roof)
        made.update({(BLOCK_LEVEL + level, index): node for (level, index), node in complete})
    return edge, made


def root_at(tx: Transaction, size: int) -> bytes:
    """Return the root of the tree at the size of a checkpoint."""
    return root_from(LedgerNodes(tx), size)


def prove_inclusion(tx: Transaction, index: int, size: int) -> list[bytes]:
    """Return the path that shows that a leaf is in the tree of a checkpoint of this size."""
    return inclusion_path_from(LedgerNodes(tx), index, size)


def prove_consistency(tx: Transaction, old: int, new: int) -> list[bytes]:
    """Return the path that shows that the tree only grew between the sizes of two checkpoints."""
    return consistency_path_from(LedgerNodes(tx), old, new)
