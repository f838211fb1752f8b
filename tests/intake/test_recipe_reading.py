"""Recipes: every fault named at once."""

import pytest

from trefpunt.errors import InputError
from trefpunt.intake import parse_recipe, read_recipe, shipped_names, shipped_recipe

from .samples import PERSONS, Desk

WRONG = """
name = "Not A Name"
kind = "excel"
encoding = "ebcdic"
delimiter = ";;"
dates = ["DD-MM-YY"]
schema = "Ship"
color = "red"
[ref]
prefix = "x/"
[[columns]]
header = "a"
property = "shoeSize"
[[columns]]
header = "b"
identifier = "nl.shoe"
"""


def faults_of(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_recipe(text, name="wrong.toml")
    return str(caught.value)


def test_a_word_nobody_knows_is_named() -> None:
    assert "color is not known" in faults_of(WRONG)


def test_all_faults_are_named_at_once() -> None:
    said = faults_of(WRONG.replace('color = "red"', "").replace('"excel"', '"csv"'))
    for part in ("name must", "encoding is 'ebcdic'", "delimiter must", "DD-MM-YY", "schema is 'Ship'"):
        assert part in said
    for part in ("ref.column", "'shoeSize'", "'nl.shoe'", "8 faults"):
        assert part in said


def test_persons_without_a_category_are_refused() -> None:
    text = PERSONS.replace('[category]\nalways = "suspect"\n', "")
    assert "in what capacity" in faults_of(text)


def test_a_category_that_nobody_knows_is_refused() -> None:
    assert "'culprit' is none of" in faults_of(PERSONS.replace('"suspect"', '"culprit"'))


@pytest.mark.parametrize("pattern", ["[0-9", "(?P<x"])
def test_a_scheme_needs_a_pattern_that_compiles(pattern: str) -> None:
    text = f'{PERSONS}\n[[schemes]]\nname = "a.b"\npattern = "{pattern}"'
    assert "no regular expression" in faults_of(text)


def test_a_wrong_type_is_named_and_not_tripped_over() -> None:
    assert "dates is str, expected a list" in faults_of(PERSONS.replace('["DD-MM-YYYY"]', '"DD-MM-YYYY"'))


def test_what_is_no_toml_says_where() -> None:
    assert "wrong.toml is not TOML" in faults_of("name = ")


def test_a_recipe_that_is_not_there_is_an_input_error(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"nowhere\.toml"):
        read_recipe(desk.folder / "nowhere.toml")


def test_the_hash_of_a_recipe_is_of_its_text() -> None:
    assert parse_recipe(PERSONS).sha256 != parse_recipe(PERSONS + "\n").sha256


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_recipe_is_sound(name: str) -> None:
    assert shipped_recipe(name).name == name


def test_an_unknown_shipped_recipe_names_those_there_are() -> None:
    with pytest.raises(InputError, match="febrl"):
        shipped_recipe("nothing")
