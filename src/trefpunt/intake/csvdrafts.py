"""From the cells of a CSV row to a draft, by the rules of the recipe."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from trefpunt.intake.cleaning import Cleaner
from trefpunt.intake.csvfile import CsvFile
from trefpunt.intake.drafts import Draft
from trefpunt.intake.recipe import BY_ROW, ColumnRule, Recipe, folded
from trefpunt.intake.survey import Survey


def read_csv(
    path: Path, survey: Survey, recipe: Recipe, *, cleaner: Cleaner, progress: Callable[[int], None]
) -> Iterator[Draft]:
    """Give a draft for every row that is not blank, rejected ones included.

    Raises:
        InputError: the file is not what the recipe expects.
    """
    file = CsvFile(path, survey, recipe)
    reader: _RowReader | None = None
    for number, cells in file.rows(progress=progress):
        is_first, reader = reader is None, reader or _RowReader(recipe, file.header, cleaner)
        draft = reader.read(number, cells)
        if is_first:
            used = recipe.headers()
            draft.unknown += [header for header in file.header if header and header not in used]
        yield draft


@dataclass(frozen=True, slots=True)
class _Cell:
    at: int
    prefix_at: int
    rule: ColumnRule

    @property
    def is_plain(self) -> bool:
        """Whether the cell is the value, but for its spaces."""
        rule = self.rule
        special = rule.identifier or rule.split or rule.values or self.prefix_at >= 0
        return rule.kind == "text" and not special


class _RowReader:
    def __init__(self, recipe: Recipe, header: Sequence[str], cleaner: Cleaner) -> None:
        def place(name: str) -> int:
            return header.index(folded(name)) if name and name != BY_ROW else -1

        cells = [_Cell(place(rule.header), place(rule.prefixed_by), rule) for rule in recipe.columns]
        # Most columns are plain text, and a shorter way for those halves the time of a load.
        self._plain = [(cell.at, cell.rule.property) for cell in cells if cell.is_plain]
        # The country comes first: the form of a postcode or a plate depends on it.
        self._others = sorted(
            (cell for cell in cells if not cell.is_plain),
            key=lambda cell: cell.rule.property not in ("country", "jurisdiction"),
        )
        self._width = len(header)
        self._ref_at, self._category_at = place(recipe.ref_header), place(recipe.category.header)
        self._recipe, self._cleaner = recipe, cleaner

    def read(self, number: int, cells: list[str] | None) -> Draft:
        draft = Draft(number, schema=self._recipe.schema.value if self._recipe.schema else "")
        if cells is None or len(cells) != self._width:
            seen = "quotes that make no sense" if cells is None else f"{len(cells)} columns"
            draft.reject("", "wrong_columns", seen=seen, expected=f"{self._width} columns")
            return draft
        self._read_ref(draft, cells)
        self._read_category(draft, cells)
        properties = draft.properties
        for at, name in self._plain:
            if value := " ".join(cells[at].split()):
                if name in properties:
                    draft.add(name, value)
                else:
                    properties[name] = [value]
        for cell in self._others:
            if raw := cells[cell.at].strip():
                self._read_cell(draft, cell, raw, cells)
        for name, values in self._recipe.constants.items():
            if name not in draft.properties:
                draft.properties[name] = list(values)
        return draft

    def _read_ref(self, draft: Draft, cells: Sequence[str]) -> None:
        own = str(draft.row) if self._ref_at < 0 else cells[self._ref_at].strip()
        if own:
            draft.ref = self._recipe.ref_prefix + own
        else:
            draft.reject(self._recipe.ref_header, "no_reference", expected="the reference of the record")

    def _read_category(self, draft: Draft, cells: Sequence[str]) -> None:
        rule = self._recipe.category
        if rule.always is not None:
            draft.category = rule.always.value
            return
        word = cells[self._category_at].strip()
        meant = rule.values.get(word.casefold())
        if meant is None:
            expected = "one of the words that the recipe explains"
            draft.reject(rule.header, "unknown_category", seen=word, expected=expected)
        else:
            draft.category = meant.value

    def _read_cell(self, draft: Draft, cell: _Cell, raw: str, cells: Sequence[str]) -> None:
        rule = cell.rule
        for part in raw.split(rule.split) if rule.split else (raw,):
            value = " ".join(part.split())
            value = rule.values.get(value.casefold(), value) if rule.values else value
            if not value:
                continue
            if rule.identifier:
                self._read_identifier(draft, rule, value)
                continue
            if cell.prefix_at >= 0 and (prefix := cells[cell.prefix_at].strip()):
                value = f"{prefix} {value}"
            if rule.kind != "text":
                country = self._country(draft, rule) if rule.kind == "postcode" else ""
                value, fault = self._cleaner.clean(rule.kind, value, country)
                if fault is not None:
                    draft.blame(rule.header, fault, part.strip())
            if value:
                draft.add(rule.property, value)

    def _read_identifier(self, draft: Draft, rule: ColumnRule, raw: str) -> None:
        country = self._country(draft, rule)
        value, fault = self._cleaner.check(rule.identifier, raw, country)
        if fault is None:
            draft.identifiers.append((rule.identifier, value, country))
        elif self._recipe.on_bad_identifier == "reject_row":
            draft.reject(rule.header, fault.code, seen=raw, expected=fault.expected)
        else:
            draft.blame(rule.header, fault, raw)

    def _country(self, draft: Draft, rule: ColumnRule) -> str:
        return (
            rule.country
            or draft.first("country")
            or draft.first("jurisdiction")
            or next(iter(self._recipe.constants.get("country", ())), "")
            or self._recipe.country
        )
