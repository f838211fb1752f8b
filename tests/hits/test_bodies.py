"""Bodies from outside are read strictly: a strange one is an error, never a guess."""

from base64 import urlsafe_b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.errors import InputError
from trefpunt.hits.bodies import (
    AnswerBody,
    ProofBody,
    QuestionBody,
    SampleBody,
    refusal_from_json,
    refusal_to_json,
)
from trefpunt.model import KeyType, Refusal

POINTS = {KeyType.NATIONAL_NUMBER: [b"p" * 32, b"q" * 32]}
QUESTION = QuestionBody("e1", "Person", "suspect", "information_officer", ("urgent",), ("c0" * 32,), POINTS)
ANSWER = AnswerBody("letter-1", POINTS, {KeyType.NATIONAL_NUMBER: b"z" * 64})
SAMPLE = SampleBody("l-1", {KeyType.NATIONAL_NUMBER: (0, 1)})
PROOF = ProofBody("l-1", {KeyType.NATIONAL_NUMBER: b"z" * 64})


@pytest.mark.parametrize("body", [QUESTION, ANSWER, SAMPLE, PROOF])
def test_a_body_comes_back_as_it_was_sent(body: Any) -> None:
    assert type(body).from_json(body.to_json()) == body


@pytest.mark.parametrize("body", [QUESTION, ANSWER, SAMPLE, PROOF])
def test_a_body_with_a_missing_or_strange_field_is_refused(body: Any) -> None:
    plain = body.to_json()
    for name in plain:
        with pytest.raises(InputError):
            type(body).from_json({key: value for key, value in plain.items() if key != name})
    with pytest.raises(InputError):
        type(body).from_json(plain | {"extra": 1})


@given(st.sampled_from([QUESTION, ANSWER, SAMPLE, PROOF]), st.data())
def test_any_field_of_another_type_is_refused_and_not_raised_upon(body: Any, data: st.DataObject) -> None:
    plain = body.to_json()
    name = data.draw(st.sampled_from(sorted(plain)))
    strange = data.draw(st.one_of(st.none(), st.floats(), st.binary(), st.just({"P9": "!!"}), st.just([{}])))
    try:
        type(body).from_json(plain | {name: strange})
    except InputError:
        return
    assert type(plain[name]) is type(strange)


def test_a_refusal_travels_with_its_code_and_no_decision() -> None:
    body = refusal_to_json("letter-1", Refusal("budget_partner", decision="d1", facts=(("left", "3"),)))
    assert "d1" not in str(body)
    assert refusal_from_json(body) == Refusal("budget_partner", facts=(("left", "3"),))


def test_an_answer_of_hit_and_of_no_hit_is_equally_long() -> None:
    other = AnswerBody("letter-2", {KeyType.NATIONAL_NUMBER: [b"\0" * 32, b"\xff" * 32]}, ANSWER.proofs)
    assert len(str(other.to_json())) == len(str(ANSWER.to_json()))


LONG = "x" * 65
STRANGE: dict[str, Any] = {
    "a case in clear": {"cases": ["PL-2026-1"]},
    "a case that is no text": {"cases": [7]},
    "no case": {"cases": []},
    "too many cases": {"cases": ["0" * 64] * 4097},
    "a long epoch": {"epoch": LONG},
    "a long schema": {"schema": LONG},
    "a long category": {"subject_category": LONG},
    "a long role": {"role": LONG},
    "a long listing": {"listing": LONG},
    "a line feed in a role": {"role": "a\nb"},
    "a long fact": {"stated": [LONG]},
    "a fact that is no text": {"stated": [1]},
    "too many facts": {"stated": ["f"] * 65},
    "a part beyond the parts": {"part": 1, "parts": 1},
    "a negative part": {"part": -1},
    "more parts than rows": {"parts": 4097},
    "an empty type": {"elements": {"I1": ""}},
    "half an element": {"elements": {"I1": "AAAA"}},
    "no base64": {"elements": {"I1": "é"}},
    "base64 with something between": {"elements": {"I1": "A" * 20 + "\n" + "A" * 23 + "="}},
    "base64 of another alphabet": {"elements": {"I1": "+" * 43 + "="}},
    "elements that are no text": {"elements": {"I1": 7}},
    "a type that nobody knows": {"elements": {"Q1": "A" * 43 + "="}},
}


@pytest.mark.parametrize("name", STRANGE)
def test_a_question_with_something_strange_in_it_is_refused_without_repeating_it(name: str) -> None:
    with pytest.raises(InputError) as raised:
        QuestionBody.from_json({**QUESTION.to_json(), **STRANGE[name]})
    assert LONG not in str(raised.value)
    assert "PL-2026-1" not in str(raised.value)


def test_two_proofs_of_one_type_are_refused() -> None:
    two = urlsafe_b64encode(bytes(128)).decode()
    with pytest.raises(InputError):
        AnswerBody.from_json({**ANSWER.to_json(), "proofs": {"I1": two}})


def test_a_type_that_nobody_knows_is_refused_in_every_body() -> None:
    for body, part, value in ((ANSWER, "proofs", "A" * 86 + "=="), (SAMPLE, "places", [1])):
        with pytest.raises(InputError):
            type(body).from_json({**body.to_json(), part: {"Q1": value}})


def test_places_that_do_not_grow_are_refused() -> None:
    with pytest.raises(InputError):
        SampleBody.from_json({**SAMPLE.to_json(), "places": {"I1": [2, 1]}})


def test_an_element_of_another_size_is_not_written() -> None:
    with pytest.raises(InputError):
        AnswerBody("l", {KeyType.NATIONAL_NUMBER: [b"short"]}, {}).to_json()
