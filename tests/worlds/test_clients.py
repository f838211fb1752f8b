"""The victim is known to the care organisation and to nobody else, in any form."""

from pathlib import Path

import pytest
from tests.flows.needles import needles_of
from tests.worlds.benelux import SEED, sample
from tests.worlds.reading import every_file, rows_of

from trefpunt.model import SubjectCategory
from trefpunt.worlds import write_truth

SEEDS = [SEED, 1, 2, 3]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_victim_is_in_the_file_of_the_care_organisation_and_in_no_other(seed: int) -> None:
    world = sample(seed=seed)
    needles = needles_of(world.victim)
    found = {file for file, data in every_file(world) if needles.search(data)}
    assert found == {"care.be/clienten.csv"}


def test_a_larger_world_keeps_the_victim_apart_as_well() -> None:
    world = sample(firms=3000)
    needles = needles_of(world.victim)
    assert {file for file, data in every_file(world) if needles.search(data)} == {"care.be/clienten.csv"}


def test_the_truth_that_is_written_down_leaves_out_what_only_the_centre_knows(tmp_path: Path) -> None:
    write_truth(sample(), tmp_path)
    needles = needles_of(sample().victim)
    assert [path.name for path in tmp_path.iterdir() if needles.search(path.read_bytes())] == []
    assert "client-" not in (tmp_path / "records.csv").read_text(encoding="utf-8")


def test_her_row_is_whole_and_has_no_address() -> None:
    world = sample()
    ref = world.truth.reference(world.victim.ref, "care.be")
    (row,) = (row for row in rows_of(world, "care.be/clienten.csv") if row["dossier"] == ref)
    assert row["naam/nom"] == world.victim.first("lastName")
    assert row["BIS"].translate(str.maketrans("", "", ".-")) == world.victim.identifiers[0].value
    assert not any(word in header for header in row for word in ("straat", "rue", "postcode", "gemeente"))


def test_every_client_is_a_victim_and_on_record_once() -> None:
    world = sample()
    assert world.victim.category is SubjectCategory.VICTIM
    clients = [held for id_, held in world.truth.records.items() if id_.startswith("client-")]
    assert len(clients) == 24
    assert all([holder for holder, _ in held] == ["care.be"] for held in clients)


def test_no_birth_date_of_a_client_is_a_day_of_anybody_else() -> None:
    world = sample()
    born = {row["geboortedatum/naissance"] for row in rows_of(world, "care.be/clienten.csv")}
    days = {
        day for file, data in every_file(world) if file[:4] != "care" for day in born if day.encode() in data
    }
    assert days == set()
