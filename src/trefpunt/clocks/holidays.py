"""Public holidays of Belgium, the Netherlands and Luxembourg, computed for any year since 1974."""

from collections.abc import Iterator
from datetime import date, timedelta

from trefpunt.model import Country

_KING_SINCE = 2014
_EUROPE_DAY_SINCE = 2019


def holidays(year: int, country: Country) -> frozenset[date]:
    """Return the days of a year, Sundays aside, on which offices are closed by law.

    Source: BE Royal Decree of 18 April 1974, art. 1; NL Algemene termijnenwet, art. 3 (which counts Good
    Friday and 5 May); LU Code du travail, art. L. 232-2 (with 9 May since 2019).
    """
    return frozenset(_DAYS[country](year))


def is_working_day(day: date, country: Country) -> bool:
    """Tell whether a day is from Monday to Friday and no public holiday there."""
    return day.weekday() < 5 and day not in holidays(day.year, country)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar.

    Source: J.-M. Oudin 1940, as in the Explanatory Supplement to the Astronomical Almanac, ch. 12.
    """
    century = year // 100
    golden = year % 19
    moon = (century - century // 4 - (century - (century - 17) // 25) // 3 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    since_march = moon - weekday
    month = 3 + (since_march + 40) // 44
    return date(year, month, since_march + 28 - 31 * (month // 4))


def _belgium(year: int) -> Iterator[date]:
    yield from _everywhere(year)
    for month, day in ((5, 1), (7, 21), (8, 15), (11, 1), (11, 11)):
        yield date(year, month, day)


def _netherlands(year: int) -> Iterator[date]:
    yield from _everywhere(year)
    yield easter(year) - timedelta(days=2)
    yield date(year, 5, 5)
    yield date(year, 12, 26)
    birthday = date(year, 4, 27) if year >= _KING_SINCE else date(year, 4, 30)
    is_sunday = birthday.weekday() == 6
    # A Sunday is free already, so the day is kept on the Saturday before.
    yield birthday - timedelta(days=1) if is_sunday else birthday


def _luxembourg(year: int) -> Iterator[date]:
    yield from _everywhere(year)
    for month, day in ((5, 1), (6, 23), (8, 15), (11, 1), (12, 26)):
        yield date(year, month, day)
    if year >= _EUROPE_DAY_SINCE:
        yield date(year, 5, 9)


def _everywhere(year: int) -> Iterator[date]:
    """New Year, Easter Monday, Ascension, Whit Monday and Christmas."""
    yield date(year, 1, 1)
    for days in (1, 39, 50):
        yield easter(year) + timedelta(days=days)
    yield date(year, 12, 25)


_DAYS = {Country.BE: _belgium, Country.NL: _netherlands, Country.LU: _luxembourg}
