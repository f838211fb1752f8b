"""The sample Benelux of a week: made again it is the same, and the people of the story are where it says."""

from collections import Counter

import pytest
from tests.worlds.benelux import SEED, sample
from tests.worlds.reading import every_file, rows_of

from trefpunt.errors import InputError
from trefpunt.model import Country, SubjectCategory
from trefpunt.naming import keys_of
from trefpunt.naming.synthetic import synthetic_number
from trefpunt.worlds import as_subject, benelux
from trefpunt.worlds.authorities import AUTHORITIES


def test_the_same_seed_gives_the_same_bytes_in_every_file() -> None:
    again = benelux(SEED, numbers=synthetic_number, firms=400)
    assert dict(every_file(again)) == dict(every_file(sample()))


def test_a_file_can_be_made_twice() -> None:
    assert list(every_file(sample())) == list(every_file(sample()))


def test_another_seed_changes_every_file() -> None:
    one, other = dict(every_file(sample(seed=1))), dict(every_file(sample(seed=2)))
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] == other[name]] == []


def test_every_authority_of_the_week_has_its_view_in_a_fixed_order() -> None:
    assert [view.authority for view in sample().views] == list(AUTHORITIES)
    assert [view.authority.id for view in sample().views if not view.files] == [
        "justice.be",
        "justice.lu",
        "oversight.be",
    ]


def test_firms_are_spread_over_the_three_countries() -> None:
    counts = Counter(firm.country for firm in sample().firms.values())
    assert counts == {Country.BE: 152, Country.NL: 232, Country.LU: 16}


@pytest.mark.parametrize("seed", [SEED, 1, 2, 3])
def test_the_wanted_person_is_known_in_belgium_under_another_surname_and_without_number(seed: int) -> None:
    world = sample(seed=seed)
    ref = world.truth.reference(world.wanted.ref, "police.be")
    (row,) = (row for row in rows_of(world, "police.be/personen.csv") if row["fiche"] == ref)
    assert row["naam"] != (world.wanted.first("lastName") or "").upper()
    assert (row["hoedanigheid"], row["rijksregisternummer"]) == ("verdachte", "")


@pytest.mark.parametrize("seed", [SEED, 1, 2, 3])
def test_nobody_else_shares_a_key_with_the_wanted_person_or_with_the_stranger(seed: int) -> None:
    world = sample(seed=seed)
    for subject in (world.wanted, world.stranger):
        keys = set(keys_of(subject))
        others = (as_subject(one) for id_, one in world.truth.people.items() if id_ != subject.ref)
        assert not any(keys & set(keys_of(other)) for other in others)


@pytest.mark.parametrize("seed", range(1, 25))
def test_only_the_belgian_police_know_the_wanted_person_and_nobody_the_stranger(seed: int) -> None:
    records = sample(seed=seed).truth.records
    assert {holder for holder, _ in records[sample(seed=seed).wanted.ref]} == {"police.be"}
    assert sample(seed=seed).stranger.ref not in records


def test_one_applicant_was_refused_by_another_belgian_municipality() -> None:
    world = sample()
    assert world.registered in world.applicants
    rows = {row["beslissing"]: row for row in rows_of(world, "integrity.be/beslissingen.csv")}
    assert rows[world.decision]["gemeente van beslissing"] != "Scheldehaven"
    assert world.truth.reference(world.registered.ref, "integrity.be") == world.decision


def test_no_other_applicant_is_in_the_register_of_decisions() -> None:
    world = sample()
    held = {one.ref for one in world.applicants if _is_held_by(one.ref, "integrity.be")}
    assert held == {world.registered.ref}


def test_three_applicants_were_refused_in_the_netherlands() -> None:
    world = sample()
    assert len(world.refused_abroad) == 3
    assert {one.first("country") for one in world.refused_abroad} == {"NL"}
    assert all(_is_held_by(one.ref, "muni.nl") for one in world.refused_abroad)


def test_applicants_are_applicants_and_the_city_has_every_one() -> None:
    world = sample()
    assert len(world.applicants) == 40
    assert {one.category for one in world.applicants} == {SubjectCategory.APPLICANT}
    assert all(_is_held_by(one.ref, "city.be") for one in world.applicants)


def test_some_people_are_known_to_two_authorities_under_two_spellings() -> None:
    world = sample()
    for pair in (("police.be", "police.nl"), ("police.be", "police.lu"), ("police.nl", "police.lu")):
        assert world.truth.known_to(*pair)


def test_too_few_firms_are_refused_with_the_least_number() -> None:
    with pytest.raises(InputError, match="150 or more"):
        benelux(1, numbers=synthetic_number, firms=20)


def test_no_repr_shows_a_name() -> None:
    assert (sample().victim.first("lastName") or "") not in repr(sample().victim)


def _is_held_by(id_: str, authority: str) -> bool:
    return authority in {holder for holder, _ in sample().truth.records[id_]}
