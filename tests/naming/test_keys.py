"""Keys: what two records of one person share, what strangers do not, and in which form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.model import Grade, Identifier, KeyType, MatchKey, Schema, Subject
from trefpunt.naming import GRADES, DeclaredScheme, keys_of, keys_of_many
from trefpunt.naming.synthetic import synthetic_number

NAMES = st.sampled_from(["Jan", "Pieter", "Marie", "Luc", "Fatima", "Jürgen", "Mehmet", "Zoé", "Thijs"])
FAMILIES = st.sampled_from(["Berg", "Janssens", "Müller", "Dupont", "Claes", "Thill", "Öztürk", "Benali"])
DAYS = st.dates(date(1930, 1, 2), date(2010, 12, 31)).filter(lambda day: (day.month, day.day) != (1, 1))
PARTICLES = st.sampled_from(
    ["van ", "van de ", "van der ", "de ", "du ", "von ", "zu ", "ten ", "ter ", "op 't ", "le "]
)


def person(given_name: str = "Jan", family: str = "Berg", born: str = "1980-05-03", **more: str) -> Subject:
    properties = {"firstName": given_name, "lastName": family, "birthDate": born, **more}
    return Subject(
        "S-1",
        Schema.PERSON,
        properties={name: (value,) for name, value in properties.items() if value},
        is_synthetic=True,
    )


def firm(name: str, *identifiers: Identifier, **more: str) -> Subject:
    properties = {"name": (name,), **{key: (value,) for key, value in more.items()}}
    return Subject("F-1", Schema.COMPANY, properties=properties, identifiers=identifiers, is_synthetic=True)


def shared(one: Subject, other: Subject) -> set[KeyType]:
    return {key.type for key in set(keys_of(one)) & set(keys_of(other))}


@given(given_name=NAMES, family=FAMILIES, born=DAYS)
def test_any_person_gives_each_key_once_and_in_order(given_name: str, family: str, born: date) -> None:
    keys = keys_of(person(given_name, family, born.isoformat(), postalCode="1000", houseNumber="1"))
    assert keys == sorted(set(keys))
    assert {key.type.value for key in keys} == {"P1", "P2", "P3", "P4", "P5", "P13"}


@given(given_name=NAMES, family=FAMILIES, born=DAYS)
def test_any_two_keys_are_blinded_as_different_bytes(given_name: str, family: str, born: date) -> None:
    keys = keys_of(person(given_name, family, born.isoformat(), birthCountry="BE"))
    assert len({key.encoded() for key in keys}) == len(keys)


@given(value=st.text(max_size=50), country=st.text(max_size=3), one=st.sampled_from(KeyType))
def test_any_value_is_another_key_under_another_type(value: str, country: str, one: KeyType) -> None:
    encoded = {MatchKey(key_type, country, value).encoded() for key_type in KeyType}
    assert len(encoded) == len(KeyType)
    assert MatchKey(one, country, value) in {MatchKey(one, country, value)}


@given(one=NAMES, other=NAMES, family=FAMILIES, born=DAYS)
def test_any_order_of_given_names_gives_the_same_keys(one: str, other: str, family: str, born: date) -> None:
    there = person(f"{one} {other}", family, born.isoformat())
    assert keys_of(there) == keys_of(person(f"{other} {one}", family, born.isoformat()))


@given(given_name=NAMES, family=FAMILIES, born=DAYS, particle=PARTICLES)
def test_any_particle_leaves_every_key_of_the_bare_name(
    given_name: str, family: str, born: date, particle: str
) -> None:
    bare = set(keys_of(person(given_name, family, born.isoformat())))
    assert bare <= set(keys_of(person(given_name, particle + family, born.isoformat())))


@given(family=FAMILIES, partner=FAMILIES, born=DAYS)
def test_any_partner_name_leaves_every_key_of_the_own_name(family: str, partner: str, born: date) -> None:
    own = set(keys_of(person("Marie", family, born.isoformat())))
    assert own <= set(keys_of(person("Marie", f"{family}-{partner}", born.isoformat())))
    assert own <= set(keys_of(person("Marie", f"{partner}-de {family}", born.isoformat())))


@given(given_name=NAMES, family=FAMILIES, born=DAYS)
def test_any_exchange_of_given_and_family_name_keeps_p1_p2_p4_and_p13(
    given_name: str, family: str, born: date
) -> None:
    straight = person(given_name, family, born.isoformat(), nationality="BE")
    exchanged = person(family, given_name, born.isoformat(), nationality="BE")
    assert {"P1", "P2", "P4", "P13"} <= {key_type.value for key_type in shared(straight, exchanged)}


@given(born=DAYS)
def test_any_exchange_of_day_and_month_keeps_p4(born: date) -> None:
    exchanged = f"{born.year}-{born.day:02d}-{born.month:02d}"
    assert KeyType.PERSON_LETTERS_BIRTH in shared(person(born=born.isoformat()), person(born=exchanged))


@pytest.mark.parametrize(
    ("one", "other"), [("Müller", "Mueller"), ("Öztürk", "Oeztuerk"), ("Bruijn", "Bruyn")]
)
def test_two_spellings_of_a_name_give_equal_keys(one: str, other: str) -> None:
    assert keys_of(person("Jan", one)) == keys_of(person("Jan", other))


@pytest.mark.parametrize("born", ["1980", "1980-05", "1980-01-01", "1980-00-00", "1980-05-00"])
def test_an_unknown_day_gives_names_and_year_and_nothing_else(born: str) -> None:
    assert {key.type for key in keys_of(person(born=born, postalCode="1000", houseNumber="1"))} == {
        KeyType.PERSON_NAMES_YEAR
    }


def test_a_date_without_dashes_is_the_same_date() -> None:
    assert keys_of(person(born="19800503")) == keys_of(person(born="1980-05-03"))


@pytest.mark.parametrize("born", ["", "unknown", "0000-00-00", "03/05/1980"])
def test_without_a_birth_year_a_person_gives_no_key_of_names(born: str) -> None:
    assert keys_of(person(born=born)) == []


def test_a_new_family_name_leaves_given_name_birth_and_place() -> None:
    before = person("Marie", "Dupont", birthPlace="Bruxelles", birthCountry="BE")
    after = person("Marie", "Lambert", birthPlace="Brussel")
    assert KeyType.PERSON_GIVEN_BIRTH_PLACE in shared(before, after)


def test_the_strong_pair_needs_both_names() -> None:
    before, after = (
        person("Marie", "Dupont", birthCountry="BE"),
        person("Marie", "Lambert", birthCountry="BE"),
    )
    assert KeyType.PERSON_STRONG_PAIR not in shared(before, after)
    assert KeyType.PERSON_STRONG_PAIR in shared(before, person("Marie", "Dupond", birthCountry="be"))


def test_another_birth_country_is_another_strong_pair() -> None:
    assert KeyType.PERSON_STRONG_PAIR not in shared(person(birthCountry="BE"), person(birthCountry="NL"))


def test_another_sex_shares_no_names_and_year() -> None:
    assert KeyType.PERSON_NAMES_YEAR not in shared(person(gender="male"), person(gender="female"))
    assert KeyType.PERSON_NAMES_YEAR in shared(person(gender="vrouw"), person(gender="F"))


def test_a_record_of_the_netherlands_meets_one_of_belgium_in_the_cologne_code() -> None:
    dutch, belgian = person(country="NL"), person(country="BE")
    assert not any("f" in key.value[:1] for key in keys_of(dutch))
    assert KeyType.PERSON_NAME_BIRTH in shared(dutch, belgian)


def test_a_house_number_may_stand_in_the_address() -> None:
    apart = person(postalCode="B-1000", houseNumber="16 bus 2")
    within = person(postalCode="1000", address="Wetstraat 16, 1000 Brussel")
    assert KeyType.PERSON_BIRTH_ADDRESS in shared(apart, within)


def test_an_alias_gives_keys_of_its_own() -> None:
    known_as = person("Jan", "Berg", alias="Piet Claes")
    assert KeyType.PERSON_STRONG_PAIR in shared(known_as, person("Piet", "Claes"))


def test_keys_of_a_person_have_no_country_but_national_numbers_do() -> None:
    number = Identifier("nl.bsn", synthetic_number("nl.bsn", 3))
    subject = Subject("S", Schema.PERSON, properties=person().properties, identifiers=(number,))
    assert {key.country for key in keys_of(subject) if key.type.value.startswith("P")} == {""}
    assert [key.country for key in keys_of(subject) if key.type is KeyType.NATIONAL_NUMBER] == ["NL"]


def test_a_number_with_a_fault_gives_no_key() -> None:
    assert keys_of(Subject("S", Schema.PERSON, identifiers=(Identifier("nl.bsn", "999990018"),))) == []


def test_one_number_in_two_registers_gives_two_keys_that_differ() -> None:
    number = synthetic_number("nl.bsn", 5)
    as_person = keys_of(Subject("S", Schema.PERSON, identifiers=(Identifier("nl.bsn", number),)))
    as_firm = keys_of(Subject("S", Schema.COMPANY, identifiers=(Identifier("nl.rsin", number),)))
    assert not {key.encoded() for key in as_person} & {key.encoded() for key in as_firm}


def test_a_belgian_vat_number_meets_the_enterprise_number_in_it() -> None:
    by_vat = firm("Noordzee NV", Identifier("be.vat", synthetic_number("be.vat", 9)))
    by_enterprise = firm("Iets anders", Identifier("be.kbo", synthetic_number("be.kbo", 9)))
    assert shared(by_vat, by_enterprise) == {KeyType.ENTERPRISE_NUMBER}


def test_a_dutch_vat_number_meets_the_rsin_in_it_for_firms_only() -> None:
    vat, rsin = Identifier("nl.vat", "NL999990019B01"), Identifier("nl.rsin", "999990019")
    assert shared(firm("A", vat), firm("B", rsin)) == {KeyType.ENTERPRISE_NUMBER}
    trader = Subject("S", Schema.PERSON, identifiers=(vat,))
    assert shared(trader, firm("B", rsin)) == set()


def test_one_firm_under_two_forms_shares_core_with_postcode_and_country() -> None:
    flemish = firm("Peeters Logistics BVBA", jurisdiction="be", postalCode="9000")
    french = firm("S.P.R.L. Peeters Logistics", jurisdiction="BE", postalCode="B-9000")
    assert shared(flemish, french) == {KeyType.FIRM_NAME_POSTCODE, KeyType.FIRM_NAME_COUNTRY}


def test_a_registration_number_is_read_by_the_register_of_the_seat() -> None:
    keys = keys_of(firm("A", jurisdiction="nl", registrationNumber=synthetic_number("nl.kvk", 2)))
    assert KeyType.TRADE_REGISTER_NUMBER in {key.type for key in keys}


def test_things_give_the_keys_of_their_numbers() -> None:
    vehicle = Subject(
        "V",
        Schema.VEHICLE,
        properties={"country": ("BE",), "vin": ("00SYNTH0000000042",), "registrationNumber": ("7-XAA-001",)},
    )
    account = Subject("A", Schema.BANK_ACCOUNT, properties={"iban": (synthetic_number("iban", 1),)})
    assert [(key.type, key.country) for key in keys_of(vehicle)] == [(KeyType.VIN, ""), (KeyType.PLATE, "BE")]
    assert [key.type for key in keys_of(account)] == [KeyType.IBAN]


def test_a_scheme_gives_a_key_once_a_recipe_declares_it() -> None:
    subject = Subject("S", Schema.PERSON, identifiers=(Identifier("au.soc_sec", "1234567"),))
    assert keys_of(subject) == []
    declared = {"au.soc_sec": DeclaredScheme("au.soc_sec", r"\d{7}")}
    assert [key.type for key in keys_of(subject, declared=declared)] == [KeyType.DECLARED_NUMBER]


def test_many_subjects_get_what_each_gets_alone() -> None:
    subjects = [person(), person("Marie", "Dupont"), firm("Noordzee NV", jurisdiction="BE"), person()]
    assert list(keys_of_many(subjects)) == [keys_of(subject) for subject in subjects]


def test_every_key_type_has_a_grade_and_those_alone_are_strong_that_stand_alone() -> None:
    assert set(GRADES) == set(KeyType)
    weak_or_medium = {"P1", "P2", "P3", "P4", "P5", "C5", "C6", "X4", "X5"}
    assert {
        key_type.value for key_type, grade in GRADES.items() if grade is not Grade.STRONG
    } == weak_or_medium
