"""Every sentence of the screens has words in every language, with the same places."""

import pytest
from tools.pages import in_screens, in_templates, page_sentences, wanted, written

from trefpunt.sentence import places
from trefpunt.web.wording import LANGUAGES, PageWords, Phrase, best_language, catalogue_of, read_pages

OTHERS = [language for language in LANGUAGES if language != "en"]


def test_the_sentences_are_found():
    assert "Sign in" in page_sentences()
    assert "There is no such page" in page_sentences()


def test_every_sentence_is_plain_text():
    assert [where for where, text in [*in_templates(), *in_screens()] if text is None] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_has_words_with_the_same_places(language: str):
    words = read_pages(language)
    assert [text for text in wanted(language) if text not in words] == [], "python -m tools.pages"
    assert [text for text in words if places(text) != places(words[text])] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_looks_as_the_tool_writes_it(language: str):
    assert catalogue_of(language).read_text("utf-8") == written(language), "python -m tools.pages"


def test_a_phrase_within_a_sentence_is_said_in_the_same_language():
    words = PageWords("de")
    inner = Phrase("Sign in")
    assert words.t("agreement: {state}", state=inner) == "Vereinbarung: Anmelden"


def test_a_fact_is_never_taken_for_a_place():
    assert PageWords("en").t("agreement: {state}", state="{partner}") == "agreement: {partner}"


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr-BE,fr;q=0.9", "fr"), ("lb,de;q=0.8", "de"), ("ja", "nl"), ("", "nl"), (",de", "de")],
)
def test_a_browser_is_spoken_to_in_the_first_language_that_there_is(header: str, language: str):
    assert best_language(header, "nl") == language
