"""The demo, told once in a process of its own: every step comes out as the story says, whoever runs it."""

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

WITHIN_S = 600


pytestmark = pytest.mark.timeout(WITHIN_S)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> "subprocess.CompletedProcess[str]":
    """Type `trefpunt demo` once, for all that is asked about it."""
    words = ["demo", "--once", "--folder", str(tmp_path_factory.mktemp("demo") / "stage")]
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


def test_every_authority_of_the_week_is_there(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "15 authorities, each with its own node")
    for node, has in (
        *(
            (node, "invented records")
            for node in ("police.lu", "city.be", "tax.lu", "migration.lu", "care.be")
        ),
        *((node, "no records") for node in ("justice.be", "crisis.be", "crisis.nl", "oversight.be")),
    ):
        assert re.search(rf"{re.escape(node)} .*{has}", said)


def test_an_alert_is_acknowledged_and_may_not_be_passed_on(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "A crisis centre warns another")
    assert re.search(r"crisis\.be +who took note of it, and when: \d", said)
    assert "✗ The sender has not lifted the confidentiality of this information." in said


def test_a_request_is_answered_and_its_use_waits_for_the_prosecutor(
    told: "subprocess.CompletedProcess[str]",
):
    said = step(told, "The lawful way of today")
    assert "an answer is due by" in said
    assert "✗ It may not be used as evidence: the provider's prior written consent is missing." in said
    refused, given = said.index("a prosecutor refuses leave"), said.index("the prosecutor gives leave until")
    assert refused < given


def test_a_city_checks_the_register_and_is_refused_abroad(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "A city decides on two permits")
    assert "● integrity.be: hit" in said
    assert "Under art. 11 of the Belgian law of 15 January 2024." in said
    assert "✗ No text lets municipalities ask one another over a border." in said
    assert "Lawful once this is arranged" in said
    assert "SAMPLE: the text of this step is invented" in said


def test_three_tax_services_see_a_ring(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "Three tax services exchange")
    assert "a line, not a ring" in said
    assert "by when to answer, on the forms" in said
    assert "the line closes, it is a ring" in said
    assert "SAMPLE" not in said


def test_migration_learns_nothing_of_a_victim(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "Migration asks the care organisation")
    assert "✗ care.be: not asked. No text permits this act between these two authorities." in said
    assert "the refusal is the same, word for word" in said
    assert "victim" not in said.replace("not even whether there is a victim at all", "")


def test_without_an_agreement_it_is_refused_and_the_lawful_way_is_shown(
    told: "subprocess.CompletedProcess[str]",
):
    said = step(told, "Police NL asks police BE")
    assert "No agreement under art. 14 is in force for this pair of countries." in said
    assert "an ordinary request to the same authority under art. 4(1) of the Benelux Police Treaty" in said
    assert "the question never left the house" in said


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


def test_the_programme_is_read_in_four_languages(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "The week itself")
    assert "no cookie, no session, no script" in said
    assert re.search(r"the calendar at http://127\.0\.0\.1:\d+/calendar/nl\.ics", said)


def test_a_stranger_s_program_verifies_the_log(told: "subprocess.CompletedProcess[str]"):
    said = step(told, "The log")
    assert "cosigned by justice.be, oversight.be, police.be, police.lu" in said
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
