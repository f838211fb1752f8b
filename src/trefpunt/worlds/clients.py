"""Clients of a care organisation: invented apart, with names, birthplaces and days that nobody else has.

Whoever is here is in no other view, and not in the truth that is written down. There is no address among what
is known of them: a shelter has none in any file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from trefpunt.model import Identifier, Schema, Subject, SubjectCategory
from trefpunt.worlds.serials import Serials

# None of these halves is used for anybody else; together they make names of no language.
_GIVEN = ("Ysol Aelv Oriq Uvem Ekhi Ilzu Omre Zephi", "anya ette imra oula irène essa undi ara")
_FAMILY = (
    "Qorva Zelim Thuva Jaxel Nyrva Vexo Urqua Ghelo",
    "shenko ndari lovique mbassou rukhé vandé ztan dirova",
)
_BORN_AT = ("Qasri Velthu Ombre Ixo Jhara Tzeve", "mondé via zkara lund poura stane")
_SPOKEN = ("fr", "en", "ar", "pt", "ro", "vi")
_BORN_FIRST, _BORN_LAST = date(1988, 1, 13), date(2008, 12, 28)
_CAME_FIRST = date(2026, 7, 1)


@dataclass(frozen=True, slots=True)
class Client:
    """One client, as the care organisation has them."""

    id: str
    gender: str
    given: str
    family: str
    born: date
    birth_place: str
    phone: str
    language: str
    came_on: date
    numbers: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Client({self.id!r})"


def invent_clients(count: int, *, rng: Random, serials: Serials) -> list[Client]:
    """Invent clients of whom no two share a given name with a family name, a birth date or a number."""
    made: list[Client] = []
    seen: set[object] = set()
    while len(made) < count:
        names, born = (_word(_GIVEN, rng), _word(_FAMILY, rng)), _birth(rng)
        if names in seen or born in seen:
            continue
        seen |= {names, born}
        made.append(
            Client(
                id=f"client-{len(made)}",
                gender=rng.choice(("female", "female", "male")),
                given=names[0],
                family=names[1],
                born=born,
                birth_place=_word(_BORN_AT, rng),
                phone=serials.draw("phone"),
                language=rng.choice(_SPOKEN),
                came_on=_CAME_FIRST + timedelta(days=rng.randrange(130)),
                numbers={"be.bis": serials.draw("be.bis")},
            )
        )
    return made


def client_as_subject(client: Client) -> Subject:
    """Return a client as their care worker would describe them."""
    properties = {
        "firstName": (client.given,),
        "lastName": (client.family,),
        "gender": (client.gender,),
        "birthDate": (client.born.isoformat(),),
        "birthPlace": (client.birth_place,),
        "phone": (client.phone,),
    }
    numbers = tuple(Identifier(scheme, value, "BE") for scheme, value in client.numbers.items())
    return Subject(client.id, Schema.PERSON, SubjectCategory.VICTIM, properties, numbers, is_synthetic=True)


def _word(halves: tuple[str, str], rng: Random) -> str:
    return rng.choice(halves[0].split()) + rng.choice(halves[1].split())


def _birth(rng: Random) -> date:
    """Return a day after the twelfth: with day and month exchanged it is no other day."""
    span = (_BORN_LAST - _BORN_FIRST).days
    while (day := _BORN_FIRST + timedelta(days=rng.randrange(span))).day <= 12:
        pass
    return day
