from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from tests.treaty.requests import CASES, REQUESTS, TEXTS, police_hit

from trefpunt.audit.entries import decode_entry, encode_entry
from trefpunt.errors import InputError, LogUnwritable
from trefpunt.model import Count, CountedDecision, Event, Ground, LogEntry, Refusal, Request
from trefpunt.treaty import FACTS, Law, outcome_of, permit, replay

LAW = Law.load(nature="sample")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@dataclass
class Notebook:
    """A small real recorder: what was written, in order; it can be made to run out of paper."""

    entries: list[LogEntry] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    decisions: list[CountedDecision] = field(default_factory=list)
    fails_at: str = ""

    def record(self, tx: Any, entry: LogEntry) -> None:
        if self.fails_at == "record":
            raise LogUnwritable("no paper left")
        self.entries.append(entry)

    def count(self, tx: Any, count: Count) -> None:
        if self.fails_at == "count":
            raise LogUnwritable("no paper left")
        self.counts.append(count)

    def count_decision(self, tx: Any, counted: CountedDecision) -> None:
        if self.fails_at == "count_decision":
            raise LogUnwritable("no paper left")
        self.decisions.append(counted)


def agreed(**facts: Any) -> Request:
    return police_hit(agreement_in_force=True, agreed_texts=TEXTS, **facts)


def test_a_yes_is_a_ground_that_names_who_what_why_and_under_which_text() -> None:
    notebook = Notebook()
    ground = permit(agreed(), law=LAW, trail=notebook, tx=None, now=NOW)
    assert isinstance(ground, Ground)
    assert (ground.asking, ground.holder, ground.action) == ("police.nl", "police.be", "ask_hit")
    assert ground.article.instrument == "sample-art14-agreement"
    assert ground.is_sample
    assert ground.decided_at == NOW
    assert notebook.entries[0].facts["decision"] == ground.decision


def test_a_no_is_a_refusal_with_the_reference_of_its_decision_and_its_detours() -> None:
    notebook = Notebook()
    refusal = permit(police_hit(), law=LAW, trail=notebook, tx=None, now=NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.decision == notebook.entries[0].facts["decision"]
    assert refusal.detours


def test_a_yes_and_a_no_write_equally_much() -> None:
    notebooks = [Notebook(), Notebook()]
    permit(agreed(), law=LAW, trail=notebooks[0], tx=None, now=NOW)
    permit(police_hit(), law=LAW, trail=notebooks[1], tx=None, now=NOW)
    yes, no = (
        (
            len(book.entries),
            len(book.counts),
            len(book.decisions),
            set(book.entries[0].facts),
        )
        for book in notebooks
    )
    assert yes == no == (1, 1, 1, set(notebooks[0].entries[0].facts))


@pytest.mark.parametrize("step", ["record", "count", "count_decision"])
def test_what_cannot_be_recorded_is_not_permitted(step: str) -> None:
    with pytest.raises(LogUnwritable):
        permit(agreed(), law=LAW, trail=Notebook(fails_at=step), tx=None, now=NOW)


def test_the_record_names_the_officer_and_the_counting_register_does_not() -> None:
    notebook = Notebook()
    permit(agreed(), law=LAW, trail=notebook, tx=None, now=NOW)
    entry, count = notebook.entries[0], notebook.counts[0]
    assert (entry.event, entry.actor, entry.role) == (Event.DECISION_TAKEN, "NL-007", "information_officer")
    assert entry.article == "sample-art14-agreement 1"
    assert count == Count(
        month="2026-11",
        event="decision",
        article="sample-art14-agreement 1",
        asking="police.NL",
        holder="police.BE",
        kind="ask_hit",
        category="police_index",
        outcome="permit",
    )


def test_the_reference_is_drawn_anew_for_every_decision() -> None:
    one, other = (permit(agreed(), law=LAW, trail=Notebook(), tx=None, now=NOW) for _ in range(2))
    assert one.decision != other.decision
    fixed = permit(agreed(), law=LAW, trail=Notebook(), tx=None, now=NOW, rng=bytes)
    assert fixed.decision == "d-20261123-" + "00" * 10


@settings(max_examples=300, deadline=None)
@given(REQUESTS)
def test_any_decision_replays_from_its_recorded_facts(request: Request) -> None:
    notebook = Notebook()
    answer = permit(request, law=LAW, trail=notebook, tx=None, now=NOW)
    kept = decode_entry(encode_entry(notebook.entries[0])).facts
    again = replay(kept, LAW)
    assert outcome_of(again) == kept["outcome"]
    assert again.articles == answer.articles
    assert isinstance(again, Refusal) == isinstance(answer, Refusal)


_ODD: list[dict[str, Any]] = [
    {"purpose": "to see what Jan is up to"},
    {"action": "peek at Jan"},
    {"on": "yesterday, says Jan"},
    {"has_case": "Jan"},
    {"facts": {"name is Jan": True}},
    {"facts": {"agreement_in_force": "Jan", "urgent": True, "name is Jan": 1}},
    {"facts": {"name is Jan": 1, "agreement_in_force": "Jan"}},
    {"facts": {"data_age_years": "Jan"}},
    {"facts": {"agreed_texts": 17}},
    {"facts": {"handling_codes": "H1 Jan"}},
    {"facts": {"urgent": 0}},
]


@pytest.mark.parametrize("odd", _ODD, ids=repr)
def test_a_strange_request_is_refused_recorded_without_its_words_and_replays(odd: dict[str, Any]) -> None:
    notebook = Notebook()
    answer = permit(replace(police_hit(), **odd), law=LAW, trail=notebook, tx=None, now=NOW)
    assert isinstance(answer, Refusal)
    assert "Jan" not in repr(notebook)
    assert outcome_of(replay(notebook.entries[0].facts, LAW)) == answer.code


def test_every_case_of_every_text_replays() -> None:
    for case in CASES:
        notebook = Notebook()
        permit(case.request, law=LAW, trail=notebook, tx=None, now=NOW)
        facts = notebook.entries[0].facts
        assert outcome_of(replay(facts, LAW)) == facts["outcome"]


def test_the_facts_of_another_entry_do_not_replay() -> None:
    with pytest.raises(InputError):
        replay({"letter": "0198"}, LAW)


def test_no_fact_that_a_text_knows_could_hold_a_person() -> None:
    in_words = {name for name, rule in FACTS.items() if rule.kind is str and not rule.words}
    assert in_words == {"agreed_texts"}
