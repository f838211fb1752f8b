"""Moments and days as a language writes them: `1 March 2026`, `1. März 2026`."""

from datetime import UTC, date, datetime

from babel import Locale
from babel.dates import format_date, format_datetime, get_date_format

_TIME = "HH:mm"
_TERRITORY_OF_ENGLISH = "GB"


def locale_of(language: str) -> Locale:
    """Return the customs of a language; those of English are British."""
    return Locale("en", _TERRITORY_OF_ENGLISH) if language == "en" else Locale(language)


def moment_in(at: datetime, locale: Locale) -> str:
    """Return a moment in UTC, to the minute."""
    day = get_date_format("medium", locale).pattern
    return f"{format_datetime(at, f'{day}, {_TIME}', tzinfo=UTC, locale=locale)} UTC"


def local_in(at: datetime, locale: Locale) -> str:
    """Return a moment by the clock of its own time zone, with the day of the week."""
    day = get_date_format("full", locale).pattern
    return format_datetime(at, f"{day}, {_TIME}", tzinfo=at.tzinfo, locale=locale)


def hour_in(at: datetime, locale: Locale) -> str:
    """Return the hour of a moment by the clock of its own time zone."""
    return format_datetime(at, _TIME, tzinfo=at.tzinfo, locale=locale)


def day_in(on: date, locale: Locale) -> str:
    """Return a day with its month in full."""
    return format_date(on, "long", locale=locale)
