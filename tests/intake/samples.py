"""Invented files, recipes and an officer for the tests of intake. Synthetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trefpunt.intake import Means, Recipe, Summary, load, parse_recipe
from trefpunt.model import Authority, AuthorityKind, Country, Officer, Role
from trefpunt.naming.synthetic import synthetic_number

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
OFFICER = Officer(
    "NL-0042", Role.INFORMATION_OFFICER, Authority("police.nl", AuthorityKind.POLICE, Country.NL)
)

PERSONS = """
name = "persons"
kind = "csv"
schema = "Person"
country = "NL"
dates = ["DD-MM-YYYY"]
handling = "police only"
synthetic = true
[ref]
column = "ref"
prefix = "p/"
[category]
always = "suspect"
[[columns]]
header = "family"
property = "lastName"
[[columns]]
header = "given"
property = "firstName"
[[columns]]
header = "born"
property = "birthDate"
[[columns]]
header = "bsn"
identifier = "nl.bsn"
"""
HEADER = "ref,family,given,born,bsn"
BSN = synthetic_number("nl.bsn", 7)
# One more in the last digit never passes the eleven-test.
BAD_BSN = BSN[:-1] + str((int(BSN[-1]) + 1) % 10)
GOOD = (f"1,Testerink,Abel,03-04-1980,{BSN}", "2,Proefsma,Bo,12-1-1990,")


def recipe(**changes: str) -> Recipe:
    """Return the recipe for persons; a change replaces the line of that name, or is put on top."""
    text = PERSONS
    for name, value in changes.items():
        lines = [line for line in text.splitlines() if not line.startswith(f"{name} = ")]
        text = "\n".join([f"{name} = {value}", *lines])
    return parse_recipe(text)


@dataclass(frozen=True, slots=True)
class Desk:
    """A place to load files at."""

    means: Means
    folder: Path

    def put(
        self, *rows: str, name: str = "persons.csv", encoding: str = "utf-8", header: str = HEADER
    ) -> Path:
        """Write a file with this header and these rows."""
        path = self.folder / name
        path.write_bytes("".join(f"{row}\n" for row in (header, *rows)).encode(encoding))
        return path

    def load(self, path: Path, by: Recipe | None = None) -> Summary:
        """Load a file as the officer would."""
        return load(path, by or recipe(), officer=OFFICER, means=self.means)

    def load_rows(self, *rows: str, by: Recipe | None = None) -> Summary:
        """Write rows and load them."""
        return self.load(self.put(*rows), by)


def rejected_cells(summary: Summary) -> Sequence[str]:
    """Return the lines of the rejects file, without its header."""
    assert summary.rejects_path is not None
    return summary.rejects_path.read_text(encoding="utf-8").splitlines()[1:]
