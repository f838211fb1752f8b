"""One suite over the ledger, for every engine it runs on.

`ENGINES` names a function for each engine that opens a ledger which other processes can open too: the same
tests, whatever keeps the tables.
"""

import importlib
import pkgutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from tests.ledgers import ENGINES, prepare

from trefpunt.audit import Trail
from trefpunt.errors import LogUnwritable, StoreError, StoreFull
from trefpunt.model import Count, Event, LogEntry
from trefpunt.store import ledger as room
from trefpunt.store.ledger import Ledger, Transaction, audit
from trefpunt.store.ledger.schema import metadata

KEY = bytes(range(32))
NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON audit_entry FOR EACH ROW
WHEN (NEW.idx >= 3) EXECUTE FUNCTION no_room()
"""
ROOT = Path(__file__).parents[2]
COUNT = Count("2026-11", "hit", "a/1", "nl.test", "be.test", "police", "firm", "hit")


@pytest.fixture(params=ENGINES, ids=str)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    prepare(request.param, tmp_path)
    return str(request.param)


@pytest.fixture
def ledger(engine: str, tmp_path: Path) -> Iterator[Ledger]:
    opened = ENGINES[engine](tmp_path)
    yield opened
    opened.close()


def counted(ledger: Ledger) -> int:
    with ledger.read() as tx:
        return sum(n for _, n in audit.counts(tx))


def add_slowly(tx: Transaction) -> None:
    """Read, then write what was read plus one: any writer in between would be lost."""
    size = audit.log_size(tx)
    audit.append_entries(tx, [audit.StoredEntry(size, bytes(32), bytes(32), b"sealed")])


def in_another_process(engine: str, folder: Path, work: str) -> subprocess.Popen[str]:
    script = (
        f"import sys, os; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from tests.seams.test_ledger import *\n"
        f"ledger = ENGINES[{engine!r}](Path({str(folder)!r}))\n{work}"
    )
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)


def test_a_transaction_is_there_as_a_whole(ledger: Ledger) -> None:
    with ledger.write() as tx:
        audit.add_count(tx, COUNT)
        audit.add_count(tx, COUNT, 4)
    assert counted(ledger) == 5


def test_a_transaction_that_fails_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError), ledger.write() as tx:
        audit.add_count(tx, COUNT)
        add_slowly(tx)
        raise ZeroDivisionError
    assert counted(ledger) == 0


def test_a_broken_rule_undoes_the_whole_transaction(ledger: Ledger) -> None:
    with pytest.raises(StoreError), ledger.write() as tx:
        audit.add_count(tx, COUNT)
        for _ in range(2):
            audit.append_entries(tx, [audit.StoredEntry(0, bytes(32), bytes(32), b"sealed")])
    assert counted(ledger) == 0


def test_an_abandoned_transaction_cannot_be_completed(ledger: Ledger) -> None:
    with ledger.write() as tx:
        audit.add_count(tx, COUNT)
        audit.abandon(tx)
    assert counted(ledger) == 0


def test_a_ledger_keeps_what_it_was_given(engine: str, tmp_path: Path) -> None:
    first = ENGINES[engine](tmp_path)
    with first.write() as tx:
        audit.add_count(tx, COUNT)
    first.close()
    second = ENGINES[engine](tmp_path)
    assert counted(second) == 1
    second.close()


def test_a_reader_sees_one_unchanging_view(ledger: Ledger) -> None:
    with ledger.read() as tx:
        assert audit.log_size(tx) == 0
        with ledger.write() as writing:
            add_slowly(writing)
        assert audit.log_size(tx) == 0
    with ledger.read() as tx:
        assert audit.log_size(tx) == 1


def test_writers_in_many_threads_take_turns(ledger: Ledger) -> None:
    def work() -> None:
        for _ in range(20):
            with ledger.write() as tx:
                add_slowly(tx)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ledger.read() as tx:
        assert audit.log_size(tx) == len(audit.leaf_hashes(tx, 0, 120)) == 120


def test_writers_in_two_processes_take_turns(engine: str, ledger: Ledger, tmp_path: Path) -> None:
    work = "for _ in range(60):\n    with ledger.write() as tx: add_slowly(tx)\n"
    others = [in_another_process(engine, tmp_path, work) for _ in range(2)]
    assert [other.wait(60) for other in others] == [0, 0]
    with ledger.read() as tx:
        assert audit.log_size(tx) == len(audit.leaf_hashes(tx, 0, 120)) == 120


def test_two_processes_may_open_a_new_ledger_at_once(engine: str, tmp_path: Path) -> None:
    work = "with ledger.write() as tx: add_slowly(tx)\n"
    others = [in_another_process(engine, tmp_path, work) for _ in range(2)]
    assert [other.wait(60) for other in others] == [0, 0]


def test_a_process_that_dies_half_way_leaves_nothing(engine: str, ledger: Ledger, tmp_path: Path) -> None:
    work = (
        "with ledger.write() as tx:\n"
        "    for _ in range(50): add_slowly(tx)\n"
        "    print('half way', flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    other = in_another_process(engine, tmp_path, work)
    assert other.communicate(timeout=60)[0] == "half way\n"
    assert other.returncode == -9
    with ledger.write() as tx:
        assert audit.log_size(tx) == 0
        add_slowly(tx)


def test_another_key_opens_nothing(engine: str, ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        ENGINES[engine](tmp_path, bytes(32))
    assert counted(ledger) == 0


def test_a_ledger_of_a_newer_version_is_not_touched(engine: str, ledger: Ledger, tmp_path: Path) -> None:
    with ledger.write() as tx:
        tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version"):
        ENGINES[engine](tmp_path)


def test_the_migrated_tables_are_those_of_the_schema(ledger: Ledger) -> None:
    for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        importlib.import_module(module.name)
    with ledger.read() as tx:
        context = MigrationContext.configure(tx.connection, opts={"target_metadata": metadata})
        assert compare_metadata(context, metadata) == []


def test_a_full_disk_undoes_the_transaction_and_is_said_so(ledger: Ledger) -> None:
    with pytest.raises(StoreFull), ledger.write() as tx:
        audit.add_count(tx, COUNT)
        fill_disk(tx)
    assert counted(ledger) == 0


def test_the_ledger_works_again_when_there_is_room(ledger: Ledger) -> None:
    with pytest.raises(StoreFull), ledger.write() as tx:
        fill_disk(tx)
    with ledger.write() as tx:
        make_room(tx)
        audit.add_count(tx, COUNT)
    assert counted(ledger) == 1


def test_a_full_disk_stops_the_log_and_with_it_the_act(ledger: Ledger) -> None:
    entry = LogEntry(Event.LOGIN, "NL-1", "officer", datetime(2026, 11, 3, tzinfo=UTC))
    with pytest.raises(LogUnwritable), ledger.write() as tx:
        audit.add_count(tx, COUNT)
        take_room_away(tx)
        Trail(KEY).record_often(tx, entry, 1000)
    assert counted(ledger) == 0


def fill_disk(tx: Transaction) -> None:
    """Write until the engine says that there is no more room."""
    take_room_away(tx)
    for _ in range(100):
        size = audit.log_size(tx)
        audit.append_entries(tx, [audit.StoredEntry(size, bytes(32), bytes(32), bytes(60_000))])


def take_room_away(tx: Transaction) -> None:
    if tx.connection.dialect.name == "sqlite":
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")
        return
    # A server has no limit that a test may set: it says here by itself what it says of a full disk.
    tx.connection.exec_driver_sql(NO_ROOM)


def make_room(tx: Transaction) -> None:
    if tx.connection.dialect.name == "sqlite":
        tx.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
