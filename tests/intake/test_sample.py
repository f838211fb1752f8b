"""The files of the sample Benelux come on record through the shipped recipes, wrong rows aside."""

from functools import cache
from pathlib import Path

import pytest
from tests.worlds.benelux import sample

from trefpunt.hits import INDEXED
from trefpunt.intake import Summary, find, shipped_names, shipped_recipe, subjects
from trefpunt.model import Subject, SubjectCategory
from trefpunt.naming import keys_of
from trefpunt.worlds import HOLDINGS, ViewFile, write

from .samples import Desk

READ = [held.file for held in HOLDINGS if held.recipe]
# Of these a recipe has no use yet: they join two records, or are the language of a client.
UNUSED = {"houder", "détenteur", "taal/langue"}


@cache
def file_of(file: str) -> ViewFile:
    authority, _, name = file.partition("/")
    return sample().view(authority).file(name)


def load(desk: Desk, *files: str) -> list[Summary]:
    """Load files of one authority, one after another, at one node."""
    summaries = []
    for file in files:
        path = desk.folder / file_of(file).name
        path.write_bytes(file_of(file).data())
        summaries.append(desk.load(path, shipped_recipe(file_of(file).recipe)))
    return summaries


def held_by(desk: Desk) -> list[Subject]:
    return list(subjects(desk.means.columns))


@pytest.mark.parametrize("file", READ)
def test_every_row_is_kept_but_for_those_that_went_wrong_on_purpose(desk: Desk, file: str) -> None:
    (summary,) = load(desk, file)
    wanted = file_of(file)
    assert (summary.rows_read, summary.rejected) == (wanted.rows, wanted.rejected)
    assert sum(summary.faults.values()) == wanted.rejected + wanted.faulty
    assert wanted.rejected >= 3
    assert set(summary.ignored) <= UNUSED


@pytest.mark.parametrize("file", READ)
def test_every_subject_is_marked_synthetic_in_the_record_itself(desk: Desk, file: str) -> None:
    load(desk, file)
    assert all(one.is_synthetic for one in held_by(desk))
    assert {one.first("keywords") for one in held_by(desk)} == {"synthetic"}


@pytest.mark.parametrize("authority", sorted({file.partition("/")[0] for file in READ}))
def test_all_files_of_an_authority_fit_into_one_node(desk: Desk, authority: str) -> None:
    files = [file for file in READ if file.startswith(f"{authority}/")]
    summaries = load(desk, *files)
    faults = {code for summary in summaries for _, code in summary.faults}
    assert "reference_of_other_register" not in faults
    assert len(held_by(desk)) == sum(summary.kept for summary in summaries)


def test_the_faults_are_of_every_kind_that_a_real_export_has(desk: Desk) -> None:
    (summary,) = load(desk, "police.be/personen.csv")
    assert {code for _, code in summary.faults} == {
        "wrong_columns",
        "no_reference",
        "reference_twice",
        "unknown_category",
        "wrong_check_digit",
    }
    assert summary.rejects_path is not None


def test_the_wanted_person_shares_a_key_with_the_belgian_record_of_them(desk: Desk) -> None:
    load(desk, "police.be/personen.csv")
    world = sample()
    found = find(desk.means.columns, world.truth.reference(world.wanted.ref, "police.be"))
    assert found is not None
    assert found.category is SubjectCategory.SUSPECT
    assert set(keys_of(world.wanted)) & set(keys_of(found))


@pytest.mark.parametrize("file", ["police.nl/personen-en-voertuigen.ftm.json", "police.lu/personnes.csv"])
def test_the_wanted_person_shares_none_with_anybody_on_record_elsewhere(desk: Desk, file: str) -> None:
    load(desk, file)
    keys = set(keys_of(sample().wanted))
    assert not any(keys & set(keys_of(one)) for one in held_by(desk))


def test_the_registered_applicant_shares_a_key_with_the_decision_and_no_other_applicant_does(
    desk: Desk,
) -> None:
    load(desk, "integrity.be/beslissingen.csv")
    world, found = sample(), set()
    for one in held_by(desk):
        for applicant in world.applicants:
            if set(keys_of(applicant)) & set(keys_of(one)):
                found.add((applicant.ref, one.ref))
    assert found == {(world.registered.ref, world.decision)}


def test_a_decision_says_which_municipality_took_it_and_what_it_was(desk: Desk) -> None:
    load(desk, "integrity.be/beslissingen.csv")
    found = find(desk.means.columns, sample().decision)
    assert found is not None
    assert found.first("description") not in (None, "Scheldehaven")
    assert found.first("status") in ("weigering", "schorsing", "intrekking", "sluiting")


def test_every_client_of_the_care_organisation_is_a_victim_and_none_is_indexed(desk: Desk) -> None:
    load(desk, "care.be/clienten.csv")
    assert {one.category for one in held_by(desk)} == {SubjectCategory.VICTIM}
    assert SubjectCategory.VICTIM not in INDEXED
    assert not any("address" in one.properties or "city" in one.properties for one in held_by(desk))


@pytest.mark.parametrize("authority", sorted({file.partition("/")[0] for file in READ}))
def test_no_key_of_the_victim_is_in_what_any_authority_would_index(desk: Desk, authority: str) -> None:
    load(desk, *(file for file in READ if file.startswith(f"{authority}/")))
    keys = set(keys_of(sample().victim))
    assert keys
    assert not any(keys & set(keys_of(one)) for one in held_by(desk) if one.category in INDEXED)


def test_what_has_a_recipe_has_a_shipped_one_and_the_rest_has_none(tmp_path: Path) -> None:
    written = write(sample(), tmp_path)
    assert {file.recipe for file in written if file.recipe} <= set(shipped_names())
    assert sum(not file.recipe for file in written) == len(HOLDINGS) - len(READ)
