"""The command `trefpunt`: one file a verb, gathered here."""

import os
from importlib.metadata import version
from typing import Annotated

import typer

from trefpunt.cli import (
    alert,
    concerned,
    consent,
    intake,
    joint,
    log,
    permit,
    programme,
    restored,
    thread,
    treaty,
)
from trefpunt.cli.agreeing import agreements, confirm, revoke
from trefpunt.cli.ask import answer, ask
from trefpunt.cli.backup import backup, restore
from trefpunt.cli.casefile import app as case_app
from trefpunt.cli.consent import read, use
from trefpunt.cli.demo import demo
from trefpunt.cli.doctor import doctor
from trefpunt.cli.door import out
from trefpunt.cli.init import init
from trefpunt.cli.login import login
from trefpunt.cli.may import may
from trefpunt.cli.pairing import accept, invite
from trefpunt.cli.publish import publish
from trefpunt.cli.requests import assign, inbox, reply, request, take
from trefpunt.cli.serve import serve
from trefpunt.cli.unasked import file, inform
from trefpunt.cli.world import world

app = typer.Typer(
    name="trefpunt",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Hit or no hit between authorities of Belgium, the Netherlands and Luxembourg: lawfully, privately, "
    "on the record. Not audited; no text is signed by a lawyer; sample data are invented.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        out.print(f"trefpunt {version('trefpunt')}")
        raise typer.Exit


@app.callback()
def _main(
    show_version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    pass


_NODES = (demo, init, serve, login, doctor, invite, accept, confirm, agreements, revoke, publish, ask, answer)
_WORK = (may, request, inbox, take, reply, assign, read, use, inform, file)
for _verb in (*_NODES, *_WORK, world, backup, restore):
    app.command(_verb.__name__)(_verb)
app.add_typer(alert.app, name="alert")
app.add_typer(case_app, name="case")
app.add_typer(concerned.app, name="concerned")
app.add_typer(consent.app, name="consent")
app.add_typer(intake.app, name="intake")
app.add_typer(joint.app, name="joint")
app.add_typer(log.app, name="log")
app.add_typer(permit.app, name="permit")
app.add_typer(programme.app, name="programme")
app.add_typer(restored.app, name="restored")
app.add_typer(thread.app, name="thread")
app.add_typer(treaty.app, name="treaty")


def main() -> None:
    """Run the command line; what it writes is for its owner only, in a folder that is not his alone too."""
    os.umask(0o077)
    app()
