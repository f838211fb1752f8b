"""`trefpunt case`: the case that every question must belong to."""

from typing import Annotated

import typer
from rich.table import Table

from trefpunt.casework import open_case
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.named import case_number, officer_of, purpose_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line, table
from trefpunt.errors import InputError
from trefpunt.model import Case, Purpose
from trefpunt.store.ledger.cases import cases, find_case
from trefpunt.words.codes import CASE_STATES, PURPOSES

app = typer.Typer(no_args_is_help=True, help="Cases: no question without one.")


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
