"""T15: every recorded decision replays to the same result, from the log and from the counting register."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.promises.record import Promise, keep, sized
from tests.treaty.asked import KEY, ask
from tests.treaty.requests import CASES

from trefpunt.audit import Trail
from trefpunt.model import CountedDecision, Event
from trefpunt.store.ledger import Ledger, audit, counting
from trefpunt.treaty import Law, decide, outcome_of, permit, replay, request_counted, try_out

COMMAND = "pytest tests/promises/test_t15_decisions_replay.py -m slow"
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def recorded(ledger: Ledger) -> Iterator[Mapping[str, str]]:
    """Give the facts of every decision in the log, opened from what lies on disk."""
    trail = Trail(KEY)
    with ledger.read() as tx:
        for stored in audit.entries(tx, 0, audit.log_size(tx)):
            entry = trail.read(stored)
            if entry is not None and entry.event is Event.DECISION_TAKEN:
                yield {**entry.facts, "cited": entry.article}


def differs(facts: Mapping[str, str], law: Law) -> bool:
    answer = replay(facts, law)
    first = answer.articles[0] if answer.articles else None
    cited = f"{first.instrument} {first.article}" if first else ""
    return (outcome_of(answer), cited) != (facts["outcome"], facts["cited"])


def differing_rows(rows: list[tuple[CountedDecision, int]], law: Law) -> int:
    return sum(n for row, n in rows if outcome_of(decide(request_counted(row), law=law)) != row.outcome)


@pytest.mark.slow
def test_every_recorded_decision_replays_to_the_same_result(tmp_path: Path) -> None:
    law = Law.load(nature="sample")
    asked = ask(tmp_path, sized(5_000, 500), law=law)
    trail, cases = Trail(KEY), CASES[:: sized(1, 8)]
    with asked.ledger.write() as tx:
        for case in cases:
            permit(case.request, law=law, trail=trail, tx=tx, now=NOW)
    asked.ledger.close()

    # Nothing is left of the run but the file, and the law is read again.
    ledger, again = Ledger.open_sqlite(tmp_path / "ledger.db", KEY), Law.load(nature="sample")
    kept = list(recorded(ledger))
    with ledger.read() as tx:
        rows = list(counting.decisions(tx))
    ledger.close()
    wrong = sum(differs(facts, again) for facts in kept)
    wrong_rows = differing_rows(rows, again)

    other_law = try_out(again, repealed=["vat-904-2010"]).law
    forgotten = [{**facts, "on": "2010-01-01"} for facts in kept]
    caught = {
        "another law": any(differs(facts, other_law) for facts in kept),
        "another day": any(differs(facts, again) for facts in forgotten),
        "another law, counted": differing_rows(rows, other_law) > 0,
    }
    holds = not wrong and not wrong_rows and len(kept) == len(asked.requests) + len(cases)
    keep(
        Promise(
            id="T15",
            promise="decisions replay",
            figure={"decisions": len(kept), "different": wrong, "different in the register": wrong_rows},
            goal="100 %",
            holds=holds,
            control_caught=all(caught.values()),
            command=COMMAND,
        )
    )
    assert holds
    assert sum(n for _, n in rows) == len(kept)
    assert all(caught.values()), caught
