import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.clocks import easter, holidays, is_working_day
from trefpunt.model import Country

LISTS = json.loads((Path(__file__).parents[1] / "vectors/public_holidays_be_nl_lu.json").read_text())
DAYS = st.dates(date(1975, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("country", list(Country))
def test_the_holidays_of_a_year_are_those_of_the_official_list(year: int, country: Country) -> None:
    expected = {date.fromisoformat(text) for text in LISTS[str(year)][country]}
    assert holidays(year, country) == expected


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1954, "1954-04-18"),
        (2000, "2000-04-23"),
        (2008, "2008-03-23"),
        (2038, "2038-04-25"),
        (2285, "2285-03-22"),
    ],
)
def test_easter_falls_where_the_almanac_says(year: int, day: str) -> None:
    assert easter(year) == date.fromisoformat(day)


@given(st.integers(1975, 4000))
def test_any_easter_is_a_sunday_from_22_march_to_25_april(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


def test_a_king_born_on_a_sunday_is_celebrated_on_saturday() -> None:
    assert date(2025, 4, 26) in holidays(2025, Country.NL)
    assert date(2025, 4, 27) not in holidays(2025, Country.NL)


def test_europe_day_is_a_holiday_in_luxembourg_since_2019() -> None:
    assert not is_working_day(date(2019, 5, 9), Country.LU)
    assert is_working_day(date(2018, 5, 9), Country.LU)


@given(DAYS, st.sampled_from(Country))
def test_any_week_has_at_most_five_working_days(day: date, country: Country) -> None:
    week = [day + timedelta(days=number) for number in range(7)]
    assert sum(is_working_day(each, country) for each in week) <= 5
