"""`permit used`, `permit informed`, `permit check`: what is typed wrong is named."""

import pytest
from tests.cli.desk import Desk

pytestmark = pytest.mark.usefixtures("in_english")
NL = ("--officer", "police-nl-1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("permit", "used", "a-0", *NL), "there is no such answer"),
        (("permit", "informed", "a-0", *NL), "stands in no decision"),
    ],
)
def test_what_is_in_no_decision_is_said(desk: Desk, words: tuple[str, ...], said: str):
    typed = desk.type("police.nl", *words)
    assert (typed.code, said in typed.err) == (2, True), typed.said
