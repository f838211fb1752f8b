"""Cells become properties by the rules of the recipe."""

import pytest

from trefpunt.intake import find, parse_recipe, shipped_recipe, subjects
from trefpunt.model import Subject, SubjectCategory
from trefpunt.naming.synthetic import synthetic_number

from .samples import Desk, rejected_cells

NL_HEADER = (
    "dossiernummer;hoedanigheid;achternaam;voorvoegsel;voornamen;geboortedatum;geboorteplaats;geboorteland;"
    "nationaliteit;geslacht;BSN;straat;huisnummer;postcode;plaats"
)


def load_nl(desk: Desk, *rows: str) -> dict[str, Subject]:
    path = desk.put(*rows, header=NL_HEADER, encoding="cp1252")
    desk.load(path, shipped_recipe("persons_nl"))
    return {subject.ref: subject for subject in subjects(desk.means.columns)}


def test_a_dutch_export_is_read_as_it_comes(desk: Desk) -> None:
    bsn = synthetic_number("nl.bsn", 3)
    person = "A7;Verdachte;Proefdijk;van den;Zoë;1-2-1985;Grensdorp;België;Nederlandse;V"
    row = f"{person};{bsn};Dorpsstraat;4a;1234 ab;Grensdorp"
    found = load_nl(desk, row)["nl/A7"]
    assert found.category is SubjectCategory.SUSPECT
    assert found.first("lastName") == "van den Proefdijk"
    assert (found.first("birthDate"), found.first("birthCountry")) == ("1985-02-01", "BE")
    assert (found.first("nationality"), found.first("country")) == ("NL", "NL")
    assert (found.first("gender"), found.first("postalCode")) == ("female", "1234AB")
    assert [(one.scheme, one.value, one.country) for one in found.identifiers] == [("nl.bsn", bsn, "NL")]


def test_a_victim_is_never_taken_for_a_suspect(desk: Desk) -> None:
    found = load_nl(desk, "1;slachtoffer;A;;B;;;;;;;;;;", "2;getuige;C;;D;;;;;;;;;;")
    assert [found[ref].category.value for ref in ("nl/1", "nl/2")] == ["victim", "witness"]


def test_a_capacity_that_the_recipe_does_not_explain_rejects_the_row(desk: Desk) -> None:
    path = desk.put("1;onbekend;A;;B;;;;;;;;;;", header=NL_HEADER)
    summary = desk.load(path, shipped_recipe("persons_nl"))
    assert summary.faults == {("hoedanigheid", "unknown_category"): 1}
    assert find(desk.means.columns, "nl/1") is None


RULES = """
name = "rules"
kind = "csv"
schema = "Company"
decimal = ","
[ref]
column = "@row"
prefix = "r/"
[constants]
country = "BE"
[[columns]]
header = "names"
property = "name"
split = "|"
[[columns]]
header = "seat"
property = "country"
values = { thuis = "NL", "?" = "" }
[[columns]]
header = "post"
property = "postalCode"
[[columns]]
header = "capital"
property = "capital"
kind = "number"
"""


def load_rules(desk: Desk, row: str) -> Subject:
    path = desk.folder / "rules.csv"
    path.write_text(f"names,post,capital,seat\n{row}\n", encoding="utf-8")
    desk.load(path, parse_recipe(RULES))
    (found,) = subjects(desk.means.columns)
    return found


def test_several_values_in_one_cell_are_parted(desk: Desk) -> None:
    found = load_rules(desk, "Proef NV | Essai SA|Proef NV,,,")
    assert found.values("name") == ("Proef NV", "Essai SA")
    assert found.ref == "r/2"


@pytest.mark.parametrize(("seat", "post", "expected"), [("thuis", "1234 AB", "NL"), ("?", "1234", "BE")])
def test_words_mean_what_the_recipe_says_and_constants_fill_gaps(
    desk: Desk, seat: str, post: str, expected: str
) -> None:
    found = load_rules(desk, f"A,{post},,{seat}")
    assert found.values("country") == (expected,)
    assert found.first("postalCode") == post.replace(" ", "")


def test_a_number_is_read_with_the_decimal_sign_of_the_recipe(desk: Desk) -> None:
    assert load_rules(desk, 'A,,"1.250,75",').first("capital") == "1250.75"


def test_the_reference_stands_in_the_rejects(desk: Desk) -> None:
    path = desk.folder / "rules.csv"
    path.write_text("names,post,capital,seat\nA,12,,\n", encoding="utf-8")
    assert rejected_cells(desk.load(path, parse_recipe(RULES))) == ["2,r/2,post,wrong_form,12,4 digits"]
