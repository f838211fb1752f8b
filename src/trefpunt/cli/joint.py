"""`trefpunt joint`: cases that several authorities work on together, and what is in them."""

from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.table import Table

from trefpunt import casework
from trefpunt.casework import JointView, Plan, Share
from trefpunt.cli.ask import facts_of
from trefpunt.cli.door import REFUSED, out, plain_errors
from trefpunt.cli.named import case_number, officer_of, partners_of, purpose_of, second_officer_of, word_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line, table
from trefpunt.cli.say import banner, say_refusal
from trefpunt.errors import InputError
from trefpunt.model import (
    JOINT_WORDS,
    WHY_DROPPED,
    Handling,
    JointKind,
    JointObject,
    JointTeam,
    Purpose,
    Refusal,
    SubjectCategory,
    TaskState,
    TeamClause,
)
from trefpunt.node import Node
from trefpunt.sentence import Sentence
from trefpunt.store.ledger.joint import joint_cases, members_of
from trefpunt.words import casework as words

app = typer.Typer(no_args_is_help=True, help="Joint cases: worked on together, each beside its own case.")

JointArgument = Annotated[str, typer.Argument(metavar="JOINT", help="Reference of the joint case.")]
StateOption = Annotated[
    list[str] | None, typer.Option(help="A fact that you state for the record, such as plan_agreed.")
]
WithOption = Annotated[
    list[str] | None,
    typer.Option("--with", help="Only this node is to have it; may be given again.", show_default=False),
]
HandlingOption = Annotated[str, typer.Option(help=f"What binds who receives it: {', '.join(Handling)}.")]
AboutOption = Annotated[
    str, typer.Option(help=f"In what capacity somebody is in it: {', '.join(SubjectCategory)}.")
]
ApprovedOption = Annotated[str, typer.Option(help="Second officer, where the case needs one.")]
CaseOption = Annotated[str, typer.Option(help="Your own case beside it; partners see it blinded.")]


