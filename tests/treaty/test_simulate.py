"""A draft is tried on what was really asked: what opens, what closes, what stays, and the sums add up."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.treaty.asked import Asked, ask
from tests.treaty.requests import REQUESTS, TEXTS, police_hit
from tests.treaty.test_counting import counted

from trefpunt.errors import InputError, PolicyError
from trefpunt.model import Country, Refusal, Request
from trefpunt.treaty import (
    DRAFTS,
    SHIPPED,
    Effect,
    Law,
    Permitted,
    Simulation,
    decide,
    find_obstacles,
    request_counted,
    simulate,
    try_out,
)

LAW = Law.load(nature="sample")
FIRST, SECOND = DRAFTS / "sample-hit-draft-1", DRAFTS / "sample-hit-draft-2"
PART, WHOLE = 300, 5_000


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    made = ask(tmp_path_factory.mktemp("asked"), PART, law=LAW)
    yield made
    made.ledger.close()


def totals(found: Simulation) -> dict[str, int]:
    return {effect.value: found.total(effect) for effect in Effect}


def tried(*requests: Request, **change: object) -> dict[str, int]:
    rows = [(counted(request), 1) for request in requests]
    found = simulate(rows, law=LAW, trial=try_out(LAW, **change))  # type: ignore[arg-type]
    return {name: n for name, n in totals(found).items() if n}


def test_a_draft_opens_what_an_agreement_would_open() -> None:
    assert tried(police_hit(), drafts=[SHIPPED / "sample-art14-agreement"]) == {"opens": 1}
    assert tried(police_hit(), drafts=[FIRST]) == {"opens": 1}


def test_a_draft_asks_what_it_asks_for_besides_an_agreement() -> None:
    unreasoned = police_hit(necessary_and_proportionate=False)
    assert tried(unreasoned, drafts=[FIRST]) == {"stays_closed": 1}


def test_only_the_draft_is_tried_as_agreed_on() -> None:
    rows = [(counted(police_hit()), 1)]
    found = simulate(rows, law=LAW, trial=try_out(LAW, drafts=[SHIPPED / "sample-list-matching"]))
    assert totals(found)["stays_closed"] == 1


def test_repealing_the_text_that_permits_closes() -> None:
    agreed = police_hit(agreement_in_force=True, agreed_texts=TEXTS)
    assert tried(agreed, repealed=["sample-art14-agreement"]) == {"closes": 1}
    assert tried(agreed, repealed=["vat-904-2010"]) == {"stays_open": 1}


def test_on_a_day_before_a_text_what_it_permits_is_closed() -> None:
    agreed = police_hit(agreement_in_force=True, agreed_texts=TEXTS)
    assert tried(agreed, on=date(2022, 6, 1)) == {"closes": 1}


def test_a_house_limit_is_opened_by_no_draft() -> None:
    assert tried(police_hit(names_one_subject=False), drafts=[SECOND]) == {"stays_closed": 1}


def test_a_draft_is_tried_at_a_live_node_too_and_nothing_is_decided_under_it() -> None:
    live = Law.load(nature="live", country=Country.NL)
    found = simulate([(counted(police_hit()), 3)], law=live, trial=try_out(live, drafts=[FIRST]))
    assert totals(found)["opens"] == 3
    assert isinstance(decide(police_hit(agreement_in_force=True), law=live), Refusal)


def test_what_is_not_there_cannot_be_repealed_and_nothing_is_no_change() -> None:
    for change in ({"repealed": ["burglary"]}, {}):
        with pytest.raises(InputError):
            try_out(LAW, **change)  # type: ignore[arg-type]
    with pytest.raises(PolicyError):
        try_out(LAW, drafts=[Path("nowhere")])


@pytest.mark.slow
def test_five_thousand_questions_replay_in_ten_seconds_and_add_up(tmp_path: Path) -> None:
    asked = ask(tmp_path, WHOLE, law=LAW)
    rows, started = asked.counted, time.process_time()
    found = simulate(rows, law=LAW, trial=try_out(LAW, drafts=[SECOND]))
    assert time.process_time() - started < 10
    assert found.replayed == sum(totals(found).values()) == WHOLE
    assert found.different == 0
    assert found.total(Effect.OPENS) > 500
    named = [row for row in find_obstacles(rows) if row.code == "no_agreement_art14"]
    assert sum(row.n for row in named) > 1_000
    asked.ledger.close()


def test_what_opens_is_what_the_draft_permits_counted_one_by_one(asked: Asked) -> None:
    """Beside it: every single request, decided by hand, without grouping and without the register."""
    trial = try_out(LAW, drafts=[FIRST])
    by_hand = Counter(
        (isinstance(decide(request, law=LAW), Permitted), isinstance(trial.decide(request), Permitted))
        for request in asked.requests
    )
    found = simulate(asked.counted, law=LAW, trial=trial)
    assert totals(found) == {
        "opens": by_hand[False, True],
        "closes": by_hand[True, False],
        "stays_open": by_hand[True, True],
        "stays_closed": by_hand[False, False],
    }
    assert {(shift.asking, shift.holder) for shift in found.shifts if shift.effect is Effect.OPENS} == {
        ("police.BE", "police.NL"),
        ("police.NL", "police.BE"),
    }


def test_the_report_names_no_agreement_under_article_14_with_its_count(asked: Asked) -> None:
    rows = find_obstacles(asked.counted)
    refused = [request for request in asked.requests if isinstance(decide(request, law=LAW), Refusal)]
    art14 = [request for request in refused if _code(request) == "no_agreement_art14"]
    named = [row for row in rows if row.code == "no_agreement_art14"]
    assert {row.article for row in named} == {"benelux-police-treaty 14"}
    assert sum(row.n for row in named) == len(art14) > 60
    assert all("agreement_in_force" in row.missing for row in named)
    assert sum(row.n for row in rows) == len(refused)


def test_a_counted_question_comes_out_as_it_was_decided(asked: Asked) -> None:
    for row, _ in asked.counted:
        answer = decide(request_counted(row), law=LAW)
        assert row.outcome == (answer.code if isinstance(answer, Refusal) else "permit")


CHANGES = st.sampled_from(
    [
        {"drafts": [FIRST]},
        {"drafts": [SECOND]},
        {"repealed": ["benelux-police-treaty"]},
        {"on": date(2022, 6, 1)},
        {"drafts": [SECOND], "repealed": ["house-limits"], "on": date(2027, 1, 1)},
    ]
)
TRIALS = {repr(change): try_out(LAW, **change) for change in CHANGES.elements}  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(REQUESTS, st.integers(1, 9)), max_size=6), CHANGES)
def test_any_simulation_adds_up_to_what_was_replayed(
    questions: list[tuple[Request, int]], change: dict[str, object]
) -> None:
    rows = [(counted(request), n) for request, n in questions]
    found = simulate(rows, law=LAW, trial=TRIALS[repr(change)])
    assert sum(totals(found).values()) == found.replayed == sum(n for _, n in questions)
    assert found.different == 0


def _code(request: Request) -> str:
    answer = decide(request, law=LAW)
    return answer.code if isinstance(answer, Refusal) else ""
