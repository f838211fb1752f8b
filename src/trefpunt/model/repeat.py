"""A question that was refused, kept for a while so that it is noticed when it comes again otherwise."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RefusedQuestion:
    """A refused question, or one that came again after a refusal with other facts.

    Attributes:
        decision: the reference of the recorded decision; the log says who put it.
        same: a keyed hash of act, partner and subject: equal for the same question, and says nothing.
        told: what was said in it, as JSON: role, purpose, capacity and stated facts.
        outcome: the refusal's code, or `permit`.
        first: the decision that refused it first; empty where this is the first.
        changed: names of what was said otherwise than the first time.
        evidence: where the evidence of the change is kept; a reference, empty where there is none.
    """

    decision: str
    same: str
    told: str
    decided_at: datetime
    outcome: str
    action: str
    partner: str
    first: str = ""
    changed: tuple[str, ...] = ()
    evidence: str = ""
    settled_by: str = ""
    settled_at: datetime | None = None
