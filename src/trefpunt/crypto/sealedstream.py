"""One file with several named members, sealed under a passphrase, written and read as a stream.

Nothing of it ever lies on a disk in clear. Each part knows its place, and the last one says that it is the
last: what was cut off, swapped, repeated or changed is noticed, and never taken for the whole.
"""

import secrets
import struct
from collections.abc import Iterator
from typing import BinaryIO

from trefpunt.crypto.keylock import DamagedKeyFile, KdfParams, close_with, lock_of, new_lock, open_with
from trefpunt.crypto.sealing import BadSeal, Rng, open_sealed, seal
from trefpunt.errors import InputError

_MAGIC = b"trefpunt sealed 1\n"
_FAMILY = b"trefpunt sealed "
_LENGTH = struct.Struct(">I")
_PART_BYTES = 1024 * 1024
_MOST_BYTES = 2 * _PART_BYTES
_KEY = "stream"
_BEGIN, _DATA, _LAST = b"B", b"D", b"Z"


class SealedWriter:
    """Writes members one after the other; without `finish` the file is not whole, and says so when read."""

    def __init__(
        self,
        file: BinaryIO,
        passphrase: str,
        *,
        params: KdfParams | None = None,
        rng: Rng = secrets.token_bytes,
    ) -> None:
        self._file, self._rng, self._place = file, rng, 0
        self._key = rng(32)
        lock = new_lock(passphrase, params=params or KdfParams(), rng=rng)
        header = close_with(lock, {_KEY: self._key}, rng=rng)
        file.write(_MAGIC + _LENGTH.pack(len(header)) + header)

    def begin(self, name: str) -> None:
        """Begin the next member."""
        self._part(_BEGIN + name.encode())

    def write(self, data: bytes) -> None:
        """Add to the member that was begun last."""
        for start in range(0, len(data), _PART_BYTES):
            self._part(_DATA + data[start : start + _PART_BYTES])

    def finish(self) -> None:
        """Say that nothing comes behind."""
        self._part(_LAST)

    def _part(self, plain: bytes) -> None:
        sealed = seal(self._key, plain, _LENGTH.pack(self._place), rng=self._rng)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._place += 1


def read_sealed(file: BinaryIO, passphrase: str) -> Iterator[tuple[str, bytes]]:
    """Give every part with the name of its member, in order; the first part of a member is empty.

    Raises:
        InputError: it is no such file, it was cut off or changed, or a newer version wrote it.
        WrongPassphrase: the file is whole so far, and this does not open it.
    """
    key, name, place = _open_header(file, passphrase), "", 0
    while True:
        try:
            plain = open_sealed(key, _exactly(file, _length(file)), _LENGTH.pack(place))
        except BadSeal as error:
            raise _damaged() from error
        kind, body, place = plain[:1], plain[1:], place + 1
        if kind == _LAST:
            return
        if kind == _BEGIN:
            name, body = body.decode(), b""
        yield name, body


def _open_header(file: BinaryIO, passphrase: str) -> bytes:
    magic = file.read(len(_MAGIC))
    if magic != _MAGIC:
        if magic.startswith(_FAMILY):
            raise InputError(
                "the file was written by a newer version of Trefpunt",
                hint="install that version or a later one",
            )
        raise InputError(
            "the file is no backup of Trefpunt", hint="expected one that `trefpunt backup` wrote"
        )
    header = _exactly(file, _length(file))
    try:
        return open_with(lock_of(header, passphrase), header)[_KEY]
    except DamagedKeyFile as error:
        raise _damaged() from error


def _length(file: BinaryIO) -> int:
    (length,) = _LENGTH.unpack(_exactly(file, _LENGTH.size))
    if length > _MOST_BYTES:
        raise _damaged()
    return int(length)


def _exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) != count:
        raise InputError(
            "the backup ends too early",
            hint="it was cut off while it was written or copied; take another one",
        )
    return data


def _damaged() -> InputError:
    return InputError(
        "the backup is not as it was written", hint="it was changed or damaged; take another one"
    )
