"""The columns: named sets of rows for analysis, in encrypted Parquet files that SQL can ask.

Never a system of record: everything here can be built again from intake. A set changes as a whole: a write
makes a new generation beside the old one and swaps them, so that a reader sees one or the other and a full
disk leaves the old one as it was. Each file has a key of its own, made from the key of the node.
Rooms above name their sets and write SQL over those names; files, keys and engine stay in here.
Begin with `sets.py`; `files.py` has the encryption, `engine.py` the one place that knows DuckDB.
"""

from trefpunt.store.columns.engine import Engine, run_in_duckdb
from trefpunt.store.columns.sets import Columns, Staged

__all__ = ["Columns", "Engine", "Staged", "run_in_duckdb"]
