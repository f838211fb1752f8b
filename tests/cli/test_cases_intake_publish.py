"""`case`, `intake`, `publish`: what goes on record, and what is given to a partner."""

from pathlib import Path

import pytest

from .desk import Desk, type_line


def test_a_case_is_opened_once_and_listed(desk: Desk):
    typed = desk.type(
        "police.be", "case", "open", "B-1", "--officer", "police-be-1", "--member", "police-be-2"
    )
    assert (typed.code, "case B-1 is open for police-be-1, police-be-2" in typed.out) == (0, True)
    assert "B-1" in desk.type("police.be", "case", "list").out
    again = desk.type("police.be", "case", "open", "B-1", "--officer", "police-be-1")
    assert (again.code, "case B-1 exists already" in again.err) == (2, True)


@pytest.mark.parametrize("number", ["", " ", "a\nb", "x" * 61, "[bold]"])
def test_what_would_break_a_line_is_no_case_number(desk: Desk, number: str):
    typed = desk.type("police.be", "case", "open", number, "--officer", "police-be-1")
    assert (typed.code, "this is no case number" in typed.err) == (2, True)


def test_a_case_needs_a_purpose_and_officers_of_this_node(desk: Desk):
    typed = desk.type("police.be", "case", "open", "B-2", "--officer", "police-be-1", "--purpose", "burglary")
    assert (typed.code, "there is no such purpose" in typed.err) == (2, True)
    typed = desk.type(
        "police.be", "case", "open", "B-2", "--officer", "police-be-1", "--member", "police-nl-1"
    )
    assert (typed.code, "expected one of police-be-1, police-be-2" in typed.err) == (2, True)
    assert "B-2" not in desk.type("police.be", "case", "list").out


def test_loading_twice_changes_nothing(desk: Desk, files: dict[str, Path]):
    words = ("intake", "load", str(files["police.nl"]), "--recipe", "sample_persons_nl")
    typed = desk.type("police.nl", *words, "--officer", "police-nl-1")
    assert typed.code == 0
    assert " 0 nieuw, 0 gewijzigd, " in typed.out


@pytest.mark.usefixtures("in_english")
def test_a_recipe_that_is_nearly_right_is_guessed(desk: Desk, files: dict[str, Path]):
    words = ("intake", "load", str(files["police.nl"]), "--recipe", "sample_person_nl")
    typed = desk.type("police.nl", *words, "--officer", "police-nl-1")
    assert typed.code == 2
    assert "did you mean sample_persons_nl?" in typed.err


def test_a_recipe_is_suggested_from_the_headers(files: dict[str, Path]):
    typed = type_line("intake", "suggest", str(files["police.nl"]))
    assert typed.code == 0
    assert 'property = "lastName"' in typed.out


def test_recipes_are_listed_and_printed():
    assert "sample_persons_nl" in type_line("intake", "recipes").out.split()
    assert 'kind = "csv"' in type_line("intake", "recipes", "sample_persons_nl").out
    assert type_line("intake", "recipes", "nothing").code == 2


def test_an_index_given_is_told_with_its_size_and_its_end(desk: Desk):
    typed = desk.type("police.nl", "publish", "police.be", "--officer", "police-nl-1")
    assert typed.code == 0
    assert "✓ police.be heeft een index van ten hoogste deze sleutels: C1 100" in typed.out
    assert "daarna worden de sleutels gewist" in typed.out
    assert "geen treffer" not in typed.out


def test_an_index_that_may_not_be_given_is_refused_with_its_reason(desk: Desk):
    typed = desk.type("police.be", "publish", "oversight.be", "--officer", "police-be-1")
    assert typed.code == 1
    assert "No text permits this act between these two authorities." in typed.out
    assert "not asked" not in typed.out


def test_an_index_is_given_to_partners_only(desk: Desk):
    typed = desk.type("police.be", "publish", "police.lu", "--officer", "police-be-1")
    assert (typed.code, "police.lu is no partner" in typed.err) == (2, True)
