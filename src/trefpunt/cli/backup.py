"""`trefpunt backup` and `trefpunt restore`: a node in one sealed file, and out of it again."""

from pathlib import Path
from typing import Annotated

import typer

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.cli.moving import working
from trefpunt.cli.opening import HomeOption, PassphraseOption, home_of, passphrase_of
from trefpunt.cli.paper import line
from trefpunt.node import CLOSED, Node, back_up, over_tls
from trefpunt.node import restore as restore_node
from trefpunt.settings import read_settings

_MIB = 1024 * 1024


def backup(
    file: Annotated[Path, typer.Argument(help="A new file.")],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
    portable: Annotated[
        bool, typer.Option("--portable", help="Rows instead of a copy: for another version or engine.")
    ] = False,
) -> None:
    """Write a sealed backup of the node, which may be served meanwhile; its passphrase opens it."""
    with plain_errors(home):
        folder = home_of(home)
        read_settings(folder, closed=CLOSED)
        speech = speech_of(folder)
        passphrase = passphrase_of(passphrase_file, speech=speech)
        node = Node.open(folder, passphrase, carrier=over_tls)
        try:
            with working(speech.say("writing the backup")):
                size = back_up(node, file, passphrase, is_portable=portable)
        finally:
            node.close()
        told = speech.say(
            "backup of {node} in {file}, {size} MiB", node=node.me.id, file=file, size=_mib(size)
        )
        line(out, told, mark="[green]✓[/]")
        line(out, speech.say("it opens with the passphrase that the node has today; keep both, apart"))


def restore(
    file: Annotated[Path, typer.Argument(help="What `trefpunt backup` wrote.")],
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
    ledger: Annotated[
        str | None,
        typer.Option(help="Another, empty database for the ledger; an empty text for SQLite in the home."),
    ] = None,
) -> None:
    """Make a node out of a backup, in a new folder. It does nothing before the oversight body has agreed."""
    with plain_errors(home):
        folder = home_of(home)
        speech = speech_of(folder)
        passphrase = passphrase_of(passphrase_file, speech=speech)
        with working(speech.say("restoring")):
            made = restore_node(file, folder, passphrase, ledger_url=ledger)
        told = speech.say("restored in {folder}, as it was at {moment}", folder=folder, moment=made.backup_at)
        line(out, told, mark="[green]✓[/]")
        line(out, speech.say("number of this restore: {restore}", restore=made.id))
        line(
            out, speech.say("this is an alarm: the node does nothing before the oversight body has closed it")
        )


def _mib(size: int) -> str:
    return f"{size / _MIB:.1f}"
