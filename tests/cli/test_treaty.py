"""`treaty`: the texts, checked and shown."""

from pathlib import Path

import pytest

from .desk import type_line


def test_every_shipped_case_comes_out_right():
    typed = type_line("treaty", "check")
    assert (typed.code, "every case comes out as its text says" in typed.out) == (0, True)


def test_a_folder_without_texts_is_said_to_be_one(tmp_path: Path):
    for place in (tmp_path, tmp_path / "nowhere"):
        typed = type_line("treaty", "check", str(place))
        assert (typed.code, "there is no treaty text in" in typed.err) == (2, True)


def test_texts_articles_and_one_article_are_shown():
    assert "benelux-police-treaty" in type_line("treaty", "show").out
    assert "4(1)" in type_line("treaty", "show", "benelux-police-treaty").out
    typed = type_line("treaty", "show", "benelux-police-treaty", "4(1)", "--language", "nl")
    assert "Politiegegevens op verzoek" in typed.out
    assert "refuse/" in typed.out


def test_a_short_reference_is_shown_in_the_language_of_its_prose():
    typed = type_line("treaty", "show", "BPT-4.3", "--lang", "fr")
    assert (typed.code, "mesures administratives" in typed.out) == (0, True)


def test_what_is_off_says_so():
    typed = type_line("treaty", "show", "NL-WGS-1")
    assert (typed.code, "not switched on here" in typed.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("burglary",), "there is no text 'burglary'"),
        (("benelux-police-treaty", "99"), "it has 4(1)"),
        (("--language", "lb"), "expected one of en, nl, fr, de"),
        (("--nature", "real"), "expected one of sample, live"),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(words: tuple[str, ...], message: str):
    typed = type_line("treaty", "show", *words)
    assert (typed.code, message in typed.err) == (2, True)
