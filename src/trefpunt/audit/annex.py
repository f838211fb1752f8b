"""The part of the log that is about one case, each entry with its proof under the checkpoint that counts."""

from collections.abc import Callable
from dataclasses import dataclass

from trefpunt.audit.cosigning import Quorum, cosigned_note, latest_complete
from trefpunt.audit.trail import Trail
from trefpunt.audit.tree import LedgerNodes
from trefpunt.crypto.merkle import inclusion_path_from
from trefpunt.crypto.notes import NoteVerifier, verify_note
from trefpunt.model import LogEntry
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger
from trefpunt.store.ledger import audit_watch as watch

_STRETCH = 4096


@dataclass(frozen=True, slots=True)
class AnnexEntry:
    """One entry of the log in an annex.

    Attributes:
        salt: with `plain` it makes the commitment of which `leaf` is the hash.
        path: shows that the leaf is in the tree of the checkpoint; None for what is later than it.
    """

    index: int
    entry: LogEntry
    salt: bytes
    plain: bytes
    leaf: bytes
    path: tuple[bytes, ...] | None


@dataclass(frozen=True, slots=True)
class Sealed:
    """The largest checkpoint that its cosigners made count.

    Attributes:
        note: the signed note with the cosignatures that it has.
        by: who has cosigned it.
    """

    size: int
    root: bytes
    note: bytes
    by: tuple[NoteVerifier, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """The entries about one case, oldest first; `sealed` is None while no checkpoint counts."""

    entries: tuple[AnnexEntry, ...]
    sealed: Sealed | None


def annex_of(
    tx: Transaction, is_wanted: Callable[[int, LogEntry], bool], *, trail: Trail, quorum: Quorum | None
) -> Annex:
    """Return the entries that are wanted, with what proves them; erased ones are passed over.

    The caller has logged that it reads them.

    Args:
        is_wanted: tells of a position and its entry whether they belong to the case.
    """
    sealed = None if quorum is None else _sealed(tx, quorum)
    nodes, found, size = LedgerNodes(tx), list[AnnexEntry](), ledger.log_size(tx)
    for start in range(0, size, _STRETCH):
        for stored in ledger.entries(tx, start, min(start + _STRETCH, size)):
            opened, entry = trail.opened(stored), trail.read(stored)
            if opened is None or entry is None or not is_wanted(stored.idx, entry):
                continue
            path = None
            if sealed is not None and stored.idx < sealed.size:
                path = tuple(inclusion_path_from(nodes, stored.idx, sealed.size))
            found.append(AnnexEntry(stored.idx, entry, *opened, stored.leaf, path))
    return Annex(tuple(found), sealed)


def _sealed(tx: Transaction, quorum: Quorum) -> Sealed | None:
    kept: watch.KeptCheckpoint | None = latest_complete(tx, quorum)
    if kept is None:
        return None
    note = cosigned_note(tx, kept)
    signed = verify_note(note, [cosigner.verifier for cosigner in quorum.everyone()])
    return Sealed(kept.size, kept.root, note.to_bytes(), tuple(one.by for one in signed))
