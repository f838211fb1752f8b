"""The key file: every secret of a node, encrypted in one file that opens with a passphrase.

It holds the keys of the ledger, the columns and the entries, and the private keys for TLS, letters, log and
box. A second file of the same class, opened with a random key that the first one holds, keeps what must be
forgotten on a day: the blinding keys of an epoch. That one is never backed up.

Serving and a command line use one file at the same time: a write takes the lock, reads what the other one
wrote and changes only the names it was asked to change. A write is whole or not there at all.

What erasing promises: the new file is without the secret, and the old bytes are overwritten before their
file is removed. What it cannot promise: an SSD, a copying file system or a snapshot may keep the old
blocks, still encrypted; and Python cannot wipe a secret it once read from memory.
"""

import errno
import fcntl
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from trefpunt.crypto.keylock import KdfParams, KeyLock, close_with, lock_of, new_lock, open_with
from trefpunt.errors import CryptoError, InputError, StoreFull

Rng = Callable[[int], bytes]
_Stamp = tuple[int, int, int]
_DEFAULT_PARAMS = KdfParams()


class KeyMissing(CryptoError):
    """The key file holds no secret of this name; it was erased, or never made."""

    code = "key_missing"


class KeyFileUnusable(CryptoError):
    """The key file cannot be read or written, or others may read it."""

    code = "key_file_unusable"


def create(
    path: Path,
    passphrase: str | bytes,
    *,
    rng: Rng = secrets.token_bytes,
    params: KdfParams = _DEFAULT_PARAMS,
) -> "KeyFile":
    """Make a new, empty key file and open it.

    Args:
        path: the file; nothing may be there yet.
        passphrase: or a random key of 32 bytes, for a file whose key another key file holds.
        params: the cost of a try; only tests take less than the default.

    Raises:
        InputError: a file is there already, or the passphrase is empty.
        KeyFileUnusable: the folder cannot be written.
    """
    if not passphrase:
        raise InputError("a key file needs a passphrase", hint="choose four random words or more")
    opened = KeyFile(path, new_lock(passphrase, params=params, rng=rng), rng=rng)
    with _locked(path, fcntl.LOCK_EX):
        if path.exists():
            raise InputError(
                "a key file is there already", hint="open it, or choose another name; none is replaced"
            )
        _replace(path, close_with(opened.lock, {}, rng=rng), rng)
    return opened


def open_(path: Path, passphrase: str | bytes, *, rng: Rng = secrets.token_bytes) -> "KeyFile":
    """Open an existing key file.

    Raises:
        WrongPassphrase: the file is whole, the passphrase is not its own.
        DamagedKeyFile: the file is not as it was written.
        KeyFileUnusable: it is not there, or others than its owner may read it.
    """
    with _locked(path, fcntl.LOCK_SH):
        document, _ = _read(path)
    opened = KeyFile(path, lock_of(document, passphrase), rng=rng)
    opened.names()
    return opened


class KeyFile:
    """An open key file; made by `create` and `open_`. Reads see what other processes saved."""

    def __init__(self, path: Path, lock: KeyLock, *, rng: Rng) -> None:
        self.path = path
        self.lock = lock
        self._rng = rng
        self._guard = threading.RLock()
        self._stamp: _Stamp | None = None
        self._saved: dict[str, bytes] = {}
        self._changes: dict[str, bytes | None] = {}

    def __repr__(self) -> str:
        return f"KeyFile({self.path.name!r}, {len(self._saved)} saved)"

    def secret(self, name: str) -> bytes:
        """Return a secret, as saved by any process or put here.

        Raises:
            KeyMissing: there is none of this name.
        """
        with self._guard:
            value = self._view().get(name)
        if value is None:
            raise KeyMissing(
                "no key {name}", hint="it was erased, or the node was not set up completely", name=name
            )
        return value

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """Return the names that begin with `prefix`, sorted."""
        with self._guard:
            return tuple(sorted(name for name in self._view() if name.startswith(prefix)))

    def put(self, name: str, value: bytes) -> None:
        """Set a secret; `save` makes it last."""
        if not name or len(name) > 200 or not name.isprintable():
            raise InputError("a key has no usable name", hint="use 1 to 200 printable characters")
        with self._guard:
            self._changes[name] = value

    def erase(self, name: str) -> None:
        """Forget a secret; `save` removes it from the disk. Erasing what is not there is no error."""
        with self._guard:
            self._changes[name] = None

    def save(self) -> None:
        """Write the changes over what other processes saved meanwhile; whole or not at all, and durable.

        Raises:
            StoreFull: the disk is full; nothing was written and the changes are kept for another try.
            KeyFileUnusable: the file cannot be written; the same.
        """
        with self._guard, _locked(self.path, fcntl.LOCK_EX):
            merged = {name: value for name, value in self._fresh().items() if name not in self._changes}
            merged |= {name: value for name, value in self._changes.items() if value is not None}
            _replace(self.path, close_with(self.lock, merged, rng=self._rng), self._rng)
            self._stamp, self._saved, self._changes = _stamp(self.path), merged, {}

    def _view(self) -> MappingProxyType[str, bytes]:
        if self._stamp is None or _stamp(self.path) != self._stamp:
            with _locked(self.path, fcntl.LOCK_SH):
                self._fresh()
        view: dict[str, bytes | None] = {**self._saved, **self._changes}
        return MappingProxyType({name: value for name, value in view.items() if value is not None})

    def _fresh(self) -> dict[str, bytes]:
        document, self._stamp = _read(self.path)
        self._saved = open_with(self.lock, document)
        return self._saved


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    # A file beside it is locked, because the key file itself is replaced by every write.
    with _telling(path):
        descriptor = os.open(_beside(path, "lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _read(path: Path) -> tuple[bytes, _Stamp]:
    with _telling(path), path.open("rb") as file:
        state = os.fstat(file.fileno())
        if state.st_mode & 0o077:
            raise KeyFileUnusable("others may read the key file", hint="chmod 600 {file}", file=path.name)
        return file.read(), (state.st_ino, state.st_mtime_ns, state.st_size)


def _stamp(path: Path) -> _Stamp:
    with _telling(path):
        state = path.stat()
    return state.st_ino, state.st_mtime_ns, state.st_size


def _replace(path: Path, data: bytes, rng: Rng) -> None:
    new, old = _beside(path, "new"), _beside(path, "old")
    with _telling(path):
        _overwrite_and_remove(old, rng)
        new.unlink(missing_ok=True)
        try:
            _write_durably(new, data)
            with suppress(FileNotFoundError):
                old.hardlink_to(path)
            new.replace(path)
        except OSError:
            new.unlink(missing_ok=True)
            raise
        _sync_folder(path)
        _overwrite_and_remove(old, rng)


def _write_durably(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _overwrite_and_remove(path: Path, rng: Rng) -> None:
    if not path.exists():
        return
    # A crash between the two names of one file leaves `old` as a second name of the current one.
    if path.stat().st_nlink == 1:
        with path.open("r+b") as file:
            file.write(rng(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    path.unlink()
    _sync_folder(path)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise KeyFileUnusable(
            "there is no key file {file}", hint="run the setup of the node first", file=path.name
        ) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StoreFull(
                "the key file was not written", hint="make room on the disk and try again"
            ) from error
        name = errno.errorcode.get(error.errno or 0, "unknown")
        raise KeyFileUnusable(
            "the key file cannot be used ({name})", hint="see who owns it and its folder", name=name
        ) from error
