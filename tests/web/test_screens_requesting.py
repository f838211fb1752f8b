"""Requesting and answering at the screens: "may we?" first, and nothing typed is lost or sent twice."""

import re

import pytest
from tests.flows.requesting import CASE, STATED

from trefpunt.casework import inbox
from trefpunt.model import ContentState
from trefpunt.web.wording import LANGUAGES

from .at_work import AtWork
from .browser_of_one import Browser, Seen
from .test_screens_ask import SECTION, fields_of

Fields = dict[str, object]
WANTED: Fields = {"surname": "Zonderdossier", "given": "Piet", "born": "1971-03-04", "birth_country": "NL"}
WHAT: Fields = {"partner": "police.lu", "seek": ["whereabouts"], "case": CASE, "purpose": "criminal_offences"}
WHOLE: Fields = WANTED | WHAT | {"state": list(STATED)}
RECORD: Fields = {"r1-surname": "Zonderdossier", "r1-given": "Piet", "r1-address": "Nergensstraat 1"}


def send(browser: Browser, fields: Fields, *, step: str = "check") -> Seen:
    token = browser.get("/requests/new").token
    return browser.post("/requests/new", {"form_token": token, "step": step, **fields})


def requests(work: AtWork, node: str = "police.nl") -> list[str]:
    return [item.request.id for item in inbox(means=work.story.nodes[node].casework).items]


def made(work: AtWork, **fields: object) -> str:
    """Request something at the screens, and return its reference."""
    browser = work.browser("police.nl")
    sent = browser.post("/requests/new", fields_of(send(browser, WHOLE | fields), "send"))
    assert sent.status == 303, sent.words
    return sent.headers["location"].rpartition("/")[2]


def reply(work: AtWork, node: str, reference: str, fields: Fields) -> Seen:
    browser = work.browser(node)
    form = browser.get(f"/requests/{reference}/reply")
    once = re.search(r'name="once" value="([^"]+)"', form.text)
    assert once is not None, form.words
    base = {"form_token": form.token, "once": once[1], "step": "send", "records": "1"}
    return browser.post(f"/requests/{reference}/reply", base | fields)


def test_a_request_goes_by_letter_after_a_look_at_what_is_lawful(work: AtWork):
    browser, before = work.browser("police.nl"), requests(work)
    review = send(browser, WHOLE)
    assert SECTION.findall(review.text) == [("hit", "police.lu")]
    assert "Channel: this node." in review.words
    assert "an answer is due by" in review.words
    assert "Written consent of the provider" in review.words
    assert requests(work) == before
    fields = fields_of(review, "send")
    sent = browser.post("/requests/new", fields)
    reference = sent.headers["location"].rpartition("/")[2]
    assert reference in requests(work, "police.lu")
    assert browser.get(f"/requests/{reference}").status == 200
    assert browser.post("/requests/new", fields).status == 409
    assert requests(work).count(reference) == 1


def test_where_the_channel_is_another_a_package_is_made_and_taken_in_there(work: AtWork):
    reference = made(work, partner="police.be")
    browser = work.browser("police.nl")
    assert "Hand this over" in browser.get(f"/requests/{reference}").words
    package = browser.get(f"/packages/{reference}").text.encode()
    theirs = work.browser("police.be")
    taken = theirs.upload("/take", theirs.get("/take").token, "package", package)
    assert (taken.status, taken.headers["location"]) == (303, f"/requests/{reference}")
    again = theirs.upload("/take", theirs.get("/take").token, "package", package)
    assert (again.status, "a request was taken before" in again.words) == (422, True)
    assert reply(work, "police.be", reference, RECORD | {"kind": "full"}).status == 303
    (answer,) = re.findall(r"/packages/(a-\w+)", theirs.get(f"/requests/{reference}").text)
    back = browser.upload(
        "/take", browser.get("/take").token, "package", theirs.get(f"/packages/{answer}").text.encode()
    )
    assert back.headers["location"] == f"/answers/{answer}"
    assert "Nergensstraat 1" in browser.get(f"/answers/{answer}").words


@pytest.mark.parametrize("content", [b"", b"nonsense", b"a.b.c", b"\xff\x00\r\n--x"])
def test_a_file_that_is_no_package_is_said_to_be_none(work: AtWork, content: bytes):
    browser = work.browser("police.be")
    seen = browser.upload("/take", browser.get("/take").token, "package", content)
    assert seen.status == 422
    assert "Something must be mended first" in seen.words


def test_a_file_is_taken_on_its_own_page_only_and_with_the_token_of_the_session(work: AtWork):
    browser = work.browser("police.be")
    token = browser.get("/take").token
    assert browser.upload("/requests/new", token, "package", b"x").status == 415
    assert browser.upload("/take", "0" * 64, "package", b"x").status == 403
    assert browser.upload("/take", token, "package", b"x" * 5_000_000).status == 413


def test_what_is_not_stated_is_refused_with_the_way_round(work: AtWork):
    browser, before = work.browser("police.nl"), requests(work)
    review = send(browser, WHOLE | {"state": []})
    assert SECTION.findall(review.text) == [("refused", "police.lu")]
    assert "the form must state" in review.words
    assert 'value="send"' not in review.text
    seen = send(browser, WHOLE | {"state": [], "once": "x"}, step="send")
    assert SECTION.findall(seen.text) == [("refused", "police.lu")]
    assert requests(work) == before


FAULTS: list[tuple[Fields, str]] = [
    ({"partner": ""}, "partner"),
    ({"partner": "police.xx"}, "partner"),
    ({"seek": []}, "seek"),
    ({"seek": ["gossip"]}, "seek"),
    ({"born": "1971-02-30"}, "born"),
    ({"case": "PL-9"}, "case"),
    ({"purpose": "vat_fraud"}, "purpose"),
    ({"approved_by": "o-1"}, "approved_by"),
    ({"state": ["standard_form_used"]}, "state"),
]


