"""T24, budgets: many threads try at random, at the ledger and over the wire; nobody ever gets more."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest
from tests.flows.asking import ASKER, HOLDER, ask, publish, strangers, two_nodes
from tests.flows.nodes import open_a_case

from trefpunt.crypto import Oprf
from trefpunt.hits.budgets import charge_officer, charge_partner
from trefpunt.model import Agreement, Budget, NoHit
from trefpunt.settings import HitSettings
from trefpunt.store.ledger import Ledger, budgets

_One = TypeVar("_One")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = "2026-11-24"
THREADS, OFFICERS, CASES = 8, 4, 12
PARTNERS = ("police.nl", "police.lu")
SLOTS = {"I1": 400, "P13": 300, "X1": 50}
SETTINGS = HitSettings(questions_per_officer_a_day=60, questions_per_case_a_day=35)
DAY = date(2026, 1, 1)
AGREEMENT = Agreement(
    id="a1",
    parties=(),  # type: ignore[arg-type]
    texts=(),
    purposes=(),
    budgets=tuple(Budget(name, slots) for name, slots in SLOTS.items()),
    valid_from=DAY,
    valid_to=DAY,
    is_sample=True,
)


@dataclass(frozen=True)
class Spent:
    """What was tried, what was let through, and by how much limits were passed: 0 when all held.

    Attributes:
        full: how many of the limits were used to the last, so that a service that says no to all is seen.
    """

    tries: int
    granted: int
    over: int
    full: int


Asked = tuple[str, str, Mapping[str, int]]
Charge = Callable[[Ledger, Asked], bool]


def partner_tries(folder: Path, tries: int, *, charge: Charge, seed: int = 1) -> Spent:
    """Charge random slots for two partners from many threads; some letters come again, as retries do.

    Both partners use the same letter ids now and then: an id belongs to its sender alone.
    """
    rng = Random(seed)
    made: list[Asked] = [(rng.choice(PARTNERS), f"l-{number}", _slots(rng)) for number in range(tries)]
    taken: list[Asked] = [(other_of(partner), name, _slots(rng)) for partner, name, _ in made[:: tries // 9]]
    wanted = [*made, *taken, *rng.choices(made, k=tries // 4)]
    rng.shuffle(wanted)
    ledger = Ledger.open_sqlite(folder / "partner.db", b"k" * 32)
    said = _together(lambda one: charge(ledger, one), wanted)
    ledger.close()
    granted = {
        (partner, name): slots for (partner, name, slots), is_yes in zip(wanted, said, strict=True) if is_yes
    }
    got = Counter[str]()
    for (partner, _), slots in granted.items():
        got.update({f"{partner} {key_type}": count for key_type, count in slots.items()})
    limits = {f"{partner} {name}": most for partner in PARTNERS for name, most in SLOTS.items()}
    return _judged(len(wanted), len(granted), got, limits)


def officer_tries(folder: Path, tries: int, *, charge: Charge, seed: int = 2) -> Spent:
    """Charge questions of random officers in random cases from many threads."""
    rng = Random(seed)
    wanted: list[Asked] = [
        (f"o-{rng.randrange(OFFICERS)}", f"c-{rng.randrange(CASES)}", {}) for _ in range(tries)
    ]
    ledger = Ledger.open_sqlite(folder / "officer.db", b"k" * 32)
    said = _together(lambda one: charge(ledger, one), wanted)
    ledger.close()
    granted = [one for one, is_yes in zip(wanted, said, strict=True) if is_yes]
    got = Counter(who for officer, case, _ in granted for who in (officer, case))
    limits = {f"o-{number}": SETTINGS.questions_per_officer_a_day for number in range(OFFICERS)}
    limits |= {f"c-{number}": SETTINGS.questions_per_case_a_day for number in range(CASES)}
    return _judged(len(wanted), len(granted), got, limits)


def wire_tries(folder: Path, tries: int, *, slots: int = 55) -> Spent:
    """Ask over the wire from many threads, and count every point that the holder truly evaluated."""
    budget = {name: slots if name == "I1" else 10**6 for name in ("P13", "I1", "I2", "I3", "I9", "X1", "X3")}
    story = two_nodes(folder, extra=_LIMITED, budgets=budget)
    publish(story)
    cases = ["PL-2026-1", open_a_case(story.nodes[ASKER], "PL-2026-2")]
    evaluated = list[int]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Oprf, "prove", _counting(Oprf.prove, evaluated))
        people = strangers(tries, Random(3))
        answers = _together(
            lambda one: isinstance(ask(story, one[1], case=cases[one[0] % 2]), NoHit), enumerate(people)
        )
    with story.nodes[HOLDER].ledger.read() as tx:
        spent = budgets.slots_spent(tx, day=TODAY, side="partner", who=ASKER)
    story.close()
    granted = sum(answers)
    # Three slots for a national number and two canaries in each question.
    got = Counter({"I1": granted * 5, "I1 charged": spent["I1"], "officer": granted})
    limits = {"I1": slots, "I1 charged": slots, "officer": _LIMITED["hits"]["questions_per_officer_a_day"]}
    assert len(evaluated) % granted == 0
    return _judged(tries, granted, got, limits)


def charged(ledger: Ledger, asked: Asked) -> bool:
    """Charge a partner as the answering node does."""
    partner, letter, slots = asked
    with ledger.write() as tx:
        no = charge_partner(tx, partner=partner, letter=letter, slots=slots, agreement=AGREEMENT, now=NOON)
    return no is None


def charged_question(ledger: Ledger, asked: Asked) -> bool:
    """Charge an officer as the asking node does."""
    officer, case, _ = asked
    with ledger.write() as tx:
        no = charge_officer(tx, officer=officer, case=case, rows=1, settings=SETTINGS, now=NOON)
    return no is None


def charged_in_two_steps(ledger: Ledger, asked: Asked) -> bool:
    """Break the promise: look in one transaction, spend in another."""
    partner, _, slots = asked
    with ledger.read() as tx:
        before = budgets.slots_spent(tx, day=TODAY, side="partner", who=partner)
    if any(before.get(name, 0) + count > SLOTS[name] for name, count in slots.items()):
        return False
    with ledger.write() as tx:
        budgets.spend(tx, day=TODAY, side="partner", who=partner, slots=slots)
    return True


def charged_case_only(ledger: Ledger, asked: Asked) -> bool:
    """Break the promise: count what a case costs, and let an officer open as many cases as they like."""
    _, case, _ = asked
    return charged_question(ledger, (f"of {case}", case, {}))


_LIMITED = {"hits": {"questions_per_officer_a_day": 30, "questions_per_case_a_day": 25}}


def other_of(partner: str) -> str:
    """Return the other one of the two partners."""
    return PARTNERS[1 - PARTNERS.index(partner)]


def _slots(rng: Random) -> dict[str, int]:
    return {name: rng.randrange(1, 12) for name in rng.sample(sorted(SLOTS), rng.randrange(1, 4))}


def _together(attempt: Callable[[_One], bool], wanted: Iterable[_One]) -> list[bool]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(attempt, wanted))


def _counting(prove: Callable[..., bytes], seen: list[int]) -> Callable[..., bytes]:
    def counted(self: Oprf, key: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes]) -> bytes:
        seen.append(len(blinded))
        return prove(self, key, blinded, evaluated)

    return counted


def _judged(tries: int, granted: int, got: Mapping[str, int], limits: Mapping[str, int]) -> Spent:
    over = sum(max(0, count - limits[who]) for who, count in got.items())
    full = sum(got.get(who, 0) == most for who, most in limits.items())
    return Spent(tries, granted, over, full)
