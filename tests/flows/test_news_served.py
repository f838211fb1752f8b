"""The programme typed at the command line, and read by the public from the node that is served."""

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tests.flows.nodes import Story
from tests.flows.two_processes import served
from tests.ports import free_port

PASSPHRASE = "four random words"
WEEK = ("--officer", "o-1", "--place", "Nergenshuizen", "--country", "be", "--begins", "2026-11-24T09:30")
TITLES = [f"{tongue}=Week 47 (synthetic) {tongue}" for tongue in ("nl", "fr", "de", "en")]


def run(home: Path, *words: str, code: int = 0) -> str:
    """Run a command of the programme and return what it prints."""
    line = [sys.executable, "-m", "trefpunt", *words, "--home", str(home)]
    done = subprocess.run(
        [*line, "--passphrase-file", str(home.parent / "passphrase")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.timeout(240)
def test_a_week_is_typed_served_and_cancelled(tmp_path: Path) -> None:
    story, port, news = Story(tmp_path), free_port(), free_port()
    story.node("crisis.be", kind="crisis_centre", port=port, extra={"news": {"address": f"127.0.0.1:{news}"}})
    story.close()
    home = tmp_path / "crisis.be"
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    titles = [word for title in TITLES for word in ("--title", title)]
    assert "each language" in run(
        home, "programme", "add", *WEEK, "--ends", "2026-11-24T17:00", *titles[:2], code=2
    )
    assert "on the programme" in run(home, "programme", "add", *WEEK, "--ends", "2026-11-24T17:00", *titles)
    listed = run(home, "programme", "list")
    assert "Week 47" in listed
    reference = next(word for word in listed.split() if word.startswith("g-"))
    with served(home, PASSPHRASE, news):
        for path in ("de", "calendar/de.ics"):
            with urllib.request.urlopen(f"http://127.0.0.1:{news}/{path}", timeout=10) as answer:
                assert answer.headers["set-cookie"] is None
                assert "Week 47 (synthetic) de" in answer.read().decode()
    assert "is cancelled" in run(home, "programme", "cancel", reference, "--officer", "o-1")
