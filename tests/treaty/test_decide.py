from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.treaty.requests import CASES, PERMITS, REQUESTS, police_hit

from trefpunt.model import (
    Action,
    AnswerMode,
    AuthorityKind,
    Country,
    Grade,
    KeyType,
    Refusal,
    Request,
    SubjectCategory,
)
from trefpunt.treaty import FACTS, Law, Permitted, RefusalCode, TextCase, decide, outcome_of

LAW = Law.load(nature="sample")
WHOLE = Law.load_whole()
AGREED = {"agreement_in_force": True, "agreed_texts": "sample-art14-agreement sample-list-matching"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}: {case.title}")
def test_a_case_comes_out_as_its_text_says(case: TextCase) -> None:
    answer = decide(case.request, law=WHOLE)
    articles = [article.article for article in answer.articles]
    assert isinstance(answer, Permitted) == case.is_permit
    assert case.expect in articles if isinstance(answer, Permitted) else answer.code == case.expect


def test_without_an_agreement_no_sample_text_permits_anything() -> None:
    answer = decide(police_hit(), law=LAW)
    assert isinstance(answer, Refusal)
    assert answer.code == "no_agreement_art14"
    assert answer.articles[0].instrument == "benelux-police-treaty"
    assert "agreement_in_force" in answer.missing


def test_an_agreement_on_another_text_is_no_agreement_on_this_one() -> None:
    answer = decide(police_hit(agreement_in_force=True, agreed_texts="sample-municipality"), law=LAW)
    assert outcome_of(answer) == "no_agreement_art14"


def test_a_hit_under_the_sample_says_existence_and_nothing_else() -> None:
    answer = decide(police_hit(**AGREED), law=LAW)
    assert isinstance(answer, Permitted)
    assert answer.articles[0].is_sample
    assert answer.terms is not None
    assert answer.terms.answers is AnswerMode.EXISTENCE
    strong = {"P13", "I1", "I2", "I3", "C1", "C2", "C3", "C4", "X1", "X2", "X3"}
    assert answer.terms.key_types == {KeyType(name) for name in strong}


def test_an_index_holds_all_that_any_agreed_text_lets_be_given() -> None:
    facts = {**AGREED, "victims_left_out": True, "end_date_set": True}
    both = decide(replace(police_hit(), action=Action.PUBLISH_INDEX, facts=facts), law=LAW)
    assert isinstance(both, Permitted)
    assert both.terms is not None
    assert both.terms.answers is AnswerMode.GRADED
    assert both.terms.least_grade is Grade.WEAK
    assert {KeyType.PERSON_NAME_BIRTH, KeyType.IBAN} <= both.terms.key_types


@pytest.mark.parametrize(
    ("facts", "clock"),
    [
        ({}, "pol.other"),
        ({"urgent": True, "urgency_reasons_stated": True}, "pol.urgent.indirect"),
        (
            {"urgent": True, "urgency_reasons_stated": True, "directly_accessible": True},
            "pol.urgent.direct",
        ),
        ({"directly_accessible": True}, "pol.other"),
    ],
)
def test_the_clock_of_a_police_request_is_the_directives(facts: dict[str, Any], clock: str) -> None:
    request = _permit_case("4-1-drug-lab")
    answer = decide(replace(request, facts={**request.facts, **facts}), law=LAW)
    assert isinstance(answer, Permitted)
    assert answer.deadline == clock
    assert answer.channel == "siena"


def test_tax_information_is_kept_ten_years_at_most() -> None:
    answer = decide(_permit_case("7-horses"), law=LAW)
    assert isinstance(answer, Permitted)
    assert answer.keep_until == date(2036, 11, 22)
    assert answer.deadline == "vat.req"


def test_police_content_must_be_asked_again_before_every_other_use() -> None:
    answer = decide(_permit_case("4-1-drug-lab"), law=LAW)
    assert isinstance(answer, Permitted)
    uses = {"pass_on", "use_for_other_purpose", "use_as_evidence", "reveal_to_subject"}
    assert uses == set(answer.ask_again_before)
    assert "consent_before_evidence" in answer.conditions


def test_a_refusal_names_all_facts_that_stand_in_the_way() -> None:
    request = _permit_case("119ter-refusal")
    facts = {**request.facts, "register_checked": False, "opinion_received": False}
    answer = decide(replace(request, facts=facts), law=LAW)
    assert isinstance(answer, Refusal)
    assert answer.code == "register_check_missing"
    assert {"register_checked", "opinion_received"} <= set(answer.missing)


def test_before_the_first_text_nothing_is_permitted() -> None:
    assert outcome_of(decide(replace(police_hit(), on=date(1999, 1, 1)), law=LAW)) == "no_ground"


