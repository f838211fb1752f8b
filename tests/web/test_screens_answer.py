"""An answer's page: read within the case, bound by its conditions, used with consent only."""

from datetime import timedelta

import pytest
from tests.flows.requesting import answered, requested, wish

from trefpunt.casework import Sent, decide_consent, inbox, send_request, take_package
from trefpunt.model import Action, Case, Consent, ContentAnswer, ContentRequest, Purpose
from trefpunt.store.ledger.cases import open_case
from trefpunt.web.wording import LANGUAGES

from .at_work import AtWork
from .browser_of_one import Browser, Seen


@pytest.fixture
def answer(work: AtWork) -> ContentAnswer:
    """An answer of the Belgian police that reached the Dutch one."""
    return answered(work.story, requested(work.story))


def press(browser: Browser, answer: str, step: str, **fields: object) -> Seen:
    path = f"/answers/{answer}"
    token = browser.get("/inbox").token
    return browser.post(path, {"form_token": token, "step": step, **fields})


def consents(work: AtWork, node: str) -> list[Consent]:
    return list(inbox(means=work.story.nodes[node].casework).consents)


def test_an_answer_is_read_with_what_binds_it(work: AtWork, answer: ContentAnswer):
    seen = work.browser("police.nl").get(f"/answers/{answer.id}")
    assert seen.status == 200
    assert "Nergensstraat 1" in seen.words
    assert "Written consent of the provider before use as evidence." in seen.words


def test_an_answer_is_not_there_for_whoever_is_not_on_the_case(work: AtWork, answer: ContentAnswer):
    other = work.browser("police.nl", "o-2")
    hidden, absent = other.get(f"/answers/{answer.id}"), other.get("/answers/a-0")
    assert (hidden.status, absent.status, hidden.words) == (404, 404, absent.words)
    for step in ("use", "copy", "ask"):
        seen = press(other, answer.id, step, use="use_as_evidence")
        assert "Nergensstraat" not in seen.text


def test_a_use_is_refused_and_a_button_asks_for_consent_and_then_it_is_permitted(
    work: AtWork, answer: ContentAnswer
):
    browser, be = work.browser("police.nl"), work.story.nodes["police.be"]
    refused = press(browser, answer.id, "use", use="use_as_evidence")
    assert "Ask police.be for consent" in refused.words
    assert press(browser, answer.id, "copy", use="use_as_evidence").headers["content-type"].startswith("text")
    asked = press(browser, answer.id, "ask", use="use_as_evidence", of="police.be")
    assert (asked.status, asked.headers["location"]) == (303, f"/answers/{answer.id}")
    (consent,) = [one for one in consents(work, "police.be") if one.answer == answer.id]
    until = work.story.clock.now + timedelta(days=30)
    decide_consent(consent.id, until=until, officer=be.officers["o-1"], means=be.casework)
    assert "given until" in browser.get(f"/answers/{answer.id}").words
    permitted = press(browser, answer.id, "use", use="use_as_evidence")
    assert "permitted, and written down" in permitted.words
    copy = press(browser, answer.id, "copy", use="use_as_evidence")
    assert copy.headers["content-disposition"].endswith('use_as_evidence.json"')
    assert '"use": "use_as_evidence"' in copy.text


def test_a_question_for_consent_that_does_not_arrive_is_said_to_wait(work: AtWork, answer: ContentAnswer):
    browser = work.browser("police.nl")
    with work.away("police.be"):
        press(browser, answer.id, "ask", use="pass_on", of="police.be")
        assert "has not arrived yet" in browser.get(f"/answers/{answer.id}").words
    work.story.clock.now += timedelta(hours=1)
    work.story.nodes["police.nl"].exchange.deliver_due(work.story.clock.now)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "use"),
        ({"use": "gossip"}, "use"),
        ({"use": "use_for_other_purpose"}, "for_purpose"),
        ({"use": "pass_on", "for_purpose": "gossip"}, "for_purpose"),
        ({"use": "pass_on", "approved_by": "o-1"}, "approved_by"),
    ],
)
def test_a_fault_is_said_at_its_field_and_nothing_is_lost(
    work: AtWork, answer: ContentAnswer, fields: dict[str, str], field: str
):
    seen = press(work.browser("police.nl"), answer.id, "use", **fields, abroad="yes")
    assert seen.status == 422
    assert f'<a href="#{field}">' in seen.text
    assert f'id="{field}-fault1"' in seen.text
    assert 'name="abroad" value="yes" checked' in seen.text


def test_consent_is_asked_of_nobody_who_cannot_give_it(work: AtWork, answer: ContentAnswer):
    seen = press(work.browser("police.nl"), answer.id, "ask", use="pass_on", of="justice.lu")
    assert seen.status == 403
    assert all(one.partner != "justice.lu" for one in consents(work, "police.nl"))


def test_a_protected_case_is_read_by_two(work: AtWork):
    nl = work.story.nodes["police.nl"]
    with nl.ledger.write() as tx:
        purpose = Purpose.CRIMINAL_OFFENCES.value
        open_case(tx, Case("PL-P", purpose, nl.clock(), ("o-1",), is_protected=True))
    sent = send_request(wish(nl, case="PL-P", approved_by="o-2"), "police.be", means=nl.casework)
    assert isinstance(sent, Sent), sent
    be = work.story.nodes["police.be"]
    assert sent.package is not None
    taken = take_package(sent.package, officer=be.officers["o-1"], means=be.casework)
    assert isinstance(taken, ContentRequest)
    answer = answered(work.story, taken)
    browser = work.browser("police.nl")
    seen = browser.get(f"/answers/{answer.id}")
    assert "Nergensstraat" not in seen.text
    assert press(browser, answer.id, "read", approved_by="o-1").status == 422
    assert "Nergensstraat" in press(browser, answer.id, "read", approved_by="o-2").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_speaks_every_language(work: AtWork, answer: ContentAnswer, language: str):
    browser = work.browser("police.nl")
    browser.get(f"/language/{language}?to=/")
    shown = browser.get(f"/answers/{answer.id}")
    refused = press(browser, answer.id, "use", use="pass_on")
    for seen in (shown, refused):
        assert (seen.status, f'<html lang="{language}">' in seen.text) == (200, True)


def test_changing_the_language_keeps_what_was_chosen_and_uses_nothing(work: AtWork, answer: ContentAnswer):
    seen = press(work.browser("police.nl"), answer.id, "use", use="pass_on", language="fr")
    assert '<html lang="fr">' in seen.text
    assert f'value="{Action.PASS_ON.value}" checked' in seen.text
    assert 'id="came"' not in seen.text
