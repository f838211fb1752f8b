"""Invented people: marked, spelt in more than one way, and still the same."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.model import Country
from trefpunt.naming import keys_of
from trefpunt.worlds import as_subject, invent_person, people
from trefpunt.worlds.persons import SPELLINGS


def test_everybody_is_marked_synthetic() -> None:
    assert all(person.is_synthetic for person in people(50, rng=Random(1)))


def test_people_have_references_of_their_own() -> None:
    made = people(200, rng=Random(1))
    assert len({person.ref for person in made}) == 200


def test_people_are_varied_enough_to_tell_apart() -> None:
    made = people(500, rng=Random(1))
    seen = {
        (person.first("firstName"), person.first("lastName"), person.first("birthDate")) for person in made
    }
    assert len(seen) == 500


@pytest.mark.parametrize("spell", SPELLINGS)
def test_every_spelling_changes_somebody(spell: object) -> None:
    assert callable(spell)
    made = [invent_person(str(n), Country.BE, rng=Random(n)) for n in range(100)]
    assert any(spell(person) != person for person in made)


@given(st.integers(0, 10_000), st.sampled_from(Country), st.sampled_from(SPELLINGS))
def test_any_two_spellings_of_a_person_share_a_match_key(seed: int, country: Country, spell: object) -> None:
    assert callable(spell)
    person = invent_person("p", country, rng=Random(seed))
    assert set(keys_of(as_subject(person))) & set(keys_of(as_subject(spell(person))))
