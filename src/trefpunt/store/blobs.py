"""Blobs: attachments kept by what they contain, encrypted at rest, and fetched in parts that can be resumed.

A blob's name is the SHA-256 of its content, so a blob never changes and never needs a lock to be read. On
disk it is a row of sealed chunks; each knows the blob, its place and the full size, so that none can be
swapped, repeated or cut off unnoticed.
"""

import errno
import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from trefpunt.crypto.sealing import OVERHEAD_BYTES, BadSeal, Rng, open_sealed, seal
from trefpunt.errors import NotStored, StoreError, StoreFull, cause_of
from trefpunt.model import Blob

CHUNK_BYTES = 1024 * 1024
_SEALED_BYTES = CHUNK_BYTES + OVERHEAD_BYTES + 4
_HASH = re.compile(r"[0-9a-f]{64}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Blobs:
    """The blobs of one node. Safe to share between threads and processes.

    Args:
        folder: made when it is not there; only its owner may look inside.
        key: 32 random bytes from the key file.
        max_bytes: a larger blob is refused, also when a partner names it.
    """

    def __init__(
        self, folder: Path, key: bytes, *, max_bytes: int = 1024**3, rng: Rng = secrets.token_bytes
    ) -> None:
        with _telling():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder, self._key, self._rng = folder, key, rng
        self.max_bytes = max_bytes

    def __repr__(self) -> str:
        return f"Blobs({str(self._folder)!r})"

    def put(self, data: bytes) -> Blob:
        """Keep bytes, durably, and return their name.

        Raises:
            StoreError: more than `max_bytes`.
            StoreFull: the disk is full; nothing was kept.
        """
        blob = Blob(hashlib.sha256(data).hexdigest(), len(data))
        self._check_size(blob)
        if not self.has(blob.sha256):
            part = self._folder / f"{blob.sha256}.{self._rng(8).hex()}.new"
            try:
                with _telling(), _opened(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, "wb") as file:
                    for index, start in enumerate(range(0, max(len(data), 1), CHUNK_BYTES)):
                        file.write(self._seal(blob, index, data[start : start + CHUNK_BYTES]))
                    file.flush()
                    os.fsync(file.fileno())
                self._publish(part, blob)
            finally:
                part.unlink(missing_ok=True)
        return blob

    def has(self, sha256: str) -> bool:
        """Tell whether the whole blob is here."""
        return self._path(sha256).is_file()

    def get(self, sha256: str) -> bytes:
        """Return a whole blob.

        Raises:
            NotStored: it is not here.
            StoreError: its file was damaged or changed.
        """
        return self.read(sha256, 0, self.size(sha256))

    def size(self, sha256: str) -> int:
        """Return the size of a blob in bytes.

        Raises:
            NotStored: it is not here.
        """
        try:
            on_disk = self._path(sha256).stat().st_size
        except FileNotFoundError as error:
            raise NotStored("there is no such attachment", hint="ask the partner to send it again") from error
        return _content_bytes(on_disk)

    def read(self, sha256: str, start: int, end: int) -> bytes:
        """Return the bytes from `start` up to and without `end`, as far as there are any.

        Raises:
            NotStored: the blob is not here.
            StoreError: its file was damaged or changed.
        """
        blob = Blob(sha256, self.size(sha256))
        first, last = start // CHUNK_BYTES, -(-min(end, blob.size) // CHUNK_BYTES)
        with _telling(), self._path(sha256).open("rb") as file:
            file.seek(first * _SEALED_BYTES)
            chunks = [self._open(blob, index, file.read(_SEALED_BYTES)) for index in range(first, last)]
        return b"".join(chunks)[start - first * CHUNK_BYTES : end - first * CHUNK_BYTES]

    def drop(self, sha256: str) -> None:
        """Remove a blob; where there is none, nothing happens."""
        with _telling():
            self._path(sha256).unlink(missing_ok=True)
            self._part(sha256).unlink(missing_ok=True)

    def held(self, blob: Blob) -> int:
        """Return how many bytes of a blob are here already, so that fetching goes on from there."""
        self._check_size(blob)
        if self.has(blob.sha256):
            return blob.size
        part = self._part(blob.sha256)
        whole_chunks = part.stat().st_size // _SEALED_BYTES if part.is_file() else 0
        return whole_chunks * CHUNK_BYTES

    def extend(self, blob: Blob, start: int, data: bytes) -> bool:
        """Add the next bytes of a blob that is being fetched; say whether it is whole now.

        Args:
            start: where they begin: what `held` returned.
            data: whole chunks of `CHUNK_BYTES`, or everything up to the end.

        Raises:
            StoreError: they do not fit, or the whole is not what its name says; then it begins anew.
        """
        if start + len(data) > blob.size or (len(data) % CHUNK_BYTES and start + len(data) != blob.size):
            raise StoreError("a part of an attachment has another size", hint="fetch it again")
        with self._alone(blob) as file:
            if file.seek(0, os.SEEK_END) // _SEALED_BYTES * CHUNK_BYTES != start:
                raise StoreError("a part of an attachment does not follow the last", hint="fetch it again")
            file.truncate(start // CHUNK_BYTES * _SEALED_BYTES)
            file.seek(0, os.SEEK_END)
            for at in range(0, max(len(data), 1), CHUNK_BYTES):
                index = (start + at) // CHUNK_BYTES
                file.write(self._seal(blob, index, data[at : at + CHUNK_BYTES]))
            file.flush()
            os.fsync(file.fileno())
            if start + len(data) < blob.size:
                return False
            self._finish(blob)
        return True

    def _finish(self, blob: Blob) -> None:
        part, digest = self._part(blob.sha256), hashlib.sha256()
        with part.open("rb") as file:
            for index in range(max(-(-blob.size // CHUNK_BYTES), 1)):
                digest.update(self._open(blob, index, file.read(_SEALED_BYTES)))
        if digest.hexdigest() != blob.sha256:
            part.unlink()
            raise StoreError("an attachment is not what its letter says", hint="tell the partner")
        self._publish(part, blob)

    @contextmanager
    def _alone(self, blob: Blob) -> Iterator[BinaryIO]:
        self._check_size(blob)
        with _telling(), _opened(self._part(blob.sha256), os.O_RDWR | os.O_CREAT, "r+b") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX)
            yield file

    def _check_size(self, blob: Blob) -> None:
        if not 0 <= blob.size <= self.max_bytes:
            raise StoreError(
                "an attachment of {size} bytes",
                hint="at most {max_bytes} are taken; split it",
                size=blob.size,
                max_bytes=self.max_bytes,
            )

    def _seal(self, blob: Blob, index: int, chunk: bytes) -> bytes:
        return seal(self._key, chunk, _belongs_to(blob, index), rng=self._rng)

    def _open(self, blob: Blob, index: int, sealed: bytes) -> bytes:
        try:
            return open_sealed(self._key, sealed, _belongs_to(blob, index))
        except BadSeal as error:
            raise StoreError(
                "an attachment on disk was damaged or changed", hint="remove it and ask for it again"
            ) from error

    def _publish(self, part: Path, blob: Blob) -> None:
        with _telling():
            part.replace(self._path(blob.sha256))
            descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _path(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            raise StoreError("an attachment has no such name", hint="expected 64 hex digits")
        return self._folder / sha256

    def _part(self, sha256: str) -> Path:
        return self._path(sha256).with_suffix(".part")


def _content_bytes(on_disk: int) -> int:
    whole, rest = divmod(on_disk, _SEALED_BYTES)
    return whole * CHUNK_BYTES + max(rest - (_SEALED_BYTES - CHUNK_BYTES), 0)


def _belongs_to(blob: Blob, index: int) -> bytes:
    place = blob.size.to_bytes(8, "big") + index.to_bytes(8, "big")
    return b"trefpunt blob v1 " + bytes.fromhex(blob.sha256) + place


def _opened(path: Path, flags: int, mode: str) -> BinaryIO:
    return cast(BinaryIO, os.fdopen(os.open(path, flags | os.O_CLOEXEC, 0o600), mode))


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotStored("there is no such attachment", hint="ask the partner to send it again") from error
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFull("the disk is full and no attachment was kept", hint="make room") from error
        raise StoreError(
            "the attachments cannot be written or read", hint="{system}", system=cause_of(error)
        ) from error
