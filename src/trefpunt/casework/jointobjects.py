"""What is shared in a joint case: tasks, notes and pointers to evidence, each with its audience.

An object goes to the nodes of its audience and to no other; free text never leaves the node.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from trefpunt.casework.joint import decide, find, is_over, log, may_join, planned, post
from trefpunt.casework.jointbodies import MoveBody, ObjectBody, check_object, check_reason
from trefpunt.casework.may import is_stranger
from trefpunt.casework.means import Means
from trefpunt.casework.teams import team_refuses
from trefpunt.errors import InputError, cause_of
from trefpunt.exchange import Outgoing, Peer
from trefpunt.model import (
    TASK_MOVES,
    CaseState,
    Event,
    Handling,
    JointCase,
    JointKind,
    JointObject,
    LetterKind,
    MemberState,
    Officer,
    Refusal,
    SubjectCategory,
    TaskState,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import joint as kept
from trefpunt.store.ledger.cases import find_case

# With such a node nothing is shared any more; the others are still told.
_CUT_OFF = ("agreement_lapsed", "partner_unknown")
_IN_CARE = (SubjectCategory.VICTIM, SubjectCategory.WITNESS)


@dataclass(frozen=True, slots=True)
class Share:
    """What an officer wants to share.

    Attributes:
        audience: the nodes that are to have it beside this one; empty for everybody who has joined.
        holder: whose task it is; this node where it is empty.
        about: in what capacity somebody is in it.
    """

    officer: Officer
    joint: str
    kind: JointKind
    word: str
    handling: Handling = Handling.H0
    audience: tuple[str, ...] = ()
    holder: str = ""
    about: SubjectCategory = SubjectCategory.OTHER
    sha256: str = ""
    due_on: date | None = None
    approved_by: str = ""


def hash_of(file: Path) -> str:
    """Return the hex SHA-256 of a file, which stays where it is.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            "the file {file} cannot be read: {why}", hint="check its path", file=file, why=cause_of(error)
        ) from error


def share(wanted: Share, *, means: Means) -> JointObject | Refusal:
    """Share a task, a note of fixed words or a pointer to evidence with its audience.

    Returns:
        What was shared; or why not: one node of the audience to which it may not go stops all.

    Raises:
        InputError: it has not the form of its kind, or is about somebody in care.
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was done.
    """
    if wanted.about in _IN_CARE:
        raise InputError(
            "nothing about a victim or a witness is shared in a joint case",
            hint="refer the person with consent; see the victims' articles in `trefpunt may`",
        )
    with means.ledger.write() as tx:
        made = find(tx, wanted.joint)
        members = kept.members_of(tx, made.id)
        if no := is_over(made, members, means=means):
            return no
        shared = _object(wanted, members, means=means)
        check_object(shared)
        is_pointer = wanted.kind is JointKind.EVIDENCE
        if is_pointer and (no := team_refuses(tx, made.id, members, today=means.clock().date())):
            return no
        for node in shared.audience:
            if no := _refuses(tx, made, node, wanted, members=members, means=means):
                return no
        kept.save_object(tx, shared)
        _send(tx, made, shared, wanted.officer, means=means)
    means.exchange.deliver_due(means.clock())
    return shared


def note_privately(joint: str, text: str, *, officer: Officer, means: Means) -> JointObject | Refusal:
    """Keep a note for the officers of this node's own case; it never travels.

    Raises:
        InputError: there is no such joint case, or nothing in the note.
    """
    if not text.strip():
        raise InputError("there is nothing in this note", hint="type what is to be remembered")
    with means.ledger.write() as tx:
        made = find(tx, joint)
        if no := is_stranger(tx, made.case, officer):
            return no
        alone = (means.me.id,)
        made_note = JointObject(
            id=means.new_id("o"),
            joint=joint,
            kind=JointKind.NOTE,
            maker=means.me.id,
            holder=means.me.id,
            officer=officer.id,
            audience=alone,
            word="",
            handling=Handling.H0,
            at=means.clock(),
            text=text,
        )
        kept.save_object(tx, made_note)
        log(tx, Event.JOINT_SHARED, made, officer, means=means, subject_ref=made_note.id, audience=alone[0])
    return made_note


def move_task(
    task: str, to: TaskState, *, officer: Officer, means: Means, reason: str = "", approved_by: str = ""
) -> JointObject | Refusal:
    """Change the state of a task of this node; its audience is told.

    Raises:
        InputError: there is no such task here, or it cannot go there from its state.
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was done.
    """
    check_reason(to, reason)
    with means.ledger.write() as tx:
        found = task_of(tx, task, holder=means.me.id)
        check_moves(found, to)
        made = find(tx, found.joint)
        members = kept.members_of(tx, made.id)
        if no := is_over(made, members, means=means) or is_stranger(tx, made.case, officer):
            return no
        told = list[str]()
        # Who has left is not told any more: nothing further is shared with it.
        for node in found.audience:
            if node == means.me.id or members.get(node) is not MemberState.JOINED:
                continue
            ground = may_join(tx, made, node, officer, means=means, approved_by=approved_by)
            if not isinstance(ground, Refusal):
                told.append(node)
            elif ground.code not in _CUT_OFF:
                return ground
        # Only now, when nothing refuses any more: what is posted goes.
        body = MoveBody(made.id, task, to, reason).to_json()
        for node in told:
            post(tx, made, Outgoing(LetterKind.JOINT_MOVED, node, body, actor=officer.id), means=means)
        moved = replace(found, state=to.value, reason=reason, officer=officer.id)
        keep_move(tx, made, moved, officer=officer, means=means)
    means.exchange.deliver_due(means.clock())
    return moved


