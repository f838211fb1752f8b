"""Dates as registers write them, brought to ISO 8601; partial ones stay partial."""

import re
from calendar import monthrange
from collections.abc import Sequence

from trefpunt.naming import Fault
from trefpunt.naming.checked import shape_of

_ISO = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2})(?:[T ][0-9:.+Z]*)?)?)?")
_TOKENS = {
    "YYYY": r"(?P<y>\d{4})",
    "MM": r"(?P<m>\d{2})",
    "DD": r"(?P<d>\d{2})",
    "M": r"(?P<m>\d{1,2})",
    "D": r"(?P<d>\d{1,2})",
}
_TOKEN = re.compile("YYYY|MM|DD|M|D|.")
_FIRST_YEAR, _LAST_YEAR = 1800, 2199


def date_pattern(written: str) -> re.Pattern[str] | None:
    """Return the pattern of a format such as `DD-MM-YYYY`, or None where it is no format.

    It is made of YYYY, MM or M, DD or D, each at most once, and signs between them. A year of two digits is
    not offered: it could mean two centuries.
    """
    parts = _TOKEN.findall(written)
    named = [part[0] for part in parts if part in _TOKENS]
    has_letters = any(part.isalnum() for part in parts if part not in _TOKENS)
    if named.count("Y") != 1 or len(set(named)) != len(named) or has_letters or set(named) == {"Y", "D"}:
        return None
    return re.compile("".join(_TOKENS.get(part) or re.escape(part) for part in parts))


def clean_date(raw: str, formats: Sequence[tuple[str, re.Pattern[str]]]) -> tuple[str, Fault | None]:
    """Return an ISO date, `YYYY-MM` or `YYYY`; 00 for month or day means that it is not known.

    A day that the calendar does not have gives its month or year, together with a fault.
    """
    patterns = (*(pattern for _, pattern in formats), _ISO)
    found = next((match for pattern in patterns if (match := pattern.fullmatch(raw))), None)
    expected = " or ".join(name for name, _ in formats) or "YYYY-MM-DD"
    if found is None:
        return "", Fault("wrong_form", shape_of(raw), expected)
    parts = found.groupdict()
    year, month, day = (int(parts.get(name) or 0) for name in "ymd")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return "", Fault("no_such_date", shape_of(raw), f"a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    if month > 12:
        return f"{year:04}", Fault("no_such_date", shape_of(raw), "a month from 01 to 12; the year was kept")
    if month == 0:
        return f"{year:04}", None
    if day > monthrange(year, month)[1]:
        return f"{year:04}-{month:02}", Fault(
            "no_such_date", shape_of(raw), "a day of that month; it was kept"
        )
    return (f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"), None
