"""The page of a joint case: tasks given, taken up and dropped, notes kept and shared; none for strangers."""

import re

import pytest

from trefpunt.casework import read_joint
from trefpunt.model import JointObject, Refusal
from trefpunt.web.wording import LANGUAGES

from .at_work import AtWork, work_together

TASK = {"step": "task", "word": "compare_accounts", "holder": "police.be", "due_on": "2026-12-05"}


@pytest.fixture(scope="module")
def joint(work: AtWork) -> str:
    """A joint case of the Dutch and the Belgian police."""
    return work_together(work)


def things(work: AtWork, joint: str, name: str = "police.nl") -> tuple[JointObject, ...]:
    """Return what a node has in the joint case."""
    node = work.story.nodes[name]
    found = read_joint(joint, officer=node.officers["o-1"], means=node.casework)
    assert not isinstance(found, Refusal)
    return found.objects


def sent(work: AtWork, joint: str, **fields: object):  # type: ignore[no-untyped-def]
    """Send the form at the Dutch police."""
    browser, path = work.browser("police.nl"), f"/joint/{joint}"
    seen = browser.get(path)
    return browser.post(path, {"form_token": seen.token, "once": once_of(seen.text), **fields})


def once_of(text: str) -> str:
    """Return what marks the form of a page."""
    found = re.search(r'name="once" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_the_case_leads_to_the_joint_case_and_back(work: AtWork, joint: str):
    browser = work.browser("police.nl")
    assert f'href="/joint/{joint}"' in browser.get("/cases/PL-2026-1").text
    seen = browser.get(f"/joint/{joint}")
    assert 'href="/cases/PL-2026-1"' in seen.text
    assert "Who sees this" in seen.words


def test_a_joint_case_is_there_for_nobody_else(work: AtWork, joint: str):
    other = work.browser("police.nl", "o-2")
    token = other.get("/cases").token
    for path in (f"/joint/{joint}", "/joint/nothing"):
        assert other.get(path).status == 404
        assert other.post(path, {"form_token": token, **TASK}).status == 404
    assert other.get(f"/joint/{joint}").words == other.get("/joint/nothing").words


def test_a_task_that_is_given_is_seen_by_its_audience(work: AtWork, joint: str):
    assert sent(work, joint, **TASK).headers["location"] == f"/joint/{joint}"
    given = [one for one in things(work, joint, "police.be") if one.word == "compare_accounts"]
    assert [(one.holder, one.audience) for one in given] == [("police.be", ("police.be", "police.nl"))]


def test_a_form_that_is_sent_twice_gives_one_task(work: AtWork, joint: str):
    browser, path = work.browser("police.nl"), f"/joint/{joint}"
    seen, before = browser.get(path), len(things(work, joint))
    fields = {"form_token": seen.token, "once": once_of(seen.text), **TASK, "word": "make_report"}
    assert [browser.post(path, fields).status for _ in range(2)] == [303, 303]
    assert len(things(work, joint)) == before + 1


def test_a_task_is_taken_up_and_dropped_with_a_reason(work: AtWork, joint: str):
    task = next(one.id for one in things(work, joint) if one.word == "control_on_site")
    assert sent(work, joint, step="move", task=task, to="taken").status == 303
    without = sent(work, joint, step="move", task=task, to="dropped")
    assert (without.status, "Choose why where it is dropped" in without.words) == (422, True)
    assert sent(work, joint, step="move", task=task, to="dropped", reason="no_power").status == 303
    moved = next(one for one in things(work, joint, "police.be") if one.id == task)
    assert (moved.state, moved.reason) == ("dropped", "no_power")


def test_what_a_state_cannot_become_is_said_and_changes_nothing(work: AtWork, joint: str):
    sent(work, joint, **TASK | {"word": "check_own_registers", "holder": "police.nl"})
    task = next(one.id for one in things(work, joint) if one.word == "check_own_registers")
    early = sent(work, joint, step="move", task=task, to="done")
    assert early.status == 422
    assert next(one.state for one in things(work, joint) if one.id == task) == "open"


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"step": "task"}, ("word", "holder", "due_on")),
        (TASK | {"due_on": "tomorrow"}, ("due_on",)),
        (TASK | {"holder": "police.lu"}, ("holder",)),
        (TASK | {"seen_by": "police.lu"}, ("seen_by",)),
        ({"step": "move", "task": "o-0", "to": "open"}, ("task", "to")),
        ({"step": "note"}, ("text",)),
        ({"step": "note", "text": "x" * 2001}, ("text",)),
        ({"step": "note", "text": "x", "note": "meeting_needed", "handling": "H0"}, ("text",)),
        ({"step": "note", "note": "meeting_needed", "handling": "H9"}, ("note_seen_by", "handling")),
        ({"step": "note", "note": "document", "handling": "H0"}, ("note",)),
    ],
)
def test_a_mistake_is_said_at_its_field(
    work: AtWork, joint: str, fields: dict[str, str], faults: tuple[str, ...]
):
    before = things(work, joint)
    seen = sent(work, joint, **fields)
    assert seen.status == 422
    for field in faults:
        assert f'id="{field}-fault' in seen.text
    assert things(work, joint) == before


def test_nothing_typed_is_lost_by_a_mistake_or_another_language(work: AtWork, joint: str):
    typed = {"due_on": "soon", "text": "call <Nobody>", "note_seen_by": "police.be", "word": "make_report"}
    for step in ({"step": "task"}, {"language": "de", "step": "task"}):
        seen = sent(work, joint, **typed, **step)
        for said in ('value="soon"', 'value="call &lt;Nobody&gt;"', 'value="make_report" selected'):
            assert said in seen.text
        assert 'name="note_seen_by" value="police.be" checked' in seen.text


def test_a_typed_note_stays_and_a_shared_one_goes(work: AtWork, joint: str):
    assert sent(work, joint, step="note", text="ask Nobody again").status == 303
    shared = sent(work, joint, step="note", note="plan_changed", handling="H1", note_seen_by="police.be")
    assert shared.status == 303
    theirs = things(work, joint, "police.be")
    assert not any(one.text for one in theirs)
    assert [one.handling.value for one in theirs if one.word == "plan_changed"] == ["H1"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_joint_case_speaks_every_language(work: AtWork, joint: str, language: str):
    browser = work.browser("police.nl")
    browser.get(f"/language/{language}?to=/")
    assert f'<html lang="{language}">' in browser.get(f"/joint/{joint}").text
