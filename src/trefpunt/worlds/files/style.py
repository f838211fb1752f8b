"""How each authority writes: encoding, dates, capitals and words; and the rows of a CSV in that manner."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from trefpunt.model import SubjectCategory

Row = list[str]


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of one authority.

    Attributes:
        yes: its word for `synthetic: yes`.
        words: its word for each capacity in which somebody is on record.
    """

    encoding: str
    day: str
    yes: str = "ja"
    has_capitals: bool = False
    words: Mapping[SubjectCategory, str] = field(default_factory=dict)

    def on(self, day: date) -> str:
        """Write a day."""
        return day.strftime(self.day)

    def on_iso(self, day: str) -> str:
        """Write a day that is given in ISO form."""
        return self.on(date.fromisoformat(day))

    def name(self, written: str) -> str:
        """Write a family name."""
        return written.upper() if self.has_capitals else written


_DUTCH = {
    SubjectCategory.SUSPECT: "verdachte",
    SubjectCategory.CONVICTED: "veroordeelde",
    SubjectCategory.VICTIM: "slachtoffer",
    SubjectCategory.WITNESS: "getuige",
}
_FRENCH = {
    SubjectCategory.SUSPECT: "suspect",
    SubjectCategory.CONVICTED: "condamné",
    SubjectCategory.VICTIM: "victime",
    SubjectCategory.WITNESS: "témoin",
}
_BELGIAN, _DUTCH_STYLE = Style("utf-8", "%d/%m/%Y"), Style("cp1252", "%d-%m-%Y")
_LUXEMBOURGISH = Style("utf-8", "%d.%m.%Y", "oui")
STYLES: Mapping[str, Style] = {
    "police.be": Style("cp1252", "%d/%m/%Y", has_capitals=True, words=_DUTCH),
    "police.nl": _DUTCH_STYLE,
    "police.lu": Style("utf-8", "%d.%m.%Y", "oui", words=_FRENCH),
    **dict.fromkeys(("city.be", "tax.be", "integrity.be", "care.be", "crisis.be"), _BELGIAN),
    **dict.fromkeys(("muni.nl", "tax.nl", "crisis.nl"), _DUTCH_STYLE),
    **dict.fromkeys(("tax.lu", "migration.lu", "crisis.lu"), _LUXEMBOURGISH),
}
"""The style of each authority that has files."""

NUMBER_OF: Mapping[str, str] = {
    "rijksregisternummer": "be.rrn",
    "BSN": "nl.bsn",
    "matricule": "lu.matricule",
    "BIS": "be.bis",
}
"""The column of a person's number -> its scheme."""


def dotted(number: str) -> str:
    """Return a Belgian national number as it is printed: 85.07.30-033.28."""
    return f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}" if number else ""


class _Line:
    """What `csv.writer` writes to: it hands back the line."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[str], rows: Iterable[Row], encoding: str) -> Iterator[bytes]:
    """Give a CSV with semicolons, line by line."""
    writer = csv.writer(_Line(), delimiter=";")
    # `writerow` returns what the file's `write` returns.
    yield _written(writer, list(header)).encode(encoding)
    for row in rows:
        yield _written(writer, row).encode(encoding)


def _written(writer: Any, row: Row) -> str:
    line: str = writer.writerow(row)
    return line
