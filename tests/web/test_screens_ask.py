"""Asking at the screens: nothing leaves before a look at the law, nothing typed is lost or asked twice."""

import re
from html import unescape
from typing import Any

import pytest

from trefpunt.casework import open_case
from trefpunt.hits.bodies import AnswerBody
from trefpunt.intake import subjects
from trefpunt.model import Case, Purpose, SubjectCategory
from trefpunt.store.ledger import hits as kept
from trefpunt.web.subjectform import PERSON
from trefpunt.web.wording import LANGUAGES

from .browser_of_one import Browser, Seen
from .conftest import Screens

Fields = dict[str, object]
NOBODY: Fields = {"surname": "Zonderdossier", "given": "Piet", "born": "1971-03-04", "birth_country": "NL"}
WHY: Fields = {"case": "PL-2026-1", "purpose": "criminal_offences", "partners": ["police.be"]}
STATED: Fields = {"state": ["necessary_and_proportionate"]}
SECTION = re.compile(r'<section class="card (\w+)" aria-label="([\w.]+)">')


def send(browser: Browser, fields: Fields, *, step: str = "check") -> Seen:
    token = browser.get("/ask").token
    return browser.post("/ask", {"form_token": token, "step": step, **fields})


def fields_of(seen: Seen, step: str) -> Fields:
    """The hidden fields of the form that has this step."""
    form = next(part for part in seen.text.split("<form")[1:] if f'name="step" value="{step}"' in part)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form):
        found.setdefault(name, []).append(unescape(value))
    return dict(found)


def questions(screens: Screens) -> int:
    with screens.nl.ledger.read() as tx:
        return len(kept.recent_questions(tx, 1000))


def somebody(screens: Screens) -> Fields:
    """A suspect on record at the Belgian police."""
    held = subjects(screens.be.columns)
    one = next(s for s in held if s.category is SubjectCategory.SUSPECT and s.first("birthCountry"))
    return {field: one.first(PERSON[field]) or "" for field in NOBODY}


def test_somebody_on_record_is_a_hit_after_a_look_at_what_is_lawful(screens: Screens):
    browser, before = screens.signed_in(), questions(screens)
    review = send(browser, somebody(screens) | WHY | STATED)
    assert SECTION.findall(review.text) == [("hit", "police.be")]
    assert questions(screens) == before
    answers = browser.post("/ask", fields_of(review, "send"))
    assert answers.status == 200
    assert SECTION.findall(answers.text) == [("hit", "police.be")]
    assert "A hit is a pointer" in answers.words
    assert questions(screens) == before + 1
    assert "police.be, case PL-2026-1" in browser.get("/").words


def test_a_stranger_is_no_hit(screens: Screens):
    browser = screens.signed_in()
    answers = browser.post("/ask", fields_of(send(browser, NOBODY | WHY | STATED), "send"))
    assert SECTION.findall(answers.text) == [("no_hit", "police.be")]
    assert "It does not prove that nobody knows." in answers.words


def test_a_page_that_is_sent_twice_asks_once(screens: Screens):
    browser = screens.signed_in()
    fields = fields_of(send(browser, NOBODY | WHY | STATED), "send")
    assert browser.post("/ask", fields).status == 200
    before = questions(screens)
    again = browser.post("/ask", fields)
    assert (again.status, questions(screens)) == (409, before)
    assert browser.post("/ask", fields | {"once": ""}).status == 409


def test_what_the_officer_does_not_state_is_refused_with_article_and_way_round(screens: Screens):
    browser, before = screens.signed_in(), questions(screens)
    review = send(browser, NOBODY | WHY)
    assert SECTION.findall(review.text) == [("refused", "police.be")]
    assert "the form must state: it is on record why this is needed" in review.words
    assert "Looked at: art." in review.words
    assert 'value="send"' not in review.text
    assert questions(screens) == before


def test_a_partner_without_an_index_is_said_to_have_none_and_is_not_asked(screens: Screens):
    browser = screens.signed_in()
    review = send(browser, NOBODY | WHY | STATED | {"partners": ["police.be", "police.lu"]})
    assert SECTION.findall(review.text) == [("hit", "police.be"), ("refused", "police.lu")]
    assert "police.lu has not published an index to this node" in review.words
    assert fields_of(review, "send")["partners"] == ["police.be"]
    assert fields_of(review, "change")["partners"] == ["police.be", "police.lu"]


