"""What every test of intake begins with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from trefpunt.audit import Trail
from trefpunt.intake import Means
from trefpunt.store.columns import Columns
from trefpunt.store.ledger import Ledger

from .samples import NOW, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A node's home with real columns, a real ledger and a real log."""
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    home.mkdir()
    inbox.mkdir()
    ledger = Ledger.open_sqlite(home / "ledger.db", bytes(range(32)))
    means = Means(
        columns=Columns(home / "columns", bytes(range(32, 64))),
        ledger=ledger,
        trail=Trail(bytes(range(64, 96))),
        clock=lambda: NOW,
        rejects=home / "rejects",
    )
    yield Desk(means, inbox)
    ledger.close()
