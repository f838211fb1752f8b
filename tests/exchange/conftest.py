"""What every test of the exchange begins with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .nodes import Pair


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Two nodes with an agreement."""
    made = Pair.make(tmp_path)
    yield made
    made.shut()
