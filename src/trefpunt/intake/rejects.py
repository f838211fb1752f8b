"""The rejects file: every fault, with row, column, what was seen and what was expected.

It holds personal values, so only its owner may read it, and no message ever quotes it.
"""

import csv
import errno
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from trefpunt.errors import StoreError, StoreFull
from trefpunt.intake.drafts import RowFault

_HEADER = ("row", "ref", "column", "code", "seen", "expected")
# A spreadsheet would run these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Rejects:
    """Faults of one load: counted by column and code, and written down as they come."""

    def __init__(self, final: Path, draft: Path) -> None:
        self.final = final
        self.counts: Counter[tuple[str, str]] = Counter()
        self._draft = draft
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(_HEADER)

    def add(self, faults: Iterable[RowFault]) -> None:
        """Write faults down.

        Raises:
            StoreFull, StoreError: they cannot be written.
        """
        for fault in faults:
            self.counts[fault.column, fault.code] += 1
            cells = (fault.ref, fault.column, fault.code, fault.seen, fault.expected)
            with _writing(self.final):
                self._writer.writerow((fault.row, *map(_harmless, cells)))

    def close(self) -> None:
        """Bring everything to the disk.

        Raises:
            StoreFull, StoreError: it cannot be written.
        """
        with _writing(self.final):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def publish(self) -> Path | None:
        """Put the file in its place; where there was no fault, leave none, an older one included."""
        if self.counts:
            self._draft.replace(self.final)
            return self.final
        self._draft.unlink()
        self.final.unlink(missing_ok=True)
        return None

    def discard(self) -> None:
        """Throw the file away; after `publish` this does nothing."""
        with suppress(OSError):
            # A full disk makes closing fail a second time.
            self._file.close()
        self._draft.unlink(missing_ok=True)


@contextmanager
def rejects_of(name: str, folder: Path) -> Iterator[Rejects]:
    """Open the rejects of a load; what was not published is thrown away at the end.

    Args:
        name: of the file that is loaded.

    Raises:
        StoreFull, StoreError: the folder cannot be written.
    """
    final = folder / f"{name}.rejects.csv"
    with _writing(final):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        rejects = Rejects(final, folder / f".{name}.rejects.{os.getpid()}")
    try:
        yield rejects
    finally:
        rejects.discard()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        said = StoreFull if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else StoreError
        raise said(
            f"cannot write {path.name}, so nothing was loaded", hint=f"{error.strerror}: {path.parent}"
        ) from error


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
