"""A first recipe from headers in four languages."""

from pathlib import Path

import pytest

from trefpunt.errors import InputError
from trefpunt.intake import find, parse_recipe, suggest

from .samples import Desk

DUTCH = (
    "Dossiernr;Achternaam;Tussenvoegsel;Voornamen;Geboortedatum;BSN;Geslacht;Postcode;Huisnummer;Plaats;"
    "Schoenmaat"
)
FRENCH = "Référence,Nom,Prénom,Date de naissance,Lieu de naissance,Nationalité,Sexe,Code postal,Commune"
GERMAN = "Aktenzeichen;Nachname;Vorname;Geburtsdatum;Geburtsort;Staatsangehörigkeit;Geschlecht;PLZ;Ort;Straße"
ENGLISH = "rec_id,given_name,surname,street_number,address_1,suburb,postcode,date_of_birth"


def written(folder: Path, header: str, row: str = "", *, encoding: str = "utf-8") -> Path:
    path = folder / "Export 2026.csv"
    path.write_bytes(f"{header}\n{row}\n".encode(encoding))
    return path


def test_a_dutch_latin_1_export_needs_only_its_category(desk: Desk) -> None:
    row = "D1;Proefdijk;van;Zoë;3-4-1980;;V;1234 AB;5;Grensdorp;44"
    path = written(desk.folder, DUTCH, row, encoding="latin-1")
    desk.load(path, parse_recipe(suggest(path).replace("# always", "always")))
    found = find(desk.means.columns, "D1")
    assert found is not None
    assert found.first("lastName") == "van Proefdijk"
    assert (found.first("firstName"), found.first("birthDate")) == ("Zoë", "1980-04-03")


def test_the_category_of_persons_is_left_to_a_person(desk: Desk) -> None:
    with pytest.raises(InputError, match="in what capacity"):
        parse_recipe(suggest(written(desk.folder, ENGLISH)))


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (DUTCH, "", ('identifier = "nl.bsn"', 'country = "NL"', 'prefixed_by = "Tussenvoegsel"')),
        (FRENCH, "1,A,B,03/04/1980,,,,,", ('property = "birthPlace"', 'dates = ["DD/MM/YYYY"]')),
        (GERMAN, "1;A;B;03.04.1980;;;;;;", ('property = "nationality"', 'dates = ["DD.MM.YYYY"]')),
        (ENGLISH, "1,A,B,4,C,D,1234,19800403", ('column = "rec_id"', 'dates = ["YYYYMMDD"]')),
        ("dossier,benaming,KBO-nummer,btw", "", ('schema = "Company"', '"be.kbo"', '"be.vat"')),
    ],
)
def test_headers_are_understood(desk: Desk, header: str, row: str, expected: tuple[str, ...]) -> None:
    text = suggest(written(desk.folder, header, row))
    for part in expected:
        assert part in text


def test_what_is_not_understood_is_said(desk: Desk) -> None:
    assert '# "Schoenmaat" is not used' in suggest(written(desk.folder, DUTCH))


def test_without_a_reference_the_row_is_offered_with_a_warning(desk: Desk) -> None:
    text = suggest(written(desk.folder, "BSN;Achternaam"))
    assert 'column = "@row"' in text
    assert "never take a national number" in text


def test_a_suggestion_never_holds_a_value_of_the_file(desk: Desk) -> None:
    path = written(desk.folder, FRENCH, "1,Secretin,Abel,03/04/1980,Villegrise,BE,M,4000,Villegrise")
    assert "Secretin" not in suggest(path)
    assert "Villegrise" not in suggest(path)


def test_a_file_with_one_column_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match="one column only"):
        suggest(written(desk.folder, "text"))
