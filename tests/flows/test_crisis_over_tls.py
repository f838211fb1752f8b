"""An alert typed at one centre, over real sockets to another, and back: every step by the command line."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.flows.alerting import NAME, TEXTS, WORDS
from tests.flows.nodes import Moving, Story
from tests.flows.two_processes import served
from tests.ports import free_port

PASSPHRASE = "four random words"
ALERT = ("--event", "flood", "--area", "Maas, synthetic", "--headline", f"nl={WORDS}")
REFUSED, WRONG = 1, 2


def make_homes(folder: Path, ports: tuple[int, int]) -> None:
    """Make two crisis centres with an agreement, and close them."""
    now = datetime.now(UTC)
    story = Story(folder, clock=Moving(now))
    be, nl = (
        story.node(name, kind="crisis_centre", port=port)
        for name, port in zip(("crisis.be", "crisis.nl"), ports, strict=True)
    )
    story.agree(be, nl, texts=TEXTS, valid_to=now.date() + timedelta(days=30))
    story.close()


def run(folder: Path, node: str, *words: str, code: int = 0) -> str:
    """Run a command of a node, in English, and return what it prints."""
    line = [sys.executable, "-m", "trefpunt", *words, "--home", str(folder / node)]
    done = subprocess.run(
        [*line, "--passphrase-file", str(folder / "passphrase")], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def board(folder: Path, node: str) -> dict[str, Any]:
    """Return the board of a node as scripts read it."""
    found: dict[str, Any] = json.loads(run(folder, node, "alert", "list", "--json"))
    return found


@pytest.mark.timeout(300)
def test_an_alert_is_sent_acknowledged_lifted_and_shared_between_processes(tmp_path: Path) -> None:
    ports = (free_port(), free_port())
    make_homes(tmp_path, ports)
    four_eyes = ("--officer", "o-1", "--approved-by", "o-2", "--state", "cross_border_effect")
    with served(tmp_path / "crisis.nl", PASSPHRASE, ports[1]):
        alone = run(tmp_path, "crisis.be", "alert", "send", "crisis.nl", *ALERT, *four_eyes[:2], code=REFUSED)
        assert "four eyes" in alone
        said = run(tmp_path, "crisis.be", "alert", "send", "crisis.nl", *ALERT, *four_eyes)
        assert "crisis.nl has it" in said
        drill = run(tmp_path, "crisis.be", "alert", "send", "crisis.nl", *ALERT, *four_eyes, "--exercise")
        assert "EXERCISE exercise-" in drill
    real, exercise = (
        next(one["alert"] for one in board(tmp_path, "crisis.nl")["alerts"] if one["exercise"] is drilled)
        for drilled in (False, True)
    )
    with served(tmp_path / "crisis.be", PASSPHRASE, ports[0]):
        assert WORDS in run(tmp_path, "crisis.nl", "alert", "show", real, "--officer", "o-1")
        for alert in (real, exercise):
            run(tmp_path, "crisis.nl", "alert", "acknowledge", alert, "--officer", "o-1", "--name", NAME)
    by, target = run(tmp_path, "crisis.be", "alert", "list"), tmp_path / "alert.xml"
    assert by.count(f"by {NAME}") == 2
    words = ("alert", "share", real, "--officer", "o-1", "--out", str(target))
    assert "has not lifted" in run(tmp_path, "crisis.nl", *words, code=REFUSED)
    assert not target.exists()
    with served(tmp_path / "crisis.nl", PASSPHRASE, ports[1]):
        assert "may share" in run(tmp_path, "crisis.be", "alert", "lift", real, "--officer", "o-1")
    run(tmp_path, "crisis.nl", *words)
    assert WORDS in target.read_text("utf-8")
    words = ("alert", "share", exercise, "--officer", "o-1", "--out", str(tmp_path / "drill.xml"))
    assert "has not lifted" in run(tmp_path, "crisis.nl", *words, code=REFUSED)
    (channel,) = board(tmp_path, "crisis.be")["channels"]
    assert channel["late"] is False


def test_what_is_typed_wrong_is_said_before_anything_is_sent(tmp_path: Path) -> None:
    make_homes(tmp_path, (free_port(), free_port()))
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    send = ("alert", "send", "crisis.nl", "--officer", "o-1", "--approved-by", "o-2", "--area", "Maas")
    for words, said in (
        (("--event", "flod"), "did you mean flood?"),
        (("--event", "flood", "--severity", "awful"), "there is no such word"),
        (("--event", "flood", "--headline", "Water"), "has no language of its own"),
        (("--event", "flood", "--circle", "there"), "does not fit CAP"),
        (("--event", "flood", "--within", "0"), "the times of an alert"),
        (("--event", "flood", "--headline", "nl=Grote oefening"), "the word for an exercise"),
    ):
        assert said in run(tmp_path, "crisis.be", *send, *words, code=WRONG)
    assert board(tmp_path, "crisis.be")["alerts"] == []
