"""Telling: numbered steps, who does what, and what each side knows now."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Teller:
    """Tells the story on a console."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._step = 0

    def step(self, title: str) -> None:
        """Begin a step."""
        self._step += 1
        self._console.print(f"\n[bold]{self._step}. {title}[/]")

    def say(self, text: str) -> None:
        """Say a line."""
        self._console.print(f"   {text}")

    def command(self, text: str) -> None:
        """Show the command that does the same."""
        self._console.print(f"   [dim]$ {text}[/]", markup=True)

    def answer(self, lines: Iterable[str], *, mark: str) -> None:
        """Say an answer of several lines behind one mark."""
        for line in lines:
            self._console.print(f"   {mark} {line}")
            mark = " "

    def knows(self, who: str, what: str) -> None:
        """Say what one side knows after a step."""
        self._console.print(f"   [cyan]{who:<13}[/] {what}")

    def sample(self) -> None:
        """Remind that what follows is not law."""
        self._console.print(
            "   [black on yellow] SAMPLE: the text of this step is invented, it is not law [/]"
        )

    @contextmanager
    def work(self, what: str, total: int) -> Iterator["Work"]:
        """Show a bar while something takes its time."""
        columns = (TextColumn("   {task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=True) as progress:
            yield Work(progress, progress.add_task(what, total=total))


class Work:
    """A bar that moves on."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def done(self, what: str) -> None:
        """Move on by one, and say what comes."""
        self._progress.update(self._task, advance=1, description=what)
