"""Invented people, and the ways in which two registers write one of them down."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from trefpunt.model import Country, Identifier, Schema, Subject, SubjectCategory
from trefpunt.worlds.names import SPOKEN, Language, Town, family_name, given_names, particle, street, town

Numbers = Callable[[str, int], str]
"""Gives the n-th synthetic number of a scheme: one that passes its check and can be nobody's."""

NATIONAL_SCHEME: Mapping[Country, str] = {
    Country.BE: "be.rrn",
    Country.NL: "nl.bsn",
    Country.LU: "lu.matricule",
}
_FIRST_BIRTH, _LAST_BIRTH = date(1946, 1, 2), date(2006, 12, 31)


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """One invented person as they are, before any register has them.

    Attributes:
        partner: family name of a partner, used by some registers, or empty.
        numbers: scheme -> synthetic number.
        other_street: the street's name in the second language of the town, or empty.
        phone: synthetic telephone number, or empty.
    """

    id: str
    language: Language
    country: Country
    gender: str
    given: tuple[str, ...]
    particle: str
    family: str
    partner: str
    born: date
    birth_place: str
    birth_country: Country
    street: str
    house_number: str
    town: Town
    numbers: Mapping[str, str] = field(default_factory=dict)
    other_street: str = ""
    phone: str = ""

    @property
    def surname(self) -> str:
        """Family name with its particle."""
        return f"{self.particle} {self.family}".strip()

    def __repr__(self) -> str:
        return f"InventedPerson({self.id!r})"


def invent_person(id_: str, country: Country, *, rng: Random, number: str = "") -> InventedPerson:
    """Invent a person who lives in a country; `number` is the national one, if any."""
    language, gender = rng.choice(SPOKEN[country]), rng.choice(("female", "male"))
    birth_country = rng.choice((country, country, country, *Country))
    days = (_LAST_BIRTH - _FIRST_BIRTH).days
    return InventedPerson(
        id=id_,
        language=language,
        country=country,
        gender=gender,
        given=given_names(language, gender, rng),
        particle=particle(language, rng),
        family=family_name(language, rng),
        partner=family_name(language, rng) if rng.random() < 0.3 else "",
        born=_FIRST_BIRTH + timedelta(days=rng.randrange(days)),
        birth_place=town(birth_country, rng).name,
        birth_country=birth_country,
        street=street(language, rng),
        house_number=str(rng.randrange(1, 180)) + rng.choice(("", "", "", "A", "B")),
        town=town(country, rng),
        numbers={NATIONAL_SCHEME[country]: number} if number else {},
    )


def people(count: int, *, rng: Random) -> list[Subject]:
    """Invent people of the three countries as subjects, without numbers; all are marked synthetic."""
    countries = tuple(Country)
    invented = (invent_person(f"invented-{n}", rng.choice(countries), rng=rng) for n in range(count))
    return [as_subject(person) for person in invented]


def as_subject(person: InventedPerson, *, category: SubjectCategory = SubjectCategory.OTHER) -> Subject:
    """Return a person as an officer would describe them who knows everything."""
    properties = {
        "firstName": (" ".join(person.given),),
        "lastName": (person.surname,),
        "gender": (person.gender,),
        "birthDate": (person.born.isoformat(),),
        "birthPlace": (person.birth_place,),
        "birthCountry": (person.birth_country.value,),
        "country": (person.country.value,),
        "address": (person.street,),
        "houseNumber": (person.house_number,),
        "postalCode": (person.town.postcode.replace(" ", ""),),
        "city": (person.town.name,),
    }
    if person.phone:
        properties["phone"] = (person.phone,)
    numbers = tuple(Identifier(name, value, name[:2].upper()) for name, value in person.numbers.items())
    return Subject(person.id, Schema.PERSON, category, properties, numbers, is_synthetic=True)


def with_partner_name(person: InventedPerson) -> InventedPerson:
    """Write a partner's name behind the own one, as Dutch registers do."""
    return replace(person, family=f"{person.family}-{person.partner}") if person.partner else person


def without_umlauts(person: InventedPerson) -> InventedPerson:
    """Write ue for ü, as a machine without umlauts does."""
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
    return _spelt(person, lambda text: text.translate(table))


def without_accents(person: InventedPerson) -> InventedPerson:
    """Write plain letters only."""
    return _spelt(person, _plain)


def with_y(person: InventedPerson) -> InventedPerson:
    """Write y for ij."""
    return _spelt(person, lambda text: text.replace("ij", "y").replace("IJ", "Y"))


def without_particle(person: InventedPerson) -> InventedPerson:
    """Leave out what stands before the family name."""
    return replace(person, particle="")


def with_one_given_name(person: InventedPerson) -> InventedPerson:
    """Keep the first given name."""
    return replace(person, given=person.given[:1])


SPELLINGS: tuple[Callable[[InventedPerson], InventedPerson], ...] = (
    with_partner_name,
    without_umlauts,
    without_accents,
    with_y,
    without_particle,
    with_one_given_name,
)
"""Every way in which a second register may spell an invented person."""


def _spelt(person: InventedPerson, write: Callable[[str], str]) -> InventedPerson:
    given = tuple(write(name) for name in person.given)
    return replace(person, given=given, family=write(person.family), partner=write(person.partner))


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
