"""The words of the field in four languages, with their source."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("terms.csv")


@dataclass(frozen=True, slots=True)
class Term:
    """One term.

    Attributes:
        key: the word by which code and texts know it; for a treaty text, the name of its folder.
        meaning: one line, in English.
        noun: the class in `model` that it is, or nothing.
        source: where the words were read; a lone hyphen means our own words.
        authentic: languages in which the wording is that of the authentic text named in `source`.
    """

    key: str
    en: str
    nl: str
    fr: str
    de: str
    meaning: str
    noun: str
    source: str
    authentic: tuple[str, ...]

    def in_language(self, language: str) -> str:
        """Return the term in one of the four languages."""
        return {"en": self.en, "nl": self.nl, "fr": self.fr, "de": self.de}[language]


def read_terms() -> tuple[Term, ...]:
    """Return every term, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(_term(row) for row in csv.DictReader(file))


def instrument_names(language: str) -> Mapping[str, str]:
    """Return the short name of each treaty text, by the name of its folder."""
    return {
        term.key.removeprefix("text:"): term.in_language(language)
        for term in read_terms()
        if term.key.startswith("text:")
    }


def _term(row: Mapping[str, str]) -> Term:
    plain = {name: value for name, value in row.items() if name != "authentic"}
    return Term(**plain, authentic=tuple(row["authentic"].split()))
