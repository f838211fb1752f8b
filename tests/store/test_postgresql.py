"""What a PostgreSQL server must be before a ledger is kept in it, and what its errors may say."""

from pathlib import Path

import pytest
from tests.ledgers import KEY, open_postgresql, prepare
from tests.postgres import server

from trefpunt.errors import StoreError
from trefpunt.store.ledger import Ledger, audit
from trefpunt.store.ledger.postgresql import is_local


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    prepare("postgresql", tmp_path)
    return open_postgresql(tmp_path)


def test_a_database_of_another_encoding_is_refused() -> None:
    with pytest.raises(StoreError, match="in LATIN1 with collation C"):
        Ledger.open_postgresql(server().new_database(how="ENCODING 'LATIN1' LOCALE 'C'"), KEY)


def test_a_database_that_sorts_by_unicode_is_refused() -> None:
    unicode = "ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LOCALE 'C'"
    with pytest.raises(StoreError, match="collation PG_UNICODE_FAST"):
        Ledger.open_postgresql(server().new_database(how=unicode), KEY)


def test_a_server_that_is_away_is_said_to_be_away(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not answer"):
        Ledger.open_postgresql(f"postgresql+psycopg://nobody@/none?host={tmp_path}", KEY)


def test_a_database_that_is_not_there_is_not_made(ledger: Ledger) -> None:
    with pytest.raises(StoreError, match="does not answer, or does not let this node in"):
        Ledger.open_postgresql(server().url("never_made"), KEY)


def test_an_error_never_repeats_the_values_of_a_row(ledger: Ledger) -> None:
    secret = b"a synthetic secret"
    with pytest.raises(StoreError) as raised, ledger.write() as tx:
        for _ in range(2):
            audit.append_entries(tx, [audit.StoredEntry(77123, secret, secret, secret)])
    assert "pk_audit_leaf" in str(raised.value)
    assert "77123" not in str(raised.value)
    assert secret.hex() not in str(raised.value)


def test_a_reader_cannot_write(ledger: Ledger) -> None:
    with pytest.raises(StoreError, match="cannot be written"), ledger.read() as tx:
        tx.connection.exec_driver_sql("UPDATE ledger_fact SET value = 'x'")


@pytest.mark.parametrize(
    ("host", "local"),
    [
        *(("", True), ("/run/postgresql", True), ("localhost", True), ("127.0.0.9", True), ("::1", True)),
        *(("10.0.0.1", False), ("db.example", False), ("localhost.example", False)),
    ],
)
def test_only_this_machine_is_near_enough_for_a_line_without_tls(host: str, local: bool) -> None:
    assert is_local(host) is local