@app.command("open")
def open_(
    officer: OfficerOption,
    until: Annotated[str, typer.Option(help="Its last day, YYYY-MM-DD.", show_default=False)],
    with_: Annotated[list[str], typer.Option("--with", help="Node to invite; may be given again.")],
    case: CaseOption = "",
    purpose: Annotated[
        str, typer.Option(help=f"One of {', '.join(Purpose)}.")
    ] = Purpose.CRIMINAL_OFFENCES.value,
    state: StateOption = None,
    approved_by: ApprovedOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Open a joint case under an article that permits to work together, and invite partners."""
    with plain_errors(home):
        why, day, number = purpose_of(purpose), _day(until), case_number(case)
        stated = tuple(facts_of(state or []))
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        second = second_officer_of(node, approved_by, who)
        partners = tuple(partners_of(node, with_))
        banner(node)
        plan = Plan(who, number, why, partners, day, stated, "" if second is None else second.id)
        made = casework.open_joint(plan, means=node.casework)
        if isinstance(made, Refusal):
            _refused(node, made)
        said = node.speech.say("joint case {id} is open under {article}", id=made.id, article=made.article)
        line(out, said, mark="[green]✓[/]")
        node.close()


@app.command("accept")
def accept(
    joint: JointArgument,
    officer: OfficerOption,
    case: CaseOption = "",
    state: StateOption = None,
    approved_by: ApprovedOption = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Take part in a joint case, beside a case of your own with the same purpose."""
    with plain_errors(home):
        number, stated = case_number(case), tuple(facts_of(state or []))
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        second = second_officer_of(node, approved_by, who)
        banner(node)
        made = casework.join(
            joint,
            number,
            stated=stated,
            officer=who,
            means=node.casework,
            approved_by="" if second is None else second.id,
        )
        if isinstance(made, Refusal):
            _refused(node, made)
        _done(node, node.speech.say("this node takes part in joint case {id}", id=joint))


@app.command("decline")
def decline(
    joint: JointArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Say no to an invitation into a joint case."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        casework.decline(joint, officer=officer_of(node, officer), means=node.casework)
        _done(node, node.speech.say("the invitation into joint case {id} is declined", id=joint))


@app.command("list")
def list_(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """List the joint cases of this node and how it stands in each."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        with node.ledger.read() as tx:
            found = [(one, members_of(tx, one.id).get(node.me.id)) for one in joint_cases(tx)]
        say, code = node.speech.say, node.speech.code
        shown = Table(say("reference"), say("partner"), say("case"), say("until"), say("state"))
        for one, stands in found:
            how = code(words.MEMBER_STATES, "" if stands is None else stands.value)
            state = say("ended") if one.ended_at is not None else how
            shown.add_row(one.id, one.opener, one.case, one.until.isoformat(), state)
        node.close()
        table(out, shown)


@app.command("show")
def show(
    joint: JointArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Show members, tasks, notes and pointers, and who sees each; the log keeps that you did."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        found = casework.read_joint(joint, officer=officer_of(node, officer), means=node.casework)
        banner(node)
        if isinstance(found, Refusal):
            _refused(node, found)
        say_joint(node, found)
        node.close()


@app.command("task")
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
        day, capacity = _day(due), _capacity(about)
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


@app.command("move")
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
            _refused(node, moved)
        said = node.speech.code(words.TASK_STATES, moved.state)
        _done(node, node.speech.say("task {id}: {state}", id=task_id, state=said))


@app.command("note")
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
                _refused(node, kept)
            _done(node, node.speech.say("the note is kept; only this node sees it"))
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


@app.command("evidence")
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


@app.command("team")
def team(
    joint: JointArgument,
    officer: OfficerOption,
    leader: Annotated[str, typer.Option(help="Node whose authority leads.", show_default=False)],
    from_: Annotated[str, typer.Option("--from", help="First day, YYYY-MM-DD.", show_default=False)],
    until: Annotated[str, typer.Option(help="Last day; a later one extends it.", show_default=False)],
    clause: Annotated[
        list[str] | None, typer.Option(help=f"A clause that it has: {', '.join(TeamClause)}.")
    ] = None,
    signed: Annotated[list[str] | None, typer.Option(help="A node whose authority has signed.")] = None,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Note the agreement of a joint investigation team, which is signed on paper; run again to extend it."""
    with plain_errors(home):
        no_such = Sentence("there is no such clause")
        clauses = tuple(word_of(TeamClause, one, no_such=no_such) for one in clause or ())
        noted = JointTeam(joint, leader, _day(from_), (_day(until),), clauses, tuple(signed or ()))
        node = open_node(home, passphrase_file)
        made = casework.note_team(noted, officer=officer_of(node, officer), means=node.casework)
        if isinstance(made, Refusal):
            _refused(node, made)
        _say_team(node, made)
        node.close()


@app.command("leave")
def leave(
    joint: JointArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Leave a joint case: nothing further is shared with this node or by it."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        no = casework.leave(joint, officer=officer_of(node, officer), means=node.casework)
        if no is not None:
            _refused(node, no)
        _done(node, node.speech.say("this node has left joint case {id}", id=joint))


@app.command("close")
def close(
    joint: JointArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """End a joint case that this node opened."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        no = casework.close_joint(joint, officer=officer_of(node, officer), means=node.casework)
        if no is not None:
            _refused(node, no)
        _done(node, node.speech.say("joint case {id} has ended", id=joint))


def say_joint(node: Node, found: JointView) -> None:
    """Print a joint case: why nothing more is shared where it is so, members, and what is in it."""
    say, code, made = node.speech.say, node.speech.code, found.joint
    line(
        out,
        say("joint case {id} of {partner}, {article}", id=made.id, partner=made.opener, article=made.article),
    )
    line(out, say("until {until}", until=made.until.isoformat()))
    if found.why_still:
        for sentence in node.speech.refusal(Refusal(found.why_still, facts=(("partner", node.me.id),))):
            line(out, sentence, mark="[bold red]![/]")
    shown = Table(say("partner"), say("state"))
    for name, state in found.members.items():
        shown.add_row(name, code(words.MEMBER_STATES, state.value))
    table(out, shown)
    if found.team is not None:
        _say_team(node, found.team)
    for one in found.objects:
        _say_object(node, one)


def _say_team(node: Node, noted: JointTeam) -> None:
    say, code = node.speech.say, node.speech.code
    first, last = noted.starts_on.isoformat(), noted.ends[-1].isoformat()
    line(
        out,
        say("joint team led by {partner}, {first} to {last}", partner=noted.leader, first=first, last=last),
    )
    line(out, say("signed by: {nodes}", nodes=", ".join(noted.signed_by)))
    if lacks := casework.missing_clauses(noted):
        named = ", ".join(code(words.TEAM_CLAUSES, clause.value) for clause in lacks)
        line(out, say("clauses that its agreement lacks: {clauses}", clauses=named), mark="[yellow]![/]")


def _say_object(node: Node, one: JointObject) -> None:
    say, code = node.speech.say, node.speech.code
    kind, what = code(words.JOINT_KINDS, one.kind.value), one.text or code(words.JOINT_WORDS, one.word)
    line(out, f"{one.id}  {kind}: {what}", mark="•")
    if one.kind is JointKind.TASK and one.due_on is not None:
        state = code(words.TASK_STATES, one.state)
        due = one.due_on.isoformat()
        line(out, say("task of {partner}, {state}, due {due}", partner=one.holder, state=state, due=due))
    if one.reason:
        line(out, code(words.JOINT_WORDS, one.reason))
    if one.kind is JointKind.EVIDENCE:
        line(out, say("held by {partner}, SHA-256 {hash}", partner=one.holder, hash=one.sha256))
        line(out, f"{one.handling.value}: {code(words.HANDLING, one.handling.value)}")
    line(out, say("who sees this: {nodes}", nodes=", ".join(one.audience)), style="dim")


def _share(node: Node, wanted: Share) -> None:
    banner(node)
    shared = casework.share(wanted, means=node.casework)
    if isinstance(shared, Refusal):
        _refused(node, shared)
    said = node.speech.say(
        "{id} is shared; who sees this: {nodes}", id=shared.id, nodes=", ".join(shared.audience)
    )
    line(out, said, mark="[green]✓[/]")
    node.close()


def _done(node: Node, said: str) -> None:
    line(out, said, mark="[green]✓[/]")
    node.close()


def _refused(node: Node, refusal: Refusal) -> NoReturn:
    say_refusal(node, refusal)
    node.close()
    raise typer.Exit(REFUSED)


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


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise InputError("this is no day", hint="expected YYYY-MM-DD, such as 2026-12-31") from error
