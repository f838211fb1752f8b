"""What every engine of the columns must do alike; a second engine is one more line in ENGINES."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trefpunt.errors import NotStored, StoreError
from trefpunt.store.columns import Columns, Engine, run_in_duckdb

ENGINES: dict[str, Engine] = {"duckdb": run_in_duckdb}
KEY = bytes(range(32))
FIRMS = pa.table(
    {
        "ref": ["f1", "f2", "f3"],
        "names": [["Sample Noord"], ["Sample Zuid", "Échantillon Sud"], []],
        "debt_eur": [100, None, 250],
    }
)


@pytest.fixture(params=sorted(ENGINES))
def columns(request: pytest.FixtureRequest, tmp_path: Path) -> Columns:
    return Columns(tmp_path / "columns", KEY, engine=ENGINES[request.param])


def test_sql_sees_the_named_set(columns: Columns) -> None:
    columns.write("firms", FIRMS)
    found = columns.run("SELECT ref FROM firms WHERE debt_eur > $least ORDER BY ref", least=100)
    assert found["ref"].to_pylist() == ["f3"]


def test_sql_reads_nested_columns_under_a_condition(columns: Columns) -> None:
    columns.write("firms", FIRMS)
    found = columns.run("SELECT names FROM firms WHERE ref = $ref", ref="f2")
    assert found["names"].to_pylist() == [["Sample Zuid", "Échantillon Sud"]]


def test_sql_joins_two_sets(columns: Columns) -> None:
    columns.write("firms", FIRMS)
    columns.write("towns", pa.table({"firm": ["f1", "f3"], "town": ["Havenstad", "Grensdorp"]}))
    found = columns.run("SELECT town FROM firms JOIN towns ON firm = ref WHERE debt_eur = $debt", debt=250)
    assert found["town"].to_pylist() == ["Grensdorp"]


def test_a_rewritten_set_is_asked_as_it_is_now(columns: Columns) -> None:
    columns.write("firms", FIRMS)
    columns.write("firms", FIRMS.slice(0, 1))
    assert columns.run("SELECT count(*) AS n FROM firms")["n"].to_pylist() == [1]


def test_a_parameter_is_never_read_as_sql(columns: Columns) -> None:
    columns.write("firms", FIRMS)
    assert columns.run("SELECT ref FROM firms WHERE ref = $ref", ref="f1' OR '1'='1").num_rows == 0


def test_a_wrong_statement_is_a_store_error_without_its_values(columns: Columns) -> None:
    columns.write("firms", FIRMS)
    with pytest.raises(StoreError) as caught:
        columns.run("SELECT CAST(ref AS INTEGER) FROM firms")
    assert "f1" not in str(caught.value)


def test_a_set_that_is_not_there_is_named(columns: Columns) -> None:
    with pytest.raises(NotStored, match="no set firms"):
        columns.read("firms")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.text(), st.none() | st.integers(-(2**63), 2**63 - 1)), max_size=30))
def test_any_rows_come_back_as_written(columns: Columns, rows: list[tuple[str, int | None]]) -> None:
    schema = pa.schema([("word", pa.string()), ("number", pa.int64())])
    written = pa.table([[a for a, _ in rows], [b for _, b in rows]], schema=schema)
    columns.write("things", written)
    assert columns.read("things").equals(written)
    assert columns.run("SELECT word, number FROM things").to_pylist() == written.to_pylist()
