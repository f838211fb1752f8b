"""Settings are read once, checked whole, and every fault is named at once."""

from pathlib import Path

import pytest

from trefpunt.errors import SettingsError
from trefpunt.settings import Settings, read_settings

CLOSED = {
    "node.kind": frozenset({"police", "tax"}),
    "node.country": frozenset({"BE", "NL", "LU"}),
    "node.nature": frozenset({"sample", "live"}),
    "officers": frozenset({"information_officer"}),
}
GOOD = """
[node]
id = "police.nl"
kind = "police"
country = "NL"
name = "Police NL, sample"
nature = "sample"

[listen]
port = 7411

[officers]
"nl-1042" = "information_officer"
"""


def read(home: Path, text: str) -> Settings:
    (home / "trefpunt.toml").write_text(text, encoding="utf-8")
    return read_settings(home, closed=CLOSED)


def test_a_good_file_is_read_and_the_rest_has_defaults(tmp_path: Path) -> None:
    settings = read(tmp_path, GOOD)
    assert settings.node.id == "police.nl"
    assert settings.listen.url == "https://127.0.0.1:7411"
    assert settings.hits.epoch_h == 24
    assert settings.officers == {"nl-1042": "information_officer"}


def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace('"NL"', '"FR"').replace("7411", "70000").replace("information_officer", "boss")
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, wrong + "\n[log]\ncheckpoint_every_s = true\nevery = 3\n")
    faults = [str(fault) for fault in caught.value.faults]
    assert len(faults) == 5
    assert "node.country is 'FR', expected one of BE, LU, NL" in faults
    assert "listen.port is 70000, expected 1 to 65535" in faults
    assert "log.checkpoint_every_s is bool, expected a whole number" in faults


def test_a_missing_node_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="trefpunt init"):
        read_settings(tmp_path, closed=CLOSED)


def test_an_epoch_longer_than_a_day_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="expected 1 to 24"):
        read(tmp_path, GOOD + "\n[hits]\nepoch_h = 25\n")


def test_a_file_that_is_not_toml_says_where(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="line 2"):
        read(tmp_path, "[node]\nid = police\n")


def test_an_unknown_section_is_a_fault_and_not_ignored(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\[treaties\] is no section"):
        read(tmp_path, GOOD + "\n[treaties]\nx = 1\n")


@pytest.mark.parametrize("address", ["", "127.0.0.1:1", "127.0.0.1:65535"])
def test_screens_are_on_this_machine_or_nowhere(tmp_path: Path, address: str) -> None:
    assert read(tmp_path, f'{GOOD}\n[desk]\naddress = "{address}"\n').desk.address == address


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0:7480",
        "192.0.2.1:7480",
        "localhost:7480",
        "127.0.0.1",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "::1",
    ],
)
def test_screens_that_others_could_reach_stop_the_start(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsError, match="expected an address of this machine only"):
        read(tmp_path, f'{GOOD}\n[desk]\naddress = "{address}"\n')


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://trefpunt@/trefpunt?host=/run/postgresql",
        "postgresql+psycopg://trefpunt@localhost/trefpunt",
        "postgresql+psycopg://trefpunt@db.example/trefpunt?sslmode=verify-full&sslrootcert=/etc/ca.pem",
    ],
)
def test_a_ledger_may_be_in_a_database_that_is_near_or_proven(tmp_path: Path, url: str) -> None:
    assert read(tmp_path, f'{GOOD}\n[ledger]\nurl = "{url}"\n').ledger.url == url


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+psycopg://trefpunt@db.example/trefpunt", "without TLS"),
        ("postgresql+psycopg://trefpunt@db.example/trefpunt?sslmode=require", "without TLS"),
        ("postgresql+psycopg://trefpunt@localhost/trefpunt?host=db.example", "without TLS"),
        ("postgresql+psycopg://trefpunt:sesame@localhost/trefpunt", "password"),
        ("postgresql+psycopg://trefpunt@localhost/trefpunt?service=x", "service"),
        ("mysql://trefpunt@localhost/trefpunt", "no address of a database"),
    ],
)
def test_a_ledger_elsewhere_is_refused_with_its_reason(tmp_path: Path, url: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as raised:
        read(tmp_path, f'{GOOD}\n[ledger]\nurl = "{url}"\n')
    assert "sesame" not in str(raised.value)
