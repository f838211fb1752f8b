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
    """An authority's own case.

    Attributes:
        members: the service numbers of who may work on it.
        is_protected: whether somebody in it has a protected capacity (journalist, lawyer, doctor, member of
            parliament, minor); every question then needs a second officer.
    """

    number: str
    purpose: str
    opened_at: datetime
    members: tuple[str, ...]
    state: CaseState = CaseState.OPEN
    is_protected: bool = False
