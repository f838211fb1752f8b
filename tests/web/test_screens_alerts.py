"""Alerts at the screens of crisis centres: read in the own language, noted by name, shared once lifted."""

from datetime import timedelta

import pytest
from tests.flows.alerting import NAME, WORDS, told

from trefpunt.model import Alert, Event
from trefpunt.store.ledger import audit
from trefpunt.web.wording import LANGUAGES

from .at_work import AtWork
from .browser_of_one import Browser, Seen


@pytest.fixture
def alert(centres: AtWork) -> Alert:
    """An alert of the Belgian centre at the Dutch one."""
    return told(centres.story.nodes["crisis.be"], "crisis.nl")


def act(browser: Browser, alert: str, step: str, **fields: object) -> Seen:
    path = f"/alerts/{alert}"
    return browser.post(path, {"form_token": browser.get("/alerts").token, "step": step, **fields})


def test_an_alert_waits_in_the_inbox_and_on_the_board_without_what_it_says(centres: AtWork, alert: Alert):
    browser = centres.browser("crisis.nl", "d-1")
    for path in ("/inbox", "/alerts"):
        seen = browser.get(path)
        assert f'href="/alerts/{alert.id}"' in seen.text
        assert WORDS not in seen.text
    menu = browser.get("/alerts").text.split("</nav>")[0]
    assert ('href="/alerts"' in menu, 'href="/ask"' in menu) == (True, False)


def test_an_alert_that_nobody_took_note_of_in_time_is_said_to_be_overdue(centres: AtWork, alert: Alert):
    centres.story.clock.now += timedelta(minutes=16)
    browser = centres.browser("crisis.nl", "d-1")
    for path in ("/inbox", "/alerts", f"/alerts/{alert.id}"):
        assert "overdue: was asked by" in browser.get(path).words


@pytest.mark.parametrize(
    ("language", "event"),
    [("nl", "Overstroming"), ("fr", "Inondation"), ("de", "Überschwemmung"), ("en", "Flood")],
)
def test_an_alert_is_read_in_the_reader_s_language(centres: AtWork, alert: Alert, language: str, event: str):
    browser = centres.browser("crisis.nl", "d-1")
    browser.get(f"/language/{language}?to=/")
    seen = browser.get(f"/alerts/{alert.id}")
    assert seen.status == 200
    assert event.casefold() in seen.words.casefold()
    assert WORDS in seen.text
    assert f'<html lang="{language}">' in seen.text


def test_reading_an_alert_is_logged(centres: AtWork, alert: Alert):
    node = centres.story.nodes["crisis.nl"]
    centres.browser("crisis.nl", "d-1").get(f"/alerts/{alert.id}")
    with node.ledger.read() as tx:
        read = [node.trail.read(stored) for stored in audit.entries(tx, 0, audit.log_size(tx))]
    assert [one for one in read if one and one.event is Event.CONTENT_READ and one.subject_ref == alert.id]


def test_an_alert_is_taken_note_of_by_name_and_its_sender_sees_that(centres: AtWork, alert: Alert):
    browser = centres.browser("crisis.nl", "d-1")
    for name in ("", "x", "x" * 81):
        seen = act(browser, alert.id, "acknowledge", name=name)
        assert (seen.status, "Something must be mended first" in seen.words) == (422, True)
    assert act(browser, alert.id, "acknowledge", name=NAME).status == 303
    assert 'name="name"' not in browser.get(f"/alerts/{alert.id}").text
    assert f"by {NAME}" in centres.browser("crisis.be", "d-1").get("/alerts").words
    again = act(browser, alert.id, "acknowledge", name=NAME)
    assert (again.status, "was acknowledged before" in again.words) == (422, True)


def test_an_alert_is_shared_once_its_sender_has_lifted_it_and_a_second_officer_agrees(
    centres: AtWork, alert: Alert
):
    browser, sender = centres.browser("crisis.nl", "d-1"), centres.browser("crisis.be", "d-1")
    refused = act(browser, alert.id, "share", to="crisis.lu", approved_by="o-1")
    assert (refused.status, "lifted" in refused.words) == (422, True)
    assert 'value="crisis.lu" selected' in refused.text
    lifted = sender.post(f"/alerts/{alert.id}/lift", {"form_token": sender.get("/alerts").token})
    assert lifted.status == 303
    alone = act(browser, alert.id, "share", to="crisis.lu")
    assert (alone.status, "four eyes" in alone.words) == (422, True)
    shared = act(browser, alert.id, "share", to="crisis.lu", approved_by="o-1")
    assert (shared.status, "crisis.lu has it." in shared.words) == (200, True)
    there = centres.browser("crisis.lu", "d-1").get(f"/alerts/{alert.id}")
    assert "told by crisis.nl" in there.words


def test_nothing_is_shared_with_nobody_and_nothing_of_another_is_lifted(centres: AtWork, alert: Alert):
    browser = centres.browser("crisis.nl", "d-1")
    for to in ("", "police.nl"):
        seen = act(browser, alert.id, "share", to=to)
        assert (seen.status, '<a href="#to">' in seen.text) == (422, True)
    token = browser.get("/alerts").token
    seen = browser.post(f"/alerts/{alert.id}/lift", {"form_token": token})
    assert (seen.status, "this node sent no alert of this reference" in seen.words) == (422, True)


def test_an_acknowledgement_that_does_not_arrive_sends_one_to_the_telephone(centres: AtWork, alert: Alert):
    browser = centres.browser("crisis.nl", "d-1")
    with centres.away("crisis.be"):
        act(browser, alert.id, "acknowledge", name=NAME)
        for path in ("/alerts", f"/alerts/{alert.id}"):
            assert "Take the telephone" in browser.get(path).words
    centres.story.clock.now += timedelta(hours=1)
    centres.story.nodes["crisis.nl"].exchange.deliver_due(centres.story.clock.now)


def test_an_exercise_is_marked_in_words_wherever_it_is_shown(centres: AtWork):
    exercise = told(centres.story.nodes["crisis.be"], "crisis.nl", is_exercise=True)
    browser = centres.browser("crisis.nl", "d-1")
    for path in ("/inbox", "/alerts", f"/alerts/{exercise.id}"):
        assert "EXERCISE" in browser.get(path).words
    assert "Nothing of it is true." in browser.get(f"/alerts/{exercise.id}").words


def test_whoever_only_watches_reads_no_alert(centres: AtWork, alert: Alert):
    browser = centres.browser("crisis.nl", "dpo-1")
    assert [browser.get(path).status for path in ("/alerts", f"/alerts/{alert.id}", "/inbox")] == [404] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_board_and_alert_speak_every_language_and_keep_the_name(centres: AtWork, alert: Alert, language: str):
    browser = centres.browser("crisis.nl", "d-1")
    seen = act(browser, alert.id, "acknowledge", name="half", language=language)
    assert (seen.status, f'<html lang="{language}">' in seen.text) == (200, True)
    assert 'name="name" value="half"' in seen.text
    assert f'<html lang="{language}">' in browser.get("/alerts").text
    assert browser.get("/alerts/alert-0").status == 404
