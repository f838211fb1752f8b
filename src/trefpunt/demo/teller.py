"""Telling: numbered steps, who does what, and what each side knows now, in one language."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from trefpunt.model import Answer, Refusal
from trefpunt.sentence import Sentence
from trefpunt.words import Speech


class Teller:
    """Tells the story on a console, in the language of a speech."""

    def __init__(self, console: Console, speech: Speech) -> None:
        self._console, self._speech = console, speech
        self._step = 0

    def step(self, title: Sentence) -> None:
        """Begin a step."""
        self._step += 1
        self._console.print(f"\n[bold]{self._step}. {self._speech.sentence(title)}[/]")

    def tell(self, sentence: Sentence) -> None:
        """Tell a line."""
        self._console.print(f"   {self._speech.sentence(sentence)}")

    def command(self, text: str) -> None:
        """Show the command that does the same."""
        self._console.print(f"   [dim]$ {text}[/]", markup=True)

    def answer(self, answer: Answer, *, mark: str) -> None:
        """Say an answer of several lines behind one mark."""
        for line in self._speech.answer(answer):
            self._console.print(f"   {mark} {line}")
            mark = " "

    def refused(self, what: Sentence, refusal: Refusal) -> None:
        """Say what somebody would have liked to do, and why not."""
        self.tell(what)
        mark = "[red]✗[/]"
        for line in self._speech.refusal(refusal):
            self._console.print(f"   {mark} {line}")
            mark = " "

    def knows(self, who: str, what: Sentence) -> None:
        """Say what one side knows after a step."""
        self._console.print(f"   [cyan]{who:<13}[/] {self._speech.sentence(what)}")

    def sample(self) -> None:
        """Remind that what follows is not law."""
        banner = self._speech.say("SAMPLE: the text of this step is invented, it is not law")
        self._console.print(f"   [black on yellow] {banner} [/]")

    @contextmanager
    def work(self, what: Sentence, total: int) -> Iterator["Work"]:
        """Show a bar while something takes its time."""
        columns = (TextColumn("   {task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=True) as progress:
            task = progress.add_task(self._speech.sentence(what), total=total)
            yield Work(progress, task, self._speech)


class Work:
    """A bar that moves on."""

    def __init__(self, progress: Progress, task: TaskID, speech: Speech) -> None:
        self._progress, self._task, self._speech = progress, task, speech

    def done(self, what: Sentence) -> None:
        """Move on by one, and say what comes."""
        self._progress.update(self._task, advance=1, description=self._speech.sentence(what))
