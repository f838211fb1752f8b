"""The small invented Benelux: the same every time, five authorities, and a truth that fits what they see."""

import csv
import io
from pathlib import Path

import pytest

from trefpunt.worlds import write

from .benelux import SEED, benelux

POLICE = ("police.be", "police.nl", "police.lu")


def _data(authority: str, seed: int = SEED) -> bytes:
    (file,) = benelux(seed=seed).view(authority).files
    return file.data()


def _bytes() -> list[bytes]:
    return [file.data() for view in benelux().views for file in view.files]


def test_the_same_seed_gives_the_same_bytes() -> None:
    benelux.cache_clear()
    first = benelux()
    benelux.cache_clear()
    assert _bytes() == [file.data() for view in first.views for file in view.files]


def test_another_seed_gives_other_people() -> None:
    assert _data("police.nl", seed=1) != _data("police.nl", seed=2)


def test_there_are_five_authorities_and_oversight_has_no_records() -> None:
    views = {view.authority.id: view for view in benelux().views}
    assert set(views) == {*POLICE, "tax.nl", "oversight.be"}
    assert views["oversight.be"].files == ()


@pytest.mark.parametrize("authority", [*POLICE, "tax.nl"])
def test_every_authority_has_as_many_records_as_asked(authority: str) -> None:
    truth = benelux(size=120).truth
    held = [ref for records in truth.records.values() for holder, ref in records if holder == authority]
    assert len(held) == len(set(held)) == 120


def test_the_wanted_person_is_known_in_two_countries_and_not_in_the_third() -> None:
    world = benelux()
    assert {holder for holder, _ in world.truth.records[world.wanted.ref]} == {"police.be", "police.lu"}
    assert world.wanted.ref in world.truth.known_to("police.lu", "police.be")


def test_the_stranger_is_on_record_nowhere() -> None:
    world = benelux()
    assert world.stranger.ref not in world.truth.records


def test_formats_differ_as_those_of_authorities_do() -> None:
    assert _data("police.nl").decode("cp1252").startswith("dossiernummer;hoedanigheid;")
    assert _data("police.be").decode("utf-8").startswith("FICHE,QUALITÉ/HOEDANIGHEID,")
    assert _data("police.lu").startswith(b'{"id": "lu-')


def test_neither_place_nor_reference_tells_who_is_shared() -> None:
    world = benelux()
    shared = {ref for held in world.truth.records.values() if len(held) > 1 for _, ref in held}
    refs = [row[0] for row in csv.reader(io.StringIO(_data("police.be").decode()))][1:]
    for ordered in (refs, sorted(refs)):
        places = [at for at, ref in enumerate(ordered) if ref in shared]
        assert places[-1] > len(refs) / 2


def test_files_are_written_beside_the_name_of_their_recipe(tmp_path: Path) -> None:
    written = write(benelux(), tmp_path)
    assert sorted(file.path.parent.name for file in written) == sorted((*POLICE, "tax.nl"))
    assert all(file.recipe.startswith("sample_") for file in written)


def test_no_repr_shows_a_name() -> None:
    world = benelux()
    person = next(iter(world.truth.people.values()))
    assert person.family not in repr(person)
