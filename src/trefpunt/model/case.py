"""Cases: what every look-up must belong to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CaseState(StrEnum):
    """A case is open or closed; nothing is asked for a closed one."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Case:
    """An authority's own case; `members` are the service numbers of who may work on it."""

    number: str
    purpose: str
    opened_at: datetime
    members: tuple[str, ...]
    state: CaseState = CaseState.OPEN
