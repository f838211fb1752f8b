"""`trefpunt case`: the case that every question must belong to."""

from typing import Annotated

import typer
from rich.table import Table

from trefpunt.casework import open_case
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, officer_of, open_node
from trefpunt.errors import InputError
from trefpunt.model import Case, Purpose
from trefpunt.store.ledger.cases import cases

app = typer.Typer(no_args_is_help=True, help="Cases: no question without one.")


@app.command("open")
def open_(
    number: Annotated[str, typer.Argument(help="Your own case number; partners never see it.")],
    officer: OfficerOption,
    purpose: Annotated[
        str, typer.Option(help="Such as criminal_offences.")
    ] = Purpose.CRIMINAL_OFFENCES.value,
    member: Annotated[list[str] | None, typer.Option(help="Further officers on the case.")] = None,
    protected: Annotated[
        bool, typer.Option(help="Somebody in it is a journalist, lawyer, doctor, minor ...")
    ] = False,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Open a case."""
    with plain_errors():
        if purpose not in set(Purpose):
            raise InputError("there is no such purpose", hint=f"expected one of {', '.join(Purpose)}")
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        members = (who.id, *(officer_of(node, other).id for other in member or []))
        opened = Case(number, purpose, node.clock(), tuple(dict.fromkeys(members)), is_protected=protected)
        with node.ledger.write() as tx:
            open_case(tx, opened, officer=who, trail=node.trail)
        node.close()
        out.print(f"[green]✓[/] case {number} is open for {', '.join(opened.members)}")


@app.command("list")
def list_(home: HomeOption = None, passphrase_file: PassphraseOption = None) -> None:
    """List the cases of this node."""
    with plain_errors():
        node = open_node(home, passphrase_file)
        with node.ledger.read() as tx:
            found = cases(tx)
        node.close()
        table = Table("case", "purpose", "opened", "officers", "state")
        for case in found:
            table.add_row(
                case.number, case.purpose, f"{case.opened_at:%Y-%m-%d}", ", ".join(case.members), case.state
            )
        out.print(table)
