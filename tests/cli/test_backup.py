"""What somebody sees who backs up a node and restores it. All data are invented."""

from pathlib import Path

import pytest

from .desk import Desk, type_line


@pytest.mark.usefixtures("in_english")
def test_a_served_node_is_backed_up_and_restored_elsewhere(desk: Desk, tmp_path: Path):
    typed = desk.type("police.be", "backup", str(tmp_path / "file"))
    assert (typed.code, "backup of police.be in" in typed.out) == (0, True), typed.said
    assert (tmp_path / "file").stat().st_mode & 0o077 == 0
    words = ("restore", str(tmp_path / "file"), "--passphrase-file", str(desk.passphrase_file))
    typed = type_line(*words, "--home", str(tmp_path / "new"))
    assert (typed.code, "this is an alarm" in typed.out) == (0, True), typed.said
    number = typed.out.partition("number of this restore: ")[2].split()[0]
    word, at_home = str(tmp_path / "word"), ("--home", str(tmp_path / "new"))
    with_passphrase = ("--passphrase-file", str(desk.passphrase_file))
    resting = type_line("log", "checkpoint", *at_home, *with_passphrase)
    assert (resting.code, "does nothing yet" in resting.err) == (3, True)
    said = ("restored", "accept", "police.be", "--restore", number, "--out", word)
    typed = desk.type("oversight.be", *said, "--officer", "oversight-be-1")
    assert typed.code == 0, typed.said
    typed = type_line("restored", "reopen", word, *at_home, *with_passphrase)
    assert (typed.code, "publishes again from" in typed.out) == (0, True), typed.said
    typed = type_line("restored", "reopen", word, *at_home, *with_passphrase)
    assert (typed.code, "does not rest for a restore" in typed.err) == (2, True)
    again = type_line(*words, "--home", str(tmp_path / "new"))
    assert (again.code, "is not empty" in again.err) == (2, True)


@pytest.mark.usefixtures("in_english")
def test_what_is_no_backup_is_said_to_be_none(desk: Desk, tmp_path: Path):
    words = ("restore", str(desk.passphrase_file), "--passphrase-file", str(desk.passphrase_file))
    typed = type_line(*words, "--home", str(tmp_path / "new"))
    assert (typed.code, "is no backup of Trefpunt" in typed.err) == (2, True)
    assert not (tmp_path / "new").exists()
    typed = desk.type("police.be", "backup", str(desk.passphrase_file))
    assert (typed.code, "is there already" in typed.err) == (2, True)
