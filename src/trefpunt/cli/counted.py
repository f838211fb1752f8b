"""What the counting register shows at the command line: since when, small rows together, files beside it."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from trefpunt.cli.door import err, out
from trefpunt.cli.paper import line
from trefpunt.errors import InputError
from trefpunt.model import CountedDecision
from trefpunt.node import Node
from trefpunt.store.ledger.counting import count_without_facts, decisions
from trefpunt.treaty import LEAST, Guarded, guard
from trefpunt.treaty.guarding import Row
from trefpunt.words import Speech

R = TypeVar("R", bound=Row)
_DAY = ["%Y-%m-%d"]
SinceOption = Annotated[
    datetime | None,
    typer.Option(help="From the month of this day on: the register knows months.", formats=_DAY),
]
CsvOption = Annotated[Path | None, typer.Option("--csv", help="A new file for the same rows.")]
PictureOption = Annotated[Path | None, typer.Option("--picture", help="A new file for a picture, in SVG.")]
UnguardedOption = Annotated[
    bool,
    typer.Option("--unguarded", help=f"Rows under {LEAST} by themselves: for your own eyes, not to publish."),
]


@dataclass(frozen=True, slots=True)
class Register:
    """Rows of the counting register with their numbers, and how many decisions have no facts there."""

    rows: tuple[tuple[CountedDecision, int], ...]
    without_facts: int


def read_register(node: Node, since: datetime | None) -> Register:
    """Read the counting register from a month on."""
    month = "" if since is None else f"{since:%Y-%m}"
    with node.ledger.read() as tx:
        return Register(tuple(decisions(tx, from_month=month)), count_without_facts(tx, from_month=month))


def guarded(rows: Iterable[R], *, unguarded: bool) -> Guarded[R]:
    """Return rows as they may be shown."""
    return guard(rows, least=1 if unguarded else LEAST)


def pair(asking: str, holder: str) -> str:
    """Return who asked whom, as a table and a picture say it."""
    return f"{asking} → {holder}"


def check_new(*files: Path | None) -> None:
    """Look at the files that will be written, before anything is counted.

    Raises:
        InputError: one is there already.
    """
    for file in files:
        if file is not None and file.exists():
            raise InputError("{file} is there already", hint="choose a new name", file=file)


def write_csv(file: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows under stable names, as any spreadsheet reads them."""
    written = io.StringIO()
    paper = csv.writer(written)
    paper.writerows([header, *rows])
    file.write_text(written.getvalue(), encoding="utf-8", newline="")


def say_lacking(register: Register, speech: Speech) -> None:
    """Say how many decisions the register has too little of."""
    if register.without_facts > 0:
        lacking = speech.say(
            "{count} decisions were counted before the register kept what they turned on, and are left out",
            count=register.without_facts,
        )
        line(err, lacking, mark="[yellow]![/]")


def say_small(found: Guarded[R], speech: Speech) -> None:
    """Say what is not shown by itself."""
    if found.hidden:
        small = speech.say(
            "{count} more in {rows} rows that are too small to show by themselves",
            count=found.together,
            rows=found.hidden,
        )
        line(out, small)
