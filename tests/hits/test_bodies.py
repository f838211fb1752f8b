"""Bodies from outside are read strictly: a strange one is an error, never a guess."""

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
