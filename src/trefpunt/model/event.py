"""The closed catalogue of what is logged, and one entry of the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Event(StrEnum):
    """Everything that is ever logged. Source: Directive (EU) 2016/680, art. 25, and 2022 practice."""

    NODE_STARTED = "node_started"
    SETTING_CHANGED = "setting_changed"
    LOGIN = "login"
    DECISION_TAKEN = "decision_taken"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    QUESTION_FINISHED = "question_finished"
    QUESTION_REPEATED = "question_repeated"
    CHANGE_EXAMINED = "change_examined"
    INDEX_PUBLISHED = "index_published"
    INDEX_RECEIVED = "index_received"
    INDEX_DELETED = "index_deleted"
    CONTENT_REQUESTED = "content_requested"
    REQUEST_RECEIVED = "request_received"
    REQUEST_ANSWERED = "request_answered"
    ANSWER_RECEIVED = "answer_received"
    STEP_TAKEN = "step_taken"
    STEP_TOLD = "step_told"
    INFORMATION_SENT = "information_sent"
    INFORMATION_RECEIVED = "information_received"
    INFORMATION_FILED = "information_filed"
    CONTENT_READ = "content_read"
    CONTENT_USED = "content_used"
    CONSENT_ASKED = "consent_asked"
    CONSENT_DECIDED = "consent_decided"
    PACKAGE_MADE = "package_made"
    PACKAGE_TAKEN = "package_taken"
    WORK_ASSIGNED = "work_assigned"
    ALERT_SENT = "alert_sent"
    ALERT_RECEIVED = "alert_received"
    ALERT_ACKNOWLEDGED = "alert_acknowledged"
    ALERT_LIFTED = "alert_lifted"
    ALERT_SHARED = "alert_shared"
    PROGRAMME_CHANGED = "programme_changed"
    REGISTER_CHECKED = "register_checked"
    OPINION_NOTED = "opinion_noted"
    USE_NOTED = "use_noted"
    SUBJECT_INFORMED = "subject_informed"
    KEY_USED = "key_used"
    KEY_ERASED = "key_erased"
    LETTER_SENT = "letter_sent"
    LETTER_RECEIVED = "letter_received"
    LETTER_APPLIED = "letter_applied"
    LETTER_REFUSED = "letter_refused"
    LETTER_EXPIRED = "letter_expired"
    RECEIPT_RECEIVED = "receipt_received"
    ALARM = "alarm"
    AGREEMENT_PROPOSED = "agreement_proposed"
    AGREEMENT_SIGNED = "agreement_signed"
    AGREEMENT_REVOKED = "agreement_revoked"
    CASE_OPENED = "case_opened"
    CASE_READ = "case_read"
    CASE_HANDED_OVER = "case_handed_over"
    JOINT_OPENED = "joint_opened"
    JOINT_INVITED = "joint_invited"
    JOINT_MEMBER_TOLD = "joint_member_told"
    JOINT_SHARED = "joint_shared"
    JOINT_RECEIVED = "joint_received"
    JOINT_ENDED = "joint_ended"
    TEAM_NOTED = "team_noted"
    TASK_MOVED = "task_moved"
    CONCERNED_TAKEN_IN = "concerned_taken_in"
    CONCERNED_ASKED = "concerned_asked"
    CONCERNED_RECEIVED = "concerned_received"
    CONCERNED_READ = "concerned_read"
    CONCERNED_ANSWERED = "concerned_answered"
    CONCERNED_HEARD = "concerned_heard"
    CONCERNED_CLOSED = "concerned_closed"
    CASE_CLOSED = "case_closed"
    CASE_EXPORTED = "case_exported"
    RECORDS_LOADED = "records_loaded"
    RECORD_READ = "record_read"
    RECORD_REMOVED = "record_removed"
    HONEY_TOUCHED = "honey_touched"
    BUDGET_SPENT = "budget_spent"
    LOG_READ = "log_read"
    LOG_EXPORTED = "log_exported"
    CHECKPOINT_SIGNED = "checkpoint_signed"
    ERASURE_DONE = "erasure_done"
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One act: who did what, under which article, for which purpose and case, when.

    Attributes:
        actor: service number of the officer, or the node's id for what it does by itself.
        subject_ref: a reference, never a name or number of the subject.
        facts: further facts by name, none of them personal.
    """

    event: Event
    actor: str
    role: str
    at: datetime
    article: str = ""
    purpose: str = ""
    case: str = ""
    subject_ref: str = ""
    partner: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Count:
    """One row of the counting register: figures without persons, officers or case numbers."""

    month: str
    event: str
    article: str
    asking: str
    holder: str
    kind: str
    category: str
    outcome: str
    duration_class: str = ""


@dataclass(frozen=True, slots=True)
class CountedDecision:
    """What one decision turned on, as the counting register keeps it: enough to decide again, and nobody.

    Attributes:
        month: of the decision, YYYY-MM.
        law_of: a day of the same law: the first of the month, or when the law last changed within it.
        asking: kind and country, such as `police.NL`; so is `holder`.
        stated: the facts, as `treaty.record` writes them down.
        missing: names of the facts that stood in the way, with spaces between.
    """

    month: str
    law_of: str
    action: str
    asking: str
    role: str
    holder: str
    category: str
    subject_category: str
    purpose: str
    stated: str
    outcome: str
    article: str
    missing: str
