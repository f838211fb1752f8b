"""The log and the treaty texts at the screens: who may see what, and everything that is there to read."""

import re

import pytest

from trefpunt.model import Event
from trefpunt.store.ledger import audit
from trefpunt.web.wording import LANGUAGES

from .conftest import Screens


def logged(screens: Screens, event: Event) -> int:
    node = screens.nl
    with node.ledger.read() as tx:
        read = [node.trail.read(stored) for stored in audit.entries(tx, 0, audit.log_size(tx))]
    return sum(entry is not None and entry.event is event for entry in read)


def rows(text: str) -> list[str]:
    return re.findall(r"<tr><td>.*?</tr>", text, re.DOTALL)


def test_looking_at_the_log_is_logged_before_it_is_shown(screens: Screens):
    browser, before = screens.signed_in(), logged(screens, Event.LOG_READ)
    assert browser.get("/log").status == 200
    assert logged(screens, Event.LOG_READ) == before + 1


def test_an_officer_sees_what_he_did_and_not_what_others_did(screens: Screens):
    own, other = screens.signed_in("o-1").get("/log"), screens.signed_in("o-2").get("/log")
    assert "case opened" in own.text
    assert "case opened" not in other.text
    assert all("o-1" in row for row in rows(own.text))
    assert all("o-2" in row and "PL-2026-1" not in row for row in rows(other.text))
    assert len(rows(other.text)) >= 2


def test_who_oversees_the_node_sees_what_everybody_did(screens: Screens):
    seen = screens.signed_in("dpo-1").get("/log")
    assert "case opened" in seen.text
    assert {"o-1", "o-2", "dpo-1"} <= set(re.findall(r"<td>([\w-]+)<br>", seen.text))


def test_the_newest_entry_stands_first(screens: Screens):
    positions = [int(row[8 : row.index("</td>")]) for row in rows(screens.signed_in().get("/log").text)]
    assert positions == sorted(positions, reverse=True)
    assert len(positions) > 2


def test_every_text_and_every_article_has_its_page(screens: Screens):
    browser = screens.signed_in()
    listed = browser.get("/treaties")
    addresses = dict.fromkeys(re.findall(r'href="(/treaties/[^"]+)"', listed.text))
    texts = screens.nl.law.instruments
    assert len(addresses) == len(texts) + sum(len(text.terms) for text in texts)
    assert [address for address in addresses if browser.get(address).status != 200] == []


def test_an_article_shows_prose_rule_source_mark_and_cases(screens: Screens):
    seen = screens.signed_in().get("/treaties/benelux-police-treaty/4(1)")
    assert "A police service may ask a police service of another of the three countries" in seen.words
    assert "<pre" in seen.text
    assert "Mark T" in seen.words
    assert {'class="state hit"', 'class="state refused"'} <= set(re.findall(r'class="state \w+"', seen.text))
    assert "SAMPLE text" not in seen.words


def test_a_sample_text_says_that_it_is_no_law(screens: Screens):
    seen = screens.signed_in().get("/treaties/sample-art14-agreement")
    assert "SAMPLE text, not law" in seen.words


@pytest.mark.parametrize("path", ["/treaties/nothing", "/treaties/house-limits/99", "/treaties/..%2f..%2f/1"])
def test_what_is_not_there_is_said_to_be_not_there(screens: Screens, path: str):
    assert screens.signed_in().get(path).status == 404


@pytest.mark.parametrize("path", ["/", "/ask", "/log", "/treaties", "/questions/q-1"])
def test_nobody_sees_anything_without_a_session(screens: Screens, path: str):
    seen = screens.browser().get(path)
    assert (seen.status, seen.headers["location"], seen.text) == (303, "/sign-in", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reading_pages_speak_every_language(screens: Screens, language: str):
    browser = screens.signed_in()
    browser.get(f"/language/{language}?to=/")
    paths = ("/log", "/treaties", "/treaties/benelux-police-treaty", "/treaties/benelux-police-treaty/4(1)")
    for path in paths:
        seen = browser.get(path)
        assert seen.status == 200
        assert f'<html lang="{language}">' in seen.text
        assert 'class="sample"' in seen.text
        assert not any(word in seen.text.lower() for word in ("<script", "<style", " style="))
