"""`trefpunt publish`: give a partner an index of whom this node holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from trefpunt import hits
from trefpunt.cli.door import REFUSED, err, out, plain_errors
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, officer_of, open_node
from trefpunt.cli.say import banner, say_refusal
from trefpunt.errors import InputError
from trefpunt.model import Purpose, Refusal

_STAGES = {"keys": "match keys", "points": "evaluating", "filters": "filters"}


def publish(
    partner: Annotated[str, typer.Argument(help="Node of the partner, such as police.be.")],
    officer: OfficerOption,
    purpose: Annotated[
        str, typer.Option(help="Such as criminal_offences.")
    ] = Purpose.CRIMINAL_OFFENCES.value,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Publish an index to one partner, for one purpose and at most a day."""
    with plain_errors():
        if purpose not in set(Purpose):
            raise InputError("there is no such purpose", hint=f"expected one of {', '.join(Purpose)}")
        node = open_node(home, passphrase_file)
        banner(node)
        with moving_bar() as moved:
            given = hits.publish(
                partner, Purpose(purpose), officer=officer_of(node, officer), means=node.means, progress=moved
            )
        if isinstance(given, Refusal):
            say_refusal(node, partner, given)
            node.close()
            raise typer.Exit(REFUSED)
        node.close()
        sizes = ", ".join(f"{name.value} {count:,}" for name, count in sorted(given.keys.items()))
        out.print(f"[green]✓[/] {partner} has an index of at most these keys: {sizes}")
        out.print(
            f"  {given.file_bytes:,} bytes, until {given.valid_to:%Y-%m-%d %H:%M} UTC; then its keys go"
        )
        if not given.is_delivered:
            out.print("  the partner has not taken it yet; the letter waits in the outbox")


@contextmanager
def moving_bar() -> Iterator[hits.Progress]:
    """Show a bar that moves with stages of work; gone when the work is done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("", total=None)

        def moved(stage: str, done: int, total: int) -> None:
            progress.update(task, description=_STAGES.get(stage, stage), completed=done, total=total)

        yield moved
