"""The firms of the sample Benelux with name, address and numbers, and the people who direct them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from trefpunt.model import Country
from trefpunt.worlds.economy import COUNTRIES, SECTORS, Economy
from trefpunt.worlds.firms import VAT, InventedFirm, invent_firm
from trefpunt.worlds.names import Language
from trefpunt.worlds.people import People
from trefpunt.worlds.places import address_in_region
from trefpunt.worlds.schemes import Plot
from trefpunt.worlds.serials import Serials
from trefpunt.worlds.trade import YEAR

# What a firm of each sector calls its trade, in Dutch, French and German.
_TRADES: Mapping[str, Mapping[Language, str]] = {
    sector: dict(zip((Language.NL, Language.FR, Language.DE), line.split("|"), strict=True))
    for sector, line in zip(
        SECTORS,
        (
            "Tuinbouw Kwekerij|Maraîchers Cultures|Gartenbau Agrar",
            "Voeding Bakkerij|Primeurs Conserves|Feinkost Mühlen",
            "Chemie Verf|Chimie Couleurs|Chemie Farben",
            "Metaal Staal|Métaux Acier|Metall Stahl",
            "Bouw Dakwerken|Construction Toitures|Bau Dach",
            "Groothandel Import|Négoce Import|Großhandel Handel",
            "Winkels Markt|Magasins Boutique|Markt Laden",
            "Transport Logistiek|Transports Logistique|Transport Logistik",
            "Horeca Catering|Traiteur Auberges|Gastro Küche",
            "Telecom Netwerken|Télécom Réseaux|Telekom Netze",
            "Schoonmaak Onderhoud|Nettoyage Entretien|Reinigung Dienste",
        ),
        strict=True,
    )
}
_SERIES = {Country.BE: "be.kbo", Country.NL: "nl.rsin", Country.LU: "lu.rcs"}
_FOUNDED = (date(1995, 1, 2), date(YEAR, 3, 31))
_YOUNG_DAYS = (60, 180)
_FROM_ABROAD, _SECOND_DIRECTOR, _BUSY = 0.05, 0.25, 0.15


@dataclass(frozen=True, slots=True)
class Mandate:
    """One person directs one firm, by its number, since a day."""

    person: str
    firm: int
    since: date


@dataclass(frozen=True, slots=True)
class Enterprises:
    """The firms within the three countries, in the order of the economy.

    Attributes:
        vat: the VAT number of each firm, and behind them of the partners outside.
    """

    firms: tuple[InventedFirm, ...]
    vat: tuple[str, ...]
    mandates: tuple[Mandate, ...]

    def of(self, country: Country) -> list[int]:
        """Return the numbers of the firms of a country."""
        return [number for number, firm in enumerate(self.firms) if firm.country is country]


def invent_enterprises(
    economy: Economy, plots: Sequence[Plot], *, rng: Random, serials: Serials, people: People
) -> Enterprises:
    """Invent every firm and its directors; plots change when some were founded and where some sit."""
    firms = [_firm(economy, number, rng, serials, people) for number in range(economy.firms)]
    for plot in plots:
        _shape(plot, firms, rng, people)
    # No state has the code XX: a number that begins with it can be nobody's.
    outside = [f"XX{999_000_000 + rng.randrange(100_000) * 10 + n % 10}" for n in range(economy.outsiders)]
    vat = [firm.numbers[VAT[firm.country]] for firm in firms] + outside
    return Enterprises(tuple(firms), tuple(vat), tuple(_mandates(firms, rng, people)))


def _firm(economy: Economy, number: int, rng: Random, serials: Serials, people: People) -> InventedFirm:
    country = COUNTRIES[economy.country[number]]
    numbers = serials.of_one_firm(_SERIES[country])
    sector = SECTORS[economy.sector[number]]
    words = _TRADES[sector]
    firm = invent_firm(f"firm-{number}", country, 0, numbers=numbers, rng=rng, words=words)
    at = address_in_region(int(economy.region[number]), rng)
    return replace(
        firm,
        founded_on=people.day(*_FOUNDED),
        street=at.street,
        house_number=at.house_number,
        town=at.town,
        sector=sector,
    )


def _shape(plot: Plot, firms: list[InventedFirm], rng: Random, people: People) -> None:
    for number in sorted(plot.young):
        began = date(YEAR, plot.first_month + 1, 1)
        first, last = (began - timedelta(days=days) for days in reversed(_YOUNG_DAYS))
        firms[number] = replace(firms[number], founded_on=people.day(first, last))
    lead, *others = (number for number in plot.firms if number < len(firms))
    for number in others:
        if plot.kind == "domiciliation":
            at = firms[lead]
            firms[number] = replace(
                firms[number], street=at.street, house_number=at.house_number, town=at.town
            )
        if plot.kind == "cash_pooling":
            own_word = firms[number].name.split()[-1]
            firms[number] = replace(firms[number], name=f"{firms[lead].name.split()[0]} {own_word}")


def _mandates(firms: Sequence[InventedFirm], rng: Random, people: People) -> list[Mandate]:
    """Give every firm a director or two; a few people direct many firms."""
    made: list[Mandate] = []
    held: dict[Country, list[str]] = {country: [] for country in Country}
    for number, firm in enumerate(firms):
        directors: list[str] = []
        for _ in range(1 + (rng.random() < _SECOND_DIRECTOR)):
            country = rng.choice(COUNTRIES) if rng.random() < _FROM_ABROAD else firm.country
            busy = bool(held[country]) and rng.random() < _BUSY
            person = rng.choice(held[country]) if busy else people.invent(country).id
            if person not in directors:
                directors.append(person)
                held[country].append(person)
        made += [Mandate(person, number, firm.founded_on) for person in directors]
    return made
