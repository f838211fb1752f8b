"""Birth dates as registers write them: whole, partial, or with a day that stands for `unknown`."""

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date ready for keys.

    Attributes:
        full: year, month and day as YYYYMMDD, with zeros for what is unknown.
        swapped: year, then the smaller and the larger of month and day: equal when they were exchanged.
        is_day_known: whether the day tells something; 1 January and zeros stand for an unknown day.
    """

    year: str
    full: str
    swapped: str
    is_day_known: bool

    def __repr__(self) -> str:
        return "Birth(…)"


def read_birth(written: str) -> Birth | None:
    """Read an ISO date, whole or partial, with or without dashes; None where it is no such date.

    The calendar is not asked: month and day that were exchanged still meet through `swapped`.
    """
    found = _WRITTEN.fullmatch(written.strip()[:10])
    if found is None or found[1] == "0000":
        return None
    year, month, day = found[1], found[2] or "00", found[3] or "00"
    smaller, larger = sorted((month, day))
    is_day_known = "00" not in (month, day) and (month, day) != ("01", "01")
    return Birth(year, year + month + day, year + smaller + larger, is_day_known)
