"""Whom and what the police of three countries have on record: people, vehicles, and what controls found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from trefpunt.model import Country, SubjectCategory
from trefpunt.worlds.people import People
from trefpunt.worlds.persons import InventedPerson, with_partner_name
from trefpunt.worlds.places import address_in
from trefpunt.worlds.registers import Check, Entry, Registers, Vehicle
from trefpunt.worlds.serials import Serials

PERSONS: Mapping[Country, tuple[str, str]] = {
    Country.BE: ("police.be/personen.csv", "BE-F"),
    Country.NL: ("police.nl/personen-en-voertuigen.ftm.json", "PL-P"),
    Country.LU: ("police.lu/personnes.csv", "LU-D"),
}
"""The file of persons of each police, and how its references begin."""

_VEHICLES = {Country.BE: "BE-V", Country.NL: "PL-V", Country.LU: "LU-V"}
_CONTROLS = {Country.BE: "BE-K", Country.NL: "PL-K", Country.LU: "LU-K"}
_CATEGORIES = (
    *[SubjectCategory.SUSPECT] * 15,
    *[SubjectCategory.CONVICTED] * 2,
    *[SubjectCategory.VICTIM] * 2,
    SubjectCategory.WITNESS,
)
# Records of each police: one for so many firms, and so many at least.
_ONE_FOR = {Country.BE: (16, 150), Country.NL: (16, 150), Country.LU: (100, 80)}
# Of the smaller register, one in so many records is of somebody whom the other police know too.
_SHARED = ((Country.BE, Country.NL, 12), (Country.BE, Country.LU, 10), (Country.NL, Country.LU, 16))
_WITH_PHONE, _WITH_VEHICLE, _DIRECTORS = 0.4, 0.25, 0.05
_MAKES = ["Vidrano", "Oltera", "Kestrel", "Brumaire", "Zwaan", "Sturmvogel"]
_COLOURS = ("black", "white", "grey", "blue", "red")
_FINDINGS = ("none", "none", "none", "documents", "load", "driving_times")
_FIRST_CONTROL = datetime(2026, 9, 1, 6)  # noqa: DTZ001  local time, as in the notebook


@dataclass(frozen=True, slots=True)
class PoliceRecords:
    """What one police has, besides its file of persons."""

    vehicles: tuple[Vehicle, ...]
    checks: tuple[Check, ...]


class PoliceOffice:
    """Fills the registers of the police."""

    def __init__(self, rng: Random, people: People, registers: Registers, serials: Serials) -> None:
        self._rng, self._people, self._registers, self._serials = rng, people, registers, serials

    def invent_wanted(self) -> InventedPerson:
        """Invent the suspect of the story: Dutch, on record in Belgium alone, under another surname."""
        while True:
            person = self._people.invent(Country.NL)
            spelt = with_partner_name(person)
            if person.particle and spelt != person:
                self._people.keep_back(person)
                file, prefix = PERSONS[Country.BE]
                spelt = replace(spelt, numbers={})
                self._registers.enter(file, prefix, spelt, category=SubjectCategory.SUSPECT)
                return person

    def fill(self, firms: int, directors: Sequence[str]) -> None:
        """Put people on record with two police, then with one, some directors of firms among them."""
        sizes = {country: max(least, firms // one_for) for country, (one_for, least) in _ONE_FOR.items()}
        for first, second, one_in in _SHARED:
            for nth in range(min(sizes[first], sizes[second]) // one_in):
                self._share(first, second, has_number=nth % 2 == 1)
        for country, size in sizes.items():
            file, prefix = PERSONS[country]
            while len(self._registers.entries.get(file, ())) < size:
                person, category = self._someone(country, directors), self._rng.choice(_CATEGORIES)
                self._registers.enter(file, prefix, person, category=category)

    def records(self, country: Country) -> PoliceRecords:
        """Return vehicles of people on record, and the checks of a month of controls."""
        file, _ = PERSONS[country]
        known = [
            self._vehicle(country, entry)
            for entry in self._registers.entries[file]
            if self._rng.random() < _WITH_VEHICLE
        ]
        checks = tuple(
            self._check(country, self._rng.choice(known) if known and self._rng.random() < 0.1 else None)
            for _ in range(len(self._registers.entries[file]) // 2)
        )
        vehicles = self._rng.sample(known, len(known))
        return PoliceRecords(tuple(vehicles), tuple(sorted(checks, key=lambda check: (check.at, check.ref))))

    def plate(self, country: Country) -> str:
        """Return a plate that was never issued."""
        rng = self._rng
        if country is Country.NL:
            # No plate of the Netherlands has a Q, and none has had a vowel since 1978.
            return f"Q{rng.choice('AEIOU')}-{rng.randrange(1000):03}-{rng.choice('AEIOU')}"
        if country is Country.LU:
            # Luxembourg leaves out the letters I and O.
            return f"{rng.choice('IO')}{rng.choice('BDFGHKLMN')} {rng.randrange(10_000):04}"
        return self._serials.draw("plate")

    def _share(self, first: Country, second: Country, *, has_number: bool) -> None:
        """Put somebody on record with two police; the second spells them otherwise, mostly without number."""
        person, category = self._someone(first, ()), self._rng.choice(_CATEGORIES)
        spelt = self._registers.spelt(person)
        self._registers.enter(*PERSONS[first], person, category=category)
        self._registers.enter(
            *PERSONS[second], spelt if has_number else replace(spelt, numbers={}), category=category
        )

    def _someone(self, country: Country, directors: Sequence[str]) -> InventedPerson:
        if directors and self._rng.random() < _DIRECTORS:
            chosen = self._people.made[self._rng.choice(directors)]
            if chosen.country is country and chosen.id not in self._registers.records:
                return chosen
        person = self._people.invent(country)
        return self._people.with_phone(person) if self._rng.random() < _WITH_PHONE else person

    def _vehicle(self, country: Country, holder: Entry) -> Vehicle:
        of = holder.person.country
        return Vehicle(
            ref=self._registers.reference(_VEHICLES[country]),
            plate=self.plate(of),
            country=of.value,
            vin=self._serials.draw("vin"),
            make=self._rng.choice(_MAKES),
            colour=self._rng.choice(_COLOURS),
            holder=holder.ref,
        )

    def _check(self, country: Country, vehicle: Vehicle | None) -> Check:
        of = self._rng.choice(tuple(Country))
        at = _FIRST_CONTROL + timedelta(seconds=self._rng.randrange(30 * 86_400))
        return Check(
            ref=self._registers.reference(_CONTROLS[country]),
            at=at.isoformat(" "),
            address=address_in(country, self._rng),
            plate=vehicle.plate if vehicle else self.plate(of),
            country=vehicle.country if vehicle else of.value,
            finding=self._rng.choice(_FINDINGS),
        )
