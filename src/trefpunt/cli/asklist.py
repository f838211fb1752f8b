"""`trefpunt ask --list`: a whole list matched with partners, where a text provides for it; answers in a file.

The answers go into a new CSV file that only its owner reads, one line a row and partner, by the reference of
the row and never by a name. Rows are asked by capacity, since a text decides by it.
"""

import csv
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from trefpunt import hits
from trefpunt.cli.door import REFUSED, out
from trefpunt.cli.intake import recipe_of
from trefpunt.cli.moving import moving_bar
from trefpunt.cli.named import case_number, officer_of, partners_of
from trefpunt.cli.paper import as_json, line
from trefpunt.cli.say import banner, outcome_of, say_refusal
from trefpunt.errors import InputError, cause_of
from trefpunt.intake import ListRow, read_list
from trefpunt.model import Answer, Hit, ListQuestion, Officer, Pending, Purpose, Refusal, Refused, Subject
from trefpunt.node import Node
from trefpunt.sentence import Sentence
from trefpunt.store.ledger import hits as kept
from trefpunt.words.codes import OUTCOMES, ROW_FAULTS

_HEADER = ("ref", "answer", "grade", "partner", "reference", "why")
_PAUSE_S = 0.5
_NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Why:
    """Who asks, for which case, and what is stated."""

    officer: str
    case: str
    purpose: Purpose
    stated: tuple[str, ...]
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which list, read how; `case_column` names the column with each row's own case."""

    file: Path
    recipe: str
    case_column: str
    target: Path | None

    @property
    def answers(self) -> Path:
        """Where the answers go."""
        return self.target or self.file.with_name(f"{self.file.stem}.answers.csv")


def ask_a_list(
    wanted: Wanted, partners: Sequence[str], why: Why, *, node: Callable[[], Node], json_: bool
) -> int:
    """Ask a whole list of every partner, write the answers to their file, and return the exit code.

    Raises:
        InputError: the list, the recipe, a case or a partner is not what it should be; nothing was asked.
    """
    rows = _rows(wanted, why.case)
    with _new_file(wanted.answers) as file:
        opened = node()
        who, named = officer_of(opened, why.officer), partners_of(opened, partners)
        if not json_:
            banner(opened)
        writer = csv.writer(file, delimiter=";")
        counts, refusals = Counter[str](), dict[str, Refusal]()
        for partner in named:
            with moving_bar(partner, speech=opened.speech) as moved:
                answers = _ask(rows, partner, why, officer=who, means=opened.means, progress=moved)
            # Written as soon as a partner is done: what came of it must survive what befalls the next.
            if partner == named[0]:
                writer.writerow(_HEADER)
            for row, came in zip(rows, answers, strict=True):
                writer.writerow(_written(row, partner, came))
                counts[outcome_of(came) if came else _NOT_ASKED] += 1
                if isinstance(came, Refused):
                    refusals.setdefault(came.refusal.code, came.refusal)
    _tell(wanted.answers, counts, list(refusals.values()), node=opened, json_=json_)
    opened.close()
    return REFUSED if not set(counts) - {"refused", _NOT_ASKED} else 0


def _rows(wanted: Wanted, case: str) -> list[ListRow]:
    if not wanted.recipe:
        raise InputError(
            "a list needs a recipe", hint="add --recipe NAME; `trefpunt intake recipes` lists them"
        )
    if not case and not wanted.case_column:
        raise InputError(
            "no row of a list goes without a case", hint="add --case NUMBER, or --case-column HEADER"
        )
    rows = read_list(wanted.file, recipe_of(wanted.recipe), case_header=wanted.case_column)
    if not rows:
        raise InputError(
            "{file} has no rows", hint="expected one row a subject, after its header", file=wanted.file.name
        )
    rows = [replace(row, case=case_number(row.case or case)) for row in rows]
    if not any(row.subject for row in rows):
        raise InputError(
            "no row of {file} can be asked about: {faults}",
            hint="check the recipe",
            file=wanted.file.name,
            faults=tuple(Sentence(ROW_FAULTS[code]) for code in sorted({row.fault for row in rows})),
        )
    return rows


@contextmanager
def _new_file(path: Path) -> Iterator[TextIO]:
    """Open a new file for its owner alone; it goes again if nothing was written."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise InputError("{file} exists already", hint="name another file with --out", file=path) from error
    except OSError as error:
        raise InputError(
            "cannot write the answers to {file}: {why}",
            hint="name another file with --out",
            file=path,
            why=cause_of(error),
        ) from error
    file = os.fdopen(handle, "w", encoding="utf-8", newline="")
    try:
        yield file
    finally:
        has_answers = file.tell() > 0
        file.close()
        if not has_answers:
            path.unlink(missing_ok=True)


def _ask(
    rows: Sequence[ListRow],
    partner: str,
    why: Why,
    *,
    officer: Officer,
    means: hits.Means,
    progress: hits.Progress,
) -> list[Answer | None]:
    answers: list[Answer | None] = [None] * len(rows)
    groups: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(rows):
        if row.subject is not None:
            groups.setdefault((row.subject.schema, row.subject.category), []).append(place)
    for places in groups.values():
        asked = tuple((_subject(rows[place]), rows[place].case) for place in places)
        question = ListQuestion(officer, asked, why.purpose, dict.fromkeys(why.stated, True))
        came = _awaited(hits.ask_list(question, partner, means=means, progress=progress), means)
        for place, answer in zip(places, came, strict=True):
            answers[place] = answer
    return answers


def _awaited(came: list[Answer], means: hits.Means) -> list[Answer]:
    """Give the node that serves a moment: it may have sent the sample itself, and finish the list."""
    ends = time.monotonic() + means.settings.wait_s
    while came and all(isinstance(answer, Pending) for answer in came) and time.monotonic() < ends:
        time.sleep(_PAUSE_S)
        with means.ledger.read() as tx:
            asked = kept.question_by_reference(tx, came[0].reference)
        came = hits.answers_of(asked.listing, means=means) if asked is not None else came
    return came


def _subject(row: ListRow) -> Subject:
    assert row.subject is not None
    return row.subject


def _written(row: ListRow, partner: str, came: Answer | None) -> tuple[str, ...]:
    if came is None:
        return (row.ref, _NOT_ASKED, "", partner, "", row.fault)
    grade = came.grade.value if isinstance(came, Hit) and came.grade is not None else ""
    why = came.refusal.code if isinstance(came, Refused) else ""
    return (row.ref, outcome_of(came), grade, partner, came.reference, why)


def _tell(path: Path, counts: Counter[str], refusals: list[Refusal], *, node: Node, json_: bool) -> None:
    if json_:
        as_json(out, {"file": str(path), "counts": dict(sorted(counts.items()))})
        return
    for refusal in refusals:
        say_refusal(node, refusal)
    say, number = node.speech.say, node.speech.number
    said = ", ".join(f"{number(count)} × {say(OUTCOMES[name])}" for name, count in sorted(counts.items()))
    line(out, said, mark="[green]✓[/]" if set(counts) - {"refused", _NOT_ASKED} else "[red]✗[/]")
    line(out, say("{file}: one line a row and partner, for its owner only", file=path))
