"""Budgets: never exceeded, renewed at midnight, charged once a letter."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from trefpunt.hits.budgets import charge_officer, charge_partner
from trefpunt.model import Agreement, Budget
from trefpunt.settings import HitSettings
from trefpunt.store.ledger import Ledger

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SETTINGS = HitSettings(questions_per_officer_a_day=3, questions_per_case_a_day=2)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open_sqlite(tmp_path / "ledger.db", b"k" * 32)
    yield opened
    opened.close()


def agreement(slots: int) -> Agreement:
    parties: tuple[()] = ()
    day = date(2026, 1, 1)
    return Agreement("a1", parties, (), (), (Budget("I1", slots),), day, day, is_sample=True)  # type: ignore[arg-type]


def ask(ledger: Ledger, officer: str, case: str, now: datetime = NOON) -> str:
    with ledger.write() as tx:
        no = charge_officer(tx, officer=officer, case=case, rows=1, settings=SETTINGS, now=now)
    return "" if no is None else no.code


def test_an_officer_cannot_ask_more_by_opening_more_cases(ledger: Ledger) -> None:
    assert [ask(ledger, "o1", f"c{number}") for number in range(4)] == ["", "", "", "budget_officer"]


def test_a_case_cannot_be_asked_for_more_by_more_officers(ledger: Ledger) -> None:
    assert [ask(ledger, f"o{number}", "c1") for number in range(3)] == ["", "", "budget_case"]


def test_a_refused_question_costs_nothing(ledger: Ledger) -> None:
    for number in range(3):
        ask(ledger, f"o{number}", "c1")
    assert ask(ledger, "o2", "c2") == ""


def test_a_budget_renews_the_next_day(ledger: Ledger) -> None:
    for number in range(3):
        ask(ledger, "o1", f"c{number}")
    assert ask(ledger, "o1", "c9", NOON + timedelta(days=1)) == ""


def test_a_refusal_says_what_is_left_and_when_it_renews(ledger: Ledger) -> None:
    with ledger.write() as tx:
        no = charge_officer(tx, officer="o1", case="", rows=30_000, settings=SETTINGS, now=NOON)
    assert no is not None
    assert dict(no.facts)["left"] == "20000"
    assert dict(no.facts)["renews_at"] == "2026-11-25T00:00:00+00:00"


def charge(ledger: Ledger, letter: str, slots: dict[str, int], partner: str = "police.nl") -> str:
    with ledger.write() as tx:
        no = charge_partner(
            tx, partner=partner, letter=letter, slots=slots, agreement=agreement(10), now=NOON
        )
    return "" if no is None else no.code


def test_a_repeated_letter_costs_once(ledger: Ledger) -> None:
    assert [charge(ledger, "l1", {"I1": 10}) for _ in range(5)] == [""] * 5
    assert charge(ledger, "l2", {"I1": 1}) == "budget_partner"


def test_a_type_without_a_budget_has_none(ledger: Ledger) -> None:
    assert charge(ledger, "l1", {"P13": 1}) == "budget_partner"


def test_an_id_is_its_sender_s_own_and_pays_for_nobody_else(ledger: Ledger) -> None:
    assert charge(ledger, "l1", {"I1": 10}) == ""
    assert charge(ledger, "l1", {"I1": 10}, partner="police.lu") == ""
    assert charge(ledger, "l2", {"I1": 1}, partner="police.lu") == "budget_partner"


def test_a_letter_that_comes_again_with_other_slots_is_paid_again(ledger: Ledger) -> None:
    assert charge(ledger, "l1", {"I1": 1}) == ""
    assert charge(ledger, "l1", {"I1": 10}) == "budget_partner"
