"""Invented names in Dutch, French and German/Luxembourgish spelling, and invented towns.

Family names are put together from two halves that no register would; given names are common ones and name
nobody by themselves. Towns are invented, with postcodes of the right form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from trefpunt.model import Country


class Language(StrEnum):
    """In whose spelling a name is."""

    NL = "nl"
    FR = "fr"
    DE = "de"


@dataclass(frozen=True, slots=True)
class Town:
    """An invented town, with its name in the other language of the country where it has one."""

    name: str
    other_name: str
    country: Country
    postcode: str


SPOKEN: Mapping[Country, tuple[Language, ...]] = {
    Country.BE: (Language.NL, Language.NL, Language.FR, Language.FR, Language.DE),
    Country.NL: (Language.NL,),
    Country.LU: (Language.DE, Language.DE, Language.FR),
}
TOWNS = (
    # The port city and the border town of the story, then others.
    Town("Schelderede", "Port-Escaldais", Country.BE, "2099"),
    Town("Grensbeke", "Grensbeke", Country.BE, "9199"),
    Town("Valbrume", "Neveldal", Country.BE, "4199"),
    Town("Hautepierre-sur-Ourle", "Hautepierre-sur-Ourle", Country.BE, "6699"),
    Town("Neuwaldbrück", "Pont-Neuf-la-Forêt", Country.BE, "4799"),
    Town("Zandgrave", "Zandgrave", Country.NL, "4599 ZG"),
    Town("Oosterlinge", "Oosterlinge", Country.NL, "7999 XD"),
    Town("Vlierhaven", "Vlierhaven", Country.NL, "3299 VH"),
    Town("Moerkapelle aan Zee", "Moerkapelle aan Zee", Country.NL, "4399 MZ"),
    Town("Uelzbréck", "Pont-Uelz", Country.LU, "4399"),
    Town("Steewiller", "Steinweiler", Country.LU, "8599"),
    Town("Nidderfeelen", "Feelen-le-Bas", Country.LU, "9199"),
)
_HALVES = {
    Language.NL: (
        "Blauw Donder Haver Herfst IJs Koper Kraan Linde Molen Nacht Pauwel Regen "
        "Slaap Spiegel Tarwe Vlier Wijn Winter Zilver Zwaluw Hooi Kievit Leeuwe Merel",
        "berk donk gaard huizen ijk kamp meul stra veen "
        "vlught winkel zande horst brugge dijck mans hoed klaver",
    ),
    Language.FR: (
        "Beau Clair Dame Font Grand Haute Lune Mont Neige "
        "Noir Pré Roche Sauve Val Vert Aigre Bruyère Château",
        "bois champ court fontaine lierre mesnil perche pluie rivage sèche source étang âtre vigne gîte",
    ),
    Language.DE: (
        "Birken Eis Feld Grün Hügel Königs Mühl Nebel "
        "Rüben Schön Silber Stein Wäld Zwölf Löffel Kessel Distel",
        "bach brück dörfer hauser jäger meyer rath schmitt thal wächter weiler zinger schütz born kötter",
    ),
}
_GIVEN = {
    (Language.NL, "male"): (
        "Abel Bram Cas Daan Daniël Floris Gijs Hidde Jelle Joost "
        "Koen Lars Matthijs Niek Ruben Sjoerd Teun Thijs Wouter Ward"
    ),
    (Language.NL, "female"): (
        "Anouk Britt Carlijn Dorien Elke Fenna Femke Hanneke Ilse Jette "
        "Katrijn Lieke Maaike Noor Renée Saskia Tess Veerle Wietske Zoë"
    ),
    (Language.FR, "male"): (
        "Adrien Baptiste Benoît Cédric Étienne Fabien Gaël Hugo Jérôme Loïc "
        "Lucien Maël Noé Rémi Sébastien Théo Timothée Valère Xavier Yves"
    ),
    (Language.FR, "female"): (
        "Adèle Anaïs Céline Chloé Delphine Élise Fanny Gaëlle Hélène Inès "
        "Jeanne Léa Maïté Mélanie Noémie Océane Perrine Solène Thérèse Zélie"
    ),
    (Language.DE, "male"): (
        "Anton Björn Claude Dieter Emil Felix Günther Jörg Jürgen Klaus "
        "Leander Marcel Nikolas Otto Pit Ralf Rüdiger Sören Tom Uwe"
    ),
    (Language.DE, "female"): (
        "Anke Bärbel Christiane Dörte Edith Frauke Greta Heike Ingrid Jutta "
        "Käthe Lena Margot Nadine Petra Renate Silke Ulrike Viktoria Yvonne"
    ),
}
_PARTICLES = {
    Language.NL: ("", "", "", "van", "van de", "van der", "van den", "de", "ter", "op 't"),
    Language.FR: ("", "", "", "", "de", "du"),
    Language.DE: ("", "", "", "", "", "", "von", "zu"),
}
_STREETS = {
    Language.NL: "Populierenstraat Ankerkade Veerpad Klokkenlaan Molenweg Ezelsdijk Sterrenplein Wolkenhof",
    Language.FR: "rue-des-Nuages quai-du-Phare rue-du-Moulin-Bleu place-des-Hiboux chemin-du-Gué",
    Language.DE: "Wolkengasse Mühlenweg Am-Leuchtturm Eulenplatz Birkenallee Furtstraße",
}


def family_name(language: Language, rng: Random) -> str:
    """Return an invented family name."""
    first, second = _HALVES[language]
    return rng.choice(first.split()) + rng.choice(second.split())


def given_names(language: Language, gender: str, rng: Random) -> tuple[str, ...]:
    """Return one to three given names, each once."""
    return tuple(rng.sample(_GIVEN[language, gender].split(), rng.choice((1, 1, 2, 2, 3))))


def particle(language: Language, rng: Random) -> str:
    """Return what stands before a family name; mostly nothing."""
    return rng.choice(_PARTICLES[language])


def street(language: Language, rng: Random) -> str:
    """Return an invented street."""
    return rng.choice(_STREETS[language].split()).replace("-", " ")


def town(country: Country, rng: Random) -> Town:
    """Return an invented town of a country."""
    return rng.choice([one for one in TOWNS if one.country is country])
