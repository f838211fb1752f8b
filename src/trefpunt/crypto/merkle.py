"""The tree of the log: what was added stays, and that can be shown in a few hashes.

A node of the tree is named `(level, index)`: level 0 holds the leaves, and the node covers the leaves
`index << level` up to `(index + 1) << level`. A node is *complete* when all of those are there; its hash
never changes again, so a store keeps exactly the complete nodes and every proof is read from them.

Verifying raises `BadProof` and returns nothing, so that nobody can forget to look at the answer.
Source: RFC 6962, section 2.1; RFC 9162, section 2.1.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from trefpunt.errors import BadProof, InputError

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
MAX_SIZE = 2**62

NodeName = tuple[int, int]


class NodeReader(Protocol):
    """Gives the hash of a complete node; the ledger and `NodeTable` both do."""

    def node(self, level: int, index: int) -> bytes:
        """Return the 32 bytes of the complete node `(level, index)`."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf; the 0x00 keeps a leaf from passing for a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two others; the 0x01 keeps it from passing for a leaf."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree: all that is needed to append and to know the root.

    Attributes:
        size: number of leaves.
        peaks: hashes of the complete subtrees that make up the tree, largest (leftmost) first; there is
            one for each bit set in `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        sound = 0 <= self.size <= MAX_SIZE and len(self.peaks) == self.size.bit_count()
        if not sound or any(len(peak) != HASH_BYTES for peak in self.peaks):
            raise InputError(
                "a frontier of {size} leaves with {count} peaks",
                hint="expected 32 bytes for each bit set in the size; rebuild it from the stored nodes",
                size=self.size,
                count=len(self.peaks),
            )

    def append(self, leaf: bytes) -> "Frontier":
        """Return the frontier after one more leaf hash."""
        return complete_nodes_after_append(self, leaf)[0]

    def root(self) -> bytes:
        """Return the root of the tree; of the empty tree, the hash of nothing."""
        return _fold(self.peaks) if self.peaks else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """Return the bytes a ledger keeps: the size in 8 bytes, then the peaks."""
        return self.size.to_bytes(8, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        """Read back what `to_bytes` wrote.

        Raises:
            InputError: the bytes are not a frontier.
        """
        body = data[8:]
        if len(data) < 8 or len(body) % HASH_BYTES:
            raise InputError(
                "a frontier of {count} bytes",
                hint="expected 8 bytes and 32 more for each peak",
                count=len(data),
            )
        peaks = tuple(body[i : i + HASH_BYTES] for i in range(0, len(body), HASH_BYTES))
        return cls(int.from_bytes(data[:8], "big"), peaks)


def complete_nodes_after_append(
    frontier: Frontier, leaf: bytes
) -> tuple[Frontier, list[tuple[NodeName, bytes]]]:
    """Append a leaf hash; get the new frontier and the nodes that became complete, lowest first.

    Storing those nodes in the same transaction as the leaf is all a ledger does for its proofs.
    """
    index, peaks, made = frontier.size, list(frontier.peaks), leaf
    complete: list[tuple[NodeName, bytes]] = [((0, index), leaf)]
    level = 0
    while index & 1:
        made = node_hash(peaks.pop(), made)
        index >>= 1
        level += 1
        complete.append(((level, index), made))
    return Frontier(frontier.size + 1, (*peaks, made)), complete


class NodeTable:
    """The complete nodes of a tree in memory; reads as a `NodeReader`.

    Args:
        leaf_hashes: in order of index.
        combine: the function that joins two nodes; given only by the negative control of promise T11.
    """

    __slots__ = ("_levels",)

    def __init__(
        self, leaf_hashes: Iterable[bytes], *, combine: Callable[[bytes, bytes], bytes] = node_hash
    ) -> None:
        below = list(leaf_hashes)
        self._levels = [below]
        while len(below) > 1:
            below = [combine(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
            self._levels.append(below)

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete node."""
        return self._levels[level][index]


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes, in one pass and with little memory."""
    frontier = Frontier()
    for leaf in leaf_hashes:
        frontier = frontier.append(leaf)
    return frontier.root()


def root_from(nodes: NodeReader, size: int) -> bytes:
    """Return the root that the tree had at `size`, from stored nodes."""
    _check_sizes(0, size)
    return _range_hash(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_path_from(nodes: NodeReader, index: int, size: int) -> list[bytes]:
    """Return the hashes beside the way from a leaf up to the root of the first `size` leaves, lowest first.

    Raises:
        InputError: the leaf is not among the first `size`.
    """
    _check_sizes(index + 1, size)
    return [_range_hash(nodes, start, end) for start, end in _inclusion_ranges(index, size)]


def consistency_path_from(nodes: NodeReader, old: int, new: int) -> list[bytes]:
    """Return the hashes that show that the first `old` leaves were not touched up to `new`.

    Empty when nothing was there before (`old` is 0) or nothing was added since.

    Raises:
        InputError: `old` is larger than `new`.
    """
    _check_sizes(old, new)
    return [_range_hash(nodes, start, end) for start, end in _consistency_ranges(old, new)]


def inclusion_path(leaf_hashes: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """Return `inclusion_path_from` for leaves in memory; builds the whole tree, so for small trees."""
    return inclusion_path_from(NodeTable(leaf_hashes[:size]), index, size)


def consistency_path(leaf_hashes: Sequence[bytes], old: int, new: int) -> list[bytes]:
    """Return `consistency_path_from` for leaves in memory; builds the whole tree, so for small trees."""
    return consistency_path_from(NodeTable(leaf_hashes[:new]), old, new)


def nodes_of_inclusion(index: int, size: int) -> list[NodeName]:
    """Name the complete nodes an inclusion path is made of, so that a store reads them in one query."""
    _check_sizes(index + 1, size)
    return [name for start, end in _inclusion_ranges(index, size) for name in _complete_nodes(start, end)]


def nodes_of_consistency(old: int, new: int) -> list[NodeName]:
    """Name the complete nodes a consistency path is made of, so that a store reads them in one query."""
    _check_sizes(old, new)
    return [name for start, end in _consistency_ranges(old, new) for name in _complete_nodes(start, end)]


def verify_inclusion(leaf: bytes, index: int, size: int, *, path: Sequence[bytes], root: bytes) -> None:
    """Check that a leaf hash stands at `index` in the tree of `size` leaves with this root.

    Raises:
        BadProof: it does not, or the path is not of the right length.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size <= MAX_SIZE or any(len(item) != HASH_BYTES for item in (leaf, root, *path)):
        raise _not_included(index, size)
    here, last, made = index, size - 1, leaf
    for item in path:
        if last == 0:
            raise _not_included(index, size)
        if here & 1 or here == last:
            made = node_hash(item, made)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            made = node_hash(made, item)
        here, last = here >> 1, last >> 1
    if last != 0 or made != root:
        raise _not_included(index, size)


def verify_consistency(
    old: int, new: int, *, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Check that the tree of `new` leaves begins with the tree of `old` leaves.

    Raises:
        BadProof: it does not, or the path is not of the right length.

    Source: RFC 9162, section 2.1.4.2; an old size of 0 as in C2SP tlog-witness.
    """
    if not 0 <= old <= new <= MAX_SIZE or any(
        len(item) != HASH_BYTES for item in (old_root, new_root, *path)
    ):
        raise _not_consistent(old, new)
    if old == new or old == 0:
        same = old_root == (new_root if old else EMPTY_ROOT) and (new > 0 or new_root == EMPTY_ROOT)
        if path or not same:
            raise _not_consistent(old, new)
        return
    # The path leaves out the old root where the old tree is one complete node; it is put back here.
    hashes = [old_root, *path] if old.bit_count() == 1 else list(path)
    if not path or _climb(hashes, old - 1, new - 1) != (old_root, new_root):
        raise _not_consistent(old, new)


def _climb(hashes: list[bytes], here: int, last: int) -> tuple[bytes, bytes] | None:
    while here & 1:
        here, last = here >> 1, last >> 1
    older = newer = hashes[0]
    for item in hashes[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            older, newer = node_hash(item, older), node_hash(item, newer)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            newer = node_hash(newer, item)
        here, last = here >> 1, last >> 1
    return (older, newer) if last == 0 else None


def _inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    start, end, beside = 0, size, list[tuple[int, int]]()
    while end - start > 1:
        middle = start + _left_width(end - start)
        if index < middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    return beside[::-1]


def _consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    if old in (0, new):
        return []
    start, end, beside = 0, new, list[tuple[int, int]]()
    while end != old:
        middle = start + _left_width(end - start)
        if old <= middle:
            beside.append((middle, end))
            end = middle
        else:
            beside.append((start, middle))
            start = middle
    if start:
        beside.append((start, end))
    return beside[::-1]


def _left_width(width: int) -> int:
    return 1 << ((width - 1).bit_length() - 1)


def _complete_nodes(start: int, end: int) -> Iterator[NodeName]:
    """Cut a range as the tree cuts it: largest complete subtree first."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _range_hash(nodes: NodeReader, start: int, end: int) -> bytes:
    return _fold([nodes.node(level, index) for level, index in _complete_nodes(start, end)])


def _fold(peaks: Sequence[bytes]) -> bytes:
    made = peaks[-1]
    for peak in reversed(peaks[:-1]):
        made = node_hash(peak, made)
    return made


def _check_sizes(inner: int, outer: int) -> None:
    if not 0 <= inner <= outer <= MAX_SIZE:
        raise InputError(
            "a proof for {inner} in a tree of {outer}",
            hint="ask for leaves that are in the tree",
            inner=inner,
            outer=outer,
        )


def _not_included(index: int, size: int) -> BadProof:
    return BadProof(
        "the inclusion of {index} in a tree of {size} does not verify",
        hint="do not trust this checkpoint; keep both and call the oversight body",
        index=index,
        size=size,
    )


def _not_consistent(old: int, new: int) -> BadProof:
    return BadProof(
        "the consistency of {old} in a tree of {new} does not verify",
        hint="do not trust this checkpoint; keep both and call the oversight body",
        old=old,
        new=new,
    )
