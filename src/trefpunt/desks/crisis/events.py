"""The kinds of event that an alert can be about: fixed phrases in four languages, with CAP's category."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("nl", "fr", "de", "en")
EXERCISE: Mapping[str, str] = {"nl": "OEFENING", "fr": "EXERCICE", "de": "ÜBUNG", "en": "EXERCISE"}
"""The word that stands before and after every headline of an exercise, and in no other."""

_TABLE = Path(__file__).with_name("events.csv")


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event: its category in CAP 1.2 and its phrase by language."""

    code: str
    category: str
    phrases: Mapping[str, str]


@cache
def event_kinds() -> Mapping[str, EventKind]:
    """Return the closed list, by code."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _kind(row) for row in csv.DictReader(file)}


def _kind(row: Mapping[str, str]) -> EventKind:
    return EventKind(row["code"], row["category"], {tongue: row[tongue] for tongue in LANGUAGES})
