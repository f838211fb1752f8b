"""`trefpunt restored`: the oversight body lets a restored node go on, and the node does."""

from pathlib import Path
from typing import Annotated

import typer

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.moving import working
from trefpunt.cli.named import officer_of, partners_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.errors import InputError
from trefpunt.node import reopen, word_for

app = typer.Typer(no_args_is_help=True, help="A node out of a backup: the alarm, and its end.")


@app.command("accept")
def accept_restore(
    partner: Annotated[str, typer.Argument(help="The node that was restored.")],
    restore: Annotated[str, typer.Option(help="The number of the restore, as its system manager tells it.")],
    to: Annotated[Path, typer.Option("--out", help="A new file for the restored node.")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """At the oversight body: agree that a restored node goes on, and give it the mirror of its log."""
    with plain_errors(home):
        if to.exists():
            raise InputError("{file} is there already", hint="choose a new name", file=to)
        node = open_node(home, passphrase_file)
        who, (name,) = officer_of(node, officer), partners_of(node, [partner])
        to.write_bytes(word_for(node, name, restore=restore, officer=who))
        node.close()
        line(out, node.speech.say("word for {partner} in {file}", partner=name, file=to), mark="[green]✓[/]")


@app.command("reopen")
def reopen_node(
    file: Annotated[Path, typer.Argument(help="What the oversight body gave.")],
    without: Annotated[
        list[str] | None, typer.Option(help="A partner that is away for good; may be given again.")
    ] = None,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """At the restored node: get the tail of the log back, reconcile with every partner, and go on."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        say = node.speech.say
        try:
            with working(say("asking partners what they remember")):
                done = reopen(node, file.read_bytes(), without=without or ())
        finally:
            node.close()
        told = say(
            "{entries} entries of the log came back, {numbers} numbers are not used again",
            entries=done.came_back,
            numbers=done.skipped,
        )
        line(out, told, mark="[green]✓[/]")
        line(out, say("{count} letters come again from partners once this node is served", count=done.lost))
        line(out, say("it asks, answers and publishes again from {day}", day=done.reopens_on))