def test_a_partner_that_is_down_leaves_a_question_that_waits_and_says_what_to_do(screens: Screens):
    browser, url = screens.signed_in(), screens.be.settings.listen.url
    review = send(browser, NOBODY | WHY | STATED)
    screens.story.near.away.add(url)
    answers = browser.post("/ask", fields_of(review, "send"))
    screens.story.near.away.remove(url)
    assert SECTION.findall(answers.text) == [("pending", "police.be")]
    assert "Nothing is lost" in answers.words
    assert "call the partner's contact point" in answers.words
    reference = re.search(r"/questions/(q-[\w-]+)", answers.text)
    assert reference is not None
    later = browser.get(f"/questions/{reference[1]}")
    assert (later.status, SECTION.findall(later.text)) == (200, [("pending", "police.be")])


def test_a_partner_that_lies_is_not_believed_and_the_page_says_so(
    screens: Screens, monkeypatch: pytest.MonkeyPatch
):
    browser, honest = screens.signed_in(), AnswerBody.to_json

    def lies(self: AnswerBody) -> dict[str, Any]:
        body = honest(self)
        return {**body, "proofs": {**body["proofs"], "I1": body["proofs"]["I2"]}}

    review = send(browser, NOBODY | WHY | STATED)
    with monkeypatch.context() as now:
        now.setattr(AnswerBody, "to_json", lies)
        answers = browser.post("/ask", fields_of(review, "send"))
    assert SECTION.findall(answers.text) == [("refused", "police.be")]
    assert "did not prove that it used its published key; the answer is not used" in answers.words
    again = browser.post("/ask", fields_of(send(browser, NOBODY | WHY | STATED), "send"))
    assert SECTION.findall(again.text) == [("no_hit", "police.be")]


FAULTS: list[tuple[Fields, str, str]] = [
    ({"born": "1971-02-30"}, "born", "This is no day of the calendar."),
    ({"born": "2199-01-02"}, "born", "This day lies in the future."),
    ({"birth_country": "Atlantis"}, "birth_country", "This country is not known."),
    ({"nationality": "Atlantis"}, "nationality", "This country is not known."),
    ({"sex": "maybe"}, "sex", "Write M, F or X"),
    ({"numbers": "123456789"}, "numbers", "Number 1 is not written as scheme:number"),
    ({"numbers": "moon.id:1"}, "numbers", "Number 1 has a scheme that is not known."),
    (
        {"numbers": "nl.bsn:123456789"},
        "numbers",
        "Number 1, of scheme nl.bsn, is not valid: wrong",
    ),
    ({"numbers": "\n".join(["lei:x"] * 21)}, "numbers", "There are more than 20 numbers."),
    ({"firm": "Voorbeeld BV"}, "firm", "A question is about a person or about a firm."),
    ({"case": ""}, "case", "Choose an open case"),
    ({"case": "PL-9"}, "case", "Choose an open case"),
    ({"purpose": "vat_fraud"}, "purpose", "opened for another purpose"),
    ({"purpose": "gossip"}, "purpose", "Choose one of the purposes."),
    ({"approved_by": "o-1"}, "approved_by", "Choose another officer"),
    ({"capacity": "king"}, "capacity", "Choose one of the capacities."),
    ({"state": ["agreement_in_force"]}, "state", "Tick only what is in the list."),
    ({"partners": []}, "partners", "Choose at least one partner."),
    ({"partners": ["police.xx"]}, "partners", "no partner of this node"),
    (dict.fromkeys(NOBODY, ""), "surname", "Say whom it is about"),
]


@pytest.mark.parametrize(("wrong", "field", "said"), FAULTS)
def test_a_fault_is_said_at_its_field_and_on_top_and_nothing_typed_is_lost(
    screens: Screens, wrong: Fields, field: str, said: str
):
    browser, typed = screens.signed_in(), NOBODY | WHY | STATED | wrong
    seen = send(browser, typed)
    assert seen.status == 422
    summary, form = seen.text.split('<form id="typed" method="post" action="/ask">')
    assert f'<a href="#{field}">' in summary
    assert said in unescape(summary)
    assert f'id="{field}"' in form
    at_field = form[form.index(f'id="{field}-fault1"') :]
    assert said in unescape(at_field[: at_field.index("</span>\n")])
    assert "<title>Mistake" in seen.text
    for name in ("surname", "given", "born", "birth_country", "nationality", "sex", "firm"):
        assert f'name="{name}" value="{typed.get(name, "")}"' in form
    assert unescape(form).count(str(typed.get("numbers", ""))) >= 1
    for name in ("case", "purpose"):
        if f'value="{typed[name]}"' in form and typed[name]:
            assert f'value="{typed[name]}" selected' in form


