"""Restoring: a node out of a backup, in a new home, that knows it was restored and does nothing yet."""

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from trefpunt.crypto.keyfile import create, open_
from trefpunt.crypto.sealedstream import read_sealed
from trefpunt.errors import InputError, cause_of
from trefpunt.model import Clock
from trefpunt.node.approving import LAWYERS_FILE
from trefpunt.node.backup import FOLDERS, KEY_FILE, MANIFEST, ROWS, VERSION
from trefpunt.node.opened import CLOSED, LEDGER_FILE, open_ledger, utc_now
from trefpunt.settings import FILE_NAME, read_settings
from trefpunt.store.ledger.restored import Restored, keep_restored

_NAME = re.compile(rf"({'|'.join(FOLDERS)})/[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
_ALONE = frozenset({FILE_NAME, KEY_FILE, LAWYERS_FILE, LEDGER_FILE, ROWS, MANIFEST})
_LEDGER_SECTION = re.compile(r"^\[ledger\]\n(?:(?!\[).*\n?)*", re.MULTILINE)


def restore(
    file: Path, home: Path, passphrase: str, *, ledger_url: str | None = None, clock: Clock = utc_now
) -> Restored:
    """Make a node's home out of a backup; whole or nothing.

    Args:
        home: a new or empty folder.
        passphrase: of the node, on the day of the backup.
        ledger_url: another place for the ledger: an empty database, or nothing for SQLite in the home.

    Raises:
        InputError: the file is none, cut off or changed, or the home is not empty.
        WrongPassphrase: it does not open the backup.
        StoreError: the ledger is of a newer version, or its database is not empty.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise InputError(
            "{folder} is not empty", hint="choose a new folder; no node is restored over another", folder=home
        )
    was_there = home.exists()
    try:
        with file.open("rb") as sealed:
            manifest = _unpack(sealed, home, passphrase)
        _set_place(home, ledger_url)
        return _open(file, home, passphrase, manifest=manifest, now=clock())
    except BaseException as error:
        _remove(home, is_kept=was_there)
        if isinstance(error, OSError):
            raise InputError(
                "cannot restore {file}: {why}", hint="check both paths", file=file.name, why=cause_of(error)
            ) from error
        raise


def _unpack(sealed: BinaryIO, home: Path, passphrase: str) -> dict[str, Any]:
    """Write every member but the rows of the ledger: those never lie on a disk in clear."""
    manifest, file = bytearray(), None
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.chmod(0o700)
    for folder in ("keys", "columns", "blobs", "rejects"):
        (home / folder).mkdir(mode=0o700)
    try:
        for name, part in read_sealed(sealed, passphrase):
            if name == MANIFEST:
                manifest += part
            elif name != ROWS and not part:
                file = _next_file(home, name, file)
            elif name != ROWS and file is not None:
                file.write(part)
    finally:
        if file is not None:
            file.close()
    return _checked(bytes(manifest))


def _next_file(home: Path, name: str, before: BinaryIO | None) -> BinaryIO:
    if before is not None:
        before.close()
    if name not in _ALONE and (_NAME.fullmatch(name) is None or ".." in name):
        raise InputError("the backup has a strange file in it", hint="nothing was restored")
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    return os.fdopen(descriptor, "wb")


def _checked(manifest: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(manifest or b"{}")
    if said.get("v") != VERSION:
        raise InputError(
            "the backup was written by a newer version of Trefpunt",
            hint="install that version or a later one",
        )
    return said


def _set_place(home: Path, url: str | None) -> None:
    if url is None:
        return
    settings = home / FILE_NAME
    text = _LEDGER_SECTION.sub("", settings.read_text(encoding="utf-8"))
    section = f'\n[ledger]\nurl = "{url}"\n' if url else ""
    settings.write_text(text + section, encoding="utf-8")


def _open(file: Path, home: Path, passphrase: str, *, manifest: dict[str, Any], now: datetime) -> Restored:
    settings = read_settings(home, closed=CLOSED)
    if settings.ledger.url and manifest["ledger"] == "copy":
        raise InputError(
            "this backup holds a copy of an SQLite ledger, which fits no other engine",
            hint="make it with `trefpunt backup --portable`, or restore it without --ledger",
        )
    keys = open_(home / KEY_FILE, passphrase)
    # The keys of epochs are gone, as they should be: each index is published anew.
    create(home / "keys" / "epochs.keys", keys.secret("epochs"))
    with file.open("rb") as sealed:
        filled = _rows(sealed, passphrase) if manifest["ledger"] == "rows" else None
        ledger = open_ledger(home, settings, keys, filled=filled)
    mark = Restored(secrets.token_hex(16), backup_at=str(manifest["made_at"]), at=now.isoformat())
    try:
        with ledger.write(reopens=True) as tx:
            keep_restored(tx, mark)
    finally:
        ledger.close()
    if ledger.path is not None:
        ledger.path.chmod(0o600)
    return mark


def _rows(sealed: BinaryIO, passphrase: str) -> Iterator[bytes]:
    held = b""
    for name, part in read_sealed(sealed, passphrase):
        if name == ROWS:
            *lines, held = (held + part).split(b"\n")
            yield from lines


def _remove(home: Path, *, is_kept: bool) -> None:
    if not home.is_dir():
        return
    for made in home.iterdir():
        shutil.rmtree(made, ignore_errors=True) if made.is_dir() else made.unlink(missing_ok=True)
    if not is_kept:
        home.rmdir()
