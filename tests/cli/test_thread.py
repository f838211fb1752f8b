"""`thread`: what is told about a request besides its answer, typed at two nodes over real sockets."""

from pathlib import Path

import pytest
from tests.cli.desk import Desk
from tests.cli.test_requests import BE, NL, STATED, package, person, request

pytestmark = pytest.mark.usefixtures("in_english")
__all__ = ["person"]


@pytest.fixture
def asked(desk: Desk, person: Path) -> str:
    """A request that came to the Belgian police, by its reference."""
    taken = desk.type("police.be", "take", package(request(desk, person, *STATED)), *BE)
    assert taken.code == 0, taken.said
    return next(word for word in taken.out.split() if word.startswith("r-"))


def test_a_request_is_acknowledged_clarified_delayed_and_fed_back(desk: Desk, person: Path, asked: str):
    for words, node, said in (
        (("thread", "acknowledge", asked, *BE), "police.be", "the partner is told: receipt acknowledged"),
        (("thread", "clarify", asked, *BE, "--what", "urgency"), "police.be", "why it is urgent"),
        (("thread", "clarified", asked, *NL, "--state", "urgency_reasons_stated"), "police.nl", "clarified"),
        (
            ("thread", "delay", asked, *BE, "--because", "judicial_leave", "--until", "2099-12-31"),
            "police.be",
            "judicial leave is awaited, until 31 Dec 2099, 22:59 UTC",
        ),
        (("thread", "oral", asked, *BE, "--because", "joint_operation"), "police.be", "told orally"),
    ):
        typed = desk.type(node, *words)
        assert (typed.code, said in typed.out) == (0, True), typed.said
    inbox = desk.type("police.nl", "inbox").out
    assert f"what was told orally about {asked} must be there in writing by" in inbox
    assert f"{asked} is late; expected by 31 Dec 2099" in inbox
    given = desk.type("police.be", "reply", asked, *BE, "--record", str(person))
    desk.type("police.nl", "take", package(given), *NL)
    assert desk.type("police.be", "thread", "feedback", asked, *BE).code == 0
    assert desk.type("police.nl", "thread", "feedback", asked, *NL, "--what", "led_to_case").code == 0
    shown = desk.type("police.be", "thread", "show", asked, *BE)
    assert (shown.code, "it led to a case" in shown.out) == (0, True), shown.said
    assert "must be there in writing" not in desk.type("police.nl", "inbox").out


def test_while_it_waits_the_inbox_says_so(desk: Desk, asked: str):
    desk.type("police.be", "thread", "clarify", asked, *BE, "--what", "subject")
    assert f"{asked} waits to be clarified since" in desk.type("police.be", "inbox").out
    found = desk.type("police.nl", "inbox", "--json").json["requests"]
    assert next(one for one in found if one["reference"] == asked)["waits_since"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("clarify", "r-0", *BE, "--what", "subject"), "there is no such request"),
        (("clarify", "{asked}", *BE, "--what", "his name"), "the words of this step are none of its list"),
        (("clarified", "{asked}", *BE, "--state", "urgency_reasons_stated"), "the other side's"),
        (("delay", "{asked}", *BE, "--because", "judicial_leave", "--until", "soon"), "'soon' is no day"),
        (("delay", "{asked}", *BE, "--because", "judicial_leave", "--until", "2020-01-01"), "is past"),
        (("feedback", "{asked}", *BE), "this step does not come now"),
    ],
)
def test_a_step_typed_wrong_is_named(desk: Desk, asked: str, words: tuple[str, ...], said: str):
    typed = desk.type("police.be", "thread", *(word.format(asked=asked) for word in words))
    assert (typed.code, said in typed.err) == (2, True), typed.said
