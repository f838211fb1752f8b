"""Requests, answers, consents and alerts in a real browser: for everybody, by keyboard, without scripts."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.flows.alerting import told
from tests.flows.requesting import CASE, STATED, answered, requested
from tests.web.at_work import AtWork, work_together

from trefpunt.casework import ask_consent
from trefpunt.model import Action, Consent
from trefpunt.web.wording import LANGUAGES

from .test_in_a_browser import SHOTS, faults_of, fill, press_until, type_at

Desk = Callable[..., Any]
LANDS = [*((code, "light") for code in LANGUAGES), ("en", "dark")]
# Fewer, because the pages are long: each language, and both themes.
LONG_LANDS = [(code, "dark" if code == "nl" else "light") for code in LANGUAGES]


@dataclass(frozen=True)
class Made:
    """What was made beforehand, by reference."""

    request: str
    open_request: str
    answer: str
    consent: str


@pytest.fixture(scope="module")
def joint(work: AtWork, made: Made) -> str:
    """A joint case beside the case of what was made."""
    return work_together(work)


@pytest.fixture(scope="module")
def made(work: AtWork) -> Made:
    """A request with its answer and a consent that was asked, and a request that nobody answered."""
    first, second = requested(work.story), requested(work.story)
    answer, nl = answered(work.story, first), work.story.nodes["police.nl"]
    asked = ask_consent(answer.id, Action.USE_AS_EVIDENCE, officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(asked, Consent)
    return Made(first.id, second.id, answer.id, asked.id)


def request_something(page: Any, partner: str = "police.lu") -> None:
    page.goto("/requests/new")
    page.select_option("#partner", partner)
    page.check("input[value=whereabouts]")
    fill(page, surname="Zonderdossier", given="Piet", born="1971-03-04", birth_country="NL")
    page.select_option("#case", CASE)
    for name in STATED:
        page.check(f"input[value={name}]")
    page.click("form#typed button:not([name])")


def look(page: Any, language: str, theme: str, paths: dict[str, str]) -> list[str]:
    faults = []
    for name, path in paths.items():
        page.goto(path)
        assert page.get_attribute("html", "lang") == language, path
        faults += faults_of(page, f"{language}-{theme}-{name}")
    return faults


@pytest.mark.parametrize(("language", "theme"), LANDS)
def test_no_page_of_who_asks_keeps_anybody_out(
    work: AtWork, made: Made, desk: Desk, language: str, theme: str
):
    page = desk(work, "police.nl", "o-1", language, color_scheme=theme)
    paths = {
        "inbox": "/inbox",
        "thread": f"/requests/{made.request}",
        "request": "/requests/new",
        "answer": f"/answers/{made.answer}",
        "take": "/take",
    }
    faults = look(page, language, theme, paths)
    page.goto("/requests/new")
    page.click("main form#typed > button")
    faults += faults_of(page, f"{language}-{theme}-request-faults")
    request_something(page)
    faults += faults_of(page, f"{language}-{theme}-request-review")
    page.goto(f"/answers/{made.answer}")
    page.check("input[value=pass_on]")
    page.click("button[value=use]")
    faults += faults_of(page, f"{language}-{theme}-answer-refused")
    page.goto("/take")
    page.click("main form button")
    faults += faults_of(page, f"{language}-{theme}-take-faults")
    assert faults == []


@pytest.mark.parametrize(("language", "theme"), LONG_LANDS)
def test_no_page_of_a_case_keeps_anybody_out(work: AtWork, joint: str, desk: Desk, language: str, theme: str):
    page = desk(work, "police.nl", "o-1", language, color_scheme=theme)
    faults = look(page, language, theme, {"cases": "/cases", "case": f"/cases/{CASE}"})
    page.goto(f"/joint/{joint}")
    page.click("button[value=task]")
    faults += faults_of(page, f"{language}-{theme}-case-joint-faults")
    assert faults == []


@pytest.mark.parametrize(("language", "theme"), LANDS)
def test_no_page_of_who_is_asked_keeps_anybody_out(
    work: AtWork, made: Made, desk: Desk, language: str, theme: str
):
    page = desk(work, "police.be", "o-1", language, color_scheme=theme)
    paths = {
        "inbox-asked": "/inbox",
        "thread-asked": f"/requests/{made.open_request}",
        "reply": f"/requests/{made.open_request}/reply",
        "consent": f"/consents/{made.consent}",
    }
    faults = look(page, language, theme, paths)
    page.click("main form button")
    faults += faults_of(page, f"{language}-{theme}-consent-faults")
    page.goto(f"/requests/{made.open_request}/reply")
    page.click("main form button[name=more]")
    fill(page, **{"r2-born": "x"})
    page.click("main form#typed > button")
    faults += faults_of(page, f"{language}-{theme}-reply-faults")
    assert faults == []


@pytest.mark.parametrize(("language", "theme"), LANDS)
def test_no_page_of_a_crisis_centre_keeps_anybody_out(centres: AtWork, desk: Desk, language: str, theme: str):
    alert = told(centres.story.nodes["crisis.be"], "crisis.nl")
    told(centres.story.nodes["crisis.be"], "crisis.nl", is_exercise=True)
    page = desk(centres, "crisis.nl", "d-1", language, color_scheme=theme)
    faults = look(
        page, language, theme, {"alerts": "/alerts", "alert": f"/alerts/{alert.id}", "inbox-crisis": "/inbox"}
    )
    page.goto(f"/alerts/{alert.id}")
    page.select_option("#to", "crisis.lu")
    page.click("form#share button")
    faults += faults_of(page, f"{language}-{theme}-alert-refused")
    assert faults == []


def test_a_phone_shows_every_page_of_work_without_scrolling_sideways(work: AtWork, made: Made, desk: Desk):
    phone = {"viewport": {"width": 320, "height": 640}}
    ours, theirs = (
        desk(work, "police.nl", "o-1", "de", **phone),
        desk(work, "police.be", "o-1", "de", **phone),
    )
    paths = [
        (ours, "/inbox"),
        (ours, "/requests/new"),
        (ours, f"/requests/{made.request}"),
        (ours, f"/answers/{made.answer}"),
        (ours, "/take"),
        (theirs, f"/requests/{made.open_request}/reply"),
        (theirs, f"/consents/{made.consent}"),
    ]
    wide = []
    for page, path in paths:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > 320"):
            wide.append(path)
    assert wide == []


def test_a_case_fits_a_phone_and_its_report_is_fetched_with_the_keyboard_alone(
    work: AtWork, joint: str, desk: Desk
):
    page = desk(work, "police.nl", "o-1", "de", viewport={"width": 320, "height": 640})
    for path in (f"/joint/{joint}", f"/cases/{CASE}", "/cases"):
        page.goto(path)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"phone{path[:9].replace('/', '-')}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= 320"), path
    type_at(page, "#number", CASE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{CASE}")
    press_until(page, "section[aria-labelledby=report] button")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == f"trefpunt-{CASE}.pdf"


def test_a_joint_case_is_worked_in_without_scripts(work: AtWork, joint: str, desk: Desk):
    page = desk(work, "police.nl", "o-1", java_script_enabled=False)
    page.goto(f"/cases/{CASE}")
    page.click(f"a[href='/joint/{joint}']")
    fill(page, text="ask Nobody", due_on="2026-12-05")
    page.click("button.tongue[value=de]")
    assert page.input_value("#due_on") == "2026-12-05"
    page.click("button[value=note]")
    assert "ask Nobody" in page.inner_text("table >> nth=1")


def test_a_request_is_made_with_the_keyboard_alone(work: AtWork, desk: Desk):
    page = desk(work, "police.nl", "o-1")
    page.goto("/inbox")
    press_until(page, "a[href='/requests/new']")
    page.keyboard.press("Enter")
    page.wait_for_selector("#partner")
    type_at(page, "#partner", "police.lu")
    press_until(page, "input[value=whereabouts]")
    page.keyboard.press("Space")
    type_at(page, "#surname", "Zonderdossier")
    type_at(page, "#given", "Piet")
    type_at(page, "#case", "PL")
    for name in STATED:
        press_until(page, f"input[value={name}]")
        page.keyboard.press("Space")
    press_until(page, "form#typed > button")
    page.keyboard.press("Enter")
    page.wait_for_selector("section.card.hit")
    press_until(page, "main .row form:first-child button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/requests/r-*")


def test_a_consent_is_signed_with_the_keyboard_alone(work: AtWork, desk: Desk):
    answer, nl = answered(work.story, requested(work.story)), work.story.nodes["police.nl"]
    asked = ask_consent(answer.id, Action.PASS_ON, officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(asked, Consent)
    page = desk(work, "police.be", "o-1")
    page.goto(f"/consents/{asked.id}")
    press_until(page, "input[name=verdict]")
    page.keyboard.press("Space")
    type_at(page, "#until", "2026-12-31")
    # Enter in a field signs, and presses no button for a language.
    page.keyboard.press("Enter")
    page.wait_for_selector("main .state.hit")
    assert page.get_attribute("html", "lang") == "en"


def test_an_alert_is_taken_note_of_with_the_keyboard_alone(centres: AtWork, desk: Desk):
    alert = told(centres.story.nodes["crisis.be"], "crisis.nl")
    page = desk(centres, "crisis.nl", "d-1")
    page.goto(f"/alerts/{alert.id}")
    type_at(page, "#name", "Nobody (synthetic)")
    page.keyboard.press("Enter")
    page.wait_for_selector("main .state.hit")


def test_the_language_changes_under_a_half_filled_form(work: AtWork, desk: Desk):
    page = desk(work, "police.nl", "o-1", java_script_enabled=False)
    page.goto("/requests/new")
    fill(page, surname="Zonder", born="half")
    page.check("input[value=vehicles]")
    page.click("button.tongue[value=de]")
    assert page.get_attribute("html", "lang") == "de"
    assert (page.input_value("#surname"), page.input_value("#born")) == ("Zonder", "half")
    assert page.is_checked("input[value=vehicles]")


def test_work_crosses_without_scripts_from_request_to_answer(work: AtWork, desk: Desk, tmp_path: Path):
    asking = desk(work, "police.nl", "o-1", java_script_enabled=False)
    asked = desk(work, "police.be", "o-1", java_script_enabled=False)
    request_something(asking, "police.be")
    asking.click("main .row form:first-child button")
    request = handed_over(asking, tmp_path / "request.tnp")
    asked.goto("/take")
    asked.set_input_files("#package", request)
    asked.click("main form button")
    asked.click("a.button[href$='/reply']")
    asked.check("input[value=full]")
    fill(asked, **{"r1-surname": "Zonderdossier", "r1-address": "Nergensstraat 1"})
    asked.click("main form#typed > button")
    answer = handed_over(asked, tmp_path / "answer.tnp")
    asking.goto("/take")
    asking.set_input_files("#package", answer)
    asking.click("main form button")
    assert "Nergensstraat 1" in asking.inner_text("main")
    hosts = {address.split("/")[2] for page in (asking, asked) for address in page.reached}
    assert hosts == {f"127.0.0.1:{work.listeners[name].port}" for name in ("police.nl", "police.be")}


def handed_over(page: Any, target: Path) -> Path:
    """Download the package of a page, as it would go by another channel."""
    with page.expect_download() as download:
        page.click("a[href^='/packages/']")
    download.value.save_as(target)
    return target
