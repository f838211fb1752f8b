"""Reading the whole log again and holding it against all that was ever signed over it.

The node's own word is not enough: whoever holds its keys can write a new log that is sound in itself. So the
checkpoints that others cosigned, and the mirror at the oversight body, are compared in the same pass.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from trefpunt.audit.checkpoints import checkpoint_fault
from trefpunt.audit.cosigning import Quorum, cosigned_note, is_complete
from trefpunt.audit.erasure import names
from trefpunt.audit.trail import Trail
from trefpunt.audit.tree import BLOCK_LEAVES, add_blocks
from trefpunt.crypto.checkpoints import parse_checkpoint
from trefpunt.crypto.merkle import Frontier, NodeName
from trefpunt.crypto.notes import NoteVerifier, parse_note, verify_note
from trefpunt.errors import TrefpuntError
from trefpunt.model import Event
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger
from trefpunt.store.ledger import audit_watch as watch
from trefpunt.store.ledger.audit import StoredEntry

_STRETCH = 4096
_MAX_FAULTS = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written.

    Attributes:
        at: position in the log, or size of a checkpoint.
        code: what is wrong, for a table of words.
        source: whose copy shows it: empty for the node's own, else a witness or the mirror.
    """

    at: int
    code: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found; no personal value is in it.

    Attributes:
        size: leaves that are there.
        erased: entries that were erased by an act of the log.
        checkpoints: how many were checked.
        complete_to: size of the largest checkpoint with the cosignatures it needs; 0 for none.
        faults: by position, the first one first; at most 1,000.
    """

    size: int
    erased: int
    checkpoints: int
    complete_to: int
    faults: tuple[Fault, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    @property
    def first_fault(self) -> Fault | None:
        """The fault that lies furthest back."""
        return self.faults[0] if self.faults else None


@dataclass(frozen=True, slots=True)
class Seen:
    """What others hold of this log.

    Attributes:
        notes: by name of the holder, the checkpoints it has cosigned, as signed notes.
        mirror: by name of the holder, the positions it keeps, in order.
    """

    notes: Mapping[str, Iterable[bytes]] = field(default_factory=dict)
    mirror: Mapping[str, Iterable[StoredEntry]] = field(default_factory=dict)


def verify_log(
    tx: Transaction,
    verifier: NoteVerifier,
    *,
    trail: Trail,
    quorum: Quorum | None = None,
    seen: Seen | None = None,
) -> Report:
    """Check every leaf against its entry, checkpoints against leaves, and all against what others hold.

    Args:
        verifier: checks the signature of the log itself.
        quorum: whose cosignatures are checked and needed.
        seen: what witnesses and the mirror hold. Without it a log rewritten with its own keys looks sound.
    """
    check = _Check(tx, verifier, trail)
    check.expect_own_checkpoints()
    for name, notes in (seen.notes if seen else {}).items():
        check.expect_witnessed(name, notes)
    check.walk({name: iter(rows) for name, rows in (seen.mirror if seen else {}).items()})
    complete_to = check.cosignatures(quorum) if quorum else 0
    return Report(
        size=check.size,
        erased=check.erased,
        checkpoints=check.checkpoints,
        complete_to=complete_to,
        faults=tuple(sorted(check.faults, key=lambda fault: (fault.at, fault.source, fault.code))),
    )


class _Check:
    """One pass over a log, and what it found so far."""

    def __init__(self, tx: Transaction, verifier: NoteVerifier, trail: Trail) -> None:
        self._tx = tx
        self._verifier = verifier
        self._trail = trail
        self._expected: dict[int, list[tuple[bytes, str]]] = {}
        self._own: set[int] = set()
        self._unproven: dict[int, list[int]] = {}
        self.faults: set[Fault] = set()
        self.size = ledger.log_size(tx)
        self.erased = 0
        self.checkpoints = 0

    def fault(self, at: int, code: str, source: str = "") -> None:
        if len(self.faults) < _MAX_FAULTS:
            self.faults.add(Fault(at, code, source))

    def expect_own_checkpoints(self) -> None:
        for kept in watch.checkpoints(self._tx):
            self.checkpoints += 1
            self._own.add(kept.size)
            if code := checkpoint_fault(kept, self._verifier):
                self.fault(kept.size, code)
            self._expected.setdefault(kept.size, []).append((kept.root, ""))

    def expect_witnessed(self, name: str, notes: Iterable[bytes]) -> None:
        for data in notes:
            try:
                note = parse_note(data)
                verify_note(note, [self._verifier])
                said = parse_checkpoint(note.text)
            except TrefpuntError:
                self.fault(0, "witness_note", name)
                continue
            if said.origin == self._verifier.name:
                self._expected.setdefault(said.size, []).append((said.root, name))

    def walk(self, mirrors: dict[str, Iterator[StoredEntry]]) -> None:
        edge = Frontier()
        block = list[bytes]()
        position = 0
        for stored in _all(self._tx, self.size):
            while position < stored.idx:
                self.fault(position, "leaf_gone")
                block.append(bytes(32))
                position += 1
            self._look_at(stored)
            for name, rows in mirrors.items():
                self._compare(stored, next(rows, None), name)
            block.append(stored.leaf)
            position += 1
            if len(block) == BLOCK_LEAVES:
                edge, made = add_blocks(edge, block)
                self._check_nodes(made)
                self._check_roots(position, edge.root())
                block.clear()
        self._check_ends(mirrors)

    def cosignatures(self, quorum: Quorum) -> int:
        """Check what stands under each checkpoint; get the largest one that counts."""
        complete_to = 0
        for kept in watch.checkpoints(self._tx):
            try:
                if is_complete(cosigned_note(self._tx, kept), quorum):
                    complete_to = kept.size
            except TrefpuntError:
                self.fault(kept.size, "cosignature")
        return complete_to

    def _look_at(self, stored: StoredEntry) -> None:
        if code := self._trail.fault_of(stored):
            self.fault(stored.idx, code)
            return
        if stored.erased_by is not None:
            self.erased += 1
            self._unproven.setdefault(stored.erased_by, []).append(stored.idx)
        if stored.idx in self._unproven or stored.idx % BLOCK_LEAVES == 0:
            self._look_into(stored)

    def _look_into(self, stored: StoredEntry) -> None:
        said = self._trail.read(stored)
        for idx in self._unproven.pop(stored.idx, []):
            if not names(said, idx):
                self.fault(idx, "erased_without_act")
        if said is not None and said.event is Event.CHECKPOINT_SIGNED and stored.idx not in self._own:
            self.fault(stored.idx, "checkpoint_gone")

    def _compare(self, own: StoredEntry, other: StoredEntry | None, name: str) -> None:
        if other is None:
            return
        if (own.idx, own.commitment) != (other.idx, other.commitment):
            self.fault(min(own.idx, other.idx), "differs_from_mirror", name)
        elif None not in (own.ciphertext, other.ciphertext) and own.ciphertext != other.ciphertext:
            self.fault(own.idx, "differs_from_mirror", name)

    def _check_nodes(self, made: Mapping[NodeName, bytes]) -> None:
        for (level, index), node in made.items():
            end = (index + 1) << level
            if end <= max(self._own, default=0) and not self._is_kept(level, index, node):
                self.fault(end, "node_changed")

    def _is_kept(self, level: int, index: int, node: bytes) -> bool:
        try:
            return ledger.node(self._tx, level, index) == node
        except TrefpuntError:
            return False

    def _check_roots(self, size: int, root: bytes) -> None:
        for expected, name in self._expected.pop(size, []):
            if expected != root:
                self.fault(size, "forked" if name else "root_changed", name)

    def _check_ends(self, mirrors: Mapping[str, Iterator[StoredEntry]]) -> None:
        for size, expected in self._expected.items():
            for _root, name in expected:
                self.fault(min(size, self.size), "truncated" if size > self.size else "odd_checkpoint", name)
        # What remains names an act that lies further back, or is not there.
        for indices in self._unproven.values():
            for idx in indices:
                self.fault(idx, "erased_without_act")
        for name, rows in mirrors.items():
            if (more := next(rows, None)) is not None:
                self.fault(more.idx, "truncated", name)
        if self._own and self.size == max(self._own):
            self.fault(self.size, "truncated")


def _all(tx: Transaction, size: int) -> Iterator[StoredEntry]:
    for first in range(0, size, _STRETCH):
        yield from ledger.entries(tx, first, min(first + _STRETCH, size))
