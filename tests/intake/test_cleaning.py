"""One raw value, one clean value, and a fault that never repeats it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.intake.cleaning import Cleaner
from trefpunt.intake.cleaning.dates import date_pattern
from trefpunt.naming import DeclaredScheme

FIRST, LAST = date(1800, 1, 1), date(2199, 12, 31)

CLEANER = Cleaner(dates=("DD-MM-YYYY", "D/M/YYYY", "YYYYMMDD"), decimal=",")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("03-04-1980", "1980-04-03"),
        ("3/4/1980", "1980-04-03"),
        ("19800403", "1980-04-03"),
        ("1980-04-03", "1980-04-03"),
        ("1980-04-03T00:00:00", "1980-04-03"),
        ("01-01-1980", "1980-01-01"),
        ("00-04-1980", "1980-04"),
        ("00-00-1980", "1980"),
        ("1980-04", "1980-04"),
        ("1980", "1980"),
        ("29-02-2000", "2000-02-29"),
    ],
)
def test_a_date_becomes_iso_and_a_partial_one_stays_partial(raw: str, clean: str) -> None:
    assert CLEANER.clean("date", raw) == (clean, None)


@pytest.mark.parametrize(
    ("raw", "kept", "code"),
    [
        ("29-02-1999", "1999-02", "no_such_date"),
        ("03-13-1980", "1980", "no_such_date"),
        ("03-04-80", "", "wrong_form"),
        ("03-04-1080", "", "no_such_date"),
        ("unknown", "", "wrong_form"),
    ],
)
def test_an_impossible_date_keeps_what_can_be_read(raw: str, kept: str, code: str) -> None:
    value, fault = CLEANER.clean("date", raw)
    assert fault is not None
    assert (value, fault.code) == (kept, code)


@pytest.mark.parametrize(
    "written", ["DD-MM-YY", "MM", "YYYY-DD", "DD-DD-YYYY", "dd-mm-yyyy", "", "YYYYDMMDD"]
)
def test_a_format_that_could_mean_two_things_is_none(written: str) -> None:
    assert date_pattern(written) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("be", "BE"),
        ("België", "BE"),
        ("Belgique", "BE"),
        ("Belgien", "BE"),
        ("BEL", "BE"),
        ("B", "BE"),
        ("Nederlandse", "NL"),
        ("Pays-Bas", "NL"),
        ("Lëtzebuerg", "LU"),
        ("Luxembourg", "LU"),
        ("Großherzogtum", None),
        ("Duitsland", "DE"),
        ("République tchèque", None),
        ("6030", "NL"),
        ("EL", "GR"),
        ("XX", None),
    ],
)
def test_a_country_is_understood_in_our_languages(raw: str, code: str | None) -> None:
    value, fault = CLEANER.clean("country", raw)
    assert value == (code or "")
    assert (fault is None) == (code is not None)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("V", "female"),
        ("vrouw", "female"),
        ("M.", "male"),
        ("Homme", "male"),
        ("w", "female"),
        ("X", "other"),
    ],
)
def test_a_sex_is_understood_in_our_languages(raw: str, clean: str) -> None:
    assert CLEANER.clean("gender", raw) == (clean, None)


def test_an_unknown_sex_is_no_fault_and_no_value() -> None:
    assert CLEANER.clean("gender", "onbekend") == ("", None)


def test_a_postcode_has_the_form_of_its_country() -> None:
    assert CLEANER.clean("postcode", "1234 ab", "NL") == ("1234AB", None)
    assert CLEANER.clean("postcode", "L-1234", "LU") == ("1234", None)
    assert CLEANER.clean("postcode", "1234 ab", "BE")[1] is not None


def test_a_number_loses_its_thousands_and_gets_a_point() -> None:
    assert CLEANER.clean("number", "1.234.567,50") == ("1234567.50", None)
    assert CLEANER.clean("number", "12 apples")[0] == ""


def test_a_declared_scheme_keeps_the_number_alone() -> None:
    from_recipe = Cleaner(declared={"x.y": DeclaredScheme("x.y", "[0-9]{7}")})
    assert from_recipe.check("x.y", "123 4567") == ("1234567", None)
    assert from_recipe.check("x.y", "12")[1] is not None


@given(st.sampled_from(["date", "country", "gender", "postcode", "number"]), st.text(min_size=1))
def test_any_text_is_cleaned_or_faulted_without_being_repeated(kind: str, raw: str) -> None:
    _value, fault = CLEANER.clean(kind, raw, "NL")
    if fault is not None and len(raw) > 12:
        assert raw not in f"{fault.code} {fault.seen_shape} {fault.expected}"


@given(st.dates(FIRST, LAST))
def test_any_date_of_the_calendar_survives_every_format(day: date) -> None:
    for form in ("%d-%m-%Y", "%Y%m%d", "%Y-%m-%d"):
        assert CLEANER.clean("date", day.strftime(form)) == (day.isoformat(), None)
