"""Reading what is on record, and taking a record out."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trefpunt.errors import LogUnwritable
from trefpunt.intake import find, remove, subjects
from trefpunt.intake.drafts import Draft
from trefpunt.intake.subjects import SCHEMA, SET_NAME, as_rows, keep
from trefpunt.model import Event
from trefpunt.store.columns import Columns

from .samples import GOOD, NOW, OFFICER, Desk, recipe
from .test_load import ShutTrail, SpyingTrail


def test_an_empty_node_has_no_subjects(desk: Desk) -> None:
    assert list(subjects(desk.means.columns)) == []
    assert find(desk.means.columns, "p/1") is None


def test_a_removed_record_is_gone_and_logged_by_its_reference(desk: Desk) -> None:
    desk.load_rows(*GOOD)
    trail = SpyingTrail()
    means = dataclasses.replace(desk.means, trail=trail)
    assert remove("p/1", officer=OFFICER, means=means, reason="prosecutor_order")
    assert [subject.ref for subject in subjects(desk.means.columns)] == ["p/2"]
    (entry,) = trail.given
    assert (entry.event, entry.subject_ref) == (Event.RECORD_REMOVED, "p/1")
    assert entry.facts == {"reason": "prosecutor_order"}


def test_without_a_log_nothing_is_removed(desk: Desk) -> None:
    desk.load_rows(*GOOD)
    with pytest.raises(LogUnwritable):
        remove("p/1", officer=OFFICER, means=dataclasses.replace(desk.means, trail=ShutTrail(bytes(32))))
    assert find(desk.means.columns, "p/1") is not None


def test_removing_what_is_not_there_changes_nothing(desk: Desk) -> None:
    desk.load_rows(*GOOD)
    assert not remove("p/9", officer=OFFICER, means=desk.means)


def test_the_columns_of_the_set_never_change_by_accident() -> None:
    assert ",".join(SCHEMA.names) == (
        "ref,schema,category,properties,identifiers,source,row,loaded_on,handling,is_synthetic,recipe,content_hash"
    )


def test_sql_reads_properties_without_python(desk: Desk) -> None:
    desk.load_rows(*GOOD)
    found = desk.means.columns.run(
        """SELECT from_json(properties, '{"lastName": ["VARCHAR"]}').lastName[1] AS name
           FROM subjects WHERE category = $category ORDER BY name""",
        category="suspect",
    )
    assert found["name"].to_pylist() == ["Proefsma", "Testerink"]


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    properties=st.dictionaries(words, st.lists(words, min_size=1, max_size=3), max_size=4),
    numbers=st.lists(st.tuples(words, words, words), max_size=3),
)
def test_any_record_comes_back_as_it_was_kept(
    tmp_path: Path, properties: dict[str, list[str]], numbers: list[tuple[str, str, str]]
) -> None:
    columns = Columns(tmp_path / "columns", bytes(32))
    draft = Draft(2, "r", "Person", "victim", properties, numbers)
    rows = as_rows([keep(draft, recipe())], recipe(), source="f", on=NOW.date())
    columns.write(SET_NAME, rows.schema.empty_table().from_batches([rows]))
    (found,) = subjects(columns)
    assert found.properties == {name: tuple(values) for name, values in properties.items()}
    assert [(one.scheme, one.value, one.country) for one in found.identifiers] == numbers


@given(words, words)
def test_any_change_of_a_value_changes_the_hash(one: str, other: str) -> None:
    def hash_of(value: str) -> bytes:
        return keep(Draft(2, "r", "Person", "victim", {"name": [value]}), recipe()).content_hash

    assert (hash_of(one) == hash_of(other)) == (one == other)
