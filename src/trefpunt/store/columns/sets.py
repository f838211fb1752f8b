"""Named sets of rows: written whole, read whole or in batches, and asked with SQL."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from trefpunt.errors import NotStored, StoreError, cause_of
from trefpunt.store.columns.engine import Engine, run_in_duckdb
from trefpunt.store.columns.files import KEY_BYTES, open_file, translated, write_file
from trefpunt.store.columns.turn import Turn

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_FILE = re.compile(r"([a-z][a-z0-9_]{0,62})\.(\d{10})\.parquet")
_ROWS_A_BATCH = 16_384
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Staged:
    """A new generation that is on disk and that nobody sees yet: publish it or throw it away."""

    path: Path
    _publish: Callable[[], None]

    def publish(self) -> None:
        """Put it in the place of the old generation, in one step."""
        self._publish()

    def discard(self) -> None:
        """Throw it away; after `publish` this does nothing."""
        self.path.unlink(missing_ok=True)


class Columns:
    """The sets of one node. Safe to share between threads and with other processes on the same machine.

    Args:
        folder: made when it is not there; only its owner may look inside.
        key: 32 random bytes from the key file.
        engine: what runs the SQL.

    Raises:
        StoreError: the key has another length, or the folder cannot be made.
    """

    def __init__(self, folder: Path, key: bytes, *, engine: Engine = run_in_duckdb) -> None:
        if len(key) != KEY_BYTES:
            raise StoreError(
                "the key of the columns has {count} bytes",
                hint="expected {key_bytes}",
                count=len(key),
                key_bytes=KEY_BYTES,
            )
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                "cannot make the folder {folder}", hint="{system}", folder=folder, system=cause_of(error)
            ) from error
        self._folder, self._key, self._engine = folder, key, engine
        self._turn = Turn(folder / "lock")

    def __repr__(self) -> str:
        return f"Columns({str(self._folder)!r})"

    def names(self) -> tuple[str, ...]:
        """Return the names of all sets, sorted."""
        found = (_FILE.fullmatch(path.name) for path in self._folder.iterdir())
        return tuple(sorted({match[1] for match in found if match}))

    def write(self, name: str, table: pa.Table) -> None:
        """Replace a set by these rows, or make it.

        Raises:
            StoreFull: the disk is full; the set is as it was.
        """
        with self.alone():
            self.stage(name, table.schema, table.to_batches()).publish()

    def append(self, name: str, table: pa.Table) -> None:
        """Add rows to a set, or make it.

        Raises:
            StoreError: the rows have other columns than the set.
            StoreFull: the disk is full; the set is as it was.
        """
        with self.alone():
            if name not in self.names():
                return self.write(name, table)
            held = self._open(name)
            if not held.schema.equals(table.schema):
                raise StoreError(
                    "rows for {name} have other columns than it has", hint="write it anew", name=name
                )
            rows = (batch for part in (self.batches(name), table.to_batches()) for batch in part)
            return self.stage(name, held.schema, rows).publish()

    def read(self, name: str) -> pa.Table:
        """Return a whole set, in the order written.

        Raises:
            NotStored: there is no set of this name.
            StoreError: the file is damaged or the key is another's.
        """
        held = self._open(name)
        with translated(name):
            return held.to_table()

    def batches(self, name: str, *, columns: Iterable[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Give a set, or some of its columns, in batches, in the order written.

        Raises:
            NotStored, StoreError: as `read`.
        """
        held = self._open(name)
        wanted = None if columns is None else list(columns)
        with translated(name):
            yield from held.to_batches(columns=wanted, batch_size=_ROWS_A_BATCH)

    def count(self, name: str) -> int:
        """Return how many rows a set has; 0 where there is no such set."""
        return int(self._open(name).count_rows()) if name in self.names() else 0

    def run(self, sql: str, **params: Any) -> pa.Table:
        """Run one statement over the sets it names, with `$name` parameters, and return its rows.

        Raises:
            StoreError: the statement is wrong, a set it names is not there, or the key is another's.
        """
        words = set(re.findall(r"[a-z][a-z0-9_]*", sql))
        return self._engine(sql, {name: self._open(name) for name in self.names() if name in words}, params)

    def drop(self, name: str) -> None:
        """Remove a set; where there is none, nothing happens."""
        with self.alone():
            for path in self._generations(name):
                path.unlink()
            _sync(self._folder)

    def alone(self) -> AbstractContextManager[None]:
        """Keep every other writer out while the block lasts, so that what was read stays true."""
        return self._turn.taken()

    def stage(self, name: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Staged:
        """Write the next generation of a set without showing it; call it inside `alone`.

        Raises:
            StoreFull: the disk is full; the set is as it was.
        """
        if not _NAME.fullmatch(name):
            raise StoreError("a set has no such name", hint="small letters, digits and _, at most 63")
        for stale in self._folder.glob(f"{name}.*.staged"):
            # Whoever wrote it is gone: this turn is ours.
            stale.unlink()
        old = self._generations(name)
        final = self._folder / f"{name}.{_number(old[-1]) + 1 if old else 1:010}.parquet"
        path = final.with_suffix(".staged")
        write_file(path, self._key, final.stem, schema=schema, batches=batches)

        def publish() -> None:
            path.replace(final)
            _sync(self._folder)
            for before in old:
                before.unlink(missing_ok=True)

        return Staged(path, publish)

    def _open(self, name: str) -> ds.Dataset:
        # A writer may remove the generation between looking and opening; the next one is there by then.
        for _ in range(_TRIES):
            found = self._generations(name)
            if not found:
                break
            try:
                return open_file(found[-1], self._key, found[-1].stem)
            except FileNotFoundError:
                continue
        raise NotStored(
            "there is no set {name} in the columns", hint="load it first: `trefpunt intake load`", name=name
        )

    def _generations(self, name: str) -> list[Path]:
        found = (
            path for path in self._folder.iterdir() if (m := _FILE.fullmatch(path.name)) and m[1] == name
        )
        return sorted(found)


def _number(path: Path) -> int:
    return int(path.name.split(".")[1])


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
