"""`trefpunt world`: write an invented Benelux, each authority's own view apart, the truth apart from all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from trefpunt.cli.door import err, out, plain_errors
from trefpunt.cli.language import speech_of
from trefpunt.cli.named import unknown_word
from trefpunt.cli.paper import line, table
from trefpunt.errors import InputError
from trefpunt.naming.synthetic import synthetic_number
from trefpunt.sentence import Sentence
from trefpunt.words import Speech
from trefpunt.worlds import HOLDINGS, LEAST_FIRMS, SIZES, World, benelux, write, write_truth

_DEFAULT_SEED = 20171116
# What `benelux` and `write_truth` tell besides every file of a view.
_OTHER_STEPS = 8


def world(
    folder: Annotated[Path, typer.Option("--out", help="New folder; views/ and truth/ are made in it.")],
    size: Annotated[str, typer.Option(help="XS (400 firms, for a demonstration) or S (20,000).")] = "XS",
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.", min=0)] = _DEFAULT_SEED,
    firms: Annotated[
        int | None, typer.Option(help="Firms in the three countries, instead of a size.", min=LEAST_FIRMS)
    ] = None,
) -> None:
    """Write an invented Benelux: the files that each authority would export, and apart the truth."""
    with plain_errors():
        if size not in SIZES:
            raise unknown_word(size, tuple(SIZES), no_such=Sentence("there is no such size"))
        if folder.exists() and any(folder.iterdir()):
            raise InputError("the folder is not empty", hint="choose a new folder for --out")
        with _bar() as moved:
            made = benelux(seed, numbers=synthetic_number, firms=firms or SIZES[size], progress=moved)
            write(made, folder / "views", progress=moved)
            write_truth(made, folder / "truth", progress=moved)
        _tell(made, folder, speech_of(None))


@contextmanager
def _bar() -> Iterator[Callable[[str], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("a world", total=len(HOLDINGS) + _OTHER_STEPS)
        yield lambda what: progress.update(task, description=what, advance=1)


def _tell(made: World, folder: Path, speech: Speech) -> None:
    say = speech.say
    shown = Table(say("file"), say("records"), say("of them wrong"), say("recipe"))
    for view in made.views:
        for file in view.files:
            wrong = str(file.rejected) if file.rejected else ""
            shown.add_row(f"{view.authority.id}/{file.name}", f"{file.rows:,}", wrong, file.recipe)
    table(out, shown)
    views, truth = folder / "views", folder / "truth"
    told = say("{count} firms; what each authority has is in {views}", count=len(made.firms), views=views)
    line(out, told, mark="[green]✓[/]")
    line(out, say("the truth is in {truth}, apart; give it to no node", truth=truth))
