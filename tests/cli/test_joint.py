"""`joint` and `case`: work together typed at two police nodes over real sockets."""

from pathlib import Path

import pytest
from tests.cli.desk import Desk
from tests.cli.test_requests import BE, NL

pytestmark = pytest.mark.usefixtures("in_english")
FACTS = ("plan_agreed", "host_in_command", "recognisable", "hands_over_at_once", "reports_to_host")
STATED = tuple(word for fact in FACTS for word in ("--state", fact))
UNTIL = ("--until", "2099-12-31")


def reference(said: str) -> str:
    """Return the reference of a joint case that was just opened."""
    return said.split("joint case ")[1].split()[0]


@pytest.fixture(scope="module")
def joint(desk: Desk) -> str:
    """A joint case of the Dutch police in which the Belgian takes part."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TREFPUNT_LANGUAGE", "en")
        for node_id, number, who in (("police.nl", "J-1", NL), ("police.be", "J-2", BE)):
            assert desk.type(node_id, "case", "open", number, *who).code == 0
        opened = desk.type(
            "police.nl", "joint", "open", "--with", "police.be", "--case", "J-1", *UNTIL, *STATED, *NL
        )
        assert opened.code == 0, opened.said
        made = reference(opened.out)
        joined = desk.type("police.be", "joint", "accept", made, "--case", "J-2", *STATED, *BE)
        assert (joined.code, "takes part" in joined.out) == (0, True), joined.said
    return made


def test_a_task_and_evidence_are_shared_and_done(desk: Desk, joint: str, tmp_path: Path):
    given = desk.type(
        "police.nl", "joint", "task", joint, "make_report", "--owner", "police.be", "--due", "2026-01-05", *NL
    )
    assert (given.code, "who sees this: police.be, police.nl" in given.out) == (0, True), given.said
    task = next(word for word in given.out.split() if word.startswith("o-"))
    waits = desk.type("police.be", "inbox")
    assert f"task {task} of a joint case" in waits.out, waits.said
    assert "days late" in waits.out, waits.said
    refused = desk.type("police.nl", "joint", "move", task, "taken", *NL)
    assert (refused.code, "only the node whose task it is" in refused.err) == (2, True), refused.said
    for state in ("taken", "done"):
        moved = desk.type("police.be", "joint", "move", task, state, *BE)
        assert moved.code == 0, moved.said
    thing = tmp_path / "thing"
    thing.write_bytes(b"abc")
    shared = desk.type(
        "police.nl", "joint", "evidence", joint, "image", "--file", str(thing), "--handling", "H1", *NL
    )
    assert shared.code == 0, shared.said
    shown = desk.type("police.be", "joint", "show", joint, *BE)
    assert "task of police.be, done" in shown.out, shown.said
    assert "SHA-256 ba7816bf" in shown.out, shown.said
    assert "not in judicial proceedings without leave" in shown.out, shown.said


def test_a_note_is_private_or_of_fixed_words(desk: Desk, joint: str):
    kept = desk.type("police.nl", "joint", "note", joint, "--text", "look at the yard", *NL)
    assert (kept.code, "only this node sees it" in kept.out) == (0, True), kept.said
    shared = desk.type(
        "police.nl", "joint", "note", joint, "--word", "plan_changed", "--with", "police.be", *NL
    )
    assert shared.code == 0, shared.said
    theirs = desk.type("police.be", "joint", "show", joint, *BE).out
    assert ("the plan has changed" in theirs, "look at the yard" in theirs) == (True, False)
    assert "look at the yard" in desk.type("police.nl", "joint", "show", joint, *NL).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("note", "{joint}"), "either typed or shared"),
        (("note", "{joint}", "--word", "plan_changed"), "who is to see this note"),
        (("note", "{joint}", "--word", "gossip", "--with", "police.be"), "no such word"),
        (("task", "{joint}", "make_report", "--due", "soon"), "this is no day"),
        (("show", "j-0"), "no such joint case"),
        (
            ("task", "{joint}", "make_report", "--due", "2099-01-01", "--about", "victim"),
            "victim or a witness",
        ),
    ],
)
def test_what_does_not_fit_is_said(desk: Desk, joint: str, words: tuple[str, ...], said: str):
    typed = desk.type("police.nl", "joint", *(word.format(joint=joint) for word in words), *NL)
    assert (typed.code, said in typed.err) == (2, True), typed.said


def test_without_an_agreed_plan_no_joint_case_is_opened(desk: Desk, joint: str):
    typed = desk.type("police.nl", "joint", "open", "--with", "police.be", "--case", "J-1", *UNTIL, *NL)
    assert (typed.code, "is open under" in typed.out) == (1, False), typed.said


def test_an_invitation_can_be_declined(desk: Desk, joint: str):
    opened = desk.type(
        "police.nl", "joint", "open", "--with", "police.be", "--case", "J-1", *UNTIL, *STATED, *NL
    )
    made = reference(opened.out)
    declined = desk.type("police.be", "joint", "decline", made, *BE)
    assert declined.code == 0, declined.said
    left = desk.type("police.be", "joint", "leave", made, *BE)
    assert left.code != 0, left.said


def test_a_case_shows_what_is_in_it_and_what_was_done(desk: Desk, joint: str):
    shown = desk.type("police.nl", "case", "show", "J-1", *NL)
    assert (shown.code, joint in shown.out) == (0, True), shown.said
    told = desk.type("police.nl", "case", "timeline", "J-1", *NL)
    assert (told.code, "joint case opened" in told.out) == (0, True), told.said
    other = desk.type("police.nl", "case", "timeline", "J-1", "--officer", "police-nl-2")
    assert (other.code, "not among those who work" in other.out) == (1, True), other.said


def test_the_agreement_of_a_team_is_noted_with_what_it_lacks(desk: Desk, joint: str):
    days = ("--from", "2026-01-01", "--until", "2099-01-01")
    noted = desk.type(
        "police.nl", "joint", "team", joint, "--leader", "police.nl", *days, "--clause", "purpose", *NL
    )
    assert (noted.code, "its agreement lacks: parties, period" in noted.out) == (0, True), noted.said
    wrong = desk.type("police.nl", "joint", "team", joint, "--leader", "police.lu", *days, *NL)
    assert (wrong.code, "not in the joint case" in wrong.err) == (2, True), wrong.said


def test_a_joint_case_is_left_ended_and_says_why(desk: Desk, joint: str):
    left = desk.type("police.be", "joint", "leave", joint, *BE)
    assert left.code == 0, left.said
    listed = desk.type("police.be", "joint", "list")
    assert "has left" in listed.out, listed.said
    closed = desk.type("police.nl", "joint", "close", joint, *NL)
    assert closed.code == 0, closed.said
    shown = desk.type("police.nl", "joint", "show", joint, *NL)
    assert "This joint case has ended" in shown.out, shown.said


def test_a_handover_needs_a_third_officer_and_a_closed_case_stays_closed(desk: Desk):
    desk.type("police.nl", "case", "open", "J-9", *NL)
    alone = desk.type(
        "police.nl", "case", "handover", "J-9", "police-nl-2", "--approved-by", "police-nl-2", *NL
    )
    assert (alone.code, "one of the two" in alone.err) == (2, True), alone.said
    closed = desk.type("police.nl", "case", "close", "J-9", *NL)
    assert closed.code == 0, closed.said
    again = desk.type("police.nl", "case", "close", "J-9", *NL)
    assert again.code == 1, again.said
