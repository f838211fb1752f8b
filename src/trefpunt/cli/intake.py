"""`trefpunt intake`: bring files on record."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from trefpunt.cli.door import err, out, plain_errors
from trefpunt.cli.named import officer_of
from trefpunt.cli.opening import HomeOption, OfficerOption, PassphraseOption, open_node
from trefpunt.cli.paper import line
from trefpunt.errors import InputError
from trefpunt.intake import (
    Recipe,
    Summary,
    load,
    read_recipe,
    shipped_names,
    shipped_recipe,
    shipped_text,
    suggest,
)
from trefpunt.words import Speech
from trefpunt.words.codes import ROW_FAULTS

app = typer.Typer(no_args_is_help=True, help="Bring CSV and FollowTheMoney files on record, by a recipe.")


@app.command("load")
def load_file(
    file: Annotated[Path, typer.Argument(help="CSV or FollowTheMoney JSON lines.")],
    recipe: Annotated[str, typer.Option(help="Name of a shipped recipe, or the path of your own.")],
    officer: OfficerOption,
    home: HomeOption = None,
    passphrase_file: PassphraseOption = None,
) -> None:
    """Load a file; a bad row stops nothing, and loading twice changes nothing."""
    with plain_errors(home):
        chosen = recipe_of(recipe)
        node = open_node(home, passphrase_file)
        who = officer_of(node, officer)
        with _bar(file, node.speech) as moved:
            summary = load(file, chosen, officer=who, means=node.intake, progress=moved)
        node.close()
        _tell(summary, speech=node.speech)


@app.command("suggest")
def suggest_recipe(file: Annotated[Path, typer.Argument(help="A CSV file.")]) -> None:
    """Print a recipe for a file, guessed from its headers; read it before you use it."""
    with plain_errors():
        out.print(suggest(file), markup=False)


@app.command()
def recipes(name: Annotated[str | None, typer.Argument(help="Print this one.")] = None) -> None:
    """List the recipes that come with Trefpunt, or print one."""
    with plain_errors():
        out.print("\n".join(shipped_names()) if name is None else shipped_text(name), markup=False)


def recipe_of(name: str) -> Recipe:
    """Return a recipe by the name of a shipped one, or by the path of one's own.

    Raises:
        InputError: it is neither, or the file is no recipe.
    """
    if name in shipped_names():
        return shipped_recipe(name)
    if not Path(name).exists():
        nearest = next(iter(get_close_matches(name, shipped_names(), n=1)), "")
        raise InputError(
            "there is no recipe {name}",
            hint="did you mean {nearest}? expected the path of a recipe, or one of {names}"
            if nearest
            else "expected the path of a recipe, or one of {names}",
            name=name,
            nearest=nearest,
            names=tuple(shipped_names()),
        )
    return read_recipe(Path(name))


@contextmanager
def _bar(file: Path, speech: Speech) -> Iterator[Callable[[int, int, int], None]]:
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    ) as progress:
        reading = speech.say("reading {file}", file=file.name)
        task = progress.add_task(reading, total=None, rows="")

        def moved(rows: int, done: int, total: int) -> None:
            told = speech.say("{count} rows", count=rows)
            progress.update(task, completed=done, total=total, rows=told)

        yield moved


def _tell(summary: Summary, *, speech: Speech) -> None:
    told = speech.say(
        "{file}: {read} rows, {added} added, {changed} changed, {unchanged} unchanged, {rejected} rejected",
        file=summary.file,
        read=summary.rows_read,
        added=summary.added,
        changed=summary.changed,
        unchanged=summary.unchanged,
        rejected=summary.rejected,
    )
    line(out, told, mark="[yellow]![/]" if summary.rejected else "[green]✓[/]")
    for (column, code), count in sorted(summary.faults.items(), key=lambda item: -item[1]):
        fault = speech.code(ROW_FAULTS, code)
        line(out, f"{speech.number(count)} × {column or '-'}: {fault}")
    if summary.ignored:
        named = ", ".join(f"{name} ({count})" for name, count in sorted(summary.ignored.items())[:8])
        line(out, speech.say("not used by the recipe: {columns}", columns=named))
    if summary.rejects_path is not None:
        line(out, speech.say("what was not taken, with its value: {file}", file=summary.rejects_path))
