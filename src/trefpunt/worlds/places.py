"""Invented towns in regions, streets with a name in each language, and addresses in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from trefpunt.model import Country
from trefpunt.worlds.names import Language, Town

REGIONS: tuple[Country, ...] = (*[Country.BE] * 3, *[Country.NL] * 4, Country.LU)
"""The country of each region; towns and firms name a region by its place in this list."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town with its region and the language of its street names."""

    town: Town
    region: int
    language: Language


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives or a firm sits; `other_street` is the street in the second language, if any."""

    street: str
    other_street: str
    house_number: str
    town: Town


def _places() -> tuple[Place, ...]:
    found = []
    for line in _TOWNS.strip().splitlines():
        region, language, postcode, name, other = (part.strip() for part in line.split("|"))
        town = Town(name, other or name, REGIONS[int(region)], postcode)
        found.append(Place(town, int(region), Language(language)))
    return tuple(found)


# The port city and the border town of the story stand first in their regions, then the Dutch border
# municipality, then the commune of Luxembourg. Postcodes have the right form.
_TOWNS = """
0 | nl | 2099    | Scheldehaven           | Port-sur-Escale
0 | nl | 9199    | Grensbeke              |
0 | nl | 3999    | Klaverdonk             |
1 | fr | 1299    | Clairlierre            | Klaarlier
1 | nl | 1399    | Boskapelle-Zuid        | Chapelle-Bois-Sud
2 | fr | 4199    | Valbrume               | Neveldal
2 | fr | 6699    | Hautepierre-sur-Ourle  |
2 | de | 4799    | Neuwaldbrück           | Pont-Neuf-la-Forêt
3 | nl | 6399 GM | Grensdorp aan de Maas  |
3 | nl | 6299 LW | Lindelowaard           |
4 | nl | 4599 ZG | Zandgrave              |
4 | nl | 4399 MZ | Moerkapelle aan Zee    |
5 | nl | 3299 VH | Vlierhaven             |
5 | nl | 2199 NS | Nieuw-Sterrendam       |
6 | nl | 7999 XD | Oosterlinge            |
6 | nl | 8199 HD | Hoogveenderdam         |
7 | de | 4399    | Uelzbréck              | Pont-Uelz
7 | de | 8599    | Steewiller             | Steinweiler
7 | fr | 9199    | Nidderfeelen           | Feelen-le-Bas
"""
PLACES = _places()
_BY_REGION: Mapping[int, tuple[Place, ...]] = {
    region: tuple(place for place in PLACES if place.region == region) for region in range(len(REGIONS))
}
_BY_COUNTRY: Mapping[Country, tuple[Place, ...]] = {
    country: tuple(place for place in PLACES if place.town.country is country) for country in Country
}
# A street in Dutch, French and German: in Belgium a register may have either of two.
_STREETS = tuple(
    dict(zip((Language.NL, Language.FR, Language.DE), line.split("|"), strict=True))
    for line in (
        "Populierenstraat|rue des Peupliers-Gris|Pappelgasse",
        "Ankerkade|quai des Ancres|Ankerkai",
        "Veerpad|sentier du Passeur|Fährpfad",
        "Klokkenlaan|avenue des Cloches|Glockenallee",
        "Molenweg|chemin du Moulin-Bleu|Mühlenweg",
        "Ezelsdijk|digue aux Ânes|Eselsdamm",
        "Sterrenplein|place des Étoiles|Sternenplatz",
        "Wolkenhof|cour des Nuages|Wolkenhof",
        "Uilenstraat|rue des Hiboux|Eulenstraße",
        "Vuurtorenkaai|quai du Phare|Leuchtturmkai",
        "Voordeweg|chemin du Gué|Furtweg",
        "Kraaiennest|clos des Corneilles|Krähennest",
        "Zoutsteeg|ruelle au Sel|Salzgasse",
        "Touwbaan|rue de la Corderie|Seilerbahn",
        "Bijenkorflaan|avenue de la Ruche|Bienenkorballee",
        "Distelveld|champ des Chardons|Distelfeld",
    )
)
_SECOND = {Language.NL: Language.FR, Language.FR: Language.NL, Language.DE: Language.FR}


def town(name: str) -> Town:
    """Return a town by its name."""
    return next(place.town for place in PLACES if place.town.name == name)


def any_town(country: Country, rng: Random) -> Town:
    """Return a town of a country."""
    return rng.choice(_BY_COUNTRY[country]).town


def address_in(country: Country, rng: Random) -> Address:
    """Return an address anywhere in a country."""
    return _address(rng.choice(_BY_COUNTRY[country]), rng)


def address_in_region(region: int, rng: Random) -> Address:
    """Return an address in a region."""
    return _address(rng.choice(_BY_REGION[region]), rng)


def address_in_town(wanted: Town, rng: Random) -> Address:
    """Return an address in a town."""
    return _address(next(place for place in PLACES if place.town == wanted), rng)


def _address(place: Place, rng: Random) -> Address:
    street, second = rng.choice(_STREETS), _SECOND[place.language]
    is_bilingual = place.town.country is not Country.NL
    return Address(
        street=street[place.language],
        other_street=street[second] if is_bilingual else "",
        house_number=str(rng.randrange(1, 180)) + rng.choice(("", "", "", "A", "B")),
        town=place.town,
    )
