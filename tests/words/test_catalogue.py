"""Every sentence stands in every language, with the same facts in it."""

import pytest

from trefpunt.errors import InputError
from trefpunt.sentence import places
from trefpunt.words import LANGUAGES, REFUSALS
from trefpunt.words.catalogue import CATALOGUES, read_catalogue
from trefpunt.words.law import CHANNELS, CONDITIONS, DEADLINES, FACTS, WAYS

SENTENCES = [
    sentence
    for table in (REFUSALS, FACTS, CONDITIONS, CHANNELS, DEADLINES, WAYS)
    for sentence in table.values()
]
OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_without_a_translation(language: str):
    translated = read_catalogue(language)
    assert [sentence for sentence in SENTENCES if sentence not in translated] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_holds_the_same_facts(language: str):
    translated = read_catalogue(language)
    assert [english for english, other in translated.items() if places(english) != places(other)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_ends_as_its_sentence_does(language: str):
    translated = read_catalogue(language)
    endings = [(english, other) for english, other in translated.items() if english[-1] in ".?!"]
    assert [english for english, other in endings if english[-1] != other[-1]] == []


def test_every_catalogue_is_one_of_the_languages():
    assert sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir()) == sorted(OTHERS)


def test_a_language_that_is_not_there_is_named_as_such():
    with pytest.raises(InputError, match="no such language"):
        read_catalogue("xx")


def test_a_missing_fact_would_be_seen():
    assert places("{left} left of {all}") == {"left", "all"} != places("{left} over")
