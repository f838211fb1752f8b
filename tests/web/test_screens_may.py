"""May I ask this, at the screens: yes or no with its article, nothing typed is lost, nothing is recorded."""

import pytest

from trefpunt.store.ledger import audit
from trefpunt.web.wording import LANGUAGES, PageWords

from .browser_of_one import Browser, Seen
from .conftest import Screens

Fields = dict[str, object]
POLICE: Fields = {
    "act": "ask_hit",
    "partner": "police.be",
    "kind": "",
    "land": "",
    "about": "",
    "capacity": "suspect",
    "purpose": "criminal_offences",
    "on": "2026-11-24",
    "case": "yes",
    "state": ["necessary_and_proportionate"],
}
TAX: Fields = POLICE | {"partner": "", "kind": "tax", "land": "BE", "act": "request_content"}


def ask(browser: Browser, fields: Fields, *, step: str = "check", **more: object) -> Seen:
    token = browser.get("/may").token
    return browser.post("/may", {"form_token": token, "step": step, **fields, **more})


@pytest.fixture
def browser(screens: Screens) -> Browser:
    return screens.signed_in()


def test_a_yes_has_its_article_mark_channel_clock_and_what_binds(browser: Browser) -> None:
    seen = ask(browser, POLICE)
    assert seen.status == 200
    for said in ("The texts permit it.", "SAMPLE, not law", "Channel and form", "Clock", "What binds"):
        assert said in seen.words
    assert 'href="/treaties/sample-art14-agreement/' in seen.text


def test_the_address_of_the_article_is_a_page(browser: Browser) -> None:
    text = ask(browser, POLICE).text
    address = text.split('href="/treaties/', 1)[1].split('"', 1)[0]
    assert browser.get(f"/treaties/{address}").status == 200


def test_the_same_without_the_fact_is_a_no_that_says_what_is_not_yet_so(browser: Browser) -> None:
    seen = ask(browser, POLICE | {"state": []})
    assert "The texts do not permit it." in seen.words
    assert "Not yet so it is on record why this is needed" in seen.words
    assert "What is lawful instead" in seen.words
    assert "Open today" in seen.words


def test_an_authority_that_is_no_partner_is_named_by_kind_and_country(browser: Browser) -> None:
    seen = ask(browser, TAX)
    assert "The texts do not permit it." in seen.words
    assert "tax administration" in seen.words
    assert "Belgium" in seen.words


def test_the_law_of_the_day_decides(browser: Browser) -> None:
    assert "The texts do not permit it." in ask(browser, POLICE | {"on": "2001-01-01"}).words


def test_it_is_neither_recorded_nor_counted(screens: Screens, browser: Browser) -> None:
    browser.get("/may")
    with screens.nl.ledger.read() as tx:
        before = audit.log_size(tx)
    ask(browser, POLICE)
    ask(browser, TAX)
    with screens.nl.ledger.read() as tx:
        assert audit.log_size(tx) == before


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"act": "conquer"}, "act"),
        ({"partner": "police.xx"}, "partner"),
        ({"kind": "police", "land": "BE"}, "partner"),
        ({"partner": "", "kind": "", "land": ""}, "partner"),
        ({"partner": "", "kind": "police", "land": ""}, "land"),
        ({"partner": "", "kind": "", "land": "NL"}, "kind"),
        ({"about": "gossip"}, "about"),
        ({"capacity": ""}, "capacity"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"on": "2026-02-30"}, "on"),
        ({"case": ""}, "case"),
        ({"state": ["i_am_the_law"]}, "state"),
    ],
)
def test_each_mistake_is_said_at_its_field_and_on_top(browser: Browser, changed: Fields, field: str) -> None:
    seen = ask(browser, POLICE | changed)
    assert seen.status == 422
    assert f'href="#{field}"' in seen.text
    assert f'id="{field}-fault' in seen.text


def test_a_mistake_loses_nothing_that_was_typed(browser: Browser) -> None:
    seen = ask(browser, POLICE | {"on": "tomorrow"})
    assert 'value="tomorrow"' in seen.text
    assert '<option value="police.be" selected' in seen.text
    assert 'value="necessary_and_proportionate" checked' in seen.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language_keeps_the_form_and_the_answer(browser: Browser, language: str) -> None:
    words = PageWords(language)
    form = ask(browser, POLICE, step="check", language=language)
    assert form.status == 200
    assert words.t("May I ask this?") in form.words
    assert '<option value="police.be" selected' in form.text
    answer = ask(browser, POLICE, again="check", language=language)
    assert words.t("The texts permit it.") in answer.words


def test_every_role_has_it_in_the_menu(screens: Screens) -> None:
    for officer in ("o-1", "o-3", "dpo-1"):
        seen = screens.signed_in(officer).get("/may")
        assert seen.status == 200
        assert 'href="/may" aria-current="page"' in seen.text
