"""The form of a joint case: give a task, change the state of one, note something; a button for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trefpunt.model import JOINT_WORDS, WHY_DROPPED, Handling, JointKind, TaskState
from trefpunt.web.form import Fault, Form, day_of
from trefpunt.web.wording import Phrase

FIELDS: Mapping[str, Phrase] = {
    "word": Phrase("What is to be done"),
    "holder": Phrase("Whose task it is"),
    "due_on": Phrase("Due on"),
    "seen_by": Phrase("Who sees the task"),
    "task": Phrase("Task of this node"),
    "to": Phrase("New state"),
    "reason": Phrase("Why it is dropped"),
    "text": Phrase("For this node alone"),
    "note": Phrase("One of fixed words, to share"),
    "note_seen_by": Phrase("Who sees the shared note"),
    "handling": Phrase("What binds it"),
    "approved_by": Phrase("Second officer"),
}
"""Every field, with its label."""
HINTS: Mapping[str, Phrase] = {
    "due_on": Phrase("YYYY-MM-DD"),
    "text": Phrase("whoever works on your own case reads it; it never travels"),
}
MOST_TEXT = 2000
LATER_STATES = (TaskState.TAKEN, TaskState.DONE, TaskState.DROPPED)


@dataclass(frozen=True, slots=True)
class Room:
    """What a form is checked against.

    Attributes:
        nodes: those that take part, without this one.
        tasks: references of the tasks of this node that are not finished.
        officers: who can approve something with the one who fills in the form.
        is_protected: whether the case beside it needs a second officer.
    """

    me: str
    nodes: tuple[str, ...]
    tasks: tuple[str, ...]
    officers: tuple[str, ...]
    is_protected: bool


def faults_in(form: Form, room: Room) -> Iterator[Fault]:
    """Give what is wrong with the part of the form whose button was pressed."""
    parts = {"task": _task_faults, "move": _move_faults, "note": _note_faults}
    yield from parts[form.one("step")](form, room)
    if room.is_protected and form.one("approved_by") not in room.officers:
        yield Fault("approved_by", Phrase("This case is protected: choose who approves it with you."))


def _task_faults(form: Form, room: Room) -> Iterator[Fault]:
    if form.one("word") not in JOINT_WORDS[JointKind.TASK]:
        yield Fault("word", Phrase("Choose what is to be done."))
    if form.one("holder") not in (room.me, *room.nodes):
        yield Fault("holder", Phrase("Choose a node that takes part."))
    if day_of(form.one("due_on")) is None:
        yield Fault("due_on", Phrase("Write the day as YYYY-MM-DD."))
    seen_by = form.all("seen_by")
    if not set(seen_by) <= set(room.nodes):
        yield Fault("seen_by", Phrase("Tick only what is in the list."))
    elif seen_by and form.one("holder") not in (room.me, *seen_by):
        yield Fault("seen_by", Phrase("Whose task it is must see it."))


def _move_faults(form: Form, room: Room) -> Iterator[Fault]:
    if form.one("task") not in room.tasks:
        yield Fault("task", Phrase("Choose a task of this node."))
    if form.one("to") not in LATER_STATES:
        yield Fault("to", Phrase("Choose the new state."))
    elif (form.one("to") == TaskState.DROPPED) != (form.one("reason") in WHY_DROPPED):
        yield Fault("reason", Phrase("Choose why where it is dropped, and nothing else."))


def _note_faults(form: Form, room: Room) -> Iterator[Fault]:
    word, seen_by = form.one("note"), form.all("note_seen_by")
    if bool(form.one("text")) == bool(word):
        yield Fault("text", Phrase("Type a note for this node, or choose one to share: one of the two."))
    elif len(form.one("text")) > MOST_TEXT:
        yield Fault("text", Phrase("Shorten it to {most} characters.", most=MOST_TEXT))
    elif word and word not in JOINT_WORDS[JointKind.NOTE]:
        yield Fault("note", Phrase("Choose one of the list."))
    elif word and not (seen_by and set(seen_by) <= set(room.nodes)):
        yield Fault("note_seen_by", Phrase("Tick who is to see it."))
    if word and form.one("handling") not in set(Handling):
        yield Fault("handling", Phrase("Choose one of the list."))
