"""The whole ledger as lines of JSON: a header that says the schema, then one line a row, on any engine.

It is read from the tables that are there, not from those of this version, so that any later version can say
what each value was; and it is loaded into the tables of its own version, which are then brought up to date.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, insert, inspect, select

from trefpunt.errors import InputError, StoreError
from trefpunt.store.ledger.migrate import bring_to, revision_of

_FORMAT = "trefpunt ledger"
_VERSION = 1
_NOT_OURS = "alembic_version"
_AT_ONCE = 500


def dump(connection: Connection) -> Iterator[bytes]:
    """Give the lines of a ledger, from one unchanging view: the caller's read transaction."""
    tables = _tables(connection)
    header = {
        "format": _FORMAT,
        "v": _VERSION,
        "revision": revision_of(connection),
        "tables": {
            table.name: {column.name: column.type.python_type.__name__ for column in table.columns}
            for table in tables
        },
    }
    yield _line(header)
    for table in tables:
        wanted = select(table).order_by(*table.primary_key.columns)
        for row in connection.execute(wanted, execution_options={"yield_per": _AT_ONCE}):
            yield _line([table.name, [_out(value) for value in row]])


def load(connection: Connection, lines: Iterable[bytes]) -> None:
    """Make the tables of a dump in an empty database, and fill them.

    Raises:
        StoreError: something is in the database already, or a newer version wrote the dump.
        InputError: it is no dump.
    """
    if inspect(connection).get_table_names():
        raise StoreError(
            "the database of the ledger is not empty", hint="name an empty one; nothing is ever written over"
        )
    rest = iter(lines)
    header = _header(next(rest, b""))
    bring_to(connection, header["revision"])
    tables = {table.name: table for table in _tables(connection)}
    held: list[tuple[str, list[Any]]] = []
    while held := [_row(line) for line in islice(rest, _AT_ONCE)]:
        for name in dict.fromkeys(name for name, _ in held):
            columns = list(header["tables"][name])
            rows = [dict(zip(columns, values, strict=True)) for at, values in held if at == name]
            connection.execute(insert(tables[name]), rows)
    if connection.dialect.name == "postgresql":
        _go_on_counting(connection, tables.values())


def _tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _NOT_OURS]


def _header(line: bytes) -> Mapping[str, Any]:
    try:
        header = json.loads(line)
        if header["format"] != _FORMAT:
            raise ValueError(header["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("the ledger in the backup cannot be read", hint="take another backup") from error
    if header["v"] != _VERSION:
        raise StoreError(
            "this ledger was written by a newer version of Trefpunt",
            hint="install that version or a later one; nothing was changed",
        )
    return dict(header)


def _row(line: bytes) -> tuple[str, list[Any]]:
    name, values = json.loads(line)
    return name, [_in(value) for value in values]


def _out(value: Any) -> Any:
    return {"b64": b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


def _in(value: Any) -> Any:
    return b64decode(value["b64"]) if isinstance(value, dict) else value


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _go_on_counting(connection: Connection, tables: Iterable[Table]) -> None:
    # Rows that brought their number along did not move the counter that gives the next one.
    for table in tables:
        for column in table.primary_key.columns:
            counter = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
            if counter is not None:
                last = connection.scalar(select(func.max(column))) or 0
                connection.execute(select(func.setval(counter, last + 1, False)))
