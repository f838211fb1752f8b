"""T14: the cases notice when a rule changes: a condition, a comparison, a pair, a day, or all of it."""

import json

import pytest
from tests.promises.record import Promise, keep, sized
from tests.promises.t14_mutants import Mutant, changes_nothing, is_killed, mutants, neighbours

COMMAND = "pytest tests/promises/test_t14_cases.py -m slow"
GOAL = 0.95


def test_the_first_mutants_of_a_rule_are_killed() -> None:
    few = [mutant for mutant in mutants() if mutant.rule.id == "benelux-police-treaty/10(3)/13"][:4]
    assert [mutant.what for mutant in few if not is_killed(mutant)] == []


def test_without_their_refuse_cases_the_texts_let_mutants_live() -> None:
    few = [mutant for mutant in mutants() if mutant.rule.id == "benelux-police-treaty/10(3)/13"]
    assert any(not is_killed(mutant, by=lambda case: case.is_permit) for mutant in few)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_at_least_95_of_100_mutants_of_the_rules_are_killed_by_the_cases() -> None:
    every = list(mutants())[:: sized(1, 12)]
    alive = [mutant for mutant in every if not is_killed(mutant)]
    around = list(neighbours())[:: sized(1, 6)] if alive else []
    equal = [mutant for mutant in alive if changes_nothing(mutant, around)]
    killed, living = len(every) - len(alive), len(alive) - len(equal)
    control = every[:: sized(20, 8)]
    by_permits = sum(is_killed(mutant, by=lambda case: case.is_permit) for mutant in control) / len(control)
    figure: dict[str, float | int | str] = {
        "mutants": len(every),
        "killed": killed,
        "alive": living,
        "change_nothing": len(equal),
        "rate": round(killed / (killed + living), 4),
        "rate_of_all": round(killed / len(every), 4),
        "control_rate": round(by_permits, 4),
    }
    print("T14", json.dumps(figure))
    print("alive:", _named([mutant for mutant in alive if mutant not in equal]))
    holds = killed / (killed + living) >= GOAL
    keep(
        Promise(
            "T14",
            "the cases notice a changed rule",
            figure,
            "at least 95 % of mutants killed",
            holds,
            by_permits < GOAL,
            COMMAND,
        )
    )
    assert holds, figure
    assert by_permits < GOAL


def _named(found: list[Mutant]) -> list[str]:
    return [f"{mutant.rule.id} {mutant.what}" for mutant in found]
