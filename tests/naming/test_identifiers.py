"""Numbers: the good pass in one spelling, the bad give a code and never themselves."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.model import KeyType
from trefpunt.naming import SCHEMES, Checked, DeclaredScheme, Fault, check_identifier, check_postcode
from trefpunt.naming.identifiers.netherlands import rsin_in_vat
from trefpunt.naming.synthetic import synthetic_number

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/benelux_identifiers.json").read_text())
# One test over every digit: a wrong digit never passes. A Belgian birth number is tried for two centuries,
# and a Dutch VAT number by two tests, so that there a wrong digit may pass.
ONE_TEST = [
    "be.kbo",
    "be.establishment",
    "be.vat",
    "be.eid",
    "nl.bsn",
    "nl.rsin",
    "iban",
    "lei",
    "lu.matricule",
]


@pytest.mark.parametrize(("scheme", "value", "country", "canonical"), VECTORS["pass"])
def test_a_good_number_passes_in_one_spelling(scheme: str, value: str, country: str, canonical: str) -> None:
    checked = check_identifier(scheme, value, country)
    assert isinstance(checked, Checked)
    assert checked.canonical == canonical


@pytest.mark.parametrize(("scheme", "value", "country", "code"), VECTORS["fail"])
def test_a_bad_number_gives_its_code(scheme: str, value: str, country: str, code: str) -> None:
    fault = check_identifier(scheme, value, country)
    assert isinstance(fault, Fault)
    assert fault.code == code


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
@given(n=st.integers(0, 49_999))
def test_any_synthetic_number_passes_its_check(scheme: str, n: int) -> None:
    value = synthetic_number(scheme, n)
    checked = check_identifier(scheme, value, "BE")
    assert isinstance(checked, Checked)
    again = check_identifier(scheme, checked.canonical, checked.country)
    assert again == checked


@pytest.mark.parametrize("scheme", ONE_TEST)
@given(n=st.integers(0, 49_999), place=st.integers(0, 30), step=st.integers(1, 9))
def test_any_single_wrong_digit_fails(scheme: str, n: int, place: int, step: int) -> None:
    value = synthetic_number(scheme, n)
    digits = [at for at, sign in enumerate(value) if sign.isdigit()]
    at = digits[place % len(digits)]
    wrong = value[:at] + str((int(value[at]) + step) % 10) + value[at + 1 :]
    assert isinstance(check_identifier(scheme, wrong), Fault)


@given(
    scheme=st.sampled_from(sorted(SCHEMES)), value=st.text(max_size=30), country=st.sampled_from(["", "BE"])
)
def test_any_text_is_checked_without_an_error(scheme: str, value: str, country: str) -> None:
    assert isinstance(check_identifier(scheme, value, country), Checked | Fault)


@given(digits=st.text("0123456789", min_size=4, max_size=16), scheme=st.sampled_from(sorted(SCHEMES)))
def test_any_fault_tells_the_shape_and_not_the_value(digits: str, scheme: str) -> None:
    answer = check_identifier(scheme, digits, "NL")
    if isinstance(answer, Fault):
        assert answer.seen_shape == f"{len(digits)} digits"


def test_what_passed_is_not_shown_by_its_repr() -> None:
    assert "999990019" not in repr(check_identifier("nl.bsn", "999990019"))


def test_a_declared_scheme_gives_a_number_under_its_own_name() -> None:
    declared = {"au.soc_sec": DeclaredScheme("au.soc_sec", r"\d{7}")}
    checked = check_identifier("au.soc_sec", "123-45 67", declared=declared)
    assert isinstance(checked, Checked)
    assert (checked.key_type, checked.canonical) == (KeyType.DECLARED_NUMBER, "au.soc_sec:1234567")
    assert isinstance(check_identifier("au.soc_sec", "123456", declared=declared), Fault)


def test_a_plate_belongs_to_the_country_that_issued_it() -> None:
    of_be, of_nl = check_identifier("plate", "AB123C", "be"), check_identifier("plate", "AB123C", "NL")
    assert isinstance(of_be, Checked)
    assert isinstance(of_nl, Checked)
    assert (of_be.country, of_nl.country) == ("BE", "NL")


def test_a_sole_traders_vat_number_has_no_rsin_inside() -> None:
    assert rsin_in_vat("NL000099998B57") is None
    # This one passes the eleven-test as well, by chance.
    assert rsin_in_vat("NL000000012B62") is None
    assert rsin_in_vat("NL999990019B01") == "999990019"


@pytest.mark.parametrize(
    ("written", "country", "canonical"),
    [("B-1000", "BE", "1000"), ("2511 cv", "NL", "2511CV"), ("L-1234", "LU", "1234"), ("4223", "AU", "4223")],
)
def test_a_postcode_has_one_spelling(written: str, country: str, canonical: str) -> None:
    assert check_postcode(written, country) == canonical


@pytest.mark.parametrize(("written", "country"), [("2511 SA", "NL"), ("0123", "BE"), ("12345", "LU")])
def test_a_postcode_that_no_post_office_issues_is_a_fault(written: str, country: str) -> None:
    assert isinstance(check_postcode(written, country), Fault)