@pytest.mark.parametrize(("wrong", "field"), FAULTS)
def test_a_fault_of_a_request_is_said_at_its_field_and_nothing_is_lost(
    work: AtWork, wrong: Fields, field: str
):
    seen = send(work.browser("police.nl"), WHOLE | wrong)
    assert seen.status == 422
    summary, form = seen.text.split('<form id="typed"')
    assert f'<a href="#{field}">' in summary
    assert f'id="{field}-fault1"' in form
    assert 'name="surname" value="Zonderdossier"' in form


def test_a_partner_that_is_away_gets_the_request_later_and_the_page_says_so(work: AtWork):
    with work.away("police.lu"):
        reference = made(work)
        seen = work.browser("police.nl").get(f"/requests/{reference}")
    assert "Not everything has arrived yet." in seen.words
    assert "call the partner's contact point" in seen.words


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        (RECORD | {"kind": "full"}, ContentState.ANSWERED),
        (RECORD | {"kind": "partial", "reason": "ongoing_inquiry"}, ContentState.PARTLY),
        ({"kind": "refused", "reason": "not_held"}, ContentState.REFUSED),
    ],
)
def test_an_answer_whole_in_part_or_none_reaches_who_asked(work: AtWork, fields: Fields, state: ContentState):
    work.story.clock.now = work.story.clock.now.replace(microsecond=0)
    reference = made(work)
    assert reply(work, "police.lu", reference, fields).status == 303
    items = {item.request.id: item for item in inbox(means=work.story.nodes["police.nl"].casework).items}
    assert items[reference].request.state is state
    (answer,) = items[reference].answers
    seen = work.browser("police.nl").get(f"/answers/{answer.id}")
    assert ("Nergensstraat 1" in seen.words) is (state is not ContentState.REFUSED)
    assert ("Why not all:" in seen.words) is (state is not ContentState.ANSWERED)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (RECORD, "kind"),
        (RECORD | {"kind": "partial"}, "reason"),
        (RECORD | {"kind": "full", "reason": "not_held"}, "reason"),
        (RECORD | {"kind": "full", "reason": "gossip"}, "reason"),
        (RECORD | {"kind": "refused", "reason": "not_held"}, "kind"),
        ({"kind": "full"}, "r1-surname"),
        (RECORD | {"kind": "full", "r1-born": "1971-02-30"}, "r1-born"),
        (RECORD | {"kind": "full", "conditions": ["burn_after_reading"]}, "conditions"),
    ],
)
def test_a_fault_of_an_answer_is_said_at_its_field_and_nothing_is_lost(
    work: AtWork, answerable: str, fields: Fields, field: str
):
    seen = reply(work, "police.lu", answerable, fields)
    assert seen.status == 422
    summary, form = seen.text.split('<form id="typed"')
    assert f'<a href="#{field}">' in summary
    assert f'id="{field}-fault1"' in form
    if "r1-address" in fields:
        assert 'name="r1-address" value="Nergensstraat 1"' in form


@pytest.fixture(scope="module")
def answerable(work: AtWork) -> str:
    """A request that nobody answers."""
    return made(work)


def test_one_more_record_is_a_button_that_loses_nothing(work: AtWork, answerable: str):
    seen = reply(work, "police.lu", answerable, RECORD | {"kind": "full", "more": "yes"})
    assert 'name="r2-surname"' in seen.text
    assert 'name="r1-address" value="Nergensstraat 1"' in seen.text
    two = RECORD | {"kind": "partial", "reason": "security", "records": "2", "r2-firm": "Voorbeeld BV"}
    assert reply(work, "police.lu", answerable, two | {"language": "nl"}).text.count("Voorbeeld BV") == 1


def test_a_victim_is_in_no_answer(work: AtWork, answerable: str):
    form = work.browser("police.lu").get(f"/requests/{answerable}/reply")
    assert 'value="victim"' not in form.text
    seen = reply(work, "police.lu", answerable, RECORD | {"kind": "full", "r1-capacity": "victim"})
    assert (seen.status, "a record is about a victim or a witness" in seen.words) == (422, True)


def test_nobody_answers_an_own_request_or_one_that_is_not_there(work: AtWork, answerable: str):
    browser = work.browser("police.nl")
    assert browser.get(f"/requests/{answerable}/reply").status == 404
    assert browser.get("/requests/r-0/reply").status == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_requesting_speaks_every_language(work: AtWork, answerable: str, language: str):
    browser, theirs = work.browser("police.nl"), work.browser("police.lu")
    for one in (browser, theirs):
        one.get(f"/language/{language}?to=/")
    pages = (
        (browser.get("/requests/new"), 200),
        (send(browser, WHOLE | {"seek": []}), 422),
        (send(browser, WHOLE), 200),
        (theirs.get(f"/requests/{answerable}/reply"), 200),
        (theirs.get("/take"), 200),
    )
    for seen, status in pages:
        assert (seen.status, f'<html lang="{language}">' in seen.text) == (status, True)


def test_changing_the_language_of_a_request_keeps_it_and_sends_nothing(work: AtWork):
    browser, before = work.browser("police.nl"), requests(work)
    seen = send(browser, WHOLE | {"language": "de"})
    assert 'name="surname" value="Zonderdossier"' in seen.text
    assert 'value="whereabouts" checked' in seen.text
    review = send(browser, WHOLE)
    again = browser.post("/requests/new", fields_of(review, "send") | {"language": "fr"})
    assert '<html lang="fr">' in again.text
    assert requests(work) == before
