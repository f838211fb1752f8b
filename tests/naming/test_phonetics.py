"""Sounds: the published codes of the Cologne method, and names that a French speaker hears alike."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.naming.french import french
from trefpunt.naming.phonetics import cologne
from trefpunt.naming.words import fold

FOLDER = Path(__file__).parents[1] / "vectors"
COLOGNE = json.loads((FOLDER / "cologne_phonetics.json").read_text())
FONEM = json.loads((FOLDER / "fonem_1981.json").read_text())


@pytest.mark.parametrize(("word", "code"), COLOGNE["codes"].items())
def test_a_word_has_its_published_cologne_code(word: str, code: str) -> None:
    umlauts = str.maketrans({"ü": "u", "ö": "o", "ä": "a"})
    assert cologne(word.translate(umlauts)) == code


@pytest.mark.parametrize(("code", "words"), COLOGNE["alike"].items())
def test_spellings_of_a_german_name_share_a_code(code: str, words: list[str]) -> None:
    assert {cologne(word) for word in words} == {code}


@pytest.mark.parametrize(("name", "transcribed"), FONEM["sounds_as_transcribed"].items())
def test_a_french_name_sounds_as_its_transcription(name: str, transcribed: str) -> None:
    assert french(name) == french(transcribed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dupont", "dupond"),
        ("renault", "renaud"),
        ("lefebvre", "lefevre"),
        ("gauthier", "gautier"),
        ("thill", "till"),
        ("philippe", "filip"),
    ],
)
def test_spellings_of_a_french_name_share_a_code(one: str, other: str) -> None:
    assert french(one) == french(other)


@pytest.mark.parametrize(
    ("one", "other"), [("dupont", "dubois"), ("claude", "clau"), ("martin", "marchand"), ("petit", "bedit")]
)
def test_other_french_names_keep_their_own_code(one: str, other: str) -> None:
    assert french(one) != french(other)


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_any_word_has_codes_of_the_declared_signs(word: str) -> None:
    assert set(cologne(word)) <= set("012345678")
    assert not set(french(word)) & set("aeiouyhz#")


@given(st.text(max_size=20))
def test_any_text_is_coded_without_an_error(text: str) -> None:
    folded = fold(text)
    assert cologne(folded) == cologne(folded.upper()) or not folded.isascii()
    assert isinstance(french(folded), str)
