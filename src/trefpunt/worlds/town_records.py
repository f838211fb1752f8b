"""Whom two municipalities and the Belgian register of integrity investigations have on record.

A city has forty applicants for a permit. One of them was refused by another Belgian municipality, which the
register knows; three live in the Netherlands and were refused there, which no one in Belgium may look up.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from trefpunt.model import Country, SubjectCategory
from trefpunt.worlds.names import Town
from trefpunt.worlds.people import People
from trefpunt.worlds.persons import InventedPerson
from trefpunt.worlds.places import PLACES, Address, address_in_town, town
from trefpunt.worlds.registers import Entry, Registers, Signal

CITY, MUNICIPALITY = town("Scheldehaven"), town("Grensdorp aan de Maas")
CITY_APPLICANTS, CITY_RESIDENTS = ("city.be/aanvragen.csv", "SH-A"), ("city.be/bevolking.csv", "SH-B")
MUNI_APPLICANTS, MUNI_RESIDENTS = ("muni.nl/aanvragen.csv", "GM-A"), ("muni.nl/brp.csv", "GM-B")
MUNI_REFUSED, REGISTER = ("muni.nl/geweigerd.csv", "GM-W"), ("integrity.be/beslissingen.csv", "CRI-")
_APPLICANTS, _FROM_NL, _REFUSED_THERE = 40, 5, 3
_REFUSALS, _DECISIONS = 12, 60
_RESIDENTS, _SIGNALS = (20, 200), 30
_KINDS = ("horeca", "nachtwinkel", "autoverhuur", "belwinkel", "kamerverhuur")
_MEASURES = ("weigering", "weigering", "schorsing", "intrekking", "sluiting")
_SOURCES = ("inspectie", "bewoner", "vergunningendossier", "energiebedrijf")
_CODES = ("HOR1", "HOR2", "CAR1", "CAR4", "RUR1", "PAR1", "PAR3", "CSH2", "VGD2", "RES1")
_MANY_AT_ONE_ADDRESS = "RES1"
_YEAR_BEGAN = date(2026, 1, 5)


class TownHall:
    """Fills the registers of the municipalities and of the integrity office."""

    def __init__(self, rng: Random, people: People, registers: Registers) -> None:
        self._rng, self._people, self._registers = rng, people, registers

    def invent_applicants(self) -> tuple[InventedPerson, ...]:
        """Enter the applicants of the city in a random order; nobody else has a birth date of theirs."""
        applicants = [self._live_in(CITY) for _ in range(_APPLICANTS - _FROM_NL)]
        applicants += [self._people.invent(Country.NL) for _ in range(_FROM_NL)]
        for person in applicants:
            self._people.keep_back(person)
        mixed = self._rng.sample(applicants, len(applicants))
        for person in mixed:
            # A Belgian city has no BSN of somebody who lives in the Netherlands.
            own = person if person.country is Country.BE else replace(person, numbers={})
            self._apply(CITY_APPLICANTS, own)
        return tuple(mixed)

    def register(self, applicants: tuple[InventedPerson, ...]) -> tuple[InventedPerson, str]:
        """Fill the register of decisions; return the one applicant in it, and the decision about them."""
        chosen = next(person for person in applicants if person.country is Country.BE)
        decision = self._decide(self._registers.spelt(chosen), by=self._other_town())
        for _ in range(_DECISIONS):
            person = self._people.invent(Country.BE)
            self._decide(person, by=self._rng.choice((CITY.name, self._other_town())))
        return chosen, decision.ref

    def refuse_abroad(self, applicants: tuple[InventedPerson, ...]) -> tuple[InventedPerson, ...]:
        """Fill the Dutch municipality's own list of refusals; return the applicants of the city in it."""
        chosen = [person for person in applicants if person.country is Country.NL][:_REFUSED_THERE]
        others = [self._people.invent(Country.NL) for _ in range(_REFUSALS - len(chosen))]
        for person in self._rng.sample([*chosen, *others], _REFUSALS):
            facts = {"on": self._past_day(), "kind": self._rng.choice(_KINDS), "measure": "geweigerd"}
            self._registers.enter(*MUNI_REFUSED, person, category=SubjectCategory.APPLICANT, facts=facts)
        return tuple(chosen)

    def apply_in_the_netherlands(self) -> None:
        """Enter the applicants of the Dutch municipality."""
        for _ in range(_APPLICANTS):
            self._apply(MUNI_APPLICANTS, self._live_in(MUNICIPALITY))

    def house(self, workers: int) -> Address:
        """Register seasonal workers at one address of the Dutch municipality, and return it."""
        address = address_in_town(MUNICIPALITY, self._rng)
        for _ in range(workers):
            self._reside(MUNI_RESIDENTS, self._people.invent(Country.NL, address=address))
        return address

    def fill_population(self, firms: int, unknown: frozenset[str]) -> None:
        """Enter people who live in the two towns, known elsewhere or not, but for those in `unknown`."""
        one_for, least = _RESIDENTS
        size = max(least, firms // one_for)
        for register, place in ((CITY_RESIDENTS, CITY), (MUNI_RESIDENTS, MUNICIPALITY)):
            there = [
                person
                for person in self._people.made.values()
                if person.town == place and person.id not in unknown and self._rng.random() < 0.5
            ]
            held = len(self._registers.entries.get(register[0], ()))
            there = there[: size - held]
            there += [self._live_in(place) for _ in range(size - held - len(there))]
            for person in there:
                self._reside(register, person)

    def signals(self, prefix: str, home: Town, housing: tuple[Address, ...] = ()) -> tuple[Signal, ...]:
        """Return what a municipality was told, among it of many people at each of these addresses."""
        about = [(address, _MANY_AT_ONE_ADDRESS) for address in housing]
        while len(about) < _SIGNALS:
            about.append((address_in_town(home, self._rng), self._rng.choice(_CODES)))
        return tuple(
            Signal(
                ref=self._registers.reference(prefix),
                received_on=self._past_day(),
                source=self._rng.choice(_SOURCES),
                code=code,
                address=address,
            )
            for address, code in self._rng.sample(about, len(about))
        )

    def _live_in(self, home: Town) -> InventedPerson:
        return self._people.invent(home.country, address=address_in_town(home, self._rng))

    def _apply(self, register: tuple[str, str], person: InventedPerson) -> None:
        facts = {"on": self._past_day(), "kind": self._rng.choice(_KINDS)}
        self._registers.enter(*register, person, category=SubjectCategory.APPLICANT, facts=facts)

    def _decide(self, person: InventedPerson, *, by: str) -> Entry:
        facts = {"on": self._past_day(), "kind": self._rng.choice(_KINDS), "by": by}
        facts["measure"] = self._rng.choice(_MEASURES)
        return self._registers.enter(*REGISTER, person, category=SubjectCategory.APPLICANT, facts=facts)

    def _reside(self, register: tuple[str, str], person: InventedPerson) -> None:
        since = self._people.day(person.born, date(2026, 10, 30))
        self._registers.enter(*register, person, facts={"on": since.isoformat()})

    def _other_town(self) -> str:
        belgian = [place.town for place in PLACES if place.town.country is Country.BE and place.town != CITY]
        return self._rng.choice(belgian).name

    def _past_day(self) -> str:
        return (_YEAR_BEGAN + timedelta(days=self._rng.randrange(310))).isoformat()
