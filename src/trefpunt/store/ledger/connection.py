"""Opening the ledger, and the transactions everything else happens in."""

import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from trefpunt.errors import StoreError, StoreFull
from trefpunt.sentence import Sentence
from trefpunt.store.ledger import postgresql
from trefpunt.store.ledger.facts import rests
from trefpunt.store.ledger.migrate import bring_up_to_date
from trefpunt.store.ledger.rows import dump, load

_BUSY_WAIT_S = 60
_LEAST_FREE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Transaction:
    """One open transaction; only the files of this room look inside."""

    connection: Connection
    is_write: bool


class Ledger:
    """An open ledger. Safe to share between threads and with other processes on the same machine."""

    def __init__(self, engine: Engine, *, path: Path | None = None) -> None:
        self._engine = engine
        self._turn = threading.RLock()
        self.path = path
        self._rests = False

    @classmethod
    def open_sqlite(cls, path: Path, key: bytes, *, filled: Iterable[bytes] | None = None) -> "Ledger":
        """Open or create an encrypted SQLite ledger and bring its tables up to date.

        Args:
            key: 32 random bytes, used raw: a passphrase is stretched in the key file, not here.
            filled: the lines of a dump, for a new ledger that is to hold what another held.

        Raises:
            StoreError: the file is no ledger or the key is another's.
        """
        # The driver is named, or its errors would pass SQLAlchemy by and be taken for a failure to open.
        engine = create_engine(
            "sqlite://", module=sqlcipher, creator=lambda: _connect(path, key), poolclass=QueuePool
        )
        event.listen(engine, "begin", _begin)
        ledger = cls(engine, path=path)
        with ledger.write() as tx:
            if filled is not None:
                load(tx.connection, filled)
            bring_up_to_date(tx.connection)
            ledger._rests = rests(tx.connection)
        return ledger

    @classmethod
    def open_postgresql(cls, url: str, key: bytes, *, filled: Iterable[bytes] | None = None) -> "Ledger":
        """Open a ledger in a PostgreSQL database of its own, and bring its tables up to date.

        Args:
            url: postgresql+psycopg://…, without a password; `settings` has looked at it.
            key: 32 random bytes; it does not encrypt here, but another node's key opens nothing.
            filled: as for `open_sqlite`.

        Raises:
            StoreError: the server does not answer, is not what a ledger needs, or the ledger is another's.
        """
        ledger = cls(postgresql.make_engine(url))
        try:
            with ledger.write() as tx:
                postgresql.check_server(tx.connection)
                if filled is not None:
                    load(tx.connection, filled)
                bring_up_to_date(tx.connection)
                postgresql.check_key(tx.connection, key)
                ledger._rests = rests(tx.connection)
        except BaseException:
            ledger.close()
            raise
        return ledger

    @contextmanager
    def write(self, *, reopens: bool = False) -> Iterator[Transaction]:
        """Open a write transaction: alone from its first line, durable at its end, undone by an exception.

        Args:
            reopens: only for what ends a restore; before that nothing else is written.

        Raises:
            StoreError: the ledger was restored, and the oversight body has not agreed yet.
        """
        with self._turn, self._open("IMMEDIATE") as connection:
            if self._rests and not reopens:
                self._rests = rests(connection)
                if self._rests:
                    raise StoreError(
                        "this node was restored from a backup and does nothing yet",
                        hint="ask the oversight body for its word, then run `trefpunt restored reopen`",
                    )
            yield Transaction(connection, is_write=True)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a read transaction: one unchanging view, whatever others write meanwhile."""
        with self._open("DEFERRED") as connection:
            yield Transaction(connection, is_write=False)

    def rows(self) -> Iterator[bytes]:
        """Give the whole ledger as lines of JSON, from one view, while others go on writing."""
        with self.read() as tx:
            yield from dump(tx.connection)

    def copy_to(self, path: Path) -> None:
        """Write a copy of an SQLite ledger, as it is at one moment, under the same key.

        Raises:
            StoreError: it could not be written.
        """
        line = self._engine.raw_connection()
        try:
            line.cursor().execute("VACUUM INTO ?", (str(path),))
        except sqlcipher.Error as error:
            raise StoreError(
                "the ledger could not be copied", hint="look at the disk, then repeat"
            ) from error
        finally:
            line.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _open(self, mode: str) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(begin_mode=mode) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            if self._engine.dialect.name == "postgresql":
                raise postgresql.translated(error) from error
            raise _translated(error, path=self.path) from error


def _connect(path: Path, key: bytes) -> Any:
    connection = sqlcipher.connect(
        str(path), timeout=_BUSY_WAIT_S, isolation_level=None, check_same_thread=False
    )
    # SQLCipher would print to the terminal what the exception says anyway.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # Freed pages are overwritten, so that an erased secret does not linger in the file.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin_mode", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _translated(error: DBAPIError, *, path: Path | None) -> StoreError:
    # The statement and its values stay out of the message: they may hold personal data.
    said = str(error.orig).lower()
    if "not a database" in said:
        return StoreError(
            "the ledger does not open with this key",
            hint="it belongs to another key file, or the file is damaged; nothing was changed",
        )
    # Without room for the files that SQLite keeps beside the ledger, it says "disk I/O error" and not "full".
    if "full" in said or ("i/o" in said and not _has_room(path)):
        return StoreFull(
            "the disk is full and nothing was written",
            hint="make room on the disk of the ledger, then repeat what you did",
        )
    if "readonly" in said or "read-only" in said:
        return StoreError("the ledger cannot be written", hint="check the permissions of its file and folder")
    if "locked" in said:
        return StoreError(
            "another process kept the ledger to itself for too long",
            hint="look for a stuck `trefpunt` process, then repeat what you did",
        )
    if "i/o" in said:
        return StoreError(
            "the ledger could not be read or written, and nothing was changed",
            hint="look at the disk: a quota, a limit on files, or a fault",
        )
    return StoreError(
        "the ledger refused: {kind}", hint="{cause}", kind=type(error.orig).__name__, cause=_cause(error)
    )


def _has_room(path: Path | None) -> bool:
    return path is None or shutil.disk_usage(path.parent).free >= _LEAST_FREE_BYTES


def _cause(error: DBAPIError) -> Sentence:
    said = str(error.orig)
    # SQLite names table and column of a broken rule, never the value.
    if "constraint" in said.lower() or "no such" in said.lower():
        return Sentence("the system says: {words}", words=said)
    return Sentence("run `trefpunt doctor`")
