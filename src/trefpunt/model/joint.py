"""Joint cases: what several nodes work on together, each beside a case of its own.

Whatever crosses a border is a word of a closed list, a moment, a hash or a reference: no free text and no
person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class MemberState(StrEnum):
    """How a node stands in a joint case; `MEMBER_MOVES` is the whole table."""

    INVITED = "invited"
    JOINED = "joined"
    DECLINED = "declined"
    LEFT = "left"


MEMBER_MOVES: Mapping[MemberState, frozenset[MemberState]] = {
    MemberState.INVITED: frozenset({MemberState.JOINED, MemberState.DECLINED}),
    MemberState.JOINED: frozenset({MemberState.LEFT}),
    MemberState.DECLINED: frozenset(),
    MemberState.LEFT: frozenset(),
}


class TaskState(StrEnum):
    """The life of a task; `TASK_MOVES` is the whole table."""

    OPEN = "open"
    TAKEN = "taken"
    DONE = "done"
    DROPPED = "dropped"


TASK_MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset({TaskState.TAKEN, TaskState.DROPPED}),
    TaskState.TAKEN: frozenset({TaskState.DONE, TaskState.DROPPED}),
    TaskState.DONE: frozenset(),
    TaskState.DROPPED: frozenset(),
}


class JointKind(StrEnum):
    """What is shared in a joint case."""

    TASK = "task"
    NOTE = "note"
    EVIDENCE = "evidence"


class Handling(StrEnum):
    """What binds whoever receives it. Source: handling codes of Europol (`europol-handling-codes`)."""

    H0 = "H0"
    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


class JointWord(StrEnum):
    """What a task, a note, a pointer or a dropped task is about: the only words that cross."""

    CONTROL_ON_SITE = "control_on_site"
    COMPARE_ACCOUNTS = "compare_accounts"
    CHECK_OWN_REGISTERS = "check_own_registers"
    MAKE_REPORT = "make_report"
    MEETING_NEEDED = "meeting_needed"
    PLAN_CHANGED = "plan_changed"
    WAIT_FOR_PROSECUTOR = "wait_for_prosecutor"
    NOTHING_FOUND = "nothing_found"
    DOCUMENT = "document"
    IMAGE = "image"
    RECORDING = "recording"
    DATA_FILE = "data_file"
    NOT_OUR_TASK = "not_our_task"
    NO_POWER = "no_power"
    OVERTAKEN = "overtaken"


JOINT_WORDS: Mapping[JointKind, frozenset[JointWord]] = {
    JointKind.TASK: frozenset(
        {
            JointWord.CONTROL_ON_SITE,
            JointWord.COMPARE_ACCOUNTS,
            JointWord.CHECK_OWN_REGISTERS,
            JointWord.MAKE_REPORT,
        }
    ),
    JointKind.NOTE: frozenset(
        {
            JointWord.MEETING_NEEDED,
            JointWord.PLAN_CHANGED,
            JointWord.WAIT_FOR_PROSECUTOR,
            JointWord.NOTHING_FOUND,
        }
    ),
    JointKind.EVIDENCE: frozenset(
        {JointWord.DOCUMENT, JointWord.IMAGE, JointWord.RECORDING, JointWord.DATA_FILE}
    ),
}
WHY_DROPPED = frozenset({JointWord.NOT_OUR_TASK, JointWord.NO_POWER, JointWord.OVERTAKEN})


@dataclass(frozen=True, slots=True)
class JointCase:
    """A joint case as one node keeps it.

    Attributes:
        opener: the node that opened it, and alone may end it.
        article: that the opener's texts decided on, instrument and article.
        until: the last day.
        case: this node's own case beside it, whose officers work on it; empty until it joins.
        stated: names of the facts that this node's officer stated.
        ended_at: when its opener ended it.
    """

    id: str
    opener: str
    purpose: str
    article: str
    until: date
    case: str
    stated: tuple[str, ...]
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JointMember:
    """A node in a joint case and how it stands."""

    joint: str
    node: str
    state: MemberState


@dataclass(frozen=True, slots=True)
class JointObject:
    """A task, a note or a pointer to evidence in a joint case.

    Attributes:
        maker: the node that made it.
        holder: the node whose task it is, or that holds the evidence.
        officer: service number at this node; empty where another node made it.
        audience: the nodes that have it, and no other.
        text: of a note for the own node alone; it never travels.
        due_on: of a task.
        state: of a task, empty else.
        reason: why a task was dropped.
    """

    id: str
    joint: str
    kind: JointKind
    maker: str
    holder: str
    officer: str
    audience: tuple[str, ...]
    word: str
    handling: Handling
    at: datetime
    sha256: str = ""
    text: str = field(default="", repr=False)
    due_on: date | None = None
    state: str = ""
    reason: str = ""
