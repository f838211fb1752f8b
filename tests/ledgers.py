"""Every engine of the ledger, for suites that run on each: a folder stands for one ledger."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.postgres import server

from trefpunt.store.ledger import Ledger

KEY = bytes(range(32))


def open_sqlite(folder: Path, key: bytes = KEY) -> Ledger:
    return Ledger.open_sqlite(folder / "ledger.db", key)


def open_postgresql(folder: Path, key: bytes = KEY) -> Ledger:
    return Ledger.open_postgresql((folder / "ledger.url").read_text(), key)


ENGINES: Mapping[str, Callable[..., Ledger]] = {"sqlite": open_sqlite, "postgresql": open_postgresql}


def prepare(engine: str, folder: Path) -> None:
    """Make what an engine needs before a ledger can be opened in a folder."""
    if engine == "postgresql":
        (folder / "ledger.url").write_text(server().new_database())
