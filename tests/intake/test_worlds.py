"""The files of the invented Benelux go through the shipped recipes without a fault."""

from pathlib import Path

import pytest
from tests.worlds.benelux import benelux

from trefpunt.intake import Summary, find, shipped_recipe, subjects
from trefpunt.model import Subject
from trefpunt.naming import keys_of
from trefpunt.worlds import write

from .samples import Desk


def load_world(desk: Desk, folder: Path, authority: str) -> Summary:
    (file,) = (file for file in write(benelux(), folder) if file.authority.id == authority)
    return desk.load(file.path, shipped_recipe(file.recipe))


@pytest.mark.parametrize("authority", ["police.be", "police.nl", "police.lu", "tax.nl"])
def test_every_view_is_read_whole_by_its_recipe(desk: Desk, tmp_path: Path, authority: str) -> None:
    summary = load_world(desk, tmp_path, authority)
    assert (summary.rows_read, summary.kept, dict(summary.faults)) == (120, 120, {})
    assert dict(summary.ignored) == {}
    assert all(subject.is_synthetic for subject in subjects(desk.means.columns))


def test_the_truth_names_records_that_are_there(desk: Desk, tmp_path: Path) -> None:
    load_world(desk, tmp_path, "police.lu")
    held = {subject.ref for subject in subjects(desk.means.columns)}
    told = {
        ref
        for records in benelux().truth.records.values()
        for holder, ref in records
        if holder == "police.lu"
    }
    assert held == told


@pytest.mark.parametrize("authority", ["police.be", "police.lu"])
def test_the_wanted_person_shares_a_key_with_each_record_of_them(
    desk: Desk, tmp_path: Path, authority: str
) -> None:
    load_world(desk, tmp_path, authority)
    world = benelux()
    (ref,) = (ref for holder, ref in world.truth.records[world.wanted.ref] if holder == authority)
    found: Subject | None = find(desk.means.columns, ref)
    assert found is not None
    assert set(keys_of(world.wanted)) & set(keys_of(found))


def test_victims_stay_victims(desk: Desk, tmp_path: Path) -> None:
    load_world(desk, tmp_path, "police.nl")
    assert {"suspect", "victim", "witness"} <= {one.category.value for one in subjects(desk.means.columns)}
