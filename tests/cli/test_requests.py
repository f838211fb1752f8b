"""`request`, `inbox`, `take`, `reply`, `read`, `use`, `consent`: typed at two nodes, over real sockets."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.desk import Desk, Typed

pytestmark = pytest.mark.usefixtures("in_english")
PERSON = {
    "id": "x",
    "schema": "Person",
    "properties": {"lastName": ["Zonderdossier"], "firstName": ["Piet"], "birthDate": ["1971-03-04"]},
}
STATED = (
    *("--state", "necessary_and_proportionate", "--state", "facts_and_offence_stated"),
    *(
        "--state",
        "reason_holder_has_it_stated",
        "--state",
        "link_to_person_stated",
        "--state",
        "use_limits_stated",
    ),
)
NL, BE = ("--officer", "police-nl-1"), ("--officer", "police-be-1")


@pytest.fixture
def person(tmp_path: Path) -> Path:
    file = tmp_path / "person.json"
    file.write_text(json.dumps(PERSON), encoding="utf-8")
    return file


def request(desk: Desk, person: Path, *words: str) -> Typed:
    about = ("--case", "P-1", "--subject", str(person), "--seek", "whereabouts")
    return desk.type("police.nl", "request", "police.be", *NL, *about, *words)


def package(typed: Typed) -> str:
    (found,) = [text.split(": ", 1)[1] for text in typed.out.splitlines() if "hand this over" in text]
    return found


def newest(desk: Desk, node: str, what: str) -> dict[str, Any]:
    """Return what came last: nodes are shared by the tests of this file."""
    found = desk.type(node, "inbox", "--json").json[what]
    last: dict[str, Any] = found[-1] if what == "requests" else found[0]
    return last


def the_answer(desk: Desk, person: Path) -> str:
    handed = package(request(desk, person, *STATED))
    assert desk.type("police.be", "take", handed, *BE).code == 0
    item = newest(desk, "police.be", "requests")
    given = desk.type(
        "police.be", "reply", item["reference"], *BE, "--record", str(person), "--mark", "handling_h1"
    )
    assert given.code == 0, given.err
    assert "Written consent of the provider before use as evidence." in given.out
    assert "H1: not in judicial proceedings without leave of who gave it" in given.out
    taken = desk.type("police.nl", "take", package(given), *NL)
    assert taken.code == 0, taken.err
    item = newest(desk, "police.nl", "requests")
    (answer,) = item["answers"]
    return str(answer)


def test_a_request_is_answered_read_and_used_once_consent_is_there(desk: Desk, person: Path, tmp_path: Path):
    answer = the_answer(desk, person)
    read = desk.type("police.nl", "read", answer, *NL)
    assert "lastName: Zonderdossier" in read.out
    assert "H1: not in judicial proceedings" in read.out
    out = tmp_path / "evidence.json"
    refused = desk.type("police.nl", "use", answer, "use_as_evidence", *NL, "--out", str(out))
    assert (refused.code, out.exists()) == (1, False)
    assert f"trefpunt consent ask {answer} use_as_evidence --officer police-nl-1" in refused.out
    assert desk.type("police.nl", "consent", "ask", answer, "use_as_evidence", *NL).code == 0
    consent = newest(desk, "police.be", "consents")
    given = desk.type("police.be", "consent", "give", consent["reference"], *BE, "--until", "2099-12-31")
    assert given.code == 0, given.err
    used = desk.type("police.nl", "use", answer, "use_as_evidence", *NL, "--out", str(out))
    assert (used.code, out.exists()) == (0, True)


def test_a_consent_that_is_refused_leaves_the_use_refused(desk: Desk, person: Path):
    answer = the_answer(desk, person)
    desk.type("police.nl", "consent", "ask", answer, "pass_on", *NL)
    consent = newest(desk, "police.be", "consents")
    assert desk.type("police.be", "consent", "refuse", consent["reference"], *BE).code == 0
    assert desk.type("police.nl", "use", answer, "pass_on", *NL).code == 1


def test_a_request_says_its_channel_its_clock_and_what_to_hand_over(desk: Desk, person: Path):
    typed = request(desk, person, *STATED)
    assert typed.code == 0
    for words in ("SIENA", "an answer is due by", "hand this over by that channel"):
        assert words in typed.out
    assert "days left" in desk.type("police.nl", "inbox").out


def test_a_request_that_does_not_state_why_is_refused(desk: Desk, person: Path):
    typed = request(desk, person)
    assert typed.code == 1
    assert "it is on record why this is needed" in typed.out


def test_a_request_is_given_to_a_colleague(desk: Desk, person: Path):
    request(desk, person, *STATED)
    item = newest(desk, "police.nl", "requests")
    assert desk.type("police.nl", "assign", item["reference"], "police-nl-2", *NL).code == 0
    assert "police-nl-2" in desk.type("police.nl", "inbox").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("take", "nothing.tnp", *BE), "cannot read nothing.tnp"),
        (("reply", "r-0", *BE, "--kind", "refused", "--reason", "not_held"), "there is no such request"),
        (("reply", "r-0", *BE), "an answer gives nothing"),
        (("reply", "r-0", *BE, "--kind", "whole"), "there is no such kind of answer"),
        (("reply", "r-0", *BE, "--kind", "refused", "--reason", "lazy"), "there is no such reason"),
        (("reply", "r-0", *BE, "--mark", "tlp_purple"), "there is no such marking"),
        (("read", "a-0", *BE), "there is no such answer"),
        (("use", "a-0", "evidence", *BE), "there is no such use"),
        (("consent", "give", "c-0", *BE, "--until", "soon"), "the end of a consent is no day"),
        (("consent", "give", "c-0", *BE, "--until", "2099-12-31"), "nobody asked for such a consent"),
        (("assign", "r-0", "police-be-2", *BE), "there is no such request"),
    ],
)
def test_what_is_typed_wrong_is_named(desk: Desk, words: tuple[str, ...], message: str):
    typed = desk.type("police.be", *words)
    assert (typed.code, message in typed.err) == (2, True), typed.err


def test_an_empty_inbox_says_so(empty_desk: Desk):
    empty_desk.node("police.lu")
    assert "the inbox is empty" in empty_desk.type("police.lu", "inbox").out
