"""A backup: one sealed file with everything that a node is, made while it serves.

The ledger goes first, as it is at one moment: what others write meanwhile is in the next backup. The keys of
epochs are left out on purpose: what must be forgotten on a day may not come back.
"""

import errno
import json
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from trefpunt.crypto import KdfParams
from trefpunt.crypto.sealedstream import SealedWriter
from trefpunt.errors import InputError, StoreFull, cause_of
from trefpunt.node.approving import APPROVALS_FOLDER, LAWYERS_FILE
from trefpunt.node.opened import LEDGER_FILE, Node
from trefpunt.settings import FILE_NAME

MANIFEST, ROWS, VERSION = "manifest.json", "ledger.jsonl", 1
KEY_FILE = "keys/node.keys"
FOLDERS = ("columns", "blobs", APPROVALS_FOLDER)
_READ_BYTES = 1024 * 1024
_PASSING = (".new", ".part", ".staged", ".lock")


def back_up(
    node: Node, target: Path, passphrase: str, *, is_portable: bool = False, params: KdfParams | None = None
) -> int:
    """Write a backup of a node, which may be serving meanwhile; return its size in bytes.

    Args:
        target: a new file; whole or not there at all.
        passphrase: that of the node, which also opens the key file inside.
        is_portable: the ledger as lines of JSON, for another version or engine, instead of a copy.

    Raises:
        InputError: there is something at the target, or it cannot be written.
        StoreFull: the disk is full; nothing was kept.
    """
    if target.exists():
        raise InputError(
            "{file} is there already", hint="choose a new name; no backup is replaced", file=target
        )
    part = target.with_name(f"{target.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            _write(node, file, passphrase, is_portable=is_portable, params=params)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreFull(
                "the disk is full and there is no backup", hint="make room, then repeat"
            ) from error
        raise InputError(
            "{file} cannot be written: {why}", hint="choose another folder", file=target, why=cause_of(error)
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _write(
    node: Node, file: BinaryIO, passphrase: str, *, is_portable: bool, params: KdfParams | None
) -> None:
    has_rows = is_portable or node.ledger.path is None
    sealed = SealedWriter(file, passphrase, params=params)
    _member(sealed, MANIFEST, [_manifest(node, has_rows=has_rows)])
    if has_rows:
        _member(sealed, ROWS, node.ledger.rows())
    else:
        _copy_ledger(node, sealed)
    for name in (FILE_NAME, KEY_FILE, LAWYERS_FILE):
        _file(sealed, node.home, node.home / name)
    for folder in FOLDERS:
        for path in sorted((node.home / folder).rglob("*")):
            if path.is_file() and path.suffix not in _PASSING:
                _file(sealed, node.home, path)
    sealed.finish()


def _manifest(node: Node, *, has_rows: bool) -> bytes:
    said = {
        "v": VERSION,
        "product": version("trefpunt"),
        "node": node.me.id,
        "nature": node.settings.node.nature,
        "made_at": node.clock().isoformat(),
        "ledger": "rows" if has_rows else "copy",
    }
    return json.dumps(said).encode()


def _copy_ledger(node: Node, sealed: SealedWriter) -> None:
    # Beside the ledger and under its key: nothing lies in clear on the way.
    copy = node.home / f"{LEDGER_FILE}.copy"
    copy.unlink(missing_ok=True)
    try:
        node.ledger.copy_to(copy)
        _member(sealed, LEDGER_FILE, _parts(copy))
    finally:
        copy.unlink(missing_ok=True)


def _file(sealed: SealedWriter, home: Path, path: Path) -> None:
    try:
        parts = _parts(path)
        first = next(parts, b"")
    except FileNotFoundError:
        # Never there, or replaced and swept a moment ago: nothing that the ledger still needs.
        return
    _member(sealed, path.relative_to(home).as_posix(), [first])
    for part in parts:
        sealed.write(part)


def _member(sealed: SealedWriter, name: str, parts: "Iterator[bytes] | list[bytes]") -> None:
    sealed.begin(name)
    held = bytearray()
    for part in parts:
        held += part
        if len(held) >= _READ_BYTES:
            sealed.write(bytes(held))
            held.clear()
    sealed.write(bytes(held))


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            yield part
