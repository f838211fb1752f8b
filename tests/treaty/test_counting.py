from dataclasses import asdict, replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from tests.treaty.requests import REQUESTS, TEXTS, police_hit

from trefpunt.model import CountedDecision, Request
from trefpunt.treaty import Law, decide, outcome_of
from trefpunt.treaty.counting import counted_of, request_counted
from trefpunt.treaty.record import entry_of

LAW = Law.load(nature="sample")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def counted(request: Request) -> CountedDecision:
    answer = decide(request, law=LAW)
    entry = entry_of(request, answer, law=LAW, decision="d-1", now=NOW)
    return counted_of(entry, answer, law=LAW)


@settings(max_examples=300, deadline=None)
@given(REQUESTS)
def test_any_counted_decision_comes_out_the_same_again(request: Request) -> None:
    row = counted(request)
    assert outcome_of(decide(request_counted(row), law=LAW)) == row.outcome


def test_a_row_names_no_officer_no_authority_and_no_day() -> None:
    request = police_hit()
    said = repr(asdict(counted(request)))
    for word in (request.officer.id, request.officer.authority.id, request.holder.id, "2026-11-23"):
        assert word not in said


def test_a_day_within_a_month_is_kept_only_where_the_law_changed_in_it() -> None:
    turned = LAW.turned_on(date(2026, 11, 23))
    assert turned is not None
    days = [replace(police_hit(), on=day) for day in (turned, date(2026, 11, 23))]
    assert [counted(request).law_of for request in days] == [turned.isoformat(), "2026-11-01"]


def test_a_refusal_keeps_what_stood_in_the_way_and_a_yes_nothing() -> None:
    yes = police_hit(agreement_in_force=True, agreed_texts=TEXTS)
    assert "agreement_in_force" in counted(police_hit()).missing.split()
    assert counted(yes).missing == ""


def test_a_strange_request_is_counted_without_its_words() -> None:
    row = counted(replace(police_hit(), on="yesterday, says Jan"))  # type: ignore[arg-type]
    assert (row.law_of, row.outcome) == ("?", "outside_schema")
