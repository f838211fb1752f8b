"""500 invented people and their damaged copies on two nodes: what is found is what the keys say."""

import pytest
from benchmarks.febrl_hits import Measured, Phases, measure


@pytest.fixture(scope="module", params=["febrl_without_identifier", "febrl"])
def measured(request: pytest.FixtureRequest) -> tuple[str, Measured]:
    return request.param, measure(request.param, size=500, phases=Phases(is_quiet=True))


def test_no_row_is_answered_otherwise_than_the_keys_say(measured: tuple[str, Measured]) -> None:
    assert measured[1].rows == 500
    assert measured[1].differences == 0


def test_nearly_everybody_is_found_and_nearly_nobody_else(measured: tuple[str, Measured]) -> None:
    recipe, found = measured
    assert found.recall >= {"febrl": 0.98, "febrl_without_identifier": 0.85}[recipe]
    assert found.precision >= 0.995
    assert found.row_precision >= 0.995
