"""Synthetic numbers are drawn, each once, and a firm has the same one in each register."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.errors import InputError
from trefpunt.naming.synthetic import synthetic_number
from trefpunt.worlds.serials import ROOM, Serials


@given(st.integers(0, 10_000))
def test_any_seed_gives_each_number_once(seed: int) -> None:
    serials = Serials(synthetic_number, Random(seed))
    drawn = [serials.draw("nl.bsn") for _ in range(200)]
    assert len(set(drawn)) == 200
    assert drawn != sorted(drawn)


def test_a_firm_never_has_the_number_of_a_person() -> None:
    serials = Serials(lambda _, nth: str(nth), Random(1))
    persons = {serials.draw("nl.bsn") for _ in range(20_000)}
    firms = {serials.of_one_firm("nl.rsin")("nl.rsin", 0) for _ in range(20_000)}
    assert not persons & firms


def test_a_belgian_vat_number_holds_the_enterprise_number() -> None:
    numbers = Serials(synthetic_number, Random(1)).of_one_firm("be.kbo")
    assert numbers("be.vat", 0) == f"BE{numbers('be.kbo', 0)}"
    assert numbers("iban", 0) != numbers("iban", 0)


def test_numbers_that_run_out_are_said_to_do_so() -> None:
    serials = Serials(lambda _, nth: str(nth), Random(1))
    with pytest.raises(InputError, match="run out"):
        for _ in range(ROOM):
            serials.draw("phone")
