"""Opening the ledger, and the transactions everything else happens in."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from trefpunt.errors import StoreError, StoreFull
from trefpunt.sentence import Sentence
from trefpunt.store.ledger.migrate import bring_up_to_date

_BUSY_WAIT_S = 60
_LEAST_FREE_BYTES = 64 * 1024
# Any number will do: whoever writes to the ledger holds this lock of its database.
_WRITERS = 7_411_001
# Disk full, out of memory or space; connection failures, refused authorisation, no such database.
_FULL_STATES = ("53100", "53000")
_NO_SERVER_STATES = ("08", "28", "3D", "57")
_HERE = ("", None, "localhost", "127.0.0.1", "::1")


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

    @classmethod
    def open_sqlite(cls, path: Path, key: bytes) -> "Ledger":
        """Open or create an encrypted SQLite ledger and bring its tables up to date.

        Args:
            key: 32 random bytes, used raw: a passphrase is stretched in the key file, not here.

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
            bring_up_to_date(tx.connection)
        return ledger

    @classmethod
    def open_postgres(cls, url: str) -> "Ledger":
        """Open or create the ledger in a PostgreSQL database of its own, and bring its tables up to date.

        Args:
            url: `postgresql://user@host/database`; a server on another machine needs `sslmode=verify-full`.
                What lies there is as safe as its disk: encryption at rest is the operator's.

        Raises:
            StoreError: it is no such address, the server is reached in clear, or it cannot be opened.
        """
        try:
            engine = create_engine(_postgres_url(url), pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise StoreError(
                "PostgreSQL needs a driver that is not installed", hint="install trefpunt[postgres]"
            ) from error
        event.listen(engine, "begin", _begin_postgres)
        ledger = cls(engine)
        with ledger.write() as tx:
            bring_up_to_date(tx.connection)
        return ledger

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open a write transaction: alone from its first line, durable at its end, undone by an exception."""
        with self._turn, self._open("IMMEDIATE") as connection:
            yield Transaction(connection, is_write=True)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a read transaction: one unchanging view, whatever others write meanwhile."""
        with self._open("DEFERRED") as connection:
            yield Transaction(connection, is_write=False)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _open(self, mode: str) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(begin_mode=mode) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise _translated(error, path=self.path) from error


def _postgres_url(url: str) -> URL:
    try:
        made = make_url(url)
    except ArgumentError as error:
        raise _no_postgres() from error
    if made.get_backend_name() != "postgresql" or not made.database:
        raise _no_postgres()
    # Content of the ledger would cross the network in clear, or to whoever answers.
    if made.host not in _HERE and made.query.get("sslmode") != "verify-full":
        raise StoreError(
            "the database server is on another machine and its certificate is not checked",
            hint="add ?sslmode=verify-full&sslrootcert=FILE to its address",
        )
    return made.set(drivername="postgresql+psycopg")


def _no_postgres() -> StoreError:
    return StoreError(
        "this is no address of a PostgreSQL database", hint="expected postgresql://user@host/database"
    )


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


def _begin_postgres(connection: Connection) -> None:
    """Give a writer the ledger alone, and a reader one unchanging view, as SQLite does."""
    if connection.get_execution_options().get("begin_mode") == "IMMEDIATE":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin_mode", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def _translated(error: DBAPIError, *, path: Path | None) -> StoreError:
    # The statement and its values stay out of the message: they may hold personal data.
    if (state := getattr(error.orig, "sqlstate", None)) or error.connection_invalidated:
        return _translated_postgres(error, state)
    said = str(error.orig).lower()
    if "connection" in said and path is None:
        return _no_server()
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


def _translated_postgres(error: DBAPIError, state: str | None) -> StoreError:
    if state in _FULL_STATES:
        return StoreFull(
            "the disk is full and nothing was written",
            hint="make room on the disk of the ledger, then repeat what you did",
        )
    if state is None or state[:2] in _NO_SERVER_STATES:
        return _no_server()
    # Only of a broken rule is the first line said: elsewhere, and in the details, values may stand.
    words = getattr(getattr(error.orig, "diag", None), "message_primary", None) or ""
    is_rule = state[:2] == "23" or "only grows" in words
    return StoreError(
        "the ledger refused: {kind}",
        hint="{cause}",
        kind=type(error.orig).__name__,
        cause=Sentence("the system says: {words}", words=words)
        if is_rule
        else Sentence("run `trefpunt doctor`"),
    )


def _no_server() -> StoreError:
    return StoreError(
        "the database server of the ledger cannot be used",
        hint="is it running, and are address, database and user in [ledger] right?",
    )


def _has_room(path: Path | None) -> bool:
    return path is None or shutil.disk_usage(path.parent).free >= _LEAST_FREE_BYTES


def _cause(error: DBAPIError) -> Sentence:
    said = str(error.orig)
    # SQLite names table and column of a broken rule, never the value.
    if "constraint" in said.lower() or "no such" in said.lower():
        return Sentence("the system says: {words}", words=said)
    return Sentence("run `trefpunt doctor`")
