"""A consent's page: given until a day or refused, by a prosecutor where justice decides."""

from datetime import timedelta

import pytest
from tests.flows.requesting import answered, requested

from trefpunt.casework import ask_consent, inbox
from trefpunt.model import Action, Consent, ConsentState
from trefpunt.web.wording import LANGUAGES

from .at_work import AtWork
from .browser_of_one import Browser, Seen
from .test_screens_requesting import RECORD, made, reply


@pytest.fixture
def asked(work: AtWork) -> Consent:
    """A consent that the Belgian police was asked for."""
    answer, nl = answered(work.story, requested(work.story)), work.story.nodes["police.nl"]
    made = ask_consent(answer.id, Action.USE_AS_EVIDENCE, officer=nl.officers["o-1"], means=nl.casework)
    assert isinstance(made, Consent), made
    return made


def sign(browser: Browser, consent: str, **fields: object) -> Seen:
    path = f"/consents/{consent}"
    return browser.post(path, {"form_token": browser.get(path).token, **fields})


def state(work: AtWork, node: str, consent: str) -> ConsentState:
    found = inbox(means=work.story.nodes[node].casework).consents
    return next(one.state for one in found if one.id == consent)


def test_a_consent_waits_in_the_inbox_and_is_given_until_a_day(work: AtWork, asked: Consent):
    browser = work.browser("police.be")
    assert f'href="/consents/{asked.id}"' in browser.get("/inbox").text
    seen = browser.get(f"/consents/{asked.id}")
    assert "use as evidence" in seen.words
    assert asked.answer in seen.words
    signed = sign(browser, asked.id, verdict="give", until="2026-12-31")
    assert (signed.status, signed.headers["location"]) == (303, f"/consents/{asked.id}")
    assert state(work, "police.nl", asked.id) is ConsentState.GIVEN
    after = browser.get(f"/consents/{asked.id}")
    assert "31 Dec 2026" in after.words
    assert 'name="verdict"' not in after.text


def test_a_consent_is_refused(work: AtWork, asked: Consent):
    assert sign(work.browser("police.be"), asked.id, verdict="refuse").status == 303
    assert state(work, "police.nl", asked.id) is ConsentState.REFUSED


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "verdict"),
        ({"verdict": "maybe", "until": "2026-12-31"}, "verdict"),
        ({"verdict": "give"}, "until"),
        ({"verdict": "give", "until": "31 december"}, "until"),
        ({"verdict": "give", "until": "2025-12-31"}, "until"),
    ],
)
def test_a_fault_is_said_at_its_field_and_nothing_is_lost(
    work: AtWork, asked: Consent, fields: dict[str, str], field: str
):
    seen = sign(work.browser("police.be"), asked.id, **fields)
    assert seen.status == 422
    assert f'<a href="#{field}">' in seen.text
    assert f'id="{field}-fault1"' in seen.text
    assert f'name="until" value="{fields.get("until", "")}"' in seen.text
    assert state(work, "police.be", asked.id) is ConsentState.ASKED


def test_where_justice_is_asked_a_prosecutor_decides_and_nobody_else(work: AtWork):
    nl = work.story.nodes["police.nl"]
    reference = made(work)
    assert reply(work, "police.lu", reference, RECORD | {"kind": "full"}).status == 303
    items = {item.request.id: item for item in inbox(means=nl.casework).items}
    (answer,) = items[reference].answers
    browser = work.browser("police.nl")
    path = f"/answers/{answer.id}"
    token = browser.get(path).token
    refused = browser.post(path, {"form_token": token, "step": "use", "use": "use_as_evidence"})
    assert "Ask justice.lu for consent" in refused.words
    browser.post(path, {"form_token": token, "step": "ask", "use": "use_as_evidence", "of": "justice.lu"})
    (consent,) = inbox(means=work.story.nodes["justice.lu"].casework).consents
    clerk, prosecutor = work.browser("justice.lu"), work.browser("justice.lu", "p-1")
    assert "prosecutor" in clerk.get(f"/consents/{consent.id}").words
    no = sign(clerk, consent.id, verdict="give", until="2026-12-31")
    assert (no.status, "prosecutor" in no.words) == (422, True)
    assert sign(prosecutor, consent.id, verdict="give", until="2026-12-31").status == 303
    used = browser.post(path, {"form_token": token, "step": "use", "use": "use_as_evidence"})
    assert "permitted, and written down" in used.words


def test_a_decision_that_does_not_arrive_is_said_to_wait(work: AtWork, asked: Consent):
    browser = work.browser("police.be")
    with work.away("police.nl"):
        sign(browser, asked.id, verdict="refuse")
        assert "has not arrived there yet" in browser.get(f"/consents/{asked.id}").words
    work.story.clock.now += timedelta(hours=1)
    work.story.nodes["police.be"].exchange.deliver_due(work.story.clock.now)


def test_a_consent_that_nobody_asks_for_is_not_there(work: AtWork, asked: Consent):
    assert work.browser("police.be").get("/consents/c-0").status == 404
    assert work.browser("police.nl").get(f"/consents/{asked.id}").status == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consent_speaks_every_language_and_keeps_what_is_typed(work: AtWork, asked: Consent, language: str):
    seen = sign(work.browser("police.be"), asked.id, verdict="give", until="half", language=language)
    assert (seen.status, f'<html lang="{language}">' in seen.text) == (200, True)
    assert 'name="until" value="half"' in seen.text
    assert 'value="give" checked' in seen.text
