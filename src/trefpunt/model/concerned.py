"""What a person concerned asks, and what is answered: words of closed lists, and one description."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from trefpunt.model.subject import Subject


class ConcernedKind(StrEnum):
    """What a person asks of an oversight body."""

    ACCESS = "access"
    CORRECTION = "correction"
    COMPLAINT = "complaint"


class ConcernedDecision(StrEnum):
    """What is answered to the body that asked.

    One body answers another, and a care organisation whoever asks, with `JOINED`: what may be told, and no
    more. `JOINED_IN_PART` is such an answer once the clock has run out, of which some are still silent.
    """

    TELL = "tell"
    RESTRICT = "restrict"
    NOTHING = "nothing"
    CORRECTED = "corrected"
    NOT_CORRECTED = "not_corrected"
    JOINED = "joined"
    JOINED_IN_PART = "joined_in_part"


SILENT = frozenset({ConcernedDecision.RESTRICT, ConcernedDecision.NOTHING})
"""Of which the person is told that all was verified, and no more."""

_ACCESS = SILENT | {ConcernedDecision.TELL}
DECISIONS: Mapping[ConcernedKind, frozenset[ConcernedDecision]] = {
    ConcernedKind.ACCESS: _ACCESS,
    ConcernedKind.CORRECTION: SILENT | {ConcernedDecision.CORRECTED, ConcernedDecision.NOT_CORRECTED},
    ConcernedKind.COMPLAINT: _ACCESS,
}
"""What the authority that holds data may decide, by what was asked."""


class Restriction(StrEnum):
    """Why access is restricted. Source: Directive (EU) 2016/680, arts 15(1) and 16(4), points (a) to (e)."""

    OBSTRUCTS_INQUIRY = "obstructs_inquiry"
    PREJUDICES_OFFENCES = "prejudices_offences"
    PUBLIC_SECURITY = "public_security"
    NATIONAL_SECURITY = "national_security"
    RIGHTS_OF_OTHERS = "rights_of_others"


class Finding(StrEnum):
    """What the body found on a complaint; `VERIFIED` says only that it verified."""

    WELL_FOUNDED = "well_founded"
    UNFOUNDED = "unfounded"
    VERIFIED = "verified"


class ProcessingAct(StrEnum):
    """What was done with data on a person."""

    RECORDED = "recorded"
    ASKED = "asked"
    REQUESTED = "requested"
    REQUESTED_HERE = "requested_here"
    RECEIVED = "received"
    PROVIDED = "provided"
    CORRECTED = "corrected"
    NOT_CORRECTED = "not_corrected"


@dataclass(frozen=True, slots=True, order=True)
class Processing:
    """One act that may be told to the person: whose, which, under which article, with whom, in which month.

    Attributes:
        article: as `text number`, or empty.
        partner: the other node, or empty.
        month: YYYY-MM.
    """

    holder: str
    act: ProcessingAct
    article: str
    partner: str
    month: str


@dataclass(frozen=True, slots=True)
class ConcernedRequest:
    """What a person asks, as one node keeps it.

    Attributes:
        asker: the body that asks this node; the node itself where the person came.
        theirs: the asker's reference, empty where the person came.
        subject: the description of the person; None once the request is closed here.
        conversation: of the letter it came in, or empty.
    """

    id: str
    kind: ConcernedKind
    asker: str
    received_at: datetime
    due_at: datetime
    subject: Subject | None = field(repr=False)
    theirs: str = ""
    conversation: str = ""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConcernedAnswer:
    """What one node answered, or is still to answer: then there is no decision.

    Attributes:
        by: the node that answers.
        restriction: why it is restricted; only the node and its own oversight body know.
        told: what may be told to the person.
    """

    request: str
    by: str
    decision: ConcernedDecision | None = None
    restriction: Restriction | None = None
    told: tuple[Processing, ...] = ()