def open_tasks(*, means: Means) -> list[JointObject]:
    """Return the tasks of this node that are not finished, the first to be late first; nothing is in them."""
    with means.ledger.read() as tx:
        running = [one for one in kept.joint_cases(tx) if one.case and one.ended_at is None]
        tasks = [task for one in running for task in kept.objects_of(tx, one.id)]
    pending = (TaskState.OPEN.value, TaskState.TAKEN.value)
    mine = [one for one in tasks if one.state in pending and one.holder == means.me.id]
    return sorted(mine, key=lambda one: (one.due_on or date.max, one.id))


def task_of(tx: Transaction, task: str, *, holder: str) -> JointObject:
    """Return a task of a node.

    Raises:
        InputError: there is none, or it is another's: only its owner changes its state.
    """
    found = kept.find_object(tx, task)
    if found is None or found.kind is not JointKind.TASK:
        raise InputError("there is no such task on this node", hint="`trefpunt joint show` lists them")
    if found.holder != holder:
        raise InputError(
            "only the node whose task it is changes its state", hint="ask {node}", node=found.holder
        )
    return found


def check_moves(found: JointObject, to: TaskState) -> None:
    """Look whether a task may go to a state from its own.

    Raises:
        InputError: it may not.
    """
    allowed = TASK_MOVES[TaskState(found.state)]
    if to not in allowed:
        raise InputError(
            "a task that is {state} cannot become {to}",
            hint="expected one of {known}",
            state=found.state,
            to=to.value,
            known=tuple(sorted(allowed)),
        )


def keep_move(
    tx: Transaction, made: JointCase, moved: JointObject, *, officer: Officer | None, means: Means
) -> None:
    """Keep the new state of a task and log it; without an officer it is a partner who told."""
    kept.move_object(tx, moved.id, state=moved.state, reason=moved.reason, officer=moved.officer)
    said = {"subject_ref": moved.id, "partner": "" if officer else moved.holder, "to": moved.state}
    log(tx, Event.TASK_MOVED, made, officer, means=means, **said)


def may_take(
    tx: Transaction, made: JointCase, body: ObjectBody, peer: Peer, *, means: Means
) -> Refusal | None:
    """Return why this node may not take what a partner shared, under its own texts; None where it may."""
    if code := means.halted(tx):
        return Refusal(code=code)
    members = kept.members_of(tx, made.id)
    if no := is_over(made, members, means=means):
        return no
    if members.get(peer.id) is not MemberState.JOINED:
        return Refusal(code="joint_not_joined", facts=(("partner", peer.id),))
    beside = find_case(tx, made.case)
    if beside is None or beside.state is CaseState.CLOSED:
        return Refusal(code="case_closed", facts=(("case", made.case),))
    is_pointer = body.made.kind is JointKind.EVIDENCE
    if is_pointer and (no := team_refuses(tx, made.id, members, today=means.clock().date())):
        return no
    officer = Officer("", body.role, peer.authority)
    asked = planned(made, officer, means.me, stated=body.stated, means=means)
    decided = decide(tx, asked, peer, means=means)
    return decided if isinstance(decided, Refusal) else None


def _object(wanted: Share, members: dict[str, MemberState], *, means: Means) -> JointObject:
    joined = tuple(node for node, state in members.items() if state is MemberState.JOINED)
    named = wanted.audience or joined
    audience = tuple(sorted({means.me.id, *named}))
    return JointObject(
        id=means.new_id("o"),
        joint=wanted.joint,
        kind=wanted.kind,
        maker=means.me.id,
        holder=wanted.holder or means.me.id,
        officer=wanted.officer.id if wanted.holder in ("", means.me.id) else "",
        audience=audience,
        word=wanted.word,
        handling=wanted.handling,
        at=means.clock(),
        sha256=wanted.sha256,
        due_on=wanted.due_on,
        state=TaskState.OPEN.value if wanted.kind is JointKind.TASK else "",
    )


def _refuses(
    tx: Transaction,
    made: JointCase,
    node: str,
    wanted: Share,
    *,
    members: dict[str, MemberState],
    means: Means,
) -> Refusal | None:
    if node == means.me.id:
        return is_stranger(tx, made.case, wanted.officer)
    if members.get(node) is not MemberState.JOINED:
        return Refusal(code="joint_not_joined", facts=(("partner", node),))
    ground = may_join(tx, made, node, wanted.officer, means=means, approved_by=wanted.approved_by)
    return ground if isinstance(ground, Refusal) else None


def _send(tx: Transaction, made: JointCase, shared: JointObject, officer: Officer, *, means: Means) -> None:
    who = " ".join(shared.audience)
    log(tx, Event.JOINT_SHARED, made, officer, means=means, subject_ref=shared.id, audience=who)
    body = ObjectBody(shared, officer.role, made.stated).to_json()
    for node in shared.audience:
        if node != means.me.id:
            post(tx, made, Outgoing(LetterKind.JOINT_OBJECT, node, body, actor=officer.id), means=means)
