"""A file on record: once, whole, logged, or not at all."""

import resource
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from trefpunt.audit import Trail
from trefpunt.errors import LogUnwritable, StoreError, StoreFull
from trefpunt.intake import find, load, subjects
from trefpunt.model import Event, Identifier, LogEntry, Provenance, Schema, SubjectCategory
from trefpunt.naming import DeclaredScheme
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger.intake import declared_schemes, loads

from .samples import BAD_BSN, BSN, GOOD, NOW, OFFICER, Desk, recipe, rejected_cells


def test_a_row_becomes_a_subject_with_its_origin(desk: Desk) -> None:
    desk.load_rows(*GOOD)
    found = find(desk.means.columns, "p/1")
    assert found is not None
    assert found.schema is Schema.PERSON
    assert found.category is SubjectCategory.SUSPECT
    assert found.first("lastName") == "Testerink"
    assert found.first("birthDate") == "1980-04-03"
    assert found.identifiers == (Identifier("nl.bsn", BSN, "NL"),)
    assert found.provenance == Provenance("persons.csv", 2, date(2026, 11, 24), "police only")
    assert found.is_synthetic


def test_every_row_is_kept_or_rejected(desk: Desk) -> None:
    summary = desk.load_rows(*GOOD, ",Zonder,Ref,01-01-1970,", "3,te,kort")
    assert (summary.rows_read, summary.kept, summary.rejected) == (4, 2, 2)
    assert summary.faults[("ref", "no_reference")] == 1
    assert summary.faults[("", "wrong_columns")] == 1


def test_loading_twice_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.load_rows(*GOOD)
    before = list(subjects(desk.means.columns))
    generation = list((tmp_path / "home" / "columns").glob("subjects.*"))
    again = desk.load_rows(*GOOD)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert list(subjects(desk.means.columns)) == before
    assert list((tmp_path / "home" / "columns").glob("subjects.*")) == generation


def test_a_record_that_says_something_else_is_replaced(desk: Desk) -> None:
    desk.load_rows(*GOOD)
    summary = desk.load_rows(GOOD[0], "2,Proefsma,Bob,12-01-1990,")
    assert (summary.changed, summary.unchanged) == (1, 1)
    assert [s.first("firstName") for s in subjects(desk.means.columns) if s.ref == "p/2"] == ["Bob"]


def test_a_record_that_moved_to_another_row_did_not_change(desk: Desk) -> None:
    desk.load_rows(*GOOD)
    assert desk.load_rows(*reversed(GOOD)).changed == 0


def test_a_second_row_with_the_same_reference_is_rejected(desk: Desk) -> None:
    summary = desk.load_rows(GOOD[0], "1,Anders,Cas,03-04-1980,")
    assert summary.faults == {("", "reference_twice"): 1}
    assert len(list(subjects(desk.means.columns))) == 1


def test_a_register_never_overwrites_the_records_of_another(desk: Desk) -> None:
    desk.load_rows(*GOOD)
    summary = desk.load_rows("1,Anders,Cas,03-04-1980,", by=recipe(name='"other"'))
    assert summary.faults == {("", "reference_of_other_register"): 1}
    found = find(desk.means.columns, "p/1")
    assert found is not None
    assert found.first("lastName") == "Testerink"


def test_a_bad_check_digit_costs_the_number_and_not_the_row(desk: Desk) -> None:
    summary = desk.load_rows(f"1,Testerink,Abel,03-04-1980,{BAD_BSN}")
    found = find(desk.means.columns, "p/1")
    assert found is not None
    assert found.identifiers == ()
    assert summary.faults == {("bsn", "wrong_check_digit"): 1}
    assert rejected_cells(summary)[0].startswith(f"2,p/1,bsn,wrong_check_digit,{BAD_BSN},")


def test_a_bad_check_digit_costs_the_row_where_the_recipe_says_so(desk: Desk) -> None:
    by = recipe(on_bad_identifier='"reject_row"')
    assert desk.load_rows(f"1,Testerink,Abel,03-04-1980,{BAD_BSN}", by=by).rejected == 1


def test_the_rejects_file_is_for_its_owner_only(desk: Desk) -> None:
    summary = desk.load_rows("1,Testerink,Abel,31-02-1980,")
    assert summary.rejects_path is not None
    assert summary.rejects_path.stat().st_mode & 0o077 == 0
    assert summary.rejects_path.parent.stat().st_mode & 0o077 == 0


