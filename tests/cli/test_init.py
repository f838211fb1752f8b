"""`init`: a node is made whole or not at all."""

from datetime import datetime
from pathlib import Path

import pytest

from trefpunt.errors import InputError
from trefpunt.model import AuthorityKind
from trefpunt.node import Founding, found, over_tls

from .desk import CHEAP, Desk, Typed, type_line

GOOD = {"--id": "police.nl", "--kind": "police", "--country": "NL", "--nature": "sample"}


def init(home: Path, passphrase: Path, **changed: str) -> Typed:
    words = {**GOOD, "--passphrase-file": str(passphrase)}
    words |= {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return type_line("init", str(home), *(word for pair in words.items() for word in pair))


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text("four random words", encoding="utf-8")
    return file


def test_a_node_is_made_and_the_next_step_is_said(tmp_path: Path, passphrase: Path):
    typed = init(tmp_path / "nl", passphrase, officer="nl-1=information_officer")
    assert typed.code == 0
    assert "next: trefpunt serve --home" in typed.out
    assert "an agreement needs two officers" in typed.out
    assert (tmp_path / "nl" / "ledger.db").stat().st_mode & 0o077 == 0


def test_every_wrong_setting_is_said_at_once_and_nothing_is_made(tmp_path: Path, passphrase: Path):
    typed = init(tmp_path / "nl", passphrase, id="Police NL", kind="polis", nature="real", port="99999")
    assert typed.code == 2
    assert "4 settings are wrong" in typed.err
    assert not (tmp_path / "nl").exists()


@pytest.mark.parametrize(
    ("text", "message"), [("", "is empty"), (None, "No such file"), (b"\xff\xfe", "it is not UTF-8 text")]
)
def test_a_passphrase_file_of_no_use_makes_nothing(tmp_path: Path, text: str | bytes | None, message: str):
    file = tmp_path / "passphrase"
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    typed = init(tmp_path / "nl", file)
    assert (typed.code, message in typed.err) == (2, True)
    assert not (tmp_path / "nl").exists()


def test_nobody_to_ask_for_a_passphrase_makes_nothing(tmp_path: Path):
    words = [word for pair in GOOD.items() for word in pair]
    typed = type_line("init", str(tmp_path / "nl"), *words)
    assert typed.code == 2
    assert "add --passphrase-file FILE" in typed.err
    assert not (tmp_path / "nl").exists()


def test_a_file_is_no_place_for_a_node(tmp_path: Path, passphrase: Path):
    typed = init(passphrase, passphrase)
    assert (typed.code, "is a file" in typed.err) == (2, True)
    assert passphrase.read_text(encoding="utf-8") == "four random words"


def test_a_folder_that_cannot_be_made_is_said_so(passphrase: Path):
    typed = init(Path("/proc/nowhere"), passphrase)
    assert typed.code == 2
    assert "cannot make a node in /proc/nowhere" in typed.err


def test_no_node_is_made_over_another(empty_desk: Desk):
    home = empty_desk.node("police.be", AuthorityKind.POLICE).home
    before = {path: path.read_bytes() for path in home.rglob("*.keys")}
    typed = init(home, empty_desk.passphrase_file)
    assert (typed.code, "is not empty" in typed.err) == (2, True)
    assert {path: path.read_bytes() for path in home.rglob("*.keys")} == before


@pytest.mark.parametrize("officer", ["nl-1", "=overseer", "nl-1="])
def test_an_officer_is_written_as_number_and_role(tmp_path: Path, passphrase: Path, officer: str):
    typed = init(tmp_path / "nl", passphrase, officer=officer)
    assert (typed.code, "not written number=role" in typed.err) == (2, True)


def stopped() -> datetime:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("was_there", [True, False])
def test_a_node_that_fails_halfway_leaves_nothing_in_the_way(tmp_path: Path, was_there: bool):
    home = tmp_path / "nl"
    if was_there:
        home.mkdir()
    founding = Founding(id="police.nl", kind="police", country="NL", name="police.nl", nature="sample")
    with pytest.raises(InputError, match="cannot make a node"):
        found(home, founding, "four random words", carrier=over_tls, clock=stopped, params=CHEAP)
    assert home.exists() is was_there
    assert not was_there or list(home.iterdir()) == []
