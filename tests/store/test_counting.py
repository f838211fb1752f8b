"""What decisions turned on, counted, on every engine."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.ledgers import ENGINES, prepare

from trefpunt.model import Count, CountedDecision
from trefpunt.store.ledger import Ledger, audit, counting

DECISION = CountedDecision(
    month="2026-11",
    law_of="2026-11-01",
    action="ask_hit",
    asking="police.NL",
    role="information_officer",
    holder="police.BE",
    category="police_index",
    subject_category="suspect",
    purpose="criminal_offences",
    stated='{"facts":{},"has_case":true,"order":[],"strange":0,"wrong_type":[]}',
    outcome="no_agreement_art14",
    article="benelux-police-treaty 14",
    missing="agreement_in_force",
)


@pytest.fixture(params=ENGINES, ids=str)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    prepare(request.param, tmp_path)
    opened = ENGINES[request.param](tmp_path)
    yield opened
    opened.close()


def test_equal_decisions_are_one_row_with_a_number(ledger: Ledger) -> None:
    other = replace(DECISION, purpose="public_order")
    with ledger.write() as tx:
        for decision in (DECISION, other, DECISION):
            counting.add_decision(tx, decision)
    with ledger.read() as tx:
        assert dict(counting.decisions(tx)) == {DECISION: 2, other: 1}


def test_months_before_are_left_out(ledger: Ledger) -> None:
    with ledger.write() as tx:
        counting.add_decision(tx, replace(DECISION, month="2026-10"))
        counting.add_decision(tx, DECISION)
    with ledger.read() as tx:
        assert [row.month for row, _ in counting.decisions(tx, from_month="2026-11")] == ["2026-11"]


def test_decisions_from_before_their_facts_were_kept_are_known(ledger: Ledger) -> None:
    count = Count("2026-11", "decision", "a 1", "police.NL", "police.BE", "ask_hit", "police_index", "permit")
    with ledger.write() as tx:
        audit.add_count(tx, count, 3)
        audit.add_count(tx, replace(count, event="other"), 4)
        counting.add_decision(tx, DECISION)
    with ledger.read() as tx:
        assert counting.count_without_facts(tx) == 2
        assert counting.count_without_facts(tx, from_month="2026-12") == 0
