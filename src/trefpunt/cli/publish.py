"""`trefpunt publish`: give a partner an index of whom this node holds."""

from typing import Annotated

import typer

from trefpunt import hits
from trefpunt.cli.door import out, plain_errors
from trefpunt.cli.moving import moving_bar
from trefpunt.cli.named import officer_of, partners_of, purpose_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.cli.say import banner, refused
from trefpunt.model import Purpose, Refusal


def publish(
    partner: Annotated[str, typer.Argument(help="Node of the partner, such as police.be.")],
    officer: OfficerOption,
    purpose: Annotated[
        str, typer.Option(help=f"One of {', '.join(Purpose)}.")
    ] = Purpose.CRIMINAL_OFFENCES.value,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Publish an index to one partner, for one purpose and at most a day."""
    with plain_errors(home):
        why = purpose_of(purpose)
        node = open_node(home, passphrase_file)
        banner(node)
        who, (name,) = officer_of(node, officer), partners_of(node, [partner])
        with moving_bar(speech=node.speech) as moved:
            given = hits.publish(name, why, officer=who, means=node.means, progress=moved)
        if isinstance(given, Refusal):
            refused(node, given)
        say = node.speech.say
        sizes = ", ".join(f"{kind.value} {node.speech.number(n)}" for kind, n in sorted(given.keys.items()))
        told = say("{partner} has an index of at most these keys: {sizes}", partner=name, sizes=sizes)
        if given.is_delivered:
            line(out, told, mark="[green]✓[/]")
        else:
            line(out, say("{partner} has not taken the index yet; it waits in the outbox", partner=name))
        if given.is_empty:
            line(
                out,
                say("nothing on file may be asked under this text, so every answer will be no hit"),
                mark="[yellow]![/]",
            )
        ends = say("{size} bytes, until {end}; then its keys go", size=given.file_bytes, end=given.valid_to)
        line(out, ends)
        node.close()
