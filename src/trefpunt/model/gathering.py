"""What is on the programme of a week: meetings, seminars, conferences, in four languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from trefpunt.model.authority import Country


@dataclass(frozen=True, slots=True)
class Gathering:
    """One item of the public programme; nobody is named in it.

    Attributes:
        titles: by language, in all four; they hold the same numbers.
        place: where, as it is written there.
        country: whose local time it is told in.
        public_from: the embargo: before it, nobody outside sees anything of it.
        sequence: how often it was changed since it was added, for calendars that have it already.
    """

    id: str
    titles: Mapping[str, str]
    place: str
    country: Country
    begins_at: datetime
    ends_at: datetime
    public_from: datetime
    changed_at: datetime
    officer: str
    is_cancelled: bool = False
    sequence: int = 0
