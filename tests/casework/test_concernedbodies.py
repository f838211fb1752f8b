"""Letters about a person: only the node that they are for opens them, and no length tells what they say."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from trefpunt.casework.concernedbodies import (
    AskBody,
    ToldBody,
    Way,
    ask_bytes,
    opened,
    read_ask,
    read_told,
    request_of,
    sealed,
    told_bytes,
)
from trefpunt.crypto.sealing import BadSeal, make_box_key
from trefpunt.errors import InputError
from trefpunt.model import (
    ConcernedDecision,
    ConcernedKind,
    LetterKind,
    Processing,
    ProcessingAct,
    Restriction,
    Schema,
    Subject,
)

BOX, BOX_KEY = make_box_key()
WAY = Way(LetterKind.CONCERNED_ANSWER, "police.be", "oversight.be", "r-1")
ONE = Processing("police.be", ProcessingAct.ASKED, "benelux-police-treaty 14", "police.nl", "2026-11")
TOLD = ToldBody(ConcernedDecision.TELL, told=(ONE,))
RESTRICTED = ToldBody(ConcernedDecision.RESTRICT, Restriction.NATIONAL_SECURITY)
NOTHING = ToldBody(ConcernedDecision.NOTHING)
DUE = datetime(2026, 12, 24, tzinfo=UTC)
SUBJECT = Subject("x", Schema.PERSON, properties={"lastName": ("Niemand",)})


@pytest.mark.parametrize("body", [TOLD, RESTRICTED, NOTHING])
def test_any_answer_comes_back_as_it_went(body: ToldBody):
    letter = sealed(WAY, told_bytes(body), box_key=BOX_KEY)
    assert read_told(opened(WAY, letter, box=BOX)) == body


def test_a_question_comes_back_as_it_went():
    body = AskBody(ConcernedKind.ACCESS, DUE, SUBJECT)
    way = replace(WAY, kind=LetterKind.CONCERNED_ASK)
    letter = sealed(way, ask_bytes(body), box_key=BOX_KEY)
    assert read_ask(opened(way, letter, box=BOX)) == body
    assert "Niemand" not in str(letter)


def test_no_length_tells_what_was_decided():
    lengths = {
        len(sealed(WAY, told_bytes(body), box_key=BOX_KEY)["sealed"]) for body in (TOLD, RESTRICTED, NOTHING)
    }
    assert len(lengths) == 1


@pytest.mark.parametrize(
    "way",
    [
        replace(WAY, kind=LetterKind.CONCERNED_ASK),
        replace(WAY, sender="another"),
        replace(WAY, receiver="another"),
        replace(WAY, request="another"),
    ],
)
def test_what_is_sealed_opens_in_its_own_letter_only(way: Way):
    letter = sealed(WAY, told_bytes(TOLD), box_key=BOX_KEY)
    with pytest.raises(BadSeal):
        opened(way, letter, box=BOX)


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"decision": "gossip", "restriction": "", "told": []},
        {"decision": "restrict", "restriction": "", "told": []},
        {"decision": "joined", "restriction": "national_security", "told": []},
        {"decision": "tell", "restriction": "", "told": [["police.be", "asked"]]},
        {"decision": "tell", "restriction": "", "told": [["police.be", "asked", "a", "b", 3]]},
        {"decision": "tell", "restriction": "", "told": [["\n", "asked", "a", "b", "c"]]},
        {"decision": "tell", "restriction": "", "told": [["x" * 200, "asked", "a", "b", "c"]]},
        {"decision": "tell", "restriction": "", "told": 7},
    ],
)
def test_an_answer_of_another_form_is_refused(found: dict[str, object]):
    with pytest.raises(InputError):
        read_told(found)


@pytest.mark.parametrize(
    "body", [{}, {"request": "r"}, {"request": 1, "sealed": ""}, {"request": "\n", "sealed": ""}]
)
def test_a_letter_of_another_form_is_refused(body: dict[str, object]):
    with pytest.raises(InputError):
        request_of(body)


def test_what_is_no_base64_is_refused():
    with pytest.raises(InputError):
        opened(WAY, {"request": "r-1", "sealed": "*"}, box=BOX)


ROW = ["police.be", "asked", "benelux-police-treaty 4(1)", "police.nl", "2026-03"]


def told_row(**changed: str) -> dict[str, object]:
    names = ("holder", "act", "article", "partner", "month")
    row = [changed.get(name, value) for name, value in zip(names, ROW, strict=True)]
    return {"decision": changed.get("decision", "tell"), "restriction": "", "told": [row]}


def test_an_act_that_names_node_article_and_month_is_read():
    assert read_told(told_row()).told[0].partner == "police.nl"
    assert read_told(told_row(article="", partner="")).told[0].article == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("holder", "Call 0900 now"),
        ("article", "because of his brother"),
        ("partner", "Police!"),
        ("month", "today"),
        ("month", "2026-13"),
        ("act", "gossip"),
        ("decision", "nothing"),
    ],
)
def test_no_free_text_reaches_a_person_through_a_partner(name: str, value: str):
    with pytest.raises(InputError):
        read_told(told_row(**{name: value}))


@pytest.mark.parametrize("due", ["0001-01-01T00:00:00+23:00", "2026-12-24", "soon"])
def test_a_term_that_is_no_moment_is_refused(due: str):
    whole = json.loads(ask_bytes(AskBody(ConcernedKind.ACCESS, DUE, SUBJECT)))
    assert read_ask(whole).due_at == DUE
    with pytest.raises(InputError):
        read_ask(whole | {"due_at": due})


def test_what_is_nested_without_end_is_refused():
    letter = sealed(WAY, b"[" * 100_000, box_key=BOX_KEY)
    with pytest.raises(InputError):
        opened(WAY, letter, box=BOX)
