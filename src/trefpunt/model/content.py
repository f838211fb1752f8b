"""Requests for content: what is sought, what is answered, and what the answer may be used for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from trefpunt.model.request import Action
from trefpunt.model.subject import Subject


class Sought(StrEnum):
    """What a request is for: fixed phrases, since no free text crosses a border."""

    IDENTITY = "identity"
    WHEREABOUTS = "whereabouts"
    RELATIONS = "relations"
    VEHICLES = "vehicles"
    FIRMS = "firms"
    PROCEEDINGS = "proceedings"
    PERMITS = "permits"
    VAT_STATUS = "vat_status"
    INVOICES = "invoices"
    OPINION = "opinion"


class ContentState(StrEnum):
    """How a request stands; `OPEN` is the only one in which its clock runs."""

    OPEN = "open"
    PARTLY = "partly"
    ANSWERED = "answered"
    REFUSED = "refused"


class AnswerKind(StrEnum):
    """How much an answer gives."""

    FULL = "full"
    PARTIAL = "partial"
    REFUSED = "refused"


class ConsentState(StrEnum):
    """How a consent stands."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


USES: Mapping[Action, str] = {
    Action.PASS_ON: "consent_before_passing_on",
    Action.USE_FOR_OTHER_PURPOSE: "consent_before_other_purpose",
    Action.USE_AS_EVIDENCE: "consent_before_evidence",
    Action.REVEAL_TO_SUBJECT: "consent_before_revealing",
}
"""What may be done with an answer beyond reading it, and the condition that forbids it without consent."""


@dataclass(frozen=True, slots=True)
class ContentRequest:
    """A request for what is held about one subject, as either side keeps it.

    Attributes:
        is_ours: whether this node asks; else it is asked.
        case: the own case number where it is ours, else the partner's, blinded.
        stated: names of the facts that the asking officer stated as true.
        article: instrument and number of the article that permits it.
        channel: the prescribed channel; `trefpunt` where letters carry it.
        clock: key of the clock that runs, or empty; `due_at` is when it runs out.
        assigned_to: service number of who works on it here, or empty.
        is_unasked: whether nobody made it: the provider sent its answer of its own accord.
    """

    id: str
    is_ours: bool
    partner: str
    officer: str
    role: str
    case: str
    purpose: str
    category: str
    subject: Subject
    sought: tuple[Sought, ...]
    stated: tuple[str, ...]
    article: str
    decision: str
    channel: str
    clock: str
    received_at: datetime
    due_at: datetime | None
    conditions: tuple[str, ...] = ()
    conversation: str = ""
    state: ContentState = ContentState.OPEN
    assigned_to: str = ""
    is_unasked: bool = False


@dataclass(frozen=True, slots=True)
class ContentAnswer:
    """An answer to a request for content, as either side keeps it.

    Attributes:
        reason: code of a refusal or of what is left out; empty for a full answer.
        conditions: what binds the receiver: what the law attaches and what the provider adds.
        markings: values of `Marking`: how good it is, and how it is to be handled.
    """

    id: str
    request: str
    is_ours: bool
    kind: AnswerKind
    records: tuple[Subject, ...]
    reason: str
    conditions: tuple[str, ...]
    officer: str
    answered_at: datetime
    markings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"ContentAnswer({self.id!r}, {self.kind.value}, …)"


@dataclass(frozen=True, slots=True)
class Consent:
    """Leave for one use of one answer, in one case: asked, then given in writing or refused.

    Attributes:
        is_ours: whether this node asks for it; else it decides on it.
        partner: the authority on the other side.
        provider: the authority that gave the answer.
        until: the last moment at which it holds, once given.
    """

    id: str
    answer: str
    is_ours: bool
    partner: str
    provider: str
    use: Action
    case: str
    purpose: str
    officer: str
    asked_at: datetime
    state: ConsentState = ConsentState.ASKED
    decided_at: datetime | None = None
    until: datetime | None = None
    decided_by: str = field(default="")
