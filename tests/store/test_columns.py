"""Encrypted sets on disk: whole or not there, shut to every other key, never in clear."""

import os
import resource
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from trefpunt.errors import StoreError, StoreFull
from trefpunt.store.columns import Columns

KEY = bytes(range(32))
CANARY = "Kanarievogel-7310"


@pytest.fixture
def columns(tmp_path: Path) -> Columns:
    return Columns(tmp_path / "columns", KEY)


def table(*words: str) -> pa.Table:
    return pa.table({"word": list(words)})


def only_file(columns: Columns, tmp_path: Path) -> Path:
    (found,) = (tmp_path / "columns").glob("*.parquet")
    return found


def test_no_value_and_no_column_name_lies_in_clear(columns: Columns, tmp_path: Path) -> None:
    columns.write("people", pa.table({"surnames_of": [[CANARY]] * 500, CANARY.lower(): list(range(500))}))
    columns.append("people", columns.read("people"))
    everything = b"".join(path.read_bytes() for path in (tmp_path / "columns").rglob("*") if path.is_file())
    for clear in (CANARY.encode(), CANARY.lower().encode(), b"surnames_of"):
        assert clear not in everything


def test_only_the_owner_may_read_the_files(columns: Columns, tmp_path: Path) -> None:
    columns.write("people", table("a"))
    assert (tmp_path / "columns").stat().st_mode & 0o077 == 0
    assert only_file(columns, tmp_path).stat().st_mode & 0o077 == 0


def test_another_key_opens_nothing(columns: Columns, tmp_path: Path) -> None:
    columns.write("people", table("a"))
    other = Columns(tmp_path / "columns", bytes(32))
    with pytest.raises(StoreError, match="do not open with this key"):
        other.read("people")
    with pytest.raises(StoreError, match="do not open with this key"):
        other.run("SELECT * FROM people")


def test_a_key_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="16 bytes"):
        Columns(tmp_path, bytes(16))


def test_a_file_cannot_stand_in_for_another_set(columns: Columns, tmp_path: Path) -> None:
    columns.write("victims", table("a"))
    file = only_file(columns, tmp_path)
    file.rename(file.with_name(file.name.replace("victims", "suspects")))
    with pytest.raises(StoreError, match="the columns of suspects do not open"):
        columns.read("suspects")


def test_damage_is_noticed_wherever_it_falls(columns: Columns, tmp_path: Path) -> None:
    columns.write("people", table(*(f"{number}" for number in range(2000))))
    file = only_file(columns, tmp_path)
    whole = file.read_bytes()
    # The first four bytes only say that this is Parquet; the footer says it again.
    for at in range(4, len(whole), max(1, len(whole) // 60)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(StoreError, match="do not open"):
            columns.read("people")


def test_a_file_that_was_cut_short_is_noticed(columns: Columns, tmp_path: Path) -> None:
    columns.write("people", table("a", "b"))
    file = only_file(columns, tmp_path)
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(StoreError, match="damaged"):
        columns.read("people")


def test_damage_below_the_footer_reaches_sql_as_a_store_error(columns: Columns, tmp_path: Path) -> None:
    columns.write("people", table(*(f"{number}" for number in range(2000))))
    file = only_file(columns, tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    with pytest.raises(StoreError, match="do not open with this key"):
        columns.run("SELECT min(word) AS word FROM people")


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow past 64 KiB: the nearest thing to a full disk that needs no rights."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_generation(columns: Columns, tmp_path: Path, small_disk: None) -> None:
    columns.write("people", table("old"))
    large = pa.table({"word": [os.urandom(64) for _ in range(20_000)]})
    with pytest.raises(StoreFull, match="nothing was written"):
        columns.write("people", large)
    assert columns.read("people")["word"].to_pylist() == ["old"]
    assert not list((tmp_path / "columns").glob("*.staged"))


def test_rows_that_fail_half_way_leave_the_old_generation(columns: Columns) -> None:
    def failing() -> Iterator[pa.RecordBatch]:
        yield from table("new").to_batches()
        raise ZeroDivisionError

    columns.write("people", table("old"))
    with pytest.raises(ZeroDivisionError), columns.alone():
        columns.stage("people", table("x").schema, failing())
    assert columns.read("people")["word"].to_pylist() == ["old"]


def test_a_staged_generation_is_seen_only_when_published(columns: Columns) -> None:
    columns.write("people", table("old"))
    with columns.alone():
        staged = columns.stage("people", table("x").schema, table("new").to_batches())
        assert columns.read("people")["word"].to_pylist() == ["old"]
        staged.publish()
    assert columns.read("people")["word"].to_pylist() == ["new"]


def test_what_a_crash_left_staged_goes_with_the_next_write(columns: Columns, tmp_path: Path) -> None:
    with columns.alone():
        columns.stage("people", table("x").schema, table("lost").to_batches())
    columns.write("people", table("new"))
    assert [path.suffix for path in (tmp_path / "columns").glob("people.*")] == [".parquet"]
    assert columns.read("people")["word"].to_pylist() == ["new"]


def test_a_reader_that_began_before_a_write_reads_the_old_rows_to_the_end(columns: Columns) -> None:
    columns.write("people", table(*(["old"] * 50_000)))
    reading = columns.batches("people")
    first = next(reading)
    columns.write("people", table("new"))
    rest = sum(batch.num_rows for batch in reading)
    assert first.num_rows + rest == 50_000


def test_appended_rows_follow_the_others(columns: Columns) -> None:
    columns.append("people", table("a"))
    columns.append("people", table("b", "c"))
    assert columns.read("people")["word"].to_pylist() == ["a", "b", "c"]
    assert columns.count("people") == 3


def test_rows_of_another_shape_are_not_appended(columns: Columns) -> None:
    columns.write("people", table("a"))
    with pytest.raises(StoreError, match="other columns"):
        columns.append("people", pa.table({"other": [1]}))


def test_two_writers_at_once_lose_nothing(columns: Columns, tmp_path: Path) -> None:
    other = Columns(tmp_path / "columns", KEY)

    def add(to: Columns, word: str) -> None:
        for _ in range(5):
            to.append("people", table(word))

    threads = [threading.Thread(target=add, args=pair) for pair in ((columns, "a"), (other, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(columns.read("people")["word"].to_pylist()) == ["a"] * 5 + ["b"] * 5


def test_a_dropped_set_is_gone_from_the_disk(columns: Columns, tmp_path: Path) -> None:
    columns.write("people", table("a"))
    columns.drop("people")
    columns.drop("people")
    assert columns.names() == ()
    assert not list((tmp_path / "columns").glob("*.parquet"))


def test_a_name_that_could_leave_the_folder_is_refused(columns: Columns) -> None:
    with pytest.raises(StoreError, match="no such name"):
        columns.write("../people", table("a"))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/leak.csv'",
        "INSTALL httpfs",
        "ATTACH '/tmp/leak.db'",
        "SET threads = 9",
    ],
)
def test_sql_reaches_no_file_and_no_network(columns: Columns, sql: str) -> None:
    with pytest.raises(StoreError):
        columns.run(sql)
