"""The demo, told once in a process of its own: every step comes out as the story says, whoever runs it."""

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

WITHIN_S = 240


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> "subprocess.CompletedProcess[str]":
    """Type `trefpunt demo` once, for all that is asked about it."""
    words = ["demo", "--once", "--records", "100", "--folder", str(tmp_path_factory.mktemp("demo") / "stage")]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TREFPUNT_")}
    return subprocess.run(
        [sys.executable, "-m", "trefpunt", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=WITHIN_S,
        env={**plain, "COLUMNS": "200", "TREFPUNT_LANGUAGE": "en"},
    )


def step(told: "subprocess.CompletedProcess[str]", beginning: str) -> str:
    """Return one step of the story, found by how its title begins."""
    steps = re.split(r"\n(?=\d+\. )", told.stdout)
    return next(text for text in steps if re.match(rf"\d+\. {re.escape(beginning)}", text))


def test_the_story_is_told_to_its_end(told: "subprocess.CompletedProcess[str]"):
    assert told.returncode == 0, told.stdout + told.stderr
    assert "✓ the story is told" in told.stdout
    assert "Traceback" not in told.stdout + told.stderr


def test_without_an_agreement_it_is_refused_and_the_lawful_way_is_shown(
    told: "subprocess.CompletedProcess[str]",
):
    said = step(told, "Police NL asks police BE")
    assert "No agreement under art. 14 is in force for this pair of countries." in said
    assert "an ordinary request to the same authority under art. 4(1) of the Benelux Police Treaty" in said
    assert "the question never left the house" in said


def test_a_request_is_answered_and_its_use_waits_for_consent(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "The lawful way of today")
    assert "an answer is due by" in said
    assert (
        "As evidence? It may not be used as evidence: the provider's prior written consent is missing."
        in said
    )
    assert "police.be consents in writing" in said


def test_under_the_sample_agreement_one_hits_and_the_other_does_not(
    told: "subprocess.CompletedProcess[str]",
):
    said = step(told, "The same question again")
    assert "● police.be: hit" in said
    assert "○ police.lu: no hit" in said
    assert "SAMPLE, not law" in said


def test_tax_data_are_refused_to_the_police(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "Police BE asks the Dutch tax service")
    assert "✗ tax.nl: not asked." in said
    assert "Tax information serves tax only" in said
    assert "art. 55" in said


def test_a_stranger_s_program_verifies_the_log(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "The log")
    assert "cosigned by oversight.be, police.be" in said
    assert "OK: nothing is missing, nothing was changed. (exit 0)" in said


def test_both_tamperings_are_found(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "Somebody with all rights tampers")
    assert "TAMPERING FOUND" in said
    assert "(exit 1)" in said
    assert re.search(r"the witnesses refuse it \(.*has seen another log", said)


def test_nothing_of_the_demo_goes_on_when_it_is_told(told: "subprocess.CompletedProcess[str]"):
    stage = next(word for word in told.args if word.endswith("stage"))
    assert [line for line in running() if stage in line] == []


def running() -> Iterator[str]:
    """Yield the command line of every process."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        # One that ends while we look is not running.
        with contextlib.suppress(OSError):
            yield path.read_bytes().decode(errors="replace")
