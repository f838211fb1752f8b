"""Birth dates as registers write them: whole, partial, or with a day that stands for `unknown`."""

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Birth:
    """A year of birth with month and day, `00` where unknown."""

    year: str
    month: str = "00"
    day: str = "00"

    @property
    def is_day_known(self) -> bool:
        """Whether the day tells something: 1 January and zeros stand for an unknown day."""
        return "00" not in (self.month, self.day) and (self.month, self.day) != ("01", "01")

    @property
    def full(self) -> str:
        """Year, month and day, as YYYYMMDD."""
        return self.year + self.month + self.day

    @property
    def swapped(self) -> str:
        """Year, then the smaller and the larger of month and day: equal however they were exchanged."""
        return self.year + "".join(sorted((self.month, self.day)))

    def __repr__(self) -> str:
        return "Birth(…)"


def read_birth(written: str) -> Birth | None:
    """Read an ISO date, whole or partial, with or without dashes; None where it is no such date.

    The calendar is not asked: month and day that were exchanged still meet through `swapped`.
    """
    found = _WRITTEN.fullmatch(written.strip()[:10])
    if found is None or found[1] == "0000":
        return None
    return Birth(found[1], found[2] or "00", found[3] or "00")
