"""Every sentence of the screens has words in every language, with the same places."""

from datetime import datetime, timedelta, timezone

import pytest
from tools.pages import in_screens, in_templates, page_sentences, wanted, written

from trefpunt.intake.recipe import PROPERTIES
from trefpunt.model import Schema
from trefpunt.sentence import places
from trefpunt.web import wording
from trefpunt.web.subjectform import label_of
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


@pytest.mark.parametrize("schema", Schema)
def test_whatever_a_node_keeps_about_a_subject_has_a_label(schema: Schema):
    assert [name for name in PROPERTIES if label_of(name, schema) == Phrase("{name}", name=name)] == []


@pytest.mark.parametrize(
    ("schema", "label"),
    [(Schema.COMPANY, "Name of the firm"), (Schema.PERSON, "Name"), (Schema.VEHICLE, "Name")],
)
def test_only_the_name_of_a_firm_is_called_so(schema: Schema, label: str):
    assert PageWords("en").said(label_of("name", schema)) == label


def test_a_phrase_within_a_sentence_is_said_in_the_same_language():
    words = PageWords("de")
    inner = Phrase("Sign in")
    assert words.t("agreement: {state}", state=inner) == "Vereinbarung: Anmelden"


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_and_refusals_are_said_in_the_language_of_the_page(language: str):
    assert PageWords(language).speech.language == language


def test_a_page_without_a_catalogue_for_answers_says_that_they_are_english(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(wording, "SPOKEN", ("en", "nl"))
    words = PageWords("fr")
    assert (words.speech.language, words.t("Sign in")) == ("en", "Se connecter")


@pytest.mark.parametrize(
    ("language", "moment", "local"),
    [
        ("nl", "24 nov 2026, 08:30 UTC", "dinsdag 24 november 2026, 09:30"),
        ("fr", "24 nov. 2026, 08:30 UTC", "mardi 24 novembre 2026, 09:30"),
        ("de", "24.11.2026, 08:30 UTC", "Dienstag, 24. November 2026, 09:30"),
        ("en", "24 Nov 2026, 08:30 UTC", "Tuesday, 24 November 2026, 09:30"),
    ],
)
def test_a_moment_is_written_as_its_language_does(language: str, moment: str, local: str):
    at = datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    words = PageWords(language)
    assert (words.moment(at), words.local(at), words.hour(at)) == (moment, local, "09:30")


def test_a_fact_is_never_taken_for_a_place():
    assert PageWords("en").t("agreement: {state}", state="{partner}") == "agreement: {partner}"


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr-BE,fr;q=0.9", "fr"), ("lb,de;q=0.8", "de"), ("ja", "nl"), ("", "nl"), (",de", "de")],
)
def test_a_browser_is_spoken_to_in_the_first_language_that_there_is(header: str, language: str):
    assert best_language(header, "nl") == language