def test_a_rejected_cell_cannot_run_as_a_formula(desk: Desk) -> None:
    summary = desk.load_rows('1,Testerink,Abel,"=cmd|calc",')
    assert ",'=cmd|calc," in rejected_cells(summary)[0]


def test_a_load_without_faults_leaves_no_old_rejects(desk: Desk) -> None:
    old = desk.load_rows("1,Testerink,Abel,31-02-1980,").rejects_path
    assert old is not None
    assert desk.load_rows("1,Testerink,Abel,28-02-1980,").rejects_path is None
    assert not old.exists()


class SpyingTrail(Trail):
    """A trail that also shows what it was given."""

    def __init__(self) -> None:
        super().__init__(bytes(32))
        self.given: list[LogEntry] = []

    def record(self, tx: Transaction, entry: LogEntry) -> None:
        self.given.append(entry)
        super().record(tx, entry)


def test_the_load_is_registered_and_logged_without_any_value(desk: Desk) -> None:
    trail = SpyingTrail()
    path = desk.put(*GOOD, name="dossier Testerink.csv")
    load(path, recipe(), officer=OFFICER, means=replace(desk.means, trail=trail))
    (entry,) = trail.given
    assert (entry.event, entry.actor, entry.at) == (Event.RECORDS_LOADED, "NL-0042", NOW)
    assert entry.facts["added"] == "2"
    assert "Testerink" not in str(entry)
    with desk.means.ledger.read() as tx:
        (kept,) = loads(tx)
    assert (kept.file_name, kept.recipe, kept.added, kept.officer) == (path.name, "persons", 2, "NL-0042")


class ShutTrail(Trail):
    """A log that cannot be written."""

    def record(self, tx: Transaction, entry: LogEntry) -> None:
        raise LogUnwritable("the log cannot be written")


def test_without_a_log_nothing_is_loaded(desk: Desk) -> None:
    desk.load_rows(GOOD[0])
    path = desk.put("1,Anders,Abel,31-02-1980,", name="persons.csv")
    with pytest.raises(LogUnwritable):
        load(path, recipe(), officer=OFFICER, means=replace(desk.means, trail=ShutTrail(bytes(32))))
    assert [s.first("lastName") for s in subjects(desk.means.columns)] == ["Testerink"]
    assert list(desk.means.rejects.iterdir()) == []
    with desk.means.ledger.read() as tx:
        assert len(list(loads(tx))) == 1


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow past 192 KiB: the nearest thing to a full disk that needs no rights."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (192 * 1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fills_up_leaves_what_was_on_record(desk: Desk, request: pytest.FixtureRequest) -> None:
    desk.load_rows(*GOOD)
    before = list(subjects(desk.means.columns))
    large = desk.put(*(f"x{n},Naam{n * 7919 % 10007},Voor{n},{n % 28 + 1}-01-1980," for n in range(30_000)))
    request.getfixturevalue("small_disk")
    with pytest.raises(StoreFull):
        desk.load(large)
    assert list(subjects(desk.means.columns)) == before


def test_progress_counts_rows_and_bytes_to_the_end(desk: Desk) -> None:
    path = desk.put(*(f"{n},Naam,Voor,," for n in range(9000)))
    told: list[tuple[int, int, int]] = []
    load(path, recipe(), officer=OFFICER, means=desk.means, progress=lambda *done: told.append(done))
    assert len(told) >= 4
    assert told == sorted(told)
    assert told[-1] == (9000, path.stat().st_size, path.stat().st_size)


def test_columns_that_the_recipe_does_not_use_are_told(desk: Desk) -> None:
    path = desk.put("1,A,B,,,x", header="ref,family,given,born,bsn,shoe size")
    assert desk.load(path).ignored == {"shoe size": 1}


def scheme(pattern: str) -> dict[str, DeclaredScheme]:
    return {"sample.member": DeclaredScheme("sample.member", pattern)}


def test_a_declared_scheme_is_kept_for_the_node(desk: Desk) -> None:
    desk.load_rows(*GOOD, by=replace(recipe(), schemes=scheme("[0-9]{4}")))
    with desk.means.ledger.read() as tx:
        assert declared_schemes(tx) == scheme("[0-9]{4}")


def test_a_scheme_cannot_be_declared_in_two_ways(desk: Desk) -> None:
    desk.load_rows(*GOOD, by=replace(recipe(), schemes=scheme("[0-9]{4}")))
    with pytest.raises(StoreError, match="another pattern"):
        desk.load_rows("3,A,B,,", by=replace(recipe(), schemes=scheme("[0-9]{5}")))
    assert find(desk.means.columns, "p/3") is None
