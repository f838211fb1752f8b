"""Alerts between crisis centres, with the closed words of CAP 1.2 that say how bad and how sure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Urgency(StrEnum):
    """By when something must be done. Source: CAP 1.2, 3.2.2."""

    IMMEDIATE = "immediate"
    EXPECTED = "expected"
    FUTURE = "future"
    PAST = "past"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """How great the threat is. Source: CAP 1.2, 3.2.2."""

    EXTREME = "extreme"
    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"
    UNKNOWN = "unknown"


class Certainty(StrEnum):
    """How sure it is. Source: CAP 1.2, 3.2.2."""

    OBSERVED = "observed"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as either side keeps it: one row for each partner that it went to or came from.

    Attributes:
        is_ours: whether this node sent it to the partner; else it came from there.
        is_exercise: fixed when it is made; nothing turns an exercise into an alert or back.
        event: code of the kind of event.
        cap: the CAP 1.2 document, as it was sent.
        origin: whose alert it is: the sender's, unless somebody shares it further.
        due_at: by when the sender asks that it be acknowledged; no text sets such a term.
        acknowledged_by: name of the duty officer at the receiving centre who took note.
        lifted_at: when its sender lifted the confidentiality; until then it goes to nobody else.
    """

    id: str
    partner: str
    is_ours: bool
    is_exercise: bool
    event: str
    cap: str
    origin: str
    article: str
    decision: str
    officer: str
    approved_by: str
    conversation: str
    sent_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    lifted_at: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Tell whether nobody took note of it in the time that its sender asked for."""
        return (self.acknowledged_at or now) > self.due_at

    def __repr__(self) -> str:
        return f"Alert({self.id!r}, {self.partner!r}, …)"
