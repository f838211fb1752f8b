"""What a municipality did before it decides on a permit: register checked, opinion asked and received."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OpinionStep(StrEnum):
    """How far the opinion of the integrity office is. Source: BE law of 15 January 2024, arts 19-24."""

    ASKED = "asked"
    ADMISSIBLE = "admissible"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class PermitFile:
    """The file of one case; nobody is named in it.

    Attributes:
        question: reference of the look-up in the register.
        is_hit: whether another municipality took a decision on the subject.
        copy: reference of the request for a copy of that decision, or empty.
    """

    case: str
    partner: str
    question: str
    is_hit: bool
    checked_at: datetime
    officer: str
    copy: str = ""
    asked_at: datetime | None = None
    admissible_at: datetime | None = None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NotedUse:
    """That an answer from elsewhere stands in a decision on a permit.

    Attributes:
        obtained_at: when the answer was given, from which the term to inform the person concerned runs.
    """

    answer: str
    case: str
    officer: str
    obtained_at: datetime
    used_at: datetime
    informed_at: datetime | None = None
