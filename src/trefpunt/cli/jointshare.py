"""`trefpunt joint task`, `move`, `note`, `evidence`: what is in a joint case, and who has it."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from trefpunt import casework
from trefpunt.casework import Share
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.named import officer_of, second_officer_of, word_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.cli.say import banner, refused
from trefpunt.errors import InputError
from trefpunt.model import JOINT_WORDS, WHY_DROPPED, Handling, JointKind, Refusal, SubjectCategory, TaskState
from trefpunt.node import Node
from trefpunt.sentence import Sentence
from trefpunt.words import casework as words

JointArgument = Annotated[str, typer.Argument(metavar="JOINT", help="Reference of the joint case.")]
WithOption = Annotated[
    list[str] | None,
    typer.Option("--with", help="Only this node is to have it; may be given again.", show_default=False),
]
HandlingOption = Annotated[str, typer.Option(help=f"What binds who receives it: {', '.join(Handling)}.")]
AboutOption = Annotated[
    str, typer.Option(help=f"In what capacity somebody is in it: {', '.join(SubjectCategory)}.")
]
ApprovedOption = Annotated[str, typer.Option(help="Second officer, where the case needs one.")]


def task(
    joint: JointArgument,
    word: Annotated[str, typer.Argument(help=f"One of {', '.join(sorted(JOINT_WORDS[JointKind.TASK]))}.")],
    officer: OfficerOption,
    due: Annotated[str, typer.Option(help="By which day, YYYY-MM-DD.", show_default=False)],
    owner: Annotated[str, typer.Option(help="Node whose task it is; else your own.")] = "",
    with_: WithOption = None,
    about: AboutOption = SubjectCategory.OTHER.value,
    approved_by: ApprovedOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Give a task to a node that takes part, your own included."""
    with plain_errors(home):
        day, capacity = day_of(due), _capacity(about)
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        wanted = Share(
            officer=who,
            joint=joint,
            kind=JointKind.TASK,
            word=_word(JointKind.TASK, word),
            audience=tuple(with_ or ()),
            holder=owner,
            about=capacity,
            due_on=day,
            approved_by=_second(node, approved_by, officer),
        )
        _share(node, wanted)


def move(
    task_id: Annotated[str, typer.Argument(metavar="TASK", help="Reference of the task: o-…")],
    to: Annotated[str, typer.Argument(help=f"One of {', '.join(TaskState)}.")],
    officer: OfficerOption,
    reason: Annotated[str, typer.Option(help=f"Why dropped: {', '.join(sorted(WHY_DROPPED))}.")] = "",
    approved_by: ApprovedOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Change the state of a task of this node; those who see it are told."""
    with plain_errors(home):
        state = word_of(TaskState, to, no_such=Sentence("there is no such state of a task"))
        node = open_node(home, passphrase_file)
        moved = casework.move_task(
            task_id,
            state,
            officer=officer_of(node, officer),
            means=node.casework,
            reason=reason,
            approved_by=_second(node, approved_by, officer),
        )
        if isinstance(moved, Refusal):
            refused(node, moved)
        said = node.speech.code(words.TASK_STATES, moved.state)
        done(node, node.speech.say("task {id}: {state}", id=task_id, state=said))


def note(
    joint: JointArgument,
    officer: OfficerOption,
    text: Annotated[str, typer.Option(help="For your own node alone; it never travels.")] = "",
    word: Annotated[
        str, typer.Option(help=f"To share: one of {', '.join(sorted(JOINT_WORDS[JointKind.NOTE]))}.")
    ] = "",
    with_: WithOption = None,
    handling: HandlingOption = Handling.H0.value,
    approved_by: ApprovedOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Keep a note for your own node, or share one of fixed words with the nodes that you name."""
    with plain_errors(home):
        if bool(text) == bool(word):
            raise InputError(
                "a note is either typed or shared",
                hint="give --text, or --word and --with with who is to see it",
            )
        if word and not with_:
            raise InputError("nobody is named who is to see this note", hint="add --with NODE")
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        if text:
            kept = casework.note_privately(joint, text, officer=who, means=node.casework)
            if isinstance(kept, Refusal):
                refused(node, kept)
            done(node, node.speech.say("the note is kept; only this node sees it"))
            return
        wanted = Share(
            officer=who,
            joint=joint,
            kind=JointKind.NOTE,
            word=_word(JointKind.NOTE, word),
            handling=_handling(handling),
            audience=tuple(with_ or ()),
            approved_by=_second(node, approved_by, officer),
        )
        _share(node, wanted)


def evidence(
    joint: JointArgument,
    word: Annotated[
        str, typer.Argument(help=f"One of {', '.join(sorted(JOINT_WORDS[JointKind.EVIDENCE]))}.")
    ],
    officer: OfficerOption,
    file: Annotated[Path, typer.Option(help="The thing; only its SHA-256 is shared.", show_default=False)],
    handling: HandlingOption = Handling.H0.value,
    with_: WithOption = None,
    about: AboutOption = SubjectCategory.OTHER.value,
    approved_by: ApprovedOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Share a pointer to evidence that this node holds: its hash and what binds, never the thing."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        wanted = Share(
            officer=officer_of(node, officer),
            joint=joint,
            kind=JointKind.EVIDENCE,
            word=_word(JointKind.EVIDENCE, word),
            handling=_handling(handling),
            audience=tuple(with_ or ()),
            about=_capacity(about),
            sha256=casework.hash_of(file),
            approved_by=_second(node, approved_by, officer),
        )
        _share(node, wanted)


def done(node: Node, said: str) -> None:
    """Say what was done, and close the node."""
    line(out, said, mark="[green]✓[/]")
    node.close()


def _share(node: Node, wanted: Share) -> None:
    banner(node)
    shared = casework.share(wanted, means=node.casework)
    if isinstance(shared, Refusal):
        refused(node, shared)
    said = node.speech.say(
        "{id} is shared; who sees this: {nodes}", id=shared.id, nodes=", ".join(shared.audience)
    )
    line(out, said, mark="[green]✓[/]")
    node.close()


def _second(node: Node, number: str, first: str) -> str:
    second = second_officer_of(node, number, officer_of(node, first))
    return "" if second is None else second.id


def _word(kind: JointKind, typed: str) -> str:
    if typed not in JOINT_WORDS[kind]:
        raise InputError(
            "there is no such word in a joint case",
            hint="expected one of {known}",
            known=tuple(sorted(JOINT_WORDS[kind])),
        )
    return typed


def _handling(typed: str) -> Handling:
    return word_of(Handling, typed, no_such=Sentence("there is no such handling code"))


def _capacity(typed: str) -> SubjectCategory:
    return word_of(SubjectCategory, typed, no_such=Sentence("there is no such capacity"))


def day_of(typed: str) -> date:
    """Return the day that was typed.

    Raises:
        InputError: it is none.
    """
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise InputError("this is no day", hint="expected YYYY-MM-DD, such as 2026-12-31") from error