def test_every_fault_is_named_at_once(screens: Screens):
    wrong: Fields = {"born": "x", "birth_country": "x", "sex": "maybe", "partners": [], "case": ""}
    summary = send(screens.signed_in(), NOBODY | WHY | wrong).text.split('<form id="typed"')[0]
    assert re.findall(r'<a href="#(\w+)">', summary) == ["born", "sex", "birth_country", "case", "partners"]


def test_what_is_typed_is_shown_as_text_and_never_as_a_page(screens: Screens):
    seen = send(screens.signed_in(), NOBODY | WHY | {"surname": '"><script>alert(1)</script>', "born": "x"})
    assert "<script" not in seen.text
    assert "&lt;script&gt;" in seen.text


def test_changing_the_question_brings_back_everything(screens: Screens):
    browser = screens.signed_in()
    typed = NOBODY | WHY | STATED | {"numbers": "iban:NL91ABNA0417164300", "capacity": "convicted"}
    form = browser.post("/ask", fields_of(send(browser, typed), "change"))
    assert form.status == 200
    assert 'name="surname" value="Zonderdossier"' in form.text
    assert "iban:NL91ABNA0417164300</textarea>" in form.text
    assert 'value="convicted" selected' in form.text
    assert 'value="necessary_and_proportionate" checked' in form.text
    assert 'value="police.be" checked' in form.text


@pytest.mark.parametrize(("kind", "field"), [("surname", "surname"), ("firm", "firm")])
def test_the_search_box_fills_the_field_and_asks_nothing(screens: Screens, kind: str, field: str):
    browser, before = screens.signed_in(), questions(screens)
    form = send(browser, {"kind": kind, "about": "Van den Voorbeeld"}, step="begin")
    assert (form.status, questions(screens)) == (200, before)
    assert f'name="{field}" value="Van den Voorbeeld"' in form.text


def test_a_protected_case_needs_a_second_officer(screens: Screens):
    node = screens.nl
    case = Case("PL-P", Purpose.CRIMINAL_OFFENCES.value, node.clock(), ("o-1",), is_protected=True)
    with node.ledger.write() as tx:
        open_case(tx, case, officer=node.officers["o-1"], trail=node.trail)
    browser, typed = screens.signed_in(), NOBODY | WHY | STATED | {"case": "PL-P"}
    assert "This case is protected" in send(browser, typed).words
    assert send(browser, typed | {"approved_by": "o-2"}).status == 200


def test_another_officer_does_not_learn_that_a_question_is_there(screens: Screens):
    browser = screens.signed_in()
    answers = browser.post("/ask", fields_of(send(browser, NOBODY | WHY | STATED), "send"))
    reference = re.search(r"/questions/(q-[\w-]+)", answers.text)
    assert reference is not None
    assert browser.get(f"/questions/{reference[1]}").status == 200
    other = screens.signed_in("o-2")
    hidden, absent = other.get(f"/questions/{reference[1]}"), other.get("/questions/q-0")
    assert (hidden.status, absent.status) == (404, 404)
    assert hidden.words == absent.words
    assert "PL-2026-1" not in other.get("/").words


def test_an_officer_cannot_ask_in_a_case_of_others(screens: Screens):
    seen = send(screens.signed_in("o-2"), NOBODY | WHY | STATED)
    assert (seen.status, "Choose an open case that you work on." in seen.words) == (422, True)


@pytest.mark.parametrize("step", ["begin", "check", "change", "send"])
def test_a_question_without_the_token_of_the_session_is_not_asked(screens: Screens, step: str):
    browser, before = screens.signed_in(), questions(screens)
    seen = browser.post("/ask", NOBODY | WHY | STATED | {"step": step, "once": "x"})
    assert (seen.status, questions(screens)) == (403, before)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_asking_speaks_every_language(screens: Screens, language: str):
    browser = screens.signed_in()
    browser.get(f"/language/{language}?to=/")
    form, faults = browser.get("/ask"), send(browser, WHY)
    review = send(browser, NOBODY | WHY | STATED)
    answers = browser.post("/ask", fields_of(review, "send"))
    for seen, status in ((form, 200), (faults, 422), (review, 200), (answers, 200)):
        assert seen.status == status
        assert f'<html lang="{language}">' in seen.text
        assert 'class="sample"' in seen.text
    if language != "en":
        assert not any("partner" in part for part in re.findall(r"Choose[^<]*", faults.text))
