"""An error keeps its templates and its facts, and reads as English wherever nobody translates it."""

import pickle

from trefpunt.errors import BadProof, CryptoError, InputError, LetterRejected, TrefpuntError


def error() -> InputError:
    return InputError("cannot read {file}", hint="row {row} is wrong", file="register.csv", row=812)


def test_message_hint_and_text_are_english_with_their_facts():
    assert error().message == "cannot read register.csv"
    assert error().hint == "row 812 is wrong"
    assert str(error()) == "cannot read register.csv; row 812 is wrong"
    assert error().facts == {"file": "register.csv", "row": 812}


def test_the_templates_are_kept_for_whoever_translates_them():
    assert error().said.template == "cannot read {file}"
    assert error().advice.template == "row {row} is wrong"


def test_without_a_hint_there_is_nothing_after_the_message():
    assert str(TrefpuntError("it broke")) == "it broke"


def test_an_error_can_say_what_another_one_said():
    said = BadProof.saying(CryptoError("point {at} is wrong", hint="refuse it", at=3))
    assert (type(said), str(said)) == (BadProof, "point 3 is wrong; refuse it")


def test_a_letter_that_is_rejected_keeps_its_status_beside_its_facts():
    rejected = LetterRejected("a letter of {size} bytes", status=413, code="too_large", size=9)
    assert (str(rejected), rejected.status, rejected.code) == ("a letter of 9 bytes", 413, "too_large")


def test_a_braced_fact_or_a_forgotten_one_never_breaks_an_error():
    assert str(InputError("{a} {b}", a="{b}")) == "{b} …"


def test_an_error_survives_the_way_between_processes():
    assert str(pickle.loads(pickle.dumps(error()))) == str(error())
