"""Invented firms of the three countries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from trefpunt.model import Country
from trefpunt.worlds.names import SPOKEN, Language, Town, family_name, street, town
from trefpunt.worlds.persons import Numbers

TRADES: Mapping[Language, str] = {
    Language.NL: "Transport Bouw Handel Schoonmaak Logistiek Telecom Vastgoed Groenten Metaal Horeca",
    Language.FR: "Transports Construction Négoce Nettoyage Logistique Télécom Immobilière Primeurs Métaux",
    Language.DE: "Transport Bau Handels Reinigung Logistik Telekom Immobilien Gemüse Metall Gastro",
}
_FORMS = {
    (Country.NL, Language.NL): ("B.V.", "B.V.", "N.V.", "V.O.F."),
    (Country.BE, Language.NL): ("BV", "BV", "NV", "CommV"),
    (Country.BE, Language.FR): ("SRL", "SRL", "SA", "SComm"),
    (Country.BE, Language.DE): ("GmbH", "AG"),
    (Country.LU, Language.FR): ("S.à r.l.", "S.A.", "SCSp"),
    (Country.LU, Language.DE): ("S.à r.l.", "S.A."),
}
_SCHEMES = {
    Country.NL: ("nl.kvk", "nl.rsin", "nl.vat"),
    Country.BE: ("be.kbo", "be.vat"),
    Country.LU: ("lu.rcs", "lu.vat"),
}
_FIRST_DAY = date(1995, 1, 2)


@dataclass(frozen=True, slots=True)
class InventedFirm:
    """One invented firm; `numbers` are synthetic, by scheme; `sector` is a division of NACE, or empty."""

    id: str
    name: str
    form: str
    country: Country
    founded_on: date
    street: str
    house_number: str
    town: Town
    numbers: Mapping[str, str]
    sector: str = ""


VAT: Mapping[Country, str] = {Country.BE: "be.vat", Country.NL: "nl.vat", Country.LU: "lu.vat"}


def invent_firm(
    id_: str,
    country: Country,
    nth: int,
    *,
    numbers: Numbers,
    rng: Random,
    words: Mapping[Language, str] = TRADES,
) -> InventedFirm:
    """Invent a firm with the nth synthetic number of each scheme of its country.

    Args:
        words: by language, what it may say that it does, with spaces between.
    """
    language = rng.choice(SPOKEN[country])
    name = (family_name(language, rng), rng.choice(words[language].split()))
    own = {scheme: numbers(scheme, nth) for scheme in _SCHEMES[country]}
    return InventedFirm(
        id=id_,
        name=" ".join(name),
        form=rng.choice(_FORMS[country, language]),
        country=country,
        founded_on=_FIRST_DAY + timedelta(days=rng.randrange(11_000)),
        street=street(language, rng),
        house_number=str(rng.randrange(1, 180)),
        town=town(country, rng),
        numbers={**own, "iban": numbers("iban", nth)},
    )
