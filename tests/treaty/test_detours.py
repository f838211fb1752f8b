import time
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from tests.treaty.requests import PERMITS, REQUESTS, SPREAD, authority, police_hit

from trefpunt.model import (
    Action,
    AuthorityKind,
    Country,
    DataCategory,
    Detour,
    Officer,
    Purpose,
    Refusal,
    Request,
    Role,
)
from trefpunt.treaty import FACTS, Change, Law, Permitted, TextCase, advise, decide
from trefpunt.treaty.detours import ROUTES

LAW = Law.load(nature="sample")


def test_without_an_agreement_the_way_that_is_open_is_a_request_under_4_1() -> None:
    refusal = _refused(police_hit())
    first = refusal.detours[0]
    assert first.code == "request_content"
    assert [article.article for article in first.articles] == ["4(1)"]
    assert first.channel == "siena"
    assert first.deadline == "pol.other"
    assert first.is_open


def test_an_agreement_would_open_the_question_and_is_not_open_today() -> None:
    refusal = _refused(police_hit())
    closed = [detour for detour in refusal.detours if detour.action == "ask_hit"]
    assert [(detour.code, detour.changes, detour.is_open) for detour in closed] == [
        ("arrange_first", (("agreement_in_force", "true"),), False)
    ]


def test_a_municipality_is_shown_the_way_through_its_own_police() -> None:
    asking = Officer("NL-9", Role.PERMIT_OFFICER, authority(AuthorityKind.MUNICIPALITY, Country.NL))
    refusal = _refused(replace(police_hit(), officer=asking, purpose=Purpose.PERMIT_DECISION))
    assert refusal.code == "municipality_to_foreign_police"
    way = refusal.detours[0]
    assert (way.code, way.articles[0].article) == ("through_own_police", "4(3)")
    assert way.changes[0] == ("national_law_does_not_oppose", "true")
    assert not way.is_open


def test_a_tax_official_is_shown_the_liaison_official() -> None:
    warning = next(case.request for case in PERMITS if case.name == "permit/33-warning")
    officer = replace(warning.officer, role=Role.TAX_OFFICIAL)
    refusal = _refused(replace(warning, officer=officer))
    assert [detour.code for detour in refusal.detours] == ["through_eurofisc_official"]


def test_evidence_needs_two_things_where_luxembourg_provided() -> None:
    request = next(case.request for case in PERMITS if case.name == "permit/10-3-luxembourg")
    refusal = _refused(replace(request, facts={}))
    assert {name for name, _ in refusal.detours[0].changes} == {
        "prior_written_consent",
        "judicial_leave_given",
    }


def test_three_things_to_arrange_are_too_many_to_propose() -> None:
    request = next(case.request for case in PERMITS if case.name == "permit/4-3-bar-permit")
    assert _refused(replace(request, action=Action.SEND_UNASKED)).detours == ()


def test_a_list_is_shown_the_questions_one_by_one() -> None:
    facts = {"agreement_in_force": True, "agreed_texts": "sample-art14-agreement"}
    listed = replace(police_hit(**facts), action=Action.MATCH_LIST)
    assert _refused(listed).detours[0].code == "ask_one_by_one"


@pytest.mark.parametrize("case", SPREAD, ids=lambda case: f"{case.name}: {case.title}")
def test_a_detour_is_lawful_and_names_only_what_somebody_could_truthfully_change(case: TextCase) -> None:
    for detour in _refused(case.request).detours:
        names = [name for name, _ in detour.changes]
        assert all(name == "has_case" or FACTS[name].change is not Change.FIXED for name in names)
        arranged = [name for name in names if name in FACTS and FACTS[name].change is Change.ARRANGE]
        assert detour.is_open == (not arranged)
        assert len(arranged) <= 2
        assert _opens(case.request, detour)


@settings(max_examples=300, deadline=None)
@given(REQUESTS)
def test_any_route_leaves_purpose_subject_day_and_holder_alone(request: Request) -> None:
    for route in ROUTES:
        turned = route.take(request)
        if turned is not None:
            for part in ("purpose", "subject_category", "on", "holder", "facts", "has_case"):
                assert getattr(turned, part) == getattr(request, part)
            assert turned.officer.authority.country is request.officer.authority.country


@settings(max_examples=150, deadline=None)
@given(REQUESTS)
def test_any_advice_is_the_same_twice(request: Request) -> None:
    assert advise(request, law=LAW) == advise(request, law=LAW)


@settings(max_examples=150, deadline=None)
@given(REQUESTS)
def test_any_advice_comes_within_a_second(request: Request) -> None:
    started = time.process_time()
    advise(request, law=LAW)
    assert time.process_time() - started < 1


def test_no_smaller_set_of_arrangements_would_do() -> None:
    for case in SPREAD:
        for detour in _refused(case.request).detours:
            if detour.code != "arrange_first":
                continue
            names = [name for name, _ in detour.changes]
            for fewer in combinations(names, len(names) - 1):
                assert isinstance(decide(_stating(case.request, fewer), law=LAW), Refusal)


def _refused(request: Request) -> Refusal:
    answer = advise(request, law=LAW)
    assert isinstance(answer, Refusal)
    return answer


def _opens(request: Request, detour: Detour) -> bool:
    """Take the detour by hand: some route with exactly these changes is permitted under these articles."""
    names = [name for name, _ in detour.changes]
    for route in ROUTES:
        turned = route.take(request)
        if turned is not None and turned.action == detour.action:
            answer = decide(_stating(turned, names), law=LAW)
            if isinstance(answer, Permitted) and answer.articles == detour.articles:
                return True
    return False


def _stating(request: Request, names: list[str] | tuple[str, ...]) -> Request:
    facts = {**request.facts, **{name: True for name in names if name != "has_case"}}
    return replace(request, has_case=request.has_case or "has_case" in names, facts=facts)


def test_content_is_never_a_detour_from_an_index_that_has_none() -> None:
    request = replace(police_hit(), category=DataCategory.FRAUD_WARNING)
    assert all(detour.code != "request_content" for detour in _refused(request).detours)
