"""Recorded questions tried on a law that is not there: what opens, what closes, what stays."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from trefpunt.model import CountedDecision, Refusal
from trefpunt.treaty.counting import request_counted
from trefpunt.treaty.decide import Permitted, decide
from trefpunt.treaty.law import Law
from trefpunt.treaty.record import UNREADABLE, outcome_of
from trefpunt.treaty.trial import Trial


class Effect(StrEnum):
    """What a change of the law does to a question."""

    OPENS = "opens"
    CLOSES = "closes"
    STAYS_OPEN = "stays_open"
    STAYS_CLOSED = "stays_closed"


@dataclass(frozen=True, slots=True)
class Shift:
    """Questions of one kind and what becomes of them.

    Attributes:
        article: the one that permits or refuses under the law as it would be; may be empty.
        outcome: `permit`, or the code of the refusal under that law.
    """

    effect: Effect
    article: str
    outcome: str
    asking: str
    holder: str
    n: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """What came of it; the numbers of the shifts add up to the number of questions.

    Attributes:
        shifts: in the order of the effects, the most frequent first.
        different: how many of the questions the present law decides otherwise than was recorded.
    """

    shifts: tuple[Shift, ...]
    replayed: int
    different: int

    def total(self, effect: Effect) -> int:
        """Return how many questions an effect is about."""
        return sum(shift.n for shift in self.shifts if shift.effect is effect)


def simulate(counted: Iterable[tuple[CountedDecision, int]], *, law: Law, trial: Trial) -> Simulation:
    """Decide recorded questions under the present law and as it would be; equal ones are decided once.

    Args:
        counted: rows of the counting register with their numbers.
        law: the present one; a question is decided for the day on which it was put.
    """
    asked: Counter[CountedDecision] = Counter()
    recorded: Counter[tuple[CountedDecision, str]] = Counter()
    for row, n in counted:
        key = _question(row, law)
        asked[key] += n
        recorded[key, row.outcome] += n
    found: Counter[tuple[Effect, str, str, str, str]] = Counter()
    different = 0
    for key, n in asked.items():
        request = request_counted(key)
        before, after = decide(request, law=law), trial.decide(request)
        different += n - recorded[key, outcome_of(before)]
        found[_effect(before, after), _cited(after), outcome_of(after), key.asking, key.holder] += n
    order = list(Effect)
    rows = sorted(found.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0]))
    return Simulation(tuple(Shift(*row, n) for row, n in rows), asked.total(), different)


def _question(row: CountedDecision, law: Law) -> CountedDecision:
    """Return a row as nothing but its facts, on the first day of the law that it was decided under."""
    day = row.law_of
    if day != UNREADABLE:
        day = (law.turned_on(date.fromisoformat(day)) or date.fromisoformat(day)).isoformat()
    return replace(row, month="", law_of=day, outcome="", article="", missing="")


def _effect(before: Permitted | Refusal, after: Permitted | Refusal) -> Effect:
    if isinstance(after, Permitted):
        return Effect.STAYS_OPEN if isinstance(before, Permitted) else Effect.OPENS
    return Effect.CLOSES if isinstance(before, Permitted) else Effect.STAYS_CLOSED


def _cited(answer: Permitted | Refusal) -> str:
    return f"{answer.articles[0].instrument} {answer.articles[0].article}" if answer.articles else ""
