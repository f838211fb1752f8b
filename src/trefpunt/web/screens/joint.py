"""A joint case to work in: all that is in it, and the form for tasks and notes."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from trefpunt import casework
from trefpunt.casework import JointView, Share
from trefpunt.errors import InputError, TrefpuntError
from trefpunt.model import (
    JOINT_WORDS,
    WHY_DROPPED,
    Case,
    Handling,
    JointKind,
    JointObject,
    MemberState,
    Refusal,
    TaskState,
)
from trefpunt.store.ledger.cases import find_case
from trefpunt.web.form import Fault, day_of
from trefpunt.web.jointform import FIELDS, HINTS, LATER_STATES, Room, faults_in
from trefpunt.web.once import Once
from trefpunt.web.screens.cases import case_address
from trefpunt.web.screens.jointboard import board_of
from trefpunt.web.screens.trouble import no_page
from trefpunt.web.visit import Pages, Visit, see
from trefpunt.web.whyform import second_officers
from trefpunt.words.casework import HANDLING, TASK_STATES
from trefpunt.words.casework import JOINT_WORDS as SAID

_STEPS = ("task", "move", "note")
_PENDING = (TaskState.OPEN, TaskState.TAKEN)


class Joining:
    """The screen; a form that is sent again gives no second task and keeps no second note."""

    def __init__(self) -> None:
        self._once = Once()

    def show(self, visit: Visit, pages: Pages) -> Response:
        """Show a joint case, and the form to work in it, to whoever works on the case beside it."""
        found = _found(visit)
        return no_page(visit, pages) if found is None else self._page(visit, pages, found)

    def act(self, visit: Visit, pages: Pages) -> Response:
        """Give a task, change the state of one, or note something."""
        found = _found(visit)
        if found is None:
            return no_page(visit, pages)
        if visit.form.one("step") not in _STEPS:
            return self._page(visit, pages, found)
        if faults := list(faults_in(visit.form, _room(visit, *found))):
            return self._page(visit, pages, found, faults=faults)
        joint = found[0].joint.id
        if not self._once.is_first(visit.form.one("once")):
            return see(f"/joint/{joint}")
        try:
            done = _do(visit, joint)
        except TrefpuntError as error:
            return self._page(visit, pages, found, trouble=visit.words.speech.error(error))
        if isinstance(done, Refusal):
            return self._page(visit, pages, found, trouble=visit.words.speech.refusal(done))
        return see(f"/joint/{joint}")

    def _page(
        self,
        visit: Visit,
        pages: Pages,
        found: tuple[JointView, Case],
        *,
        faults: Sequence[Fault] = (),
        trouble: tuple[str, ...] = (),
    ) -> Response:
        (view, case), words, form = found, visit.words, visit.form
        room = _room(visit, view, case)
        return pages.page(
            visit,
            "joint.html",
            status=422 if faults or trouble else 200,
            board=board_of(visit, view),
            case=case.number,
            case_address=case_address(case.number),
            is_protected=case.is_protected,
            labels={name: words.said(phrase) for name, phrase in FIELDS.items()},
            hints={name: words.said(phrase) for name, phrase in HINTS.items()},
            once=self._once.mark(),
            typed={name: form.one(name) for name in FIELDS}
            | {name: form.all(name) for name in ("seen_by", "note_seen_by")},
            faults=[(fault.field, words.said(fault.phrase)) for fault in faults],
            trouble=trouble,
            nodes=[(node, node) for node in room.nodes],
            holders=[(node, node) for node in (room.me, *room.nodes)],
            officers=second_officers(visit),
            **_offered(visit, _mine(visit, view)),
            switch="typed",
        )


def _found(visit: Visit) -> tuple[JointView, Case] | None:
    """Return a joint case with the case beside it; None for who works on none, or before it is joined."""
    means = visit.node.casework
    try:
        view = casework.read_joint(visit.named["reference"], officer=visit.officer, means=means)
    except InputError:
        return None
    if isinstance(view, Refusal) or not view.joint.case:
        return None
    with visit.node.ledger.read() as tx:
        case = find_case(tx, view.joint.case)
    return None if case is None else (view, case)


def _do(visit: Visit, joint: str) -> JointObject | Refusal:
    form, officer, means = visit.form, visit.officer, visit.node.casework
    second = form.one("approved_by")
    if form.one("step") == "move":
        return casework.move_task(
            form.one("task"),
            TaskState(form.one("to")),
            officer=officer,
            means=means,
            reason=form.one("reason"),
            approved_by=second,
        )
    if form.one("step") == "task":
        wanted = Share(
            officer,
            joint,
            JointKind.TASK,
            form.one("word"),
            audience=form.all("seen_by"),
            holder=form.one("holder"),
            due_on=day_of(form.one("due_on")),
            approved_by=second,
        )
    elif form.one("text"):
        return casework.note_privately(joint, form.one("text"), officer=officer, means=means)
    else:
        wanted = Share(
            officer,
            joint,
            JointKind.NOTE,
            form.one("note"),
            Handling(form.one("handling")),
            audience=form.all("note_seen_by"),
            approved_by=second,
        )
    return casework.share(wanted, means=means)


def _mine(visit: Visit, view: JointView) -> list[JointObject]:
    """Return the tasks of this node that are not finished."""
    tasks = [one for one in view.objects if one.kind is JointKind.TASK and one.state in _PENDING]
    return [one for one in tasks if one.holder == visit.node.me.id]


def _room(visit: Visit, view: JointView, case: Case) -> Room:
    me = visit.node.me.id
    joined = [node for node, state in view.members.items() if state is MemberState.JOINED and node != me]
    return Room(
        me=me,
        nodes=tuple(sorted(joined)),
        tasks=tuple(one.id for one in _mine(visit, view)),
        officers=tuple(number for number, _ in second_officers(visit)),
        is_protected=case.is_protected,
    )


def _offered(visit: Visit, mine: list[JointObject]) -> Mapping[str, Any]:
    """Return what the fields offer to choose from."""
    words = visit.words
    tasks = [(one.id, f"{words.code(SAID, one.word)} ({words.code(TASK_STATES, one.state)})") for one in mine]
    return {
        "what": [(word.value, words.code(SAID, word)) for word in sorted(JOINT_WORDS[JointKind.TASK])],
        "notes": [(word.value, words.code(SAID, word)) for word in sorted(JOINT_WORDS[JointKind.NOTE])],
        "reasons": [(word.value, words.code(SAID, word)) for word in sorted(WHY_DROPPED)],
        "states": [(state.value, words.code(TASK_STATES, state)) for state in LATER_STATES],
        "handlings": [(code.value, f"{code.value}: {words.code(HANDLING, code)}") for code in Handling],
        "mine": tasks,
    }
