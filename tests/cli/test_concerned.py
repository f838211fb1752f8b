"""`concerned`: what a person asks, typed at an oversight body and a police node over real sockets."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.desk import Desk

from trefpunt.model import AuthorityKind

pytestmark = pytest.mark.usefixtures("in_english")
BODY, OTHER, POLICE = "oversight.be", "oversight.nl", "police.be"
WHO, THEY, DPO = (("--officer", number) for number in ("oversight-be-1", "oversight-nl-1", "police-be-9"))
PERSON = ("--surname", "Niemand", "--given", "Piet", "--born", "1971-03-04", "--birth-place", "Nergens")
ON = ("--received", "2026-01-05")


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Two oversight bodies, and a police node under one of them that has a protection officer."""
    made = Desk(tmp_path_factory.mktemp("bodies"))
    for node_id, kind in (
        (BODY, AuthorityKind.OVERSIGHT),
        (OTHER, AuthorityKind.OVERSIGHT),
        (POLICE, AuthorityKind.POLICE),
    ):
        made.node(node_id, kind)
    for other in (OTHER, POLICE):
        made.agree(BODY, other, ("house-limits",))
    settings = next(made.home(POLICE).glob("*.toml"))
    text = settings.read_text(encoding="utf-8")
    added = text.replace("[officers]", '[officers]\npolice-be-9 = "data_protection_officer"')
    settings.write_text(added, encoding="utf-8")
    yield made
    made.close()


def newest(desk: Desk, node: str) -> str:
    """Return the reference of the one open request at a node."""
    listed = desk.type(node, "concerned", "list")
    assert listed.code == 0, listed.said
    (found,) = [
        text for text in listed.out.splitlines() if "answered" not in text and "-" in text and "│" in text
    ]
    return found.strip("│ ").split()[0]


def test_a_request_goes_to_all_and_comes_back_as_one_letter(bodies: Desk, tmp_path: Path):
    taken = bodies.type(BODY, "concerned", "take-in", "access", *PERSON, *ON, *WHO)
    assert (taken.code, "the answer is due on 5 February 2026" in taken.out) == (0, True), taken.said
    reference = taken.out.split("request ")[1].split()[0]
    again = bodies.type(BODY, "concerned", "take-in", "access", *PERSON, *ON, *WHO)
    assert (again.code, reference in again.said) == (1, True), again.said
    asked = bodies.type(BODY, "concerned", "ask", reference, *WHO)
    assert (asked.code, OTHER in asked.out, POLICE in asked.out) == (0, True, True), asked.said

    theirs = newest(bodies, POLICE)
    shown = bodies.type(POLICE, "concerned", "show", theirs, *DPO)
    assert (shown.code, "nothing is found here" in shown.out) == (0, True), shown.said
    restricted = bodies.type(
        POLICE, "concerned", "answer", theirs, "--decide", "restrict", "--reason", "obstructs_inquiry", *DPO
    )
    assert restricted.code == 0, restricted.said
    passed = bodies.type(OTHER, "concerned", "answer", newest(bodies, OTHER), *THEY)
    assert passed.code == 0, passed.said

    known = bodies.type(BODY, "concerned", "show", reference, *WHO)
    assert "it would obstruct an inquiry" in known.out, known.said
    target = tmp_path / "letter.txt"
    written = bodies.type(BODY, "concerned", "letter", reference, "--lang", "fr", "--out", str(target), *WHO)
    assert written.code == 0, written.said
    said = target.read_text(encoding="utf-8")
    assert "recours juridictionnel" in said
    assert "entraver" not in said
    assert POLICE not in said
    once_more = bodies.type(BODY, "concerned", "letter", reference, "--out", str(target), *WHO)
    assert (once_more.code, "exists already" in once_more.err) == (2, True), once_more.said
    printed = bodies.type(BODY, "concerned", "letter", reference, *WHO)
    assert (printed.code, "judicial remedy" in printed.out) == (0, True), printed.said
    assert "Niemand" not in bodies.type(BODY, "concerned", "show", reference, *WHO).out


def test_the_same_request_at_a_police_node_is_refused(bodies: Desk):
    typed = bodies.type(POLICE, "concerned", "take-in", "access", *PERSON, *ON, *DPO)
    assert (typed.code, "Only an oversight body takes in" in typed.said) == (1, True), typed.said


def test_a_description_comes_from_a_file_too(bodies: Desk, tmp_path: Path):
    file = tmp_path / "person.json"
    values = {"lastName": ["Niemendal"], "firstName": ["An"], "birthDate": ["1980-02-03"]}
    file.write_text(json.dumps({"schema": "Person", "properties": values}), encoding="utf-8")
    typed = bodies.type(BODY, "concerned", "take-in", "complaint", "--subject", str(file), *ON, *WHO)
    assert typed.code == 0, typed.said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("take-in", "gossip", *PERSON, *ON), "a person does not ask that here"),
        (("take-in", "access", *PERSON, "--received", "soon"), "this is no day"),
        (("take-in", "access", *PERSON, "--received", "2099-01-01"), "before it came"),
        (("show", "x"), "no such request of a person"),
        (("ask", "x"), "no such request of a person"),
        (("answer", "x", "--decide", "tell"), "decides nothing for its nodes"),
        (("letter", "x", "--finding", "maybe"), "a complaint does not end so"),
        (("letter", "x", "--lang", "xx"), "no such language"),
    ],
)
def test_what_does_not_fit_is_said(bodies: Desk, words: tuple[str, ...], said: str):
    typed = bodies.type(BODY, "concerned", *words, *WHO)
    assert (typed.code, said in typed.err) == (2, True), typed.said
