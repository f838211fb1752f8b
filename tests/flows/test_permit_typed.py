"""May I ask this, and the register check, typed at the command line and asked over real sockets."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.flows.checking import CASE, CLERK, applicant, town_and_office
from tests.flows.nodes import Moving
from tests.flows.two_processes import served
from tests.ports import free_port

PASSPHRASE = "four random words"
REFUSED, WRONG = 1, 2
STATE = ("--state", "necessary_and_proportionate")


def run(home: Path, *words: str, code: int = 0) -> str:
    """Run a command and return what it prints."""
    line = [sys.executable, "-m", "trefpunt", *words, "--home", str(home)]
    done = subprocess.run(
        [*line, "--passphrase-file", str(home.parent / "passphrase")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.timeout(300)
def test_a_clerk_checks_the_register_and_decides(tmp_path: Path) -> None:
    ports = (free_port(), free_port(), free_port())
    town_and_office(tmp_path, clock=Moving(datetime.now(UTC)), ports=ports).close()
    city, file = tmp_path / "city.be", tmp_path / "applicant.json"
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    subject = applicant()
    properties = {name: list(values) for name, values in subject.properties.items()}
    numbers = [f"be.rrn:{subject.identifiers[0].value}"]
    file.write_text(json.dumps({"schema": "Person", "properties": properties, "numbers": numbers}))
    who = ("--officer", CLERK)
    assert "the texts permit it" in run(city, "may", "integrity.be", *who, *STATE)
    abroad = run(city, "may", "municipality.nl", *who, *STATE, code=REFUSED)
    assert "over a border" in abroad
    police = run(city, "may", "police.nl", *who, code=REFUSED)
    assert "your own police" in police
    assert "is not known here" in run(city, "may", "townhall", *who, code=WRONG)
    case = (*who, "--case", CASE)
    day = f"{datetime.now(UTC):%Y}-01-01"
    assert "must be consulted" in run(
        city, "permit", "refuse", *case, "--oldest", day, "--concrete-facts", code=REFUSED
    )
    check = ("permit", "check", "integrity.be", *case, "--subject", str(file), *STATE)
    with served(tmp_path / "integrity.be", PASSPHRASE, ports[1]):
        told = run(city, *check)
    assert "integrity.be: hit" in told
    assert "a copy of the decision is requested" in told
    for step in ("asked", "admissible", "received"):
        run(city, "permit", "opinion", step, *case)
    assert "the texts permit it" in run(city, "permit", "refuse", *case, "--oldest", day, "--concrete-facts")
    assert "opinion of the integrity office: by" in run(city, "permit", "list")
