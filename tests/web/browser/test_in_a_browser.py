"""The screens in a real browser: for everybody, by keyboard alone, without scripts, to this machine only."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.web.conftest import Screens

from trefpunt.web.wording import LANGUAGES

Window = Callable[..., Any]
READING = ("/", "/ask", "/may", "/log", "/treaties", "/treaties/benelux-police-treaty/4(1)", "/nothing")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# A folder for pictures of every page: to look at, and for the docs.
SHOTS = os.environ.get("SHOTS", "")


def faults_of(page: Any, name: str) -> list[str]:
    """What axe-core finds on a page, in words; the page's picture is kept where one is wanted."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{name}: {fault['id']}: {node['html'][:120]} {node['failureSummary']}"
        for fault in found
        for node in fault["nodes"]
    ]


def fill(page: Any, **fields: str) -> None:
    for field, value in fields.items():
        page.fill(f"#{field}", value)


def ask_about_nobody(page: Any) -> None:
    page.goto("/ask")
    fill(page, surname="Zonderdossier", given="Piet", born="1971-03-04", birth_country="NL")
    page.select_option("#case", "PL-2026-1")
    page.check("input[value=necessary_and_proportionate]")
    page.check("input[value='police.be']")
    page.check("input[value='police.lu']")
    page.click("main button")


def ask_whether(page: Any, *, states: bool) -> None:
    """Fill in "may I ask this?" and read the answer."""
    page.goto("/may")
    page.select_option("#partner", "police.be")
    page.select_option("#capacity", "suspect")
    page.click("main details summary")
    if states:
        page.check("input[value=necessary_and_proportionate]")
    page.click("form#typed button:not([name])")
    page.wait_for_selector("section.card.answer")


@pytest.mark.parametrize(("language", "theme"), [*((code, "light") for code in LANGUAGES), ("en", "dark")])
def test_no_page_keeps_anybody_out(screens: Screens, window: Window, language: str, theme: str):
    page, faults = window(language, color_scheme=theme), []
    for path in READING:
        page.goto(path)
        assert page.get_attribute("html", "lang") == language
        faults += faults_of(page, f"{language}-{theme}-{path.strip('/').replace('/', '-') or 'home'}")
    page.goto("/ask")
    fill(page, born="1971-02-30", numbers="nl.bsn:123456789", birth_country="Atlantis")
    page.click("main button")
    faults += faults_of(page, f"{language}-{theme}-faults")
    ask_about_nobody(page)
    faults += faults_of(page, f"{language}-{theme}-review")
    page.click("main .row form:first-child button")
    faults += faults_of(page, f"{language}-{theme}-answers")
    for states in (True, False):
        ask_whether(page, states=states)
        faults += faults_of(page, f"{language}-{theme}-may-{'yes' if states else 'no'}")
    page.goto("/")
    page.click("header form.out button")
    faults += faults_of(page, f"{language}-{theme}-sign-in")
    page.goto(screens.link())
    faults += faults_of(page, f"{language}-{theme}-link")
    assert faults == []


def test_axe_finds_what_keeps_somebody_out(window: Window):
    page = window()
    page.goto("/ask")
    page.evaluate("document.querySelector('label[for=born]').remove()")
    assert any("label" in fault for fault in faults_of(page, "broken"))


def test_a_phone_shows_every_page_without_scrolling_sideways(window: Window):
    page = window("de", viewport={"width": 320, "height": 640})
    wide = []
    for path in READING:
        page.goto(path)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"phone-{path.strip('/').replace('/', '-') or 'home'}.png")
        if page.evaluate("document.documentElement.scrollWidth > 320"):
            wide.append(path)
    assert wide == []


def press_until(page: Any, selector: str, key: str = "Tab") -> None:
    """Press a key until this has the focus; what cannot be reached fails."""
    for _ in range(80):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"the keyboard does not reach {selector}")


def type_at(page: Any, selector: str, text: str) -> None:
    press_until(page, selector)
    page.keyboard.type(text)


def test_a_question_is_asked_with_the_keyboard_alone(window: Window):
    page = window()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    type_at(page, "#about", "Zonderdossier")
    page.keyboard.press("Enter")
    page.wait_for_selector("#surname")
    assert page.input_value("#surname") == "Zonderdossier"
    type_at(page, "#given", "Piet")
    type_at(page, "#born", "1971-03-04")
    type_at(page, "#birth_country", "NL")
    type_at(page, "#case", "PL")
    press_until(page, "input[value=necessary_and_proportionate]")
    page.keyboard.press("Space")
    press_until(page, "input[value='police.be']")
    page.keyboard.press("Space")
    press_until(page, "main button")
    page.keyboard.press("Enter")
    page.wait_for_selector("section.card.hit")
    press_until(page, "main .row form:first-child button")
    page.keyboard.press("Enter")
    page.wait_for_selector("section.card.no_hit")


def test_whether_it_may_be_asked_is_found_with_the_keyboard_alone(window: Window):
    page = window()
    page.goto("/may")
    type_at(page, "#partner", "police.be")
    type_at(page, "#capacity", "suspect")
    press_until(page, "main details summary")
    page.keyboard.press("Enter")
    press_until(page, "input[value=necessary_and_proportionate]")
    page.keyboard.press("Space")
    press_until(page, "form#typed button:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_selector("section.card.answer.hit")


def test_an_answer_is_printed_on_one_page(window: Window):
    page = window(java_script_enabled=False)
    for states in (True, False):
        ask_whether(page, states=states)
        printed = PdfReader(BytesIO(page.pdf(format="A4")))
        assert len(printed.pages) == 1
        said = printed.pages[0].extract_text()
        assert "Hash of the law that answered" in said
        assert "Sign out" not in said


def test_the_focus_goes_to_what_is_wrong_and_from_there_to_the_field(window: Window):
    page = window()
    page.goto("/ask")
    fill(page, born="1971-02-30")
    page.click("main button")
    page.wait_for_function("document.activeElement.id === 'faults'", timeout=10_000)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask#born")
    assert page.evaluate("document.activeElement.id") == "born"
    assert page.input_value("#born") == "1971-02-30"


def test_everything_works_without_scripts_and_reaches_this_machine_only(screens: Screens, window: Window):
    page = window(java_script_enabled=False)
    ask_about_nobody(page)
    page.click("main .row form:first-child button")
    assert page.locator("section.card.no_hit").count() == 1
    for path in READING:
        page.goto(path)
    page.goto("/")
    page.click("header form.out button")
    assert "/sign-in" in page.url
    hosts = {address.split("/")[2] for address in page.reached}
    assert hosts == {f"127.0.0.1:{screens.listener.port}"}


def test_a_page_of_another_site_cannot_send_a_form_here(screens: Screens, window: Window):
    page = window()
    target = f"http://127.0.0.1:{screens.listener.port}/sign-out"
    page.goto(f"data:text/html,<form method=post action='{target}'><button>x</button></form>")
    with page.expect_response("**/sign-out") as answered:
        page.click("button")
    assert answered.value.status == 403
    page.goto("/")
    assert page.locator("#about").count() == 1


def test_pages_are_light(screens: Screens, window: Window):
    page, sizes = window(), []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 60_000
