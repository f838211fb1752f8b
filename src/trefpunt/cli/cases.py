"""`trefpunt case`: the case that every question must belong to, and what was done in it."""

from typing import Annotated

import typer
from rich.table import Table

from trefpunt import casework
from trefpunt.casework import open_case
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.jointboard import say_joint
from trefpunt.cli.named import case_number, officer_of, purpose_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line, table
from trefpunt.cli.say import banner, refused
from trefpunt.errors import InputError
from trefpunt.model import Case, Officer, Purpose, Refusal
from trefpunt.node import Node
from trefpunt.store.ledger.cases import cases, find_case
from trefpunt.store.ledger.casework import requests
from trefpunt.store.ledger.joint import joint_cases
from trefpunt.words.casework import CONTENT_STATES
from trefpunt.words.codes import CASE_STATES, EVENTS, PURPOSES

app = typer.Typer(no_args_is_help=True, help="Cases: no question without one.")
CaseArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="Your own case number.")]


@app.command("open")
def open_(
    number: Annotated[str, typer.Argument(help="Your own case number; partners never see it.")],
    officer: OfficerOption,
    purpose: Annotated[
        str, typer.Option(help=f"One of {', '.join(Purpose)}.")
    ] = Purpose.CRIMINAL_OFFENCES.value,
    member: Annotated[list[str] | None, typer.Option(help="Further officers on the case.")] = None,
    protected: Annotated[
        bool, typer.Option(help="Somebody in it is a journalist, lawyer, doctor, minor ...")
    ] = False,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Open a case."""
    with plain_errors(home):
        why = purpose_of(purpose)
        case_number(number or " ")
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        members = (who.id, *(officer_of(node, other).id for other in member or []))
        opened = Case(number, why, node.clock(), tuple(dict.fromkeys(members)), is_protected=protected)
        with node.ledger.write() as tx:
            if find_case(tx, number) is not None:
                raise InputError(
                    "case {case} exists already", hint="choose another number, or use this one", case=number
                )
            open_case(tx, opened, officer=who, trail=node.trail)
        node.close()
        officers = ", ".join(opened.members)
        told = node.speech.say("case {case} is open for {officers}", case=number, officers=officers)
        line(out, told, mark="[green]✓[/]")


@app.command("list")
def list_(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """List the cases of this node."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        with node.ledger.read() as tx:
            found = cases(tx)
        node.close()
        say, code = node.speech.say, node.speech.code
        shown = Table(say("case"), say("purpose"), say("opened"), say("officers"), say("state"))
        for case in found:
            purpose, state = code(PURPOSES, case.purpose), code(CASE_STATES, case.state)
            shown.add_row(case.number, purpose, f"{case.opened_at:%Y-%m-%d}", ", ".join(case.members), state)
        table(out, shown)


@app.command("show")
def show(
    number: CaseArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Show a case: its officers, its requests, and the joint cases beside it with who sees what."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        found = casework.read_timeline(number, officer=who, means=node.casework)
        banner(node)
        if isinstance(found, Refusal):
            refused(node, found)
        _say_case(node, number, who)
        node.close()


@app.command("timeline")
def timeline(
    number: CaseArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Show what was done in a case, in the order of the log; the log keeps that you looked."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        found = casework.read_timeline(number, officer=officer_of(node, officer), means=node.casework)
        banner(node)
        if isinstance(found, Refusal):
            refused(node, found)
        say, code = node.speech.say, node.speech.code
        heads = ("time", "event", "officer", "article", "partner", "reference")
        shown = Table(*(say(_HEADS[head]) for head in heads))
        for one in found:
            event = code(EVENTS, one.event.value)
            at = node.speech.moment(one.at)
            shown.add_row(at, event, one.who, one.article, one.partner, one.reference)
        table(out, shown)
        node.close()


@app.command("handover")
def handover(
    number: CaseArgument,
    to: Annotated[str, typer.Argument(help="Service number of who takes over your place.")],
    officer: OfficerOption,
    approved_by: Annotated[str, typer.Option(help="A third officer, who approves.", show_default=False)],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Hand your work on a case to a colleague; a third officer approves."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        done = casework.hand_over(
            number,
            officer_of(node, to),
            officer=officer_of(node, officer),
            approved_by=officer_of(node, approved_by),
            means=node.casework,
        )
        if isinstance(done, Refusal):
            refused(node, done)
        said = node.speech.say("{officer} works on {id}", officer=to, id=number)
        line(out, said, mark="[green]✓[/]")
        node.close()


@app.command("close")
def close(
    number: CaseArgument,
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Close a case: nothing is asked for it any more, and nothing shared beside it."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        no = casework.close_case(number, officer=officer_of(node, officer), means=node.casework)
        if no is not None:
            refused(node, no)
        line(out, node.speech.say("case {case} is closed", case=number), mark="[green]✓[/]")
        node.close()


_HEADS = {
    "time": "time",
    "event": "event",
    "officer": "officer",
    "article": "article",
    "partner": "partner",
    "reference": "reference",
}


def _say_case(node: Node, number: str, who: Officer) -> None:
    say, code = node.speech.say, node.speech.code
    with node.ledger.read() as tx:
        case = find_case(tx, number)
        asked = [one for one in requests(tx) if one.is_ours and one.case == number]
        joint = [one.id for one in joint_cases(tx) if one.case == number]
    if case is not None:
        purpose, state = code(PURPOSES, case.purpose), code(CASE_STATES, case.state)
        line(out, f"{case.number}: {purpose}, {state}; {', '.join(case.members)}")
    if asked:
        shown = Table(say("reference"), say("partner"), say("state"))
        for one in asked:
            shown.add_row(one.id, one.partner, code(CONTENT_STATES, one.state.value))
        table(out, shown)
    for reference in joint:
        found = casework.read_joint(reference, officer=who, means=node.casework)
        if not isinstance(found, Refusal):
            say_joint(node, found)
