"""`trefpunt joint`: cases that several authorities work on together, and what is in them."""

from typing import Annotated

import typer
from rich.table import Table

from trefpunt import casework
from trefpunt.casework import Plan
from trefpunt.cli.ask import facts_of
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.jointboard import say_joint, say_team
from trefpunt.cli.jointshare import (
    ApprovedOption,
    JointArgument,
    day_of,
    done,
    evidence,
    move,
    note,
    task,
)
from trefpunt.cli.named import case_number, officer_of, partners_of, purpose_of, second_officer_of, word_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line, table
from trefpunt.cli.say import banner, refused
from trefpunt.model import (
    JointTeam,
    Purpose,
    Refusal,
    TeamClause,
)
from trefpunt.sentence import Sentence
from trefpunt.store.ledger.joint import joint_cases, members_of
from trefpunt.words import casework as words

app = typer.Typer(no_args_is_help=True, help="Joint cases: worked on together, each beside its own case.")

StateOption = Annotated[
    list[str] | None, typer.Option(help="A fact that you state for the record, such as plan_agreed.")
]
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
        why, day, number = purpose_of(purpose), day_of(until), case_number(case)
        stated = tuple(facts_of(state or []))
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        second = second_officer_of(node, approved_by, who)
        partners = tuple(partners_of(node, with_))
        banner(node)
        plan = Plan(who, number, why, partners, day, stated, "" if second is None else second.id)
        made = casework.open_joint(plan, means=node.casework)
        if isinstance(made, Refusal):
            refused(node, made)
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
            refused(node, made)
        done(node, node.speech.say("this node takes part in joint case {id}", id=joint))


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
        done(node, node.speech.say("the invitation into joint case {id} is declined", id=joint))


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
        if found:
            table(out, shown)
        else:
            line(out, say("there are no joint cases here; `trefpunt joint open` begins one"))


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
            refused(node, found)
        say_joint(node, found)
        node.close()


for _verb in (task, move, note, evidence):
    app.command(_verb.__name__)(_verb)


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
        noted = JointTeam(joint, leader, day_of(from_), (day_of(until),), clauses, tuple(signed or ()))
        node = open_node(home, passphrase_file)
        made = casework.note_team(noted, officer=officer_of(node, officer), means=node.casework)
        if isinstance(made, Refusal):
            refused(node, made)
        say_team(node, made)
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
            refused(node, no)
        done(node, node.speech.say("this node has left joint case {id}", id=joint))


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
            refused(node, no)
        done(node, node.speech.say("joint case {id} has ended", id=joint))
