"""`trefpunt login`: a link that signs one officer in at the screens, once."""

from typing import Annotated

import typer

from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.named import officer_of
from trefpunt.cli.opening import HomeOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.cli.say import banner
from trefpunt.errors import InputError
from trefpunt.model import Officer
from trefpunt.node import Node
from trefpunt.web.signing_in import new_link


def login(
    officer: Annotated[
        str,
        typer.Option(help="Who signs in; may be left out where there is one officer.", show_default=False),
    ] = "",
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Print a link that signs an officer in at the screens, once and within ten minutes."""
    with plain_errors(home):
        node = open_node(home, passphrase_file)
        desk = node.settings.desk
        if not desk.address:
            raise InputError(
                "this node has no screens",
                hint="set [desk] address in trefpunt.toml, such as 127.0.0.1:7480; then run `trefpunt serve`",
            )
        who = _who(node, officer)
        address = f"{desk.url}/sign-in/{new_link(node, who)}"
        banner(node)
        told = node.speech.say("this link signs {officer} in, once and within ten minutes:", officer=who.id)
        line(out, told, mark="[green]✓[/]")
        out.print(address, markup=False)
        node.close()


def _who(node: Node, officer: str) -> Officer:
    if not officer and len(node.officers) == 1:
        return next(iter(node.officers.values()))
    if not officer:
        raise InputError(
            "more than one officer may sign in here",
            hint="add --officer with one of {numbers}",
            numbers=tuple(sorted(node.officers)),
        )
    return officer_of(node, officer)
