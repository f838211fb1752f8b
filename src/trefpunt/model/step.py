"""Steps in the thread of a request: what either side tells the other besides the request and its answer.

Words of closed lists and moments, so that nothing of any content is in them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StepKind(StrEnum):
    """What one side tells the other about a request; `CLARIFIED` and `FEEDBACK` come from who asked."""

    ACKNOWLEDGED = "acknowledged"
    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFIED = "clarified"
    DELAYED = "delayed"
    TOLD_ORALLY = "told_orally"
    FEEDBACK_ASKED = "feedback_asked"
    FEEDBACK = "feedback"


class Unclear(StrEnum):
    """What of a request is to be clarified. Source: Directive (EU) 2023/977, arts 4 and 6(3)."""

    SUBJECT = "subject"
    WHAT_IS_SOUGHT = "what_is_sought"
    PURPOSE_AND_FACTS = "purpose_and_facts"
    REASON_HOLDER_HAS_IT = "reason_holder_has_it"
    LINK_TO_PERSON = "link_to_person"
    URGENCY = "urgency"
    USE_LIMITS = "use_limits"
    OWN_SOURCES = "own_sources"


class WhyLate(StrEnum):
    """Why an answer comes after its clock.

    Source: Directive (EU) 2023/977, art. 5(2); VAT Regulation, art. 10.
    """

    JUDICIAL_LEAVE = "judicial_leave"
    INQUIRY_NEEDED = "inquiry_needed"
    OTHER_SERVICE = "other_service"


class WhyOral(StrEnum):
    """Why units spoke directly. Source: Benelux Police Treaty, arts 6(4) and 12(1)."""

    BORDER_UNITS = "border_units"
    TASK_WOULD_BE_DELAYED = "task_would_be_delayed"
    AGREED_BEFOREHAND = "agreed_beforehand"
    JOINT_OPERATION = "joint_operation"


class Feedback(StrEnum):
    """What came of information, without any of it.

    Source: Benelux Police Treaty, art. 7; VAT Regulation, art. 16.
    """

    READ = "read"
    KNOWN_ALREADY = "known_already"
    LED_TO_CHECK = "led_to_check"
    LED_TO_CASE = "led_to_case"
    LED_TO_DECISION = "led_to_decision"
    NOTHING_FOUND = "nothing_found"
    NOT_OUR_TASK = "not_our_task"
    MAY_NOT_SAY = "may_not_say"
    MORE_DETAIL = "more_detail"


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the thread of a request, as either side keeps it.

    Attributes:
        request: reference of the request; `is_about_ours` tells whether this node made it.
        is_ours: whether this node took the step; else the partner told it.
        codes: words of the closed list of its kind; for a clarification, names of facts that are now stated.
        until: by when an answer is to be expected, for a delay.
    """

    id: str
    request: str
    is_about_ours: bool
    is_ours: bool
    kind: StepKind
    codes: tuple[str, ...]
    officer: str
    at: datetime
    until: datetime | None = None