def test_an_unknown_fact_is_refused_and_its_name_not_repeated() -> None:
    answer = decide(police_hit(**AGREED, jan_jansen=True), law=LAW)
    assert isinstance(answer, Refusal)
    assert answer.code == "unknown_fact"
    assert "jan_jansen" not in repr(answer)


@pytest.mark.parametrize("value", [1, "true", 1.0, None, [True]])
def test_a_fact_of_the_wrong_type_is_refused(value: Any) -> None:
    answer = decide(police_hit(agreement_in_force=value), law=LAW)
    assert outcome_of(answer) == "wrong_fact_type"


_GARBAGE: list[dict[str, Any]] = [
    {"action": "ask_hit_please"},
    {"purpose": "curiosity"},
    {"category": None},
    {"subject_category": 7},
    {"on": datetime(2026, 11, 23)},  # noqa: DTZ001
    {"on": "2026-11-23"},
    {"has_case": 1},
    {"facts": [("agreement_in_force", True)]},
    {"holder": "police.be"},
    {"officer": None},
]


@pytest.mark.parametrize("garbage", _GARBAGE, ids=repr)
def test_garbage_is_outside_the_schema(garbage: dict[str, Any]) -> None:
    answer = decide(replace(police_hit(**AGREED), **garbage), law=LAW)
    assert outcome_of(answer) == "outside_schema"


_JUNK = st.none() | st.text(max_size=8) | st.integers() | st.floats() | st.lists(st.booleans(), max_size=2)
_PARTS = st.sampled_from(["action", "purpose", "category", "subject_category", "on", "has_case", "holder"])


@settings(max_examples=300)
@given(st.sampled_from(PERMITS), _PARTS, _JUNK)
def test_any_junk_in_a_permitted_request_makes_it_a_refusal(case: TextCase, part: str, junk: Any) -> None:
    answer = decide(replace(case.request, **{part: junk}), law=LAW)
    assert isinstance(answer, Refusal)
    assert answer.code in {"outside_schema"}


@settings(max_examples=300)
@given(st.sampled_from(PERMITS), st.text(max_size=20), st.booleans() | st.integers() | st.text(max_size=5))
def test_any_strange_fact_in_a_permitted_request_makes_it_a_refusal(
    case: TextCase, name: str, value: Any
) -> None:
    if name in FACTS:
        return
    answer = decide(replace(case.request, facts={**case.request.facts, name: value}), law=LAW)
    assert outcome_of(answer) == "unknown_fact"


@settings(max_examples=500, deadline=None)
@given(REQUESTS, st.data())
def test_any_fact_left_unstated_never_helps(request: Request, data: st.DataObject) -> None:
    """Silence is no argument: what is refused stays refused when a fact is taken back."""
    if isinstance(decide(request, law=LAW), Permitted) or not request.facts:
        return
    name = data.draw(st.sampled_from(sorted(request.facts)))
    if FACTS[name].is_burden:
        return
    less = {other: value for other, value in request.facts.items() if other != name}
    assert isinstance(decide(replace(request, facts=less), law=LAW), Refusal)


@settings(max_examples=500, deadline=None)
@given(REQUESTS)
def test_any_refusal_has_a_code_of_the_closed_list(request: Request) -> None:
    answer = decide(request, law=LAW)
    if isinstance(answer, Refusal):
        assert answer.code in set(RefusalCode)
        assert set(answer.missing) <= {*FACTS, "has_case"}
    else:
        assert answer.articles


@settings(max_examples=500, deadline=None)
@given(REQUESTS)
def test_any_question_or_index_about_victims_is_refused(request: Request) -> None:
    for subject in (SubjectCategory.VICTIM, SubjectCategory.WITNESS):
        for action in (Action.ASK_HIT, Action.MATCH_LIST, Action.PUBLISH_INDEX):
            asked = replace(request, action=action, subject_category=subject)
            assert isinstance(decide(asked, law=LAW), Refusal)


@settings(max_examples=500, deadline=None)
@given(REQUESTS)
def test_any_police_hit_across_a_border_rests_on_a_sample_and_an_agreement(request: Request) -> None:
    answer = decide(request, law=LAW)
    if isinstance(answer, Permitted) and request.action is Action.ASK_HIT:
        kinds = {request.officer.authority.kind, request.holder.kind}
        if AuthorityKind.POLICE in kinds:
            assert all(article.is_sample for article in answer.articles)
            assert request.facts["agreement_in_force"] is True


def test_luxembourg_and_the_netherlands_are_not_asked_under_belgian_law() -> None:
    request = _permit_case("11-night-shop")
    for country in (Country.NL, Country.LU):
        holder = replace(request.holder, country=country)
        assert isinstance(decide(replace(request, holder=holder), law=LAW), Refusal)


def _permit_case(name: str) -> Request:
    return next(case.request for case in PERMITS if case.name == f"permit/{name}")
