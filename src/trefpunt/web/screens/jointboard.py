"""A joint case as pages show it: its members and team, what is in it, and who sees each."""

from dataclasses import dataclass

from trefpunt import casework
from trefpunt.casework import JointView
from trefpunt.model import JointKind, JointObject, JointTeam, MemberState, Refusal, TaskState
from trefpunt.web.screens.treaties import address_of
from trefpunt.web.visit import Visit
from trefpunt.words.casework import (
    HANDLING,
    JOINT_WORDS,
    MEMBER_STATES,
    TASK_STATES,
    TEAM_CLAUSES,
)

_TONES = {TaskState.OPEN: "pending", TaskState.TAKEN: "pending", TaskState.DONE: "hit", TaskState.DROPPED: ""}


@dataclass(frozen=True, slots=True)
class Thing:
    """A task, a note or a pointer to evidence.

    Attributes:
        tone: how the page shows the state of a task.
        reason: why a task was dropped.
        who: the nodes that see it.
    """

    reference: str
    what: str
    holder: str
    who: str
    at: str
    due_on: str
    state: str
    tone: str
    is_late: bool
    reason: str
    sha256: str
    handling: str


@dataclass(frozen=True, slots=True)
class Team:
    """What is noted of the agreement of a team; `lacks` are clauses of the model that it has not."""

    leader: str
    first: str
    last: str
    signed_by: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A joint case.

    Attributes:
        members: node, how it stands, and whether it takes part.
        still: why nothing more is shared in it; empty where it is.
    """

    reference: str
    opener: str
    article: str
    article_address: str
    until: str
    still: tuple[str, ...]
    members: tuple[tuple[str, str, bool], ...]
    team: Team | None
    tasks: tuple[Thing, ...]
    notes: tuple[Thing, ...]
    evidence: tuple[Thing, ...]


def board_of(visit: Visit, found: JointView) -> Board:
    """Return a joint case in the language of the page."""
    made, words = found.joint, visit.words
    why = Refusal(found.why_still, facts=(("partner", visit.node.me.id),))
    things = {kind: [one for one in found.objects if one.kind is kind] for kind in JointKind}
    tasks = sorted(things[JointKind.TASK], key=lambda one: (_is_over(one), str(one.due_on), one.id))
    return Board(
        reference=made.id,
        opener=made.opener,
        article=made.article,
        article_address=address_of(made.article),
        until=made.until.isoformat(),
        still=words.speech.refusal(why) if found.why_still else (),
        members=tuple(
            (node, words.code(MEMBER_STATES, state.value), state is MemberState.JOINED)
            for node, state in found.members.items()
        ),
        team=None if found.team is None else _team(visit, found.team),
        tasks=tuple(_thing(visit, one) for one in tasks),
        notes=tuple(_thing(visit, one) for one in things[JointKind.NOTE]),
        evidence=tuple(_thing(visit, one) for one in things[JointKind.EVIDENCE]),
    )


def _is_over(one: JointObject) -> bool:
    return one.state in (TaskState.DONE.value, TaskState.DROPPED.value)


def _team(visit: Visit, noted: JointTeam) -> Team:
    lacks = casework.missing_clauses(noted)
    return Team(
        noted.leader,
        noted.starts_on.isoformat(),
        noted.ends[-1].isoformat(),
        ", ".join(noted.signed_by),
        tuple(visit.words.code(TEAM_CLAUSES, clause.value) for clause in lacks),
    )


def _thing(visit: Visit, one: JointObject) -> Thing:
    words, is_task = visit.words, one.kind is JointKind.TASK
    is_late = one.due_on is not None and not _is_over(one) and one.due_on < visit.node.clock().date()
    return Thing(
        reference=one.id,
        what=one.text or words.code(JOINT_WORDS, one.word),
        holder=one.holder,
        who=", ".join(one.audience),
        at=words.moment(one.at),
        due_on="" if one.due_on is None else one.due_on.isoformat(),
        state=words.code(TASK_STATES, one.state) if is_task else "",
        tone=_TONES[TaskState(one.state)] if is_task else "",
        is_late=is_late,
        reason=words.code(JOINT_WORDS, one.reason) if one.reason else "",
        sha256=one.sha256,
        handling=f"{one.handling.value}: {words.code(HANDLING, one.handling.value)}",
    )
