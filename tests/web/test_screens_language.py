"""Changing the language of a form that is half filled in: nothing typed is lost, and nothing is sent."""

import re

import pytest

from .conftest import Screens
from .test_screens_ask import NOBODY, STATED, WHY, fields_of, questions, send


def test_changing_the_language_of_a_form_keeps_what_is_typed(screens: Screens):
    browser, typed = screens.signed_in(), NOBODY | WHY | STATED | {"born": "half"}
    seen = send(browser, typed | {"language": "de"})
    assert (seen.status, '<html lang="de">' in seen.text) == (200, True)
    assert 'name="born" value="half"' in seen.text
    assert 'name="surname" value="Zonderdossier"' in seen.text
    assert 'value="necessary_and_proportionate" checked' in seen.text
    assert '<html lang="de">' in browser.get("/log").text


def test_changing_the_language_of_the_last_look_asks_nothing(screens: Screens):
    browser, before = screens.signed_in(), questions(screens)
    review = send(browser, NOBODY | WHY | STATED)
    again = browser.post("/ask", fields_of(review, "change") | {"language": "nl"})
    assert "Mag het?" in again.words
    assert fields_of(again, "send")["surname"] == ["Zonderdossier"]
    browser.post("/ask", fields_of(review, "send") | {"language": "fr"})
    assert questions(screens) == before


def test_changing_the_language_of_the_first_page_keeps_the_search_box(screens: Screens):
    browser = screens.signed_in()
    fields = {"form_token": browser.get("/").token, "kind": "firm", "about": "Voorbeeld", "step": "begin"}
    seen = browser.post("/", fields | {"language": "fr"})
    assert 'value="Voorbeeld"' in seen.text
    assert 'value="firm" checked' in seen.text


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "Op grond van art. "), ("fr", "Base : "), ("de", "Grundlage: ")],
)
def test_no_line_of_an_answer_is_english_on_a_page_of_another_language(
    language: str, said: str, screens: Screens
):
    browser = screens.signed_in()
    send(browser, NOBODY | WHY | STATED | {"language": language})
    review = send(browser, NOBODY | WHY | STATED)
    assert said in review.words
    assert '<div lang="en"' not in review.text
    assert f'<div lang="{language}"' in review.text


def test_a_language_that_is_none_changes_nothing(screens: Screens):
    seen = send(screens.signed_in(), NOBODY | WHY | STATED | {"language": "xx"})
    assert (seen.status, 'value="send"' in seen.text) == (200, True)


@pytest.mark.parametrize(("path", "has_form"), [("/", True), ("/ask", True), ("/log", False)])
def test_enter_never_presses_a_button_for_a_language(screens: Screens, path: str, has_form: bool):
    text = screens.signed_in().get(path).text
    first = re.search(r'<button[^>]*form="typed"[^>]*>', text)
    assert (first is not None) is has_form
    assert first is None or 'name="language"' not in first[0]


@pytest.mark.parametrize(("officer", "has_ask"), [("o-1", True), ("dpo-1", False)])
def test_the_menu_shows_what_a_role_works_with(screens: Screens, officer: str, has_ask: bool):
    browser = screens.signed_in(officer)
    menu = browser.get("/log").text.split("</nav>")[0]
    assert ('href="/ask"' in menu) is has_ask
    assert 'href="/alerts"' not in menu
    assert browser.get("/ask").status == (200 if has_ask else 404)
    assert browser.get("/alerts").status == 404
