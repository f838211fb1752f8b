"""A node in one sealed file, and out of it again: whole, or with a reason. All data are invented."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.flows.nodes import CHEAP, Story, open_a_case
from tests.postgres import server

from trefpunt.errors import InputError, StoreError, TrefpuntError, WrongPassphrase
from trefpunt.node import Node, back_up, restore
from trefpunt.settings import FILE_NAME
from trefpunt.store.ledger import Ledger
from trefpunt.store.ledger.restored import restored

PASSPHRASE = "four random words"
CASE = "PL-2026-SYNTHETIC"


@pytest.fixture(params=["sqlite", "postgresql"])
def node(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Node]:
    story = Story(tmp_path)
    url = server().new_database() if request.param == "postgresql" else ""
    made = story.node("police.nl", extra={"ledger": {"url": url}} if url else {})
    open_a_case(made, CASE)
    made.exchange.blobs.put(b"a synthetic attachment")
    yield made
    story.close()


def backup_of(node: Node, folder: Path, **how: Any) -> Path:
    back_up(node, folder / "backup", PASSPHRASE, params=CHEAP, **how)
    return folder / "backup"


def rows_of(ledger: Ledger) -> list[bytes]:
    return [row for row in ledger.rows() if not row.startswith(b'["ledger_fact"')]


def rows_in(home: Path, node: Node) -> list[bytes]:
    ledger = Ledger.open_sqlite(home / "ledger.db", node.keys.secret("ledger"))
    found = rows_of(ledger)
    ledger.close()
    return found


@pytest.mark.parametrize("is_portable", [False, True])
def test_what_is_restored_is_what_was_backed_up(node: Node, tmp_path: Path, is_portable: bool) -> None:
    file = backup_of(node, tmp_path, is_portable=is_portable)
    before = rows_of(node.ledger)
    restore(file, tmp_path / "new", PASSPHRASE, ledger_url="")
    assert rows_in(tmp_path / "new", node) == before
    assert any(CASE.encode() in row for row in before)
    for name in ("keys/node.keys", *(f"blobs/{path.name}" for path in (node.home / "blobs").iterdir())):
        assert (tmp_path / "new" / name).read_bytes() == (node.home / name).read_bytes()


def test_rows_move_to_the_other_engine(node: Node, tmp_path: Path) -> None:
    file, url = backup_of(node, tmp_path, is_portable=True), server().new_database()
    restore(file, tmp_path / "new", PASSPHRASE, ledger_url=url)
    moved = Ledger.open_postgresql(url, node.keys.secret("ledger"))
    assert sorted(rows_of(moved)[1:]) == sorted(rows_of(node.ledger)[1:])
    with moved.read() as tx:
        assert restored(tx) is not None
    moved.close()


def test_what_is_written_meanwhile_is_not_torn(node: Node, tmp_path: Path) -> None:
    lines = node.ledger.rows()
    first = next(lines)
    before = rows_of(node.ledger)
    open_a_case(node, "PL-2026-LATER")
    kept = [row for row in lines if not row.startswith(b'["ledger_fact"')]
    assert [first, *kept] == before


def test_nothing_of_it_can_be_read_without_the_passphrase(node: Node, tmp_path: Path) -> None:
    assert CASE.encode() not in backup_of(node, tmp_path, is_portable=True).read_bytes()


def test_the_keys_of_epochs_do_not_come_back(node: Node, tmp_path: Path) -> None:
    node.means.epochs.put("epoch|synthetic", bytes(32))
    node.means.epochs.save()
    home = tmp_path / "new"
    restore(backup_of(node, tmp_path, is_portable=True), home, PASSPHRASE, ledger_url="")
    assert (home / "keys" / "epochs.keys").read_bytes() != (node.home / "keys" / "epochs.keys").read_bytes()


def refused(file: Path, home: Path, passphrase: str = PASSPHRASE, **how: Any) -> TrefpuntError:
    with pytest.raises(TrefpuntError) as raised:
        restore(file, home, passphrase, **how)
    return raised.value


def test_any_cut_is_noticed_and_leaves_nothing(node: Node, tmp_path: Path) -> None:
    whole = backup_of(node, tmp_path).read_bytes()
    for length in (0, 5, 30, len(whole) // 3, len(whole) // 2, len(whole) - 40, len(whole) - 1):
        (tmp_path / "cut").write_bytes(whole[:length])
        error = refused(tmp_path / "cut", tmp_path / "new")
        assert isinstance(error, InputError) and not (tmp_path / "new").exists()
    assert "ends too early" in str(error)


def test_any_changed_byte_is_noticed(node: Node, tmp_path: Path) -> None:
    whole = backup_of(node, tmp_path).read_bytes()
    for place in range(len(whole) // 2, len(whole), len(whole) // 9):
        (tmp_path / "flipped").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert isinstance(refused(tmp_path / "flipped", tmp_path / "new"), InputError)


def test_another_passphrase_opens_nothing(node: Node, tmp_path: Path) -> None:
    error = refused(backup_of(node, tmp_path), tmp_path / "new", "another passphrase")
    assert isinstance(error, WrongPassphrase) and not (tmp_path / "new").exists()


def test_a_folder_that_is_not_empty_stays_as_it_is(node: Node, tmp_path: Path) -> None:
    home = tmp_path / "new"
    home.mkdir()
    (home / "mine").write_text("keep")
    assert "not empty" in str(refused(backup_of(node, tmp_path), home))
    assert (home / "mine").read_text() == "keep"


def test_a_database_that_is_not_empty_stays_as_it_is(node: Node, tmp_path: Path) -> None:
    file, url = backup_of(node, tmp_path, is_portable=True), server().new_database()
    Ledger.open_postgresql(url, bytes(32)).close()
    assert "not empty" in str(refused(file, tmp_path / "new", ledger_url=url))


def test_a_ledger_of_a_newer_version_is_not_restored(node: Node, tmp_path: Path) -> None:
    with node.ledger.write() as tx:
        tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    error = refused(backup_of(node, tmp_path), tmp_path / "new", ledger_url="")
    assert isinstance(error, StoreError) and "newer version" in str(error)


def test_no_file_of_another_kind_is_restored(node: Node, tmp_path: Path) -> None:
    assert "no backup" in str(refused(node.home / FILE_NAME, tmp_path / "new"))


def test_a_backup_never_replaces_one(node: Node, tmp_path: Path) -> None:
    file = backup_of(node, tmp_path)
    with pytest.raises(InputError, match="there already"):
        back_up(node, file, PASSPHRASE, params=CHEAP)
