"""`log`: shown, verified, exported, closed by a checkpoint."""

import subprocess
import sys
from pathlib import Path

import pytest

from trefpunt.model import Event
from trefpunt.node import mirrored_trail
from trefpunt.node.overseeing import read_mirror

from .desk import Desk

VERIFIER = Path(__file__).parents[2] / "tools" / "verify_log.py"
OFFICER = ("--officer", "police-nl-1")


@pytest.mark.usefixtures("in_english")
def test_the_log_is_shown_whole_whatever_the_width(desk: Desk):
    typed = desk.type("police.nl", "log", "show", *OFFICER, "--event", "case_opened")
    assert typed.code == 0
    assert "case opened  police-nl-1 (information officer)" in typed.out
    assert "case P-1" in typed.out


def test_the_log_as_json_has_names_that_stay(desk: Desk):
    entries = desk.type("police.nl", "log", "show", *OFFICER, "--json").json["entries"]
    names = {"index", "at", "event", "actor", "role", "article", "purpose", "case", "partner", "facts"}
    assert set(entries[0]) == names
    assert "agreement_signed" in {entry["event"] for entry in entries}


@pytest.mark.usefixtures("in_english")
def test_a_filter_that_meets_nothing_says_so(desk: Desk):
    assert "no entry is about that" in desk.type("police.nl", "log", "show", *OFFICER, "--case", "P-0").out


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--event", "case_open"), "did you mean case_opened?"),
        (("--why", "curiosity"), "--why expects one of lawfulness"),
        (("--since", "2026-12-01", "--until", "2026-11-01"), "--since is later than --until"),
        (("--since", "1-12-2026"), "%Y-%m-%d"),
        (("--officer", "police-be-1"), "no service number of an officer"),
    ],
)
def test_a_wrong_filter_reads_nothing(desk: Desk, words: tuple[str, ...], message: str):
    typed = desk.type("police.nl", "log", "show", *OFFICER, *words)
    assert (typed.code, message in typed.err) == (2, True)


@pytest.mark.usefixtures("in_english")
def test_a_checkpoint_is_cosigned_exported_and_verified_by_a_stranger(desk: Desk, tmp_path: Path):
    closed = desk.type("police.nl", "log", "checkpoint")
    assert "✓ oversight.be: cosigned" in closed.out
    assert "✓ police.be: cosigned" in closed.out
    exported = desk.type("police.nl", "log", "export", str(tmp_path / "bundle"), *OFFICER)
    assert exported.code == 0
    done = subprocess.run(
        [sys.executable, VERIFIER, tmp_path / "bundle"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "OK: nothing is missing" in done.stdout) == (0, True)
    verified = desk.type("police.nl", "log", "verify")
    assert (verified.code, "nothing in it was changed" in verified.out) == (0, True)
    assert "have cosigned: oversight.be, police.be" in verified.out
    alone = desk.type("police.nl", "log", "verify", "--offline")
    assert (alone.code, "compared with nobody else" in alone.err) == (0, True)


def test_a_checkpoint_that_nobody_cosigns_is_said_to_be_one(empty_desk: Desk):
    empty_desk.node("police.lu")
    assert "nobody cosigns it" in empty_desk.type("police.lu", "log", "checkpoint").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--first", "500000"), "staan niet in het controlepunt"),
        (("--first", "10", "--last", "5"), "staan niet in het controlepunt"),
        (("--first", "-1"), "--first"),
    ],
)
def test_positions_that_are_not_there_export_nothing(
    desk: Desk, tmp_path: Path, words: tuple[str, ...], message: str
):
    desk.type("police.nl", "log", "checkpoint")
    typed = desk.type("police.nl", "log", "export", str(tmp_path / "bundle"), *OFFICER, *words)
    assert (typed.code, message in typed.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("in_english")
def test_an_export_goes_neither_nowhere_nor_over_something(desk: Desk, tmp_path: Path):
    desk.type("police.nl", "log", "checkpoint")
    typed = desk.type("police.nl", "log", "export", str(tmp_path / "no" / "bundle"), *OFFICER)
    assert (typed.code, "there is no folder" in typed.err) == (2, True)
    typed = desk.type("police.nl", "log", "export", str(tmp_path), *OFFICER)
    assert (typed.code, "exists already" in typed.err) == (2, True)


def test_an_export_without_an_oversight_body_is_refused(empty_desk: Desk, tmp_path: Path):
    empty_desk.node("police.lu")
    typed = empty_desk.type("police.lu", "log", "export", str(tmp_path / "b"), "--officer", "police-lu-1")
    assert (typed.code, "no oversight body cosigns this log yet" in typed.err) == (2, True)


def test_the_oversight_body_reads_its_mirror_whoever_confirmed_last(desk: Desk):
    desk.type("police.be", "log", "checkpoint")
    watching, watched = desk.nodes["oversight.be"], desk.nodes["police.be"]
    trail = mirrored_trail(watching.keys, watched.log.origin)
    with watching.ledger.read() as tx:
        events = {entry.event for entry in read_mirror(tx, watched.log.origin, trail=trail)}
    assert Event.INDEX_PUBLISHED in events
