"""SQL over named sets. This file alone knows DuckDB; another engine is another function of the same shape."""

from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from trefpunt.errors import StoreError

Engine = Callable[[str, Mapping[str, ds.Dataset], Mapping[str, Any]], pa.Table]
"""Runs one statement over sets by name, with `$name` parameters, and returns all its rows."""

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    # No spill: what does not fit into memory fails, rather than lie about on disk in clear.
    "temp_directory": "",
    "preserve_insertion_order": True,
}


def run_in_duckdb(sql: str, sets: Mapping[str, ds.Dataset], params: Mapping[str, Any]) -> pa.Table:
    """Run one statement in a DuckDB of its own, in memory, that can reach no file and no network.

    Raises:
        StoreError: the statement is wrong, or asks for more memory than there is.
    """
    connection = duckdb.connect(":memory:", config=_CONFIG)
    try:
        connection.execute("SET enable_external_access = false")
        connection.execute("SET python_enable_replacements = false")
        connection.execute("SET lock_configuration = true")
        for name, rows in sets.items():
            connection.register(name, rows)
        return connection.sql(sql, params=dict(params)).to_arrow_table()
    except duckdb.Error as error:
        raise _refused(error) from error
    finally:
        connection.close()


def _refused(error: duckdb.Error) -> StoreError:
    if isinstance(error, duckdb.OutOfMemoryException):
        return StoreError(
            "the question to the columns needs more memory than there is",
            hint="ask it in parts; nothing is ever spilled to disk",
        )
    if "decrypt" in str(error).lower():
        return StoreError(
            "the columns do not open with this key",
            hint="they belong to another key file, or a file is damaged; load them again from their source",
        )
    # DuckDB repeats parts of the statement and sometimes values: only the kind of fault goes on.
    return StoreError(
        "the columns refused: {kind}",
        hint="this is a fault in Trefpunt, please report it",
        kind=type(error).__name__,
    )
