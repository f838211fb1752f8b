"""The names of a person record: family names and given names, also from one line of text."""

from collections.abc import Iterable
from dataclasses import dataclass

from trefpunt.model import Subject
from trefpunt.naming.particles import LEADING_PARTICLES, MARRIAGE_WORDS
from trefpunt.naming.words import fold, is_particle

_GIVEN_PROPERTIES = ("firstName", "secondName", "middleName")
_FAMILY_PROPERTIES = ("lastName", "maidenName")
_OTHER_NAMES = ("alias", "previousName")


@dataclass(frozen=True, slots=True)
class PersonName:
    """One name of a person as folded parts, the most telling first; either side may be empty.

    Attributes:
        letters: the first letters of the family name's stems, without particles.
    """

    surnames: tuple[str, ...]
    givens: tuple[str, ...]
    letters: tuple[str, ...]

    def __repr__(self) -> str:
        return f"PersonName({len(self.surnames)} family, {len(self.givens)} given)"


def split_line(line: str) -> tuple[str, str]:
    """Split a whole name into family name and given names.

    A comma parts them (`Berg, Jan van der`). A particle in front begins the family name (`De Smet Pieter`).
    Otherwise it begins at the first particle, at the word before a word of marriage, or is the last word.
    """
    if "," in line:
        family, _, given = line.partition(",")
        words = given.split()
        particles = [word for word in words if is_particle(fold(word).strip(".'"))]
        return " ".join([*particles, family]), " ".join(word for word in words if word not in particles)
    words = line.split()
    if words and fold(words[0]) in LEADING_PARTICLES:
        end = next((place for place, word in enumerate(words) if not is_particle(fold(word))), len(words)) + 1
        return " ".join(words[:end]), " ".join(words[end:])
    start = _start_of_family(words)
    return " ".join(words[start:]), " ".join(words[:start])


def _start_of_family(words: list[str]) -> int:
    for place, word in enumerate(words[1:], start=1):
        folded = fold(word).strip(".'")
        if folded in MARRIAGE_WORDS:
            return max(place - 1, 1)
        pieces = folded.replace("'", "-").split("-")
        if any(is_particle(piece) for piece in pieces):
            return place
    return max(len(words) - 1, 0)


def names_of(subject: Subject) -> tuple[tuple[str, str], ...]:
    """Return the raw (family name, given names) pairs of a person record, the main one first.

    `name` counts only where no family name is given apart; aliases and earlier names always count.
    """
    given = " ".join(_joined(subject, _GIVEN_PROPERTIES))
    pairs = [(family, given) for family in _joined(subject, _FAMILY_PROPERTIES)]
    if not pairs:
        pairs = [split_line(line) for line in subject.values("name")] or ([("", given)] if given else [])
    others = _joined(subject, _OTHER_NAMES)
    return tuple(dict.fromkeys([*pairs, *(split_line(line) for line in others)])) if others else tuple(pairs)


def _joined(subject: Subject, names: Iterable[str]) -> list[str]:
    properties = subject.properties
    return [value for name in names if name in properties for value in properties[name]]
