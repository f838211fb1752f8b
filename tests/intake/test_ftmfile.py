"""FollowTheMoney entities: numbers find their register, the unknown is counted, the broken is rejected."""

import json
from typing import Any

import pytest

from trefpunt.errors import InputError
from trefpunt.intake import Summary, find, parse_recipe, subjects
from trefpunt.model import Subject, SubjectCategory
from trefpunt.naming.synthetic import synthetic_number

from .samples import Desk

FTM = parse_recipe('name = "ftm"\nkind = "ftm"\n[category]\nalways = "suspect"\n')


def entity(schema: str = "Person", id_: str = "e1", **properties: Any) -> dict[str, Any]:
    listed = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return {"id": id_, "schema": schema, "properties": listed}


def put(desk: Desk, *lines: Any, end: str = "\n") -> Summary:
    path = desk.folder / "entities.ftm.json"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + end, encoding="utf-8")
    return desk.load(path, FTM)


def only(desk: Desk) -> Subject:
    (found,) = subjects(desk.means.columns)
    return found


def test_a_person_keeps_names_dates_and_countries(desk: Desk) -> None:
    put(desk, entity(lastName="Müller", birthDate="1980-04", nationality="lu", gender="female"))
    found = only(desk)
    assert found.category is SubjectCategory.SUSPECT
    assert (found.first("lastName"), found.first("birthDate")) == ("Müller", "1980-04")
    assert (found.first("nationality"), found.first("gender")) == ("LU", "female")


@pytest.mark.parametrize(
    ("schema", "property_", "country_property", "country", "scheme"),
    [
        ("Person", "idNumber", "nationality", "be", "be.rrn"),
        ("Person", "idNumber", "country", "nl", "nl.bsn"),
        ("Person", "taxNumber", "country", "lu", "lu.matricule"),
        ("Company", "registrationNumber", "jurisdiction", "be", "be.kbo"),
        ("Company", "registrationNumber", "jurisdiction", "nl", "nl.kvk"),
        ("Company", "registrationNumber", "jurisdiction", "lu", "lu.rcs"),
        ("Company", "vatCode", "jurisdiction", "be", "be.vat"),
        ("Organization", "leiCode", "country", "nl", "lei"),
        ("Vehicle", "registrationNumber", "country", "be", "plate"),
        ("Vehicle", "vin", "country", "nl", "vin"),
        ("BankAccount", "iban", "country", "be", "iban"),
    ],
)
def test_a_number_finds_its_register(
    desk: Desk, schema: str, property_: str, country_property: str, country: str, scheme: str
) -> None:
    number = synthetic_number(scheme, 11)
    put(desk, entity(schema, **{country_property: country, property_: number}))
    (kept,) = only(desk).identifiers
    assert (kept.scheme, kept.value) == (scheme, number.replace("-", ""))


def test_a_number_of_another_country_than_the_nationality_is_found(desk: Desk) -> None:
    number = synthetic_number("lu.matricule", 5)
    put(desk, entity(nationality="be", country="lu", idNumber=number))
    assert [one.scheme for one in only(desk).identifiers] == ["lu.matricule"]


def test_a_number_of_a_country_without_scheme_stays_a_property(desk: Desk) -> None:
    put(desk, entity(nationality="fr", idNumber="1234", passportNumber="X99"))
    assert only(desk).first("idNumber") == "1234"
    assert only(desk).first("passportNumber") == "X99"


def test_a_firm_is_a_firm_and_a_vehicle_an_object(desk: Desk) -> None:
    put(desk, entity("Company", "c1", name="Sample NV"), entity("Vehicle", "v1", model="Sample"))
    categories = {found.ref: found.category for found in subjects(desk.means.columns)}
    assert categories == {"c1": SubjectCategory.FIRM, "v1": SubjectCategory.OBJECT}


def test_unknown_properties_are_counted(desk: Desk) -> None:
    summary = put(desk, entity(lastName="A", shoeSize=["44", "45"]))
    assert summary.ignored == {"shoeSize": 2}


def test_a_bad_number_is_dropped_and_told(desk: Desk) -> None:
    summary = put(desk, entity(nationality="nl", idNumber="123456789", lastName="A"))
    assert only(desk).identifiers == ()
    assert summary.faults == {("idNumber", "wrong_check_digit"): 1}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{not json", "not_json"),
        ("[1, 2]", "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"id": "x", "schema": "Person", "properties": {"name": ["\\ud800"]}}', "not_json"),
        ('{"id": "x", "schema": "Person", "properties": {"name": [4]}}', "wrong_form"),
        ('{"id": "x", "schema": "Person"}', "wrong_form"),
        ('{"id": 7, "schema": "Person", "properties": {}}', "no_reference"),
        ('{"id": "x", "schema": "Ownership", "properties": {}}', "unknown_schema"),
    ],
)
def test_a_bad_line_is_rejected_and_stops_nothing(desk: Desk, line: str, code: str) -> None:
    summary = put(desk, line, entity(id_="a", lastName="A"), entity(id_="b", lastName="B"))
    assert (summary.kept, summary.rejected) == (2, 1)
    assert [found for _, found in summary.faults] == [code]


def test_a_last_line_that_was_cut_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"last line \(3\) ends half-way"):
        put(desk, entity(id_="a"), entity(id_="b"), '{"id": "c", "sch', end="")
    assert find(desk.means.columns, "a") is None


def test_a_csv_given_as_entities_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match="no JSON objects"):
        put(desk, "a,b,c", "1,2,3")


ROLES = 'name = "ftm"\nkind = "ftm"\n[category]\ncolumn = "topics"\n[category.values]\n'


def test_a_category_comes_from_a_property_where_the_recipe_says_so(desk: Desk) -> None:
    path = desk.folder / "e.json"
    people = [entity(id_="a", topics="victim"), entity(id_="b", topics="crime"), entity(id_="c", topics="?")]
    path.write_text("".join(json.dumps(one) + "\n" for one in people), encoding="utf-8")
    summary = desk.load(path, parse_recipe(ROLES + 'victim = "victim"\ncrime = "suspect"\n'))
    categories = {found.ref: found.category.value for found in subjects(desk.means.columns)}
    assert categories == {"a": "victim", "b": "suspect"}
    assert summary.faults == {("topics", "unknown_category"): 1}
