"""What moves on the screen while something takes its time: nothing at all where nobody looks."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from trefpunt.cli.door import err
from trefpunt.hits import Progress as Told
from trefpunt.words import Speech
from trefpunt.words.codes import STAGES


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show that something is being done, and for how long, until it is."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        progress.add_task(what, total=None)
        yield


@contextmanager
def moving_bar(what: str = "", *, speech: Speech) -> Iterator[Told]:
    """Show a bar that moves with stages of work; gone when the work is done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(what, total=None)

        def moved(stage: str, done: int, total: int) -> None:
            progress.update(task, description=speech.code(STAGES, stage), completed=done, total=total)

        yield moved
