"""The inbox and a request's page: clocks in words, each row a link, content for whoever works on it."""

from datetime import timedelta

import pytest
from tests.flows.nodes import open_a_case
from tests.flows.requesting import CASE, KEPT, answered, requested, wish

from trefpunt.casework import (
    Information,
    Move,
    Offer,
    Sent,
    Told,
    send_request,
    send_unasked,
    take_package,
    take_step,
)
from trefpunt.model import ContentRequest, Purpose, Step, StepKind
from trefpunt.web.wording import LANGUAGES

from .at_work import AtWork

NAME = "Zonderdossier"


@pytest.fixture(scope="module")
def request_(work: AtWork) -> ContentRequest:
    """A request of the Dutch police that was handed over to the Belgian one."""
    return requested(work.story)


def test_both_sides_see_the_request_with_its_clock_and_no_content(work: AtWork, request_: ContentRequest):
    for node in ("police.nl", "police.be"):
        seen = work.browser(node).get("/inbox")
        assert seen.status == 200
        assert f'href="/requests/{request_.id}"' in seen.text
        assert "days left: 6" in seen.words or "days left: 7" in seen.words
        assert NAME not in seen.text


def test_a_clock_that_ran_out_is_said_in_words(work: AtWork, request_: ContentRequest):
    browser = work.browser("police.be")
    work.story.clock.now += timedelta(days=9)
    try:
        browser = work.browser("police.be")
        for path in ("/inbox", f"/requests/{request_.id}"):
            words = browser.get(path).words
            assert "overdue" in words
            assert "days late: " in words
    finally:
        work.story.clock.now -= timedelta(days=9)


def test_whoever_is_on_no_case_sees_no_request_of_it(work: AtWork, request_: ContentRequest):
    other = work.browser("police.nl", "o-2")
    assert request_.id not in other.get("/inbox").text
    hidden, absent = other.get(f"/requests/{request_.id}"), other.get("/requests/r-0")
    assert (hidden.status, absent.status, hidden.words) == (404, 404, absent.words)
    assert other.get(f"/packages/{request_.id}").status == 404


def test_a_request_s_page_says_what_is_sought_and_why(work: AtWork, request_: ContentRequest):
    seen = work.browser("police.be").get(f"/requests/{request_.id}")
    for said in (NAME, "whereabouts", "benelux-police-treaty 4(1)", "SIENA", "criminal offences"):
        assert said in seen.words
    assert CASE not in seen.text
    assert f'href="/requests/{request_.id}/reply"' in seen.text


def test_an_own_request_waits_to_be_handed_over(work: AtWork, request_: ContentRequest):
    browser = work.browser("police.nl")
    seen = browser.get(f"/requests/{request_.id}")
    assert "Hand this over" in seen.words
    package = browser.get(f"/packages/{request_.id}")
    assert package.headers["content-disposition"].endswith(f'content-request-{request_.id}.tnp"')
    assert package.text.count(".") == 2


def test_a_request_is_given_to_a_colleague_who_alone_reads_it_until_it_is_taken_over(
    work: AtWork, request_: ContentRequest
):
    first, second = work.browser("police.be", "o-1"), work.browser("police.be", "o-2")
    path = f"/requests/{request_.id}"
    given = first.post(f"{path}/assign", {"form_token": first.get("/inbox").token, "to": "o-2"})
    assert (given.status, given.headers["location"]) == (303, "/inbox")
    refused = first.get(path)
    assert (refused.status, NAME in refused.text) == (403, False)
    assert "o-2 works on this request" in refused.words
    assert second.get(path).status == 200
    taken = first.post(f"{path}/assign", {"form_token": refused.token, "to": "o-1"})
    assert taken.headers["location"] == path
    assert NAME in first.get(path).text


