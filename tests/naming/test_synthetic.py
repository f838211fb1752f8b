"""Synthetic numbers: distinct, bounded, and in a part of the space that nobody is given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.errors import InputError
from trefpunt.naming import SCHEMES
from trefpunt.naming.synthetic import synthetic_number


@given(
    scheme=st.sampled_from(sorted(SCHEMES)),
    n=st.integers(0, 49_999),
    other=st.integers(0, 49_999),
)
def test_any_two_synthetic_numbers_differ(scheme: str, n: int, other: int) -> None:
    assert (synthetic_number(scheme, n) == synthetic_number(scheme, other)) == (n == other)


@given(n=st.integers(0, 49_999), scheme=st.sampled_from(["be.rrn", "lu.matricule"]))
def test_any_synthetic_birth_number_has_a_day_that_does_not_exist(n: int, scheme: str) -> None:
    value = synthetic_number(scheme, n)
    date = value[2:6] if scheme == "be.rrn" else value[4:8]
    assert date in {"0230", "0231", "0431", "0631", "0931", "1131"}


def test_a_synthetic_account_is_at_the_fictional_bank() -> None:
    assert synthetic_number("iban", 7)[4:7] == "999"


@pytest.mark.parametrize(("scheme", "n"), [("nl.bsn", 90_000), ("nl.bsn", -1), ("be.unheard_of", 0)])
def test_beyond_the_room_of_a_scheme_there_is_no_number(scheme: str, n: int) -> None:
    with pytest.raises(InputError):
        synthetic_number(scheme, n)
