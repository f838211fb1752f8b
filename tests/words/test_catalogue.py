"""Every sentence stands in every language, with the same facts in it."""

import re

import pytest

from trefpunt.errors import InputError
from trefpunt.sentence import places
from trefpunt.words import LANGUAGES, REFUSALS, read_terms
from trefpunt.words.catalogue import CATALOGUES, catalogue_of, read_catalogue
from trefpunt.words.law import CHANNELS, CONDITIONS, DEADLINES, FACTS, WAYS

SENTENCES = [
    sentence
    for table in (REFUSALS, FACTS, CONDITIONS, CHANNELS, DEADLINES, WAYS)
    for sentence in table.values()
]
OTHERS = [language for language in LANGUAGES if language != "en"]
# In Dutch a crisis is about a "voorval", and passing on is one of the uses, said with its verb.
OTHER_WORDS = {"nl": {"event", "passing on"}}
# The same words in both: what is typed, and what Dutch borrowed.
FEW = 2
THE_SAME = {"chmod 600 {file}", "0 <= n < {room}"}
BORROWED = {"nl": {"{partner}: hit, {grade} ({types})", "is {count} bytes", "32 bytes in base64"}}


def spelled(word: str) -> str:
    """A word without its capitals, and with one kind of apostrophe."""
    return word.lower().replace("’", "'")


def typed(text: str) -> set[str]:
    """What an officer types as it stands: commands, options, sections of a file, pages to look at."""
    return set(re.findall(r"`[^`]+`|--[a-z-]+|\[\[?\w+\]\]?|docs/\S+\.md", text))


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


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_in_a_catalogue_is_a_guess(language: str):
    assert "fuzzy" not in catalogue_of(language).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", OTHERS)
def test_a_command_an_option_and_a_section_are_typed_as_they_are(language: str):
    translated = read_catalogue(language)
    changed = {english: typed(english) ^ typed(other) for english, other in translated.items()}
    assert {english: what for english, what in changed.items() if what} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_a_term_is_said_in_the_word_of_the_table(language: str):
    translated = read_catalogue(language)
    terms = {term.en: spelled(term.in_language(language)) for term in read_terms() if term.en in translated}
    said = {english for english, word in terms.items() if spelled(translated[english]) != word}
    assert said == OTHER_WORDS.get(language, set())


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_the_english_left_as_it_was(language: str):
    same = {english for english, other in read_catalogue(language).items() if english == other}
    long = {english for english in same if len(english.split()) > FEW and not typed(english)}
    assert long == THE_SAME | BORROWED.get(language, set())


def test_there_is_a_catalogue_for_each_language_of_the_glossary():
    assert {"en", "nl", "fr", "de"} == set(LANGUAGES)


def test_every_catalogue_is_one_of_the_languages():
    assert sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir()) == sorted(OTHERS)


def test_a_language_that_is_not_there_is_named_as_such():
    with pytest.raises(InputError, match="no such language"):
        read_catalogue("xx")


def test_a_missing_fact_would_be_seen():
    assert places("{left} left of {all}") == {"left", "all"} != places("{left} over")
