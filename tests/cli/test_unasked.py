"""`inform`, `file`: information that nobody asked for, typed at two nodes over real sockets."""

from pathlib import Path

import pytest
from tests.cli.desk import Desk
from tests.cli.test_requests import BE, NL, package, person

pytestmark = pytest.mark.usefixtures("in_english")
__all__ = ["person"]
REASONS = ("--state", "factual_reasons_recorded")


def test_what_nobody_asked_for_is_told_filed_and_read(desk: Desk, person: Path):
    told = desk.type(
        "police.nl", "inform", "police.be", *NL, "--case", "P-1", "--record", str(person), *REASONS
    )
    assert told.code == 0, told.said
    taken = desk.type("police.be", "take", package(told), *BE)
    assert "unasked, waits to be put in a case" in taken.out, taken.said
    reference = next(word for word in taken.out.split() if word.startswith("r-"))
    assert "unasked" in desk.type("police.be", "inbox").out
    shown = desk.type("police.be", "thread", "show", reference, *BE)
    assert (shown.code, "before it is in a case" in shown.out) == (1, True), shown.said
    wrong = desk.type("police.be", "file", reference, *BE, "--case", "B-404")
    assert (wrong.code, "B-404" in wrong.out) == (1, True), wrong.said
    desk.type("police.be", "case", "open", "B-1", *BE)
    filed = desk.type("police.be", "file", reference, *BE, "--case", "B-1")
    assert (filed.code, "is in case B-1 now" in filed.out) == (0, True), filed.said
    assert desk.type("police.be", "thread", "show", reference, *BE).code == 0


def test_without_recorded_reasons_nothing_is_told(desk: Desk, person: Path):
    typed = desk.type("police.nl", "inform", "police.be", *NL, "--case", "P-1", "--record", str(person))
    assert (typed.code, "hand this over" in typed.out) == (1, False), typed.said


def test_what_is_no_information_is_not_filed(desk: Desk):
    typed = desk.type("police.be", "file", "r-0", *BE, "--case", "P-1")
    assert (typed.code, "no partner sent such information" in typed.err) == (2, True), typed.said
