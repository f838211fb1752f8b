"""Reading the rows of a CSV file, and saying plainly why a file is not what its recipe expects."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from trefpunt.errors import InputError
from trefpunt.intake.recipe import Recipe, folded
from trefpunt.intake.survey import Survey
from trefpunt.sentence import Sentence

_DELIMITERS = ",;\t|"
# What calls itself Latin-1 is Windows-1252 in practice: the same, with letters where Latin-1 has controls.
_CODECS = {"utf-8": "utf-8-sig", "latin-1": "cp1252", "cp1252": "cp1252"}
_JUDGED_ROWS = 1000
_TELL_EVERY = 2048
_END = object()
_MALFORMED = object()

Row = tuple[int, list[str] | None]
"""The number of a row, the header being row 1, and its cells; None where the quotes make no sense."""


class CsvFile:
    """A CSV file under a recipe. Attribute `header` has the folded headers once `rows` has begun."""

    def __init__(self, path: Path, survey: Survey, recipe: Recipe) -> None:
        self._path, self._survey, self._recipe = path, survey, recipe
        self.header: list[str] = []
        self._good, self._bad, self._first_bad = 0, 0, (0, [""])

    def rows(self, *, progress: Callable[[int], None]) -> Iterator[Row]:
        """Give every row that is not blank.

        Args:
            progress: called now and then with the bytes read so far.

        Raises:
            InputError: wrong encoding, delimiter or header, or the file was cut short. Nothing is lost then
                but time: whoever loads throws away what came before.
        """
        self._check_encoding()
        encoding = _CODECS[self._recipe.encoding]
        with self._path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
            try:
                yield from self._read(text, tell=lambda: progress(raw.tell()))
            except UnicodeDecodeError as error:
                raise self._cannot(
                    Sentence("it holds bytes that {encoding} does not have", encoding=self._recipe.encoding),
                    Sentence("save it as UTF-8"),
                ) from error
        progress(self._survey.size)

    def _read(self, text: io.TextIOWrapper, *, tell: Callable[[], None]) -> Iterator[Row]:
        reader = csv.reader(
            text,
            delimiter=self._recipe.delimiter,
            quotechar=self._recipe.quote,
            strict=True,
            skipinitialspace=True,
        )
        first = self._next(reader, 1)
        self.header = [folded(cell) for cell in first] if isinstance(first, list) else []
        self._check_header()
        number, last = 1, first
        while (cells := self._next(reader, number + 1)) is not _END:
            number += 1
            if number % _TELL_EVERY == 0:
                tell()
            if cells is _MALFORMED:
                yield number, None
            elif any(cells):
                self._judge(number, cells)
                yield number, cells
            last = cells
        self._check_end(number, last)

    def _next(self, reader: Any, number: int) -> Any:
        try:
            return next(reader, _END)
        except csv.Error as error:
            # The reader goes on with the next line, unless a quote has swallowed the rest of the file.
            if "unexpected end" in str(error) or "field larger" in str(error):
                raise self._cannot(
                    Sentence("row {number} opens a quote that is never closed", number=number),
                    Sentence("the file was cut short, or its quotes are not those of the recipe"),
                ) from error
            return _MALFORMED

    def _check_encoding(self) -> None:
        if self._recipe.encoding == "utf-8" and self._survey.broken_at_line is not None:
            raise self._cannot(
                Sentence("line {broken_at_line} is not UTF-8", broken_at_line=self._survey.broken_at_line),
                Sentence('was it saved as Latin-1? then the recipe needs encoding = "cp1252"'),
            )
        is_utf8 = self._survey.broken_at_line is None and self._survey.has_accents
        if self._recipe.encoding != "utf-8" and is_utf8:
            raise self._cannot(
                Sentence("it is UTF-8 and the recipe expects {encoding}", encoding=self._recipe.encoding),
                Sentence('the recipe needs encoding = "utf-8"'),
            )

    def _check_header(self) -> None:
        wanted = self._recipe.headers()
        missing = [header for header in wanted if header not in self.header]
        twice = sorted({header for header in wanted if self.header.count(header) > 1})
        if len(missing) == len(wanted) > 0 or not any(self.header):
            raise self._cannot(
                Sentence("its first row has none of the headers that the recipe expects"),
                self._delimiter_hint(self.header)
                or Sentence("is there a header, and is this the right recipe?"),
            )
        if missing:
            raise self._cannot(
                Sentence("its header lacks {known}", known=tuple(missing)),
                Sentence("change the recipe, or ask for these columns"),
            )
        if twice:
            raise self._cannot(
                Sentence("its header has {known} twice", known=tuple(twice)),
                Sentence("give each column its own name"),
            )

    def _judge(self, number: int, cells: list[str]) -> None:
        """Give up on a file in which most rows have the wrong width: the recipe is wrong, not the rows."""
        if len(cells) == len(self.header):
            self._good += 1
        else:
            self._bad += 1
            if self._bad == 1:
                self._first_bad = number, cells
        if self._good + self._bad == _JUDGED_ROWS:
            self._check_widths()

    def _check_widths(self) -> None:
        if self._bad > self._good:
            number, cells = self._first_bad
            raise self._cannot(
                Sentence(
                    "row {number} has {count} columns, the header has {other}",
                    number=number,
                    count=len(cells),
                    other=len(self.header),
                ),
                self._delimiter_hint(cells) or Sentence("check delimiter and quotes in the recipe"),
            )

    def _check_end(self, number: int, last: Any) -> None:
        if isinstance(last, list) and 0 < len(last) < len(self.header) and not self._survey.ends_a_line:
            raise self._cannot(
                Sentence(
                    "its last row ({number}) has {count} of {other} columns",
                    number=number,
                    count=len(last),
                    other=len(self.header),
                ),
                Sentence("the file was cut short; ask for it again"),
            )
        self._check_widths()

    def _delimiter_hint(self, cells: list[str]) -> Sentence | None:
        line = "".join(cells)
        others = [sign for sign in _DELIMITERS if sign != self._recipe.delimiter]
        likely = max(others, key=line.count)
        if likely not in line:
            return None
        return Sentence('was it saved with "{sign}"?', sign=likely.replace("\t", "\\t"))

    def _cannot(self, what: Sentence, hint: Sentence) -> InputError:
        return InputError(
            "cannot read {name}: {what}", hint="{advice}", advice=hint, name=self._survey.name, what=what
        )
