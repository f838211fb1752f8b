"""The pages of cases: one's own with their clocks, all that is in one, its report, and nothing for others."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.flows.nodes import open_a_case
from tests.flows.requesting import CASE, answered, requested

from trefpunt.casework import close_case
from trefpunt.model import ContentAnswer, Event
from trefpunt.store.ledger.audit import entries, log_size
from trefpunt.web.wording import LANGUAGES

from .at_work import AtWork, work_together

ODD = "PL/2026 #7"
PATH = f"/cases/{CASE}"


@pytest.fixture(scope="module")
def answer(work: AtWork) -> ContentAnswer:
    """An answer in the case."""
    return answered(work.story, requested(work.story))


@pytest.fixture(scope="module")
def joint(work: AtWork) -> str:
    """A joint case beside the case."""
    return work_together(work)


def printed(work: AtWork, language: str = "en", **fields: str) -> str:
    """Return what the report says."""
    browser = work.browser("police.nl")
    browser.get(f"/language/{language}?to=/")
    token = browser.get(PATH).token
    came = browser.post(PATH, {"form_token": token, "step": "report", **fields})
    assert came.headers["content-type"] == "application/pdf"
    pages = PdfReader(BytesIO(came.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def events(work: AtWork) -> list[Event]:
    """Return what the log of the Dutch police has."""
    node = work.story.nodes["police.nl"]
    with node.ledger.read() as tx:
        found = [node.trail.read(one) for one in entries(tx, 0, log_size(tx))]
    return [one.event for one in found if one is not None]


def test_one_s_own_cases_are_listed_with_the_clock_that_runs_out_next(work: AtWork):
    requested(work.story)
    browser = work.browser("police.nl")
    seen = browser.get("/cases")
    assert f'href="{PATH}"' in seen.text
    assert "days left: " in seen.words
    assert 'href="/cases" aria-current="page"' in seen.text
    assert CASE not in work.browser("police.nl", "o-2").get("/cases").text


def test_a_case_is_found_by_its_number(work: AtWork):
    open_a_case(work.story.nodes["police.nl"], ODD)
    browser = work.browser("police.nl")
    sent = browser.post("/cases", {"form_token": browser.get("/cases").token, "number": ODD})
    assert (sent.status, sent.headers["location"]) == (303, "/cases/PL/2026%20%237")
    seen = browser.get(sent.headers["location"])
    assert (seen.status, f"Case {ODD}" in seen.words) == (200, True)
    assert 'href="/language/nl?to=/cases/PL/2026%2520%25237"' in seen.text


def test_a_number_of_others_and_one_of_nobody_are_answered_alike_and_stay_in_the_field(work: AtWork):
    other = work.browser("police.nl", "o-2")
    token = other.get("/cases").token
    seen = [
        other.post("/cases", {"form_token": token, "number": number}) for number in (CASE, "PL-2099-1", "")
    ]
    assert [one.status for one in seen] == [422, 422, 422]
    assert seen[0].text.replace(CASE, "PL-2099-1") == seen[1].text
    assert 'value="PL-2099-1"' in seen[1].text
    assert "You work on no case of this number." in seen[2].words


def test_a_case_is_there_for_nobody_else_in_any_way(work: AtWork, joint: str, answer: ContentAnswer):
    other = work.browser("police.nl", "o-2")
    hidden, absent = other.get(PATH), other.get("/cases/PL-2099-1")
    assert (hidden.status, absent.status, hidden.words) == (404, 404, absent.words)
    token = other.get("/cases").token
    for step in ("report", "", "change"):
        fields = {"form_token": token, "step": step}
        hidden, absent = other.post(PATH, fields), other.post("/cases/PL-2099-1", fields)
        assert (hidden.status, absent.status, hidden.words) == (404, 404, absent.words)


def test_a_case_shows_requests_answers_and_what_was_done(work: AtWork, answer: ContentAnswer):
    seen = work.browser("police.nl").get(PATH)
    for address in (f"/requests/{answer.request}", f"/answers/{answer.id}"):
        assert f'href="{address}"' in seen.text
    assert "o-1 ( you )" in seen.words or "o-1 (you)" in seen.words
    timeline = seen.text.split('id="timeline"')[1]
    assert f'href="/requests/{answer.request}"' in timeline
    assert timeline.index("case read") < timeline.index(answer.request)


def test_whatever_is_in_a_joint_case_says_who_sees_it(work: AtWork, joint: str):
    board = work.browser("police.nl").get(PATH).words.split(f"Joint case {joint}")[1]
    for said in (
        "police.be takes part",
        "Led by police.nl",
        "Missing clauses states of operation",
        "a control on site",
        "2026-12-01 open police.nl police.be, police.nl",
        "call Nobody",
        "a meeting is needed",
        "abababababababab abababababababab",
        "H1: not in judicial proceedings without leave of who gave it",
    ):
        assert said in board


def test_a_private_note_is_at_the_partner_s_page_nowhere(work: AtWork, joint: str):
    seen = work.browser("police.be").get("/cases/BE-7")
    assert (joint in seen.text, "call Nobody" in seen.text) == (True, False)


def test_looks_on_end_are_told_once_so_that_they_bury_nothing(work: AtWork):
    open_a_case(work.story.nodes["police.nl"], "PL-2026-6")
    browser = work.browser("police.nl")
    for _ in range(3):
        seen = browser.get("/cases/PL-2026-6")
    assert seen.words.count("case read") == 1
    assert "case read 3 times" in seen.words


def test_a_long_timeline_has_pages(work: AtWork):
    browser, path = work.browser("police.nl"), "/cases/PL/2026%20%238"
    node, number = work.story.nodes["police.nl"], "PL/2026 #8"
    open_a_case(node, number)
    with node.ledger.write() as tx:
        for _ in range(26):
            node.casework.log(tx, Event.CONTENT_USED, node.officers["o-1"], case=number)
    first, second = browser.get(path), browser.get(f"{path}?page=2")
    assert "page 1 of 2" in first.words
    assert f'href="{path}?page=2#timeline"' in first.text
    assert "case opened" in second.words.split("page 2 of 2")[1]
    for odd in ("0", "99", "x", "-1", "%C2%B2", "9" * 5000):
        assert browser.get(f"{path}?page={odd}").status == 200


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Uses made"), ("nl", CASE), ("fr", CASE), ("de", CASE)]
)
def test_the_report_comes_in_the_language_of_the_page_and_is_logged(
    work: AtWork, answer: ContentAnswer, language: str, said: str
):
    before = events(work).count(Event.CASE_EXPORTED)
    assert said in printed(work, language)
    assert events(work).count(Event.CASE_EXPORTED) == before + 1


@pytest.mark.parametrize("fields", [{}, {"step": "change"}, {"step": "report", "language": "de"}])
def test_no_other_button_draws_up_a_report(work: AtWork, fields: dict[str, str]):
    before = events(work).count(Event.CASE_EXPORTED)
    browser = work.browser("police.nl")
    seen = browser.post(PATH, {"form_token": browser.get(PATH).token, **fields})
    assert (seen.status, seen.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert events(work).count(Event.CASE_EXPORTED) == before


def test_the_report_of_a_protected_case_needs_a_second_officer(work: AtWork):
    open_a_case(work.story.nodes["police.nl"], "PL-2026-9", is_protected=True)
    browser, path = work.browser("police.nl"), "/cases/PL-2026-9"
    token = browser.get(path).token
    alone = browser.post(path, {"form_token": token, "step": "report"})
    assert (alone.status, "choose who approves it with you" in alone.words) == (422, True)
    same = browser.post(path, {"form_token": token, "step": "report", "approved_by": "o-1"})
    assert (same.status, "This is not permitted" in same.words) == (403, True)
    both = browser.post(path, {"form_token": token, "step": "report", "approved_by": "o-2"})
    assert (both.status, both.headers["content-disposition"]) == (
        200,
        'attachment; filename="trefpunt-PL-2026-9.pdf"',
    )


def test_a_closed_case_can_be_read_and_says_why_there_is_no_report(work: AtWork):
    node = work.story.nodes["police.nl"]
    open_a_case(node, "PL-2026-8")
    close_case("PL-2026-8", officer=node.officers["o-1"], means=node.casework)
    browser = work.browser("police.nl")
    seen = browser.get("/cases/PL-2026-8")
    assert (seen.status, "Report (PDF)" in seen.words, "closed" in seen.words) == (200, False, True)
    refused = browser.post("/cases/PL-2026-8", {"form_token": seen.token, "step": "report"})
    assert (refused.status, "This is not permitted" in refused.words) == (403, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_cases_speak_every_language(work: AtWork, joint: str, language: str):
    browser = work.browser("police.nl")
    browser.get(f"/language/{language}?to=/")
    for path in ("/cases", PATH):
        seen = browser.get(path)
        assert (seen.status, f'<html lang="{language}">' in seen.text) == (200, True)
