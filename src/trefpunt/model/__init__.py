"""The nouns of Trefpunt: what is asked, decided, sent, agreed and logged.

Values only, frozen; no room's verbs. Everybody may import from here, and it imports nothing but itself.
Begin with `question.py` and `answer.py`: what goes in and what comes out. `ground.py` is why it may,
`letter.py` is how it travels, `agreement.py` is what comes before, `event.py` is what is logged of it.
No `repr` of a noun shows a personal value, so that none reaches a log line by accident.
"""

from trefpunt.model.agreement import Agreement, AgreementSignature, AgreementState, Budget, Party, Verdict
from trefpunt.model.alert import Alert, Certainty, Severity, Urgency
from trefpunt.model.answer import Answer, Hit, NoHit, Pending, Refused
from trefpunt.model.authority import Authority, AuthorityKind, Country, Officer, Role
from trefpunt.model.case import Case, CaseState
from trefpunt.model.clock import Clock
from trefpunt.model.content import (
    USES,
    AnswerKind,
    Consent,
    ConsentState,
    ContentAnswer,
    ContentRequest,
    ContentState,
    Sought,
)
from trefpunt.model.event import Count, CountedDecision, Event, LogEntry
from trefpunt.model.gathering import Gathering
from trefpunt.model.ground import AnswerMode, Article, Detour, Ground, GroundRecord, MatchTerms, Refusal
from trefpunt.model.joint import (
    JOINT_WORDS,
    MEMBER_MOVES,
    TASK_MOVES,
    WHY_DROPPED,
    Handling,
    JointCase,
    JointKind,
    JointMember,
    JointObject,
    JointWord,
    MemberState,
    TaskState,
)
from trefpunt.model.key import SCHEME_VERSION, Grade, KeyType, MatchKey
from trefpunt.model.letter import (
    CARRIES,
    GROUNDLESS_KINDS,
    INBOX_MOVES,
    OUTBOX_MOVES,
    Blob,
    Carriage,
    InboxState,
    Letter,
    LetterKind,
    OutboxState,
    Receipt,
    ReceiptStatus,
)
from trefpunt.model.marking import AXES, HANDLING, Marking, conditions_of, handling_codes, strictest
from trefpunt.model.permit_file import NotedUse, OpinionStep, PermitFile
from trefpunt.model.question import ListQuestion, Question
from trefpunt.model.repeat import RefusedQuestion
from trefpunt.model.request import Action, DataCategory, Fact, Purpose, Request
from trefpunt.model.step import Feedback, Step, StepKind, Unclear, WhyLate, WhyOral
from trefpunt.model.subject import Identifier, Provenance, Schema, Subject, SubjectCategory
from trefpunt.model.team import JointTeam, TeamClause

__all__ = [
    "AXES",
    "CARRIES",
    "GROUNDLESS_KINDS",
    "HANDLING",
    "INBOX_MOVES",
    "JOINT_WORDS",
    "MEMBER_MOVES",
    "OUTBOX_MOVES",
    "SCHEME_VERSION",
    "TASK_MOVES",
    "USES",
    "WHY_DROPPED",
    "Action",
    "Agreement",
    "AgreementSignature",
    "AgreementState",
    "Alert",
    "Answer",
    "AnswerKind",
    "AnswerMode",
    "Article",
    "Authority",
    "AuthorityKind",
    "Blob",
    "Budget",
    "Carriage",
    "Case",
    "CaseState",
    "Certainty",
    "Clock",
    "Consent",
    "ConsentState",
    "ContentAnswer",
    "ContentRequest",
    "ContentState",
    "Count",
    "CountedDecision",
    "Country",
    "DataCategory",
    "Detour",
    "Event",
    "Fact",
    "Feedback",
    "Gathering",
    "Grade",
    "Ground",
    "GroundRecord",
    "Handling",
    "Hit",
    "Identifier",
    "InboxState",
    "JointCase",
    "JointKind",
    "JointMember",
    "JointObject",
    "JointTeam",
    "JointWord",
    "KeyType",
    "Letter",
    "LetterKind",
    "ListQuestion",
    "LogEntry",
    "Marking",
    "MatchKey",
    "MatchTerms",
    "MemberState",
    "NoHit",
    "NotedUse",
    "Officer",
    "OpinionStep",
    "OutboxState",
    "Party",
    "Pending",
    "PermitFile",
    "Provenance",
    "Purpose",
    "Question",
    "Receipt",
    "ReceiptStatus",
    "Refusal",
    "Refused",
    "RefusedQuestion",
    "Request",
    "Role",
    "Schema",
    "Severity",
    "Sought",
    "Step",
    "StepKind",
    "Subject",
    "SubjectCategory",
    "TaskState",
    "TeamClause",
    "Unclear",
    "Urgency",
    "Verdict",
    "WhyLate",
    "WhyOral",
    "conditions_of",
    "handling_codes",
    "strictest",
]
