"""A list to be asked about: rows of a CSV file as subjects, each with its case; none goes on record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from trefpunt.errors import InputError, cause_of
from trefpunt.intake.cleaning import Cleaner
from trefpunt.intake.csvdrafts import read_csv
from trefpunt.intake.csvfile import CsvFile
from trefpunt.intake.drafts import Draft
from trefpunt.intake.recipe import Recipe, folded
from trefpunt.intake.survey import Survey, survey
from trefpunt.model import Identifier, Schema, Subject, SubjectCategory


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list.

    Attributes:
        row: counted as a spreadsheet does.
        subject: None where the row cannot be read; `fault` then has the code.
        case: of the case column; empty where there is none.
    """

    row: int
    ref: str
    subject: Subject | None = field(repr=False)
    case: str = ""
    fault: str = ""


def read_list(
    path: Path, recipe: Recipe, *, case_header: str = "", progress: Callable[[int], None] = lambda _: None
) -> list[ListRow]:
    """Read a list that is asked about and not kept.

    Args:
        case_header: header of the column with each row's own case, or empty.

    Raises:
        InputError: the file is not what the recipe expects, it is no CSV, or has no such column.
    """
    if recipe.kind != "csv":
        raise InputError(
            "the recipe {recipe} is not for CSV", hint="a list is a CSV file", recipe=recipe.name
        )
    about = survey(path)
    cases = _cases(path, about, recipe, case_header) if case_header else {}
    cleaner = Cleaner(dates=recipe.dates, decimal=recipe.decimal, declared=recipe.schemes)
    try:
        drafts = list(read_csv(path, about, recipe, cleaner=cleaner, progress=progress))
    except OSError as error:
        raise InputError(
            "cannot read {about} to its end", hint="{system}", about=about.name, system=cause_of(error)
        ) from error
    return [_row(draft, recipe, cases.get(draft.row, "")) for draft in drafts]


def _cases(path: Path, about: Survey, recipe: Recipe, header: str) -> Mapping[int, str]:
    file, found, place = CsvFile(path, about, recipe), dict[int, str](), -1
    for number, cells in file.rows(progress=lambda _: None):
        if place < 0:
            if folded(header) not in file.header:
                raise InputError(
                    "{about} has no column with the header that was named",
                    hint="look at its first row; capitals and spaces do not count",
                    about=about.name,
                )
            place = file.header.index(folded(header))
        if cells is not None and len(cells) > place:
            found[number] = cells[place].strip()
    return found


def _row(draft: Draft, recipe: Recipe, case: str) -> ListRow:
    if draft.rejected_for:
        return ListRow(draft.row, draft.ref, None, case, draft.rejected_for)
    subject = Subject(
        ref=draft.ref,
        schema=Schema(draft.schema),
        category=SubjectCategory(draft.category),
        properties={name: tuple(values) for name, values in draft.properties.items()},
        identifiers=tuple(Identifier(*number) for number in draft.identifiers),
        is_synthetic=recipe.is_synthetic,
    )
    return ListRow(draft.row, draft.ref, subject, case)