@pytest.mark.parametrize(("to", "number"), [("o-9", None), ("o-1", "r-0"), ("", None)])
def test_a_request_is_given_to_nobody_who_is_not_there(
    work: AtWork, request_: ContentRequest, to: str, number: str | None
):
    browser = work.browser("police.be")
    token = browser.get("/inbox").token
    assert browser.post(
        f"/requests/{number or request_.id}/assign", {"form_token": token, "to": to}
    ).status == (404)


def test_a_letter_that_has_not_arrived_is_said_to_wait(work: AtWork):
    nl = work.story.nodes["police.nl"]
    with work.away("police.lu"):
        sent = send_request(wish(nl), "police.lu", means=nl.casework)
        assert isinstance(sent, Sent), sent
        seen = work.browser("police.nl").get(f"/requests/{sent.request.id}")
    assert "Not everything has arrived yet." in seen.words
    assert "call the partner's contact point" in seen.words


def test_an_answer_is_linked_from_the_inbox_and_from_the_request(work: AtWork):
    answer = answered(work.story, requested(work.story))
    browser = work.browser("police.nl")
    for path in ("/inbox", f"/requests/{answer.request}"):
        assert f'href="/answers/{answer.id}"' in browser.get(path).text
    theirs = work.browser("police.be")
    seen = theirs.get(f"/requests/{answer.request}")
    assert f'href="/packages/{answer.id}"' in seen.text
    assert theirs.get(f"/packages/{answer.id}").status == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_inbox_and_request_speak_every_language(work: AtWork, request_: ContentRequest, language: str):
    browser = work.browser("police.be")
    browser.get(f"/language/{language}?to=/")
    for path in ("/inbox", f"/requests/{request_.id}"):
        seen = browser.get(path)
        assert (seen.status, f'<html lang="{language}">' in seen.text) == (200, True)


def test_what_was_told_besides_stands_on_the_page_and_a_stopped_clock_is_not_late(
    work: AtWork, request_: ContentRequest
):
    nl, be = work.story.nodes["police.nl"], work.story.nodes["police.be"]
    asked = requested(work.story)
    ask = Move(StepKind.CLARIFICATION_ASKED, ("urgency",))
    assert isinstance(take_step(asked.id, ask, officer=be.officers["o-1"], means=be.casework), Step)
    work.story.clock.now += timedelta(days=20)
    try:
        for name, whose in (("police.nl", "told by police.be"), ("police.be", "told by you")):
            words = work.browser(name).get(f"/requests/{asked.id}").words
            assert "to be clarified, why it is urgent" in words
            assert whose in words
            assert "overdue" not in words
    finally:
        work.story.clock.now -= timedelta(days=20)
    say = Move(StepKind.CLARIFIED, ("urgency_reasons_stated",))
    assert isinstance(take_step(asked.id, say, officer=nl.officers["o-1"], means=nl.casework), Step)


def test_what_nobody_asked_for_is_put_in_a_case_and_then_read(work: AtWork):
    nl, be = work.story.nodes["police.nl"], work.story.nodes["police.be"]
    open_a_case(be, "BE-2026-7")
    offer = Offer(nl.officers["o-1"], CASE, Purpose.CRIMINAL_OFFENCES, (KEPT,), ("factual_reasons_recorded",))
    told = send_unasked(offer, "police.be", means=nl.casework)
    assert isinstance(told, Told)
    assert told.package is not None
    taken = take_package(told.package, officer=be.officers["o-1"], means=be.casework)
    assert isinstance(taken, Information)
    browser, path = work.browser("police.be"), f"/requests/{taken.request.id}"
    seen = browser.get("/inbox")
    assert "Information that nobody asked for" in seen.words
    assert browser.get(path).status == 404
    filed = browser.post(f"{path}/file", {"form_token": seen.token, "case": "BE-2026-7"})
    assert (filed.status, filed.headers["location"]) == (303, path)
    assert NAME in browser.get(path).text
    assert browser.get(f"/answers/{taken.answer.id}").status == 200
    again = browser.post(f"{path}/file", {"form_token": seen.token, "case": "BE-2026-7"})
    assert again.status == 404
