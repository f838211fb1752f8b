"""Registers while they fill: each entry under a drawn reference, and for the truth who is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from types import MappingProxyType

from trefpunt.model import SubjectCategory
from trefpunt.worlds.persons import InventedPerson
from trefpunt.worlds.places import Address
from trefpunt.worlds.spellings import spelt_otherwise

_NO_FACTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in one register, spelt as that register does.

    Attributes:
        facts: what else the row says, by name.
    """

    ref: str
    person: InventedPerson
    category: SubjectCategory = SubjectCategory.OTHER
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle; `holder` is the reference of a person in the same view, or empty."""

    ref: str
    plate: str
    country: str
    vin: str
    make: str
    colour: str
    holder: str


@dataclass(frozen=True, slots=True)
class Check:
    """One vehicle looked at during one control."""

    ref: str
    at: str
    address: Address
    plate: str
    country: str
    finding: str


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that a municipality was told about an address."""

    ref: str
    received_on: str
    source: str
    code: str
    address: Address


class Registers:
    """All registers of the world, by the name of their file, such as `police.be/personen.csv`.

    Attributes:
        entries: file -> persons in it.
        records: invented id -> (authority id, reference), in the order made.
    """

    def __init__(self, rng: Random) -> None:
        self.entries: dict[str, list[Entry]] = {}
        self.records: dict[str, list[tuple[str, str]]] = {}
        self._rng = rng
        self._taken: set[str] = set()

    def reference(self, prefix: str) -> str:
        """Return a reference that is free; drawn, because a low number would tell who came first."""
        while (ref := f"{prefix}{self._rng.randrange(1_000_000, 10_000_000)}") in self._taken:
            pass
        self._taken.add(ref)
        return ref

    def record(self, id_: str, file: str, prefix: str) -> str:
        """Note for the truth that somebody or a firm is in a file, and return the reference there."""
        ref = self.reference(prefix)
        self.records.setdefault(id_, []).append((file.partition("/")[0], ref))
        return ref

    def enter(
        self,
        file: str,
        prefix: str,
        person: InventedPerson,
        *,
        category: SubjectCategory = SubjectCategory.OTHER,
        facts: Mapping[str, str] = _NO_FACTS,
    ) -> Entry:
        """Enter somebody as they are given here, which may be under another spelling."""
        entry = Entry(self.record(person.id, file, prefix), person, category, facts)
        self.entries.setdefault(file, []).append(entry)
        return entry

    def spelt(self, person: InventedPerson) -> InventedPerson:
        """Return a person as a second register would spell them."""
        return spelt_otherwise(person, self._rng.randrange(100))

    def shuffled(self, file: str) -> list[Entry]:
        """Return the entries of a file in another order than they were made in."""
        entries = self.entries.get(file, [])
        return self._rng.sample(entries, len(entries))
