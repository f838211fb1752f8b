"""A sentence has places for facts, and a fact is never more than a fact."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.sentence import Lines, Sentence, places

NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=8)


def test_facts_stand_in_their_places():
    assert str(Sentence("row {row} of {file}", row=812, file="register.csv")) == "row 812 of register.csv"


def test_a_fact_that_is_missing_leaves_a_gap():
    assert str(Sentence("row {row}")) == "row …"


def test_braces_in_a_fact_and_braces_that_are_no_place_stay_as_they_are():
    assert (
        str(Sentence('{a} and {"BE": [{…}]} and { when }', a="{b}", b="no"))
        == '{b} and {"BE": [{…}]} and { when }'
    )


def test_a_fact_may_be_a_sentence_or_several_values():
    inner = Sentence("{count} digits", count=9)
    assert (
        str(Sentence("seen {seen}, expected {words}", seen=inner, words=("a", "b")))
        == "seen 9 digits, expected a, b"
    )


def test_lines_stand_below_one_another():
    faults = Lines([Sentence("a is {x}", x=1), Sentence("b is wrong")])
    assert (
        str(Sentence("two are wrong:{faults}", faults=faults)) == "two are wrong:\n  - a is 1\n  - b is wrong"
    )


@pytest.mark.parametrize("value", ["a\nb", "\x1b[2J", "9" * 1000])
def test_a_strange_fact_stays_short_and_on_its_line(value: str):
    said = str(Sentence("seen {value}", value=value))
    assert said.isprintable()
    assert len(said) < 500


@given(st.text(), st.dictionaries(NAMES, st.text()))
def test_any_template_can_be_filled_with_any_facts(template: str, facts: dict[str, str]):
    assert isinstance(str(Sentence(template, **facts)), str)


@given(NAMES, st.text(max_size=400))
def test_any_fact_is_shown_and_never_read_as_a_template(name: str, value: str):
    said = str(Sentence(f"<{{{name}}}>", **{name: value}))
    assert len(said) == len(value) + 2
    assert places(f"<{{{name}}}>") == {name}
