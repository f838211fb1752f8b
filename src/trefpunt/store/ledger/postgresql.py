"""PostgreSQL as the engine of the ledger: how it is reached, and the same promises asked of it in its words.

A writer is alone because it first takes one lock of the database, which ends with its transaction. What
SQLCipher does on disk is the operator's here (an encrypted disk); on the line it is TLS, which is asked for.
"""

import hashlib
import hmac
from ipaddress import ip_address
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select
from sqlalchemy.exc import DBAPIError

from trefpunt.errors import StoreError, StoreFull
from trefpunt.sentence import Sentence
from trefpunt.store.ledger.facts import fact_table

_LOCK_WAIT_S = 60
_CONNECT_WAIT_S = 10
# Any number will do, as long as every process of a node takes the same one.
_TURN = 0x7472656670756E74
_KEY_MARK = "key"
_LABEL = b"trefpunt ledger key v1"
# Text is compared byte by byte, as SQLite does: the order of letters and of pages stands on it.
_COLLATIONS = frozenset({"C", "POSIX", "C.UTF-8", "C.UTF8"})
_FULL = frozenset({"53100"})
_LOCKED = frozenset({"55P03", "57014"})
_READ_ONLY = frozenset({"25006"})
_OURS = "P0001"


def make_engine(url: str) -> Engine:
    """Return the engine that reaches a database; nothing is connected yet."""
    engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_WAIT_S})
    event.listen(engine, "connect", _check_line)
    event.listen(engine, "begin", _begin)
    return engine


def check_server(connection: Connection) -> None:
    """Look whether the server keeps what it acknowledges, and compares text as a ledger needs it.

    Raises:
        StoreError: it does not.
    """
    if _setting(connection, "fsync") != "on" or _setting(connection, "full_page_writes") != "on":
        raise StoreError(
            "the database server does not wait for its disk",
            hint="set fsync and full_page_writes to on: what is acknowledged must survive a power cut",
        )
    encoding, collation = connection.exec_driver_sql(
        f"SELECT pg_encoding_to_char(encoding), coalesce({_locale_column(connection)}, datcollate)"  # noqa: S608
        " FROM pg_database WHERE datname = current_database()"
    ).one()
    if encoding != "UTF8" or collation not in _COLLATIONS:
        raise StoreError(
            "the database of the ledger is in {encoding} with collation {collation}, and not in UTF8 with C",
            hint="make it with: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'",
            encoding=encoding,
            collation=collation,
        )


def check_key(connection: Connection, key: bytes) -> None:
    """Bind a new ledger to the key of its node; refuse one that is bound to another.

    Raises:
        StoreError: it is another node's.
    """
    mark = hmac.new(key, _LABEL, hashlib.sha256).hexdigest()
    kept = connection.scalar(select(fact_table.c.value).where(fact_table.c.name == _KEY_MARK))
    if kept is None:
        connection.execute(insert(fact_table).values(name=_KEY_MARK, value=mark))
    elif not hmac.compare_digest(kept, mark):
        raise StoreError(
            "the ledger does not open with this key",
            hint="the database belongs to another node; name another one under [ledger]",
        )


def translated(error: DBAPIError) -> StoreError:
    """Return what the server said as our own error; statement, values and rows stay out of it."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if state in _FULL:
        return StoreFull(
            "the disk is full and nothing was written",
            hint="make room on the disk of the ledger, then repeat what you did",
        )
    if state in _LOCKED:
        return StoreError(
            "another process kept the ledger to itself for too long",
            hint="look for a stuck `trefpunt` process, then repeat what you did",
        )
    if state in _READ_ONLY:
        return StoreError(
            "the ledger cannot be written", hint="is the database server a standby? name the primary"
        )
    if not state or state[:2] in ("08", "57", "28", "3D"):
        return StoreError(
            "the database server of the ledger does not answer, or does not let this node in",
            hint="look at the server, and at [ledger] url in the settings; nothing was changed",
        )
    return StoreError("the ledger refused: {kind}", hint="{cause}", kind=_kind(error), cause=_cause(error))


def is_local(host: str) -> bool:
    """Tell whether a host is this machine: a folder of sockets, or an address of the loopback."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("begin_mode") != "IMMEDIATE":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return
    # Each statement sees what is committed; under the lock nobody else commits, so that is one view as well.
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE")
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_WAIT_S}s'")
    connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def _check_line(connection: Any, _: object) -> None:
    # The environment may have sent us elsewhere than the settings say.
    line = connection.pgconn
    host = (line.hostaddr or line.host or b"").decode()
    if not is_local(host) and not line.ssl_in_use:
        raise StoreError(
            "the line to the database server is not encrypted",
            hint="add sslmode=verify-full and sslrootcert to [ledger] url; nothing was sent",
        )


def _setting(connection: Connection, name: str) -> str:
    return str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())


def _locale_column(connection: Connection) -> str:
    """Return where a database says how it compares, if not as the system's library does."""
    version = int(_setting(connection, "server_version_num"))
    return "datlocale" if version >= 170000 else "daticulocale" if version >= 150000 else "NULL"


def _kind(error: DBAPIError) -> str:
    return type(error.orig).__name__


def _cause(error: DBAPIError) -> Sentence:
    diagnosis: Any = getattr(error.orig, "diag", None)
    # Its detail holds the values of the row; these two never do.
    if getattr(error.orig, "sqlstate", "") == _OURS:
        return Sentence("{words}", words=str(diagnosis.message_primary))
    name = getattr(diagnosis, "constraint_name", None) or getattr(diagnosis, "table_name", None)
    return Sentence("constraint {name}", name=name) if name else Sentence("run `trefpunt doctor`")
