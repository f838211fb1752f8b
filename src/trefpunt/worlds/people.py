"""The people of the sample Benelux: invented one by one, some with days and names that nobody else has."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from trefpunt.model import Country
from trefpunt.worlds.persons import NATIONAL_SCHEME, InventedPerson, invent_person
from trefpunt.worlds.places import Address, address_in, any_town
from trefpunt.worlds.serials import Serials

# Halves of names that are of no language and of nobody; none is among those of `clients.py`.
_AFAR = (
    ("Dar Kel Lom Mir Rav Sen Tov Zul", "endo ima ashi oru ekka ilo anu"),
    ("Bado Kiro Lanta Mosse Penda Sarvo Tindo", "rell vash kume tassi bor dane wimo"),
)


class People:
    """Invents people, and remembers them by their invented id.

    Attributes:
        made: invented id -> person, in the order invented.
    """

    def __init__(self, rng: Random, serials: Serials) -> None:
        self.made: dict[str, InventedPerson] = {}
        self._rng, self._serials = rng, serials
        self._kept_days: set[date] = set()
        self._kept_families: set[str] = set()

    def keep_back_day(self, day: date) -> None:
        """Give this day to nobody and to nothing from now on."""
        self._kept_days.add(day)

    def keep_back(self, person: InventedPerson) -> None:
        """Let nobody else have this birth date or family name, so that no key of theirs is met by chance."""
        self._kept_days.add(person.born)
        self._kept_families.add(person.family)

    def day(self, first: date, last: date) -> date:
        """Return a day from first to last that is not kept back."""
        span = (last - first).days + 1
        while (day := first + timedelta(days=self._rng.randrange(span))) in self._kept_days:
            pass
        return day

    def invent(
        self, country: Country, *, address: Address | None = None, has_number: bool = True
    ) -> InventedPerson:
        """Invent somebody who lives in a country, at an address of theirs or at this one."""
        person = self._draw(country)
        at = address or address_in(country, self._rng)
        scheme = NATIONAL_SCHEME[country]
        numbers: Mapping[str, str] = {scheme: self._serials.draw(scheme)} if has_number else {}
        person = replace(
            person,
            street=at.street,
            other_street=at.other_street,
            house_number=at.house_number,
            town=at.town,
            birth_place=any_town(person.birth_country, self._rng).name,
            numbers=numbers,
        )
        self.made[person.id] = person
        return person

    def invent_from_afar(self, country: Country) -> InventedPerson:
        """Invent somebody who stays in a country and has neither a name nor a number of it."""
        person = self.invent(country, has_number=False)
        given, family = (
            self._rng.choice(first.split()) + self._rng.choice(second.split()) for first, second in _AFAR
        )
        person = self.made[person.id] = replace(
            person, given=(given,), family=family, particle="", partner="", birth_place=""
        )
        return person

    def with_phone(self, person: InventedPerson) -> InventedPerson:
        """Give somebody a telephone, unless they have one."""
        if not person.phone:
            person = self.made[person.id] = replace(person, phone=self._serials.draw("phone"))
        return person

    def _draw(self, country: Country) -> InventedPerson:
        id_ = f"person-{len(self.made)}"
        while True:
            person = invent_person(id_, country, rng=self._rng)
            if person.born not in self._kept_days and person.family not in self._kept_families:
                return person
