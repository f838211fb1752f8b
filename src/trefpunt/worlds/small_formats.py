"""Invented records in the formats in which authorities of the three countries would export them.

Each format has a recipe of the same name that intake ships.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from trefpunt.model import Country, SubjectCategory
from trefpunt.worlds.firms import InventedFirm
from trefpunt.worlds.persons import InventedPerson

PersonRow = tuple[str, SubjectCategory, InventedPerson]
"""Reference, capacity and person, spelt as this register does."""

_NL_HEADER = (
    "dossiernummer;hoedanigheid;achternaam;voorvoegsel;voornamen;geboortedatum;geboorteplaats;geboorteland;"
    "nationaliteit;geslacht;BSN;straat;huisnummer;postcode;plaats;land"
)
_NL_CAPACITY = {
    SubjectCategory.SUSPECT: "verdachte",
    SubjectCategory.CONVICTED: "veroordeelde",
    SubjectCategory.VICTIM: "slachtoffer",
    SubjectCategory.WITNESS: "getuige",
}
_NL_COUNTRY = {Country.BE: "België", Country.NL: "Nederland", Country.LU: "Luxemburg"}
_BE_HEADER = (
    "FICHE;QUALITÉ/HOEDANIGHEID;NOM/NAAM;PRÉNOMS/VOORNAMEN;DATE DE NAISSANCE/GEBOORTEDATUM;"
    "LIEU DE NAISSANCE/GEBOORTEPLAATS;PAYS DE NAISSANCE/GEBOORTELAND;NAT;SEXE/GESLACHT;NRN/RRN;RUE/STRAAT;"
    "N°/NR;CP/PC;COMMUNE/GEMEENTE;PAYS/LAND"
)
_BE_CAPACITY = {
    SubjectCategory.SUSPECT: "SUSPECT",
    SubjectCategory.CONVICTED: "CONDAMNÉ",
    SubjectCategory.VICTIM: "VICTIME",
    SubjectCategory.WITNESS: "TÉMOIN",
}
_FIRM_HEADER = (
    "dossier;handelsnaam;rechtsvorm;KvK-nummer;RSIN;btw-nummer;straat;huisnummer;postcode;plaats;"
    "oprichtingsdatum;IBAN"
)


def persons_nl(rows: Iterable[PersonRow]) -> bytes:
    """Write persons as Dutch headers, semicolons and Windows-1252, the particle in a column of its own."""
    cells = [
        [
            ref,
            _NL_CAPACITY[category],
            one.family,
            one.particle,
            " ".join(one.given),
            f"{one.born:%d-%m-%Y}",
            one.birth_place,
            _NL_COUNTRY[one.birth_country],
            _NL_COUNTRY[one.country],
            "V" if one.gender == "female" else "M",
            one.numbers.get("nl.bsn", ""),
            one.street,
            one.house_number,
            one.town.postcode,
            one.town.name,
            _NL_COUNTRY[one.country],
        ]
        for ref, category, one in rows
    ]
    return _csv(_NL_HEADER, cells, delimiter=";", encoding="cp1252")


def persons_be(rows: Iterable[PersonRow]) -> bytes:
    """Write persons with headers in French and Dutch, commas and UTF-8, family names in capitals."""
    cells = [
        [
            ref,
            _BE_CAPACITY[category],
            one.surname.upper(),
            ", ".join(one.given),
            f"{one.born:%d/%m/%Y}",
            one.birth_place,
            one.birth_country.value,
            one.country.value,
            "F" if one.gender == "female" else "M",
            _dotted(one.numbers.get("be.rrn", "")),
            one.street,
            one.house_number,
            one.town.postcode,
            f"{one.town.name} / {one.town.other_name}",
            one.country.value,
        ]
        for ref, category, one in rows
    ]
    return _csv(_BE_HEADER, cells, delimiter=",", encoding="utf-8")


def persons_lu(rows: Iterable[PersonRow]) -> bytes:
    """Write persons as FollowTheMoney entities, one JSON object a line."""
    return "".join(json.dumps(_entity(*row), ensure_ascii=False) + "\n" for row in rows).encode()


def firms_nl(rows: Iterable[tuple[str, InventedFirm]]) -> bytes:
    """Write firms as a Dutch tax service would: semicolons, Windows-1252."""
    cells = [
        [
            ref,
            firm.name,
            firm.form,
            firm.numbers.get("nl.kvk", ""),
            firm.numbers.get("nl.rsin", ""),
            firm.numbers.get("nl.vat", ""),
            firm.street,
            firm.house_number,
            firm.town.postcode,
            firm.town.name,
            f"{firm.founded_on:%d-%m-%Y}",
            firm.numbers.get("iban", ""),
        ]
        for ref, firm in rows
    ]
    return _csv(_FIRM_HEADER, cells, delimiter=";", encoding="cp1252")


def _entity(ref: str, category: SubjectCategory, one: InventedPerson) -> dict[str, object]:
    properties: dict[str, list[str]] = {
        "firstName": list(one.given),
        "lastName": [one.surname],
        "birthDate": [one.born.isoformat()],
        "birthPlace": [one.birth_place],
        "birthCountry": [one.birth_country.value.lower()],
        "gender": [one.gender],
        "nationality": [one.country.value.lower()],
        "country": [one.country.value.lower()],
        "address": [one.street],
        "houseNumber": [one.house_number],
        "postalCode": [one.town.postcode],
        "city": [one.town.name],
        "topics": [f"sample.{category.value}"],
    }
    if one.numbers:
        properties["idNumber"] = list(one.numbers.values())
    return {"id": ref, "schema": "Person", "properties": properties}


def _dotted(number: str) -> str:
    """Return a national number as it is printed: 85.07.30-033.28."""
    return f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}" if number else ""


def _csv(header: str, rows: Iterable[Sequence[str]], *, delimiter: str, encoding: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header.split(";"))
    writer.writerows(rows)
    return text.getvalue().encode(encoding)
