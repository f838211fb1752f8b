"""What every test of the log begins with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from trefpunt.audit import Trail
from trefpunt.store.ledger import Ledger

from .samples import ENTRY_KEY, LEDGER_KEY, fixed_rng
from .watchers import World


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A real ledger, new for every test."""
    opened = Ledger.open_sqlite(tmp_path / "ledger.db", LEDGER_KEY)
    yield opened
    opened.close()


@pytest.fixture
def trail() -> Trail:
    """A trail with known randomness."""
    return Trail(ENTRY_KEY, rng=fixed_rng())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A watched node, its oversight body and two partners."""
    made = World.make(tmp_path)
    yield made
    made.shut()
