"""Handing a stretch of the log to somebody who trusts nobody: `tools/verify_log.py` checks it alone."""

import json
import os
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trefpunt.audit.checkpoints import OwnLog
from trefpunt.audit.cosigning import Quorum, cosigned_note, latest_complete
from trefpunt.audit.reading import Reader
from trefpunt.audit.tree import LedgerNodes
from trefpunt.crypto.merkle import consistency_path_from, inclusion_path_from
from trefpunt.crypto.notes import parse_note
from trefpunt.errors import InputError, NotStored
from trefpunt.model import Event
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import audit as ledger
from trefpunt.store.ledger import audit_watch as watch

_FORMAT = "trefpunt-log-export/1"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is exported.

    Attributes:
        first: the first position.
        last: the last position; None for all that the latest complete checkpoint covers.
        earlier: size of an earlier checkpoint that is shown to be continued.
    """

    first: int = 0
    last: int | None = None
    earlier: int | None = None


def export_bundle(
    tx: Transaction, target: Path, stretch: Stretch, *, log: OwnLog, quorum: Quorum, reader: Reader
) -> int:
    """Write a bundle that proves itself: entries, proofs, and the checkpoint that was cosigned.

    Args:
        target: a new folder, or a new file that ends in .zip; it holds what the entries say, in clear.

    Returns:
        How many positions are in it.

    Raises:
        InputError: the target exists already.
        NotStored: no checkpoint has its cosignatures yet, or the stretch goes past it.
        LogUnwritable: the export could not be logged, so nothing is written.
    """
    if target.exists():
        raise InputError("{target} exists already", hint="choose another name", target=target.name)
    kept = latest_complete(tx, quorum)
    if kept is None:
        raise NotStored("no checkpoint has its cosignatures yet", hint="wait for the next checkpoint")
    first, last = stretch.first, kept.size - 1 if stretch.last is None else stretch.last
    if not 0 <= first <= last < kept.size:
        raise NotStored(
            "positions {first} to {last} are not in the checkpoint of {size}",
            hint="wait for the next checkpoint, or choose fewer",
            first=first,
            last=last,
            size=kept.size,
        )
    log.trail.record(tx, reader.entry(Event.LOG_EXPORTED, {"first": str(first), "last": str(last)}))
    _write(
        target,
        {
            "bundle.json": [_json(_about(log, quorum, first, last))],
            "checkpoint": [cosigned_note(tx, kept).to_bytes()],
            "leaves.jsonl": _leaves(tx, log, first, last + 1),
            "proof.json": [_json(_proof(tx, kept.size, range(first, last + 1), stretch.earlier))],
        },
    )
    return last + 1 - first


def _about(log: OwnLog, quorum: Quorum, first: int, last: int) -> dict[str, Any]:
    partners = [str(cosigner.verifier) for cosigner in quorum.partners]
    return {
        "format": _FORMAT,
        "origin": log.origin,
        "log_key": str(log.verifier),
        "cosigners": {"oversight": [str(quorum.oversight.verifier)], "partners": partners},
        "first": first,
        "last": last,
    }


def _leaves(tx: Transaction, log: OwnLog, first: int, end: int) -> Iterator[bytes]:
    for stored in ledger.entries(tx, first, end):
        opened = log.trail.opened(stored)
        salt, plain = opened if opened else (None, None)
        line = {
            "index": stored.idx,
            "salt": None if salt is None else b64encode(salt).decode(),
            "entry": None if plain is None else plain.decode(),
            "commitment": stored.commitment.hex(),
            "leaf_hash": stored.leaf.hex(),
        }
        yield _json(line) + b"\n"


def _proof(tx: Transaction, size: int, positions: range, earlier: int | None) -> dict[str, Any]:
    nodes = LedgerNodes(tx)
    is_whole = len(positions) == size
    paths = {} if is_whole else {str(idx): _hex(inclusion_path_from(nodes, idx, size)) for idx in positions}
    if earlier is None:
        return {"earlier": None, "inclusion": paths}
    note = parse_note(watch.checkpoint_of(tx, earlier).note)
    consistency = _hex(consistency_path_from(nodes, earlier, size))
    continued = {"checkpoint": note.to_bytes().decode(), "consistency": consistency}
    return {"earlier": continued, "inclusion": paths}


def open_for_owner(path: Path) -> int:
    """Make a file that only its owner may read; return its descriptor."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _write(target: Path, parts: Mapping[str, Iterable[bytes]]) -> None:
    # Under another name until it is whole: half a bundle would look like tampering.
    unfinished = target.with_name(f"{target.name}.unfinished")
    if target.suffix == ".zip":
        # For its owner only from the first byte: the entries are in it in clear.
        with (
            os.fdopen(open_for_owner(unfinished), "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name, pieces in parts.items():
                with archive.open(name, "w", force_zip64=True) as member:
                    member.writelines(pieces)
    else:
        unfinished.mkdir(mode=0o700)
        for name, pieces in parts.items():
            with (unfinished / name).open("xb") as file:
                file.writelines(pieces)
    unfinished.rename(target)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode()


def _hex(hashes: list[bytes]) -> list[str]:
    return [item.hex() for item in hashes]
