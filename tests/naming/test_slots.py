"""Slots: one template per schema and text, whoever the subject is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.model import AnswerMode, Grade, KeyType, MatchTerms, Schema, Subject
from trefpunt.naming import fill, keys_of, surplus_of, template

ALL = MatchTerms(AnswerMode.GRADED, Grade.WEAK, frozenset(KeyType))


def person(family: str, given_name: str = "Jan") -> Subject:
    properties = {"firstName": (given_name,), "lastName": (family,), "birthDate": ("1980-05-03",)}
    return Subject("S", Schema.PERSON, properties=properties, is_synthetic=True)


@given(family=st.text(max_size=30), given_name=st.text(max_size=30))
def test_any_subject_fills_no_more_than_the_template(family: str, given_name: str) -> None:
    subject = person(family, given_name)
    filled, widths = fill(subject, ALL), template(Schema.PERSON, ALL)
    assert list(filled) == list(widths)
    assert all(len(keys) <= widths[key_type] for key_type, keys in filled.items())
    assert {key for keys in filled.values() for key in keys} <= set(keys_of(subject))


@given(family=st.text(max_size=30), given_name=st.text(max_size=30))
def test_any_key_is_filled_or_counted_as_surplus(family: str, given_name: str) -> None:
    subject = person(family, given_name)
    filled = sum(len(keys) for keys in fill(subject, ALL).values())
    assert filled + sum(surplus_of(subject, ALL).values()) == len(keys_of(subject))


@pytest.mark.parametrize(
    ("family", "given_name"),
    [("van der Berg", "Jan Pieter"), ("Jansen-de Vries", "Maria"), ("Ben Ali", "Omar")],
)
def test_an_ordinary_name_of_the_benelux_finds_a_slot_for_every_key(family: str, given_name: str) -> None:
    assert surplus_of(person(family, given_name), ALL) == {}


def test_of_a_surplus_the_most_telling_comes_first() -> None:
    subject = person("Jansen-de Vries-van den Heuvel", "Maria Johanna Cornelia")
    filled = fill(subject, ALL)[KeyType.PERSON_NAME_BIRTH]
    assert filled[0] == fill(person("Jansen"), ALL)[KeyType.PERSON_NAME_BIRTH][0]
    assert surplus_of(subject, ALL)[KeyType.PERSON_NAME_BIRTH] > 0


def test_a_small_domain_has_no_slot() -> None:
    assert all(KeyType.PLATE not in template(schema, ALL) for schema in Schema)


def test_a_text_that_asks_for_strong_types_has_no_slot_for_weaker_ones() -> None:
    strong = template(Schema.PERSON, MatchTerms(AnswerMode.EXISTENCE, Grade.STRONG, frozenset(KeyType)))
    assert KeyType.PERSON_STRONG_PAIR in strong
    assert KeyType.PERSON_NAME_BIRTH not in strong


def test_a_type_that_the_text_does_not_name_has_no_slot() -> None:
    terms = MatchTerms(AnswerMode.GRADED, Grade.WEAK, frozenset({KeyType.IBAN}))
    assert set(template(Schema.PERSON, terms)) == {KeyType.IBAN}


def test_a_text_without_key_types_has_no_slot_at_all() -> None:
    assert template(Schema.PERSON, MatchTerms(AnswerMode.EXISTENCE, Grade.WEAK, frozenset())) == {}
