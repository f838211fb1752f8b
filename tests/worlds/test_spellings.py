"""However a register of the sample Benelux spells somebody, a match key is shared."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.model import Country
from trefpunt.naming import keys_of
from trefpunt.naming.synthetic import synthetic_number
from trefpunt.worlds import InventedPerson, as_subject
from trefpunt.worlds.people import People
from trefpunt.worlds.serials import Serials
from trefpunt.worlds.spellings import ALL_SPELLINGS, spelt_otherwise


def people(seed: int, count: int, country: Country = Country.BE) -> list[InventedPerson]:
    rng = Random(seed)
    making = People(rng, Serials(synthetic_number, rng))
    return [making.invent(country, has_number=False) for _ in range(count)]


@pytest.mark.parametrize("spell", ALL_SPELLINGS, ids=lambda spell: spell.__name__)
def test_every_spelling_changes_somebody(spell: object) -> None:
    assert callable(spell)
    assert any(spell(person) != person for person in people(1, 200))


@given(st.integers(0, 10_000), st.sampled_from(Country), st.integers(0, 99))
def test_any_two_spellings_of_a_person_share_a_match_key(seed: int, country: Country, nth: int) -> None:
    (person,) = people(seed, 1, country)
    assert set(keys_of(as_subject(person))) & set(keys_of(as_subject(spelt_otherwise(person, nth))))


def test_a_bilingual_street_is_written_in_the_other_language_with_its_town() -> None:
    person = next(one for one in people(1, 50) if one.town.name == "Scheldehaven")
    spelt = ALL_SPELLINGS[-1](person)
    assert (spelt.street, spelt.town.name) == (person.other_street, "Port-sur-Escale")
