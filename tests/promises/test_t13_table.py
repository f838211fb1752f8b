"""T13: the policies decide as an independent evaluator does, in plain Python from the table of law."""

import ast
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.promises import t13_others, t13_police, t13_samples, t13_victims
from tests.promises.record import Promise, keep, sized
from tests.promises.t13_rows import Row, judge
from tests.treaty.requests import CASES, authority

from trefpunt.model import (
    Action,
    AuthorityKind,
    Country,
    DataCategory,
    Officer,
    Purpose,
    Request,
    Role,
    SubjectCategory,
)
from trefpunt.treaty import FACTS, Law, Permitted, decide
from trefpunt.treaty.rules import RuleKind

COMMAND = "pytest tests/promises/test_t13_table.py -m slow"
ROWS = (*t13_police.ROWS, *t13_others.ROWS, *t13_victims.ROWS, *t13_samples.ROWS)
LAW = Law.load_whole()
TABLES = ("t13_rows", "t13_police", "t13_others", "t13_victims", "t13_samples")
_TURNS = sorted(
    {row.since for row in ROWS} | {row.until + timedelta(days=1) for row in ROWS if row.until.year < 9999}
)
_DAYS = [day + timedelta(days=shift) for day in _TURNS for shift in (-1, 0)]
_TEXTS = ["sample-art14-agreement sample-content-channel", "sample-list-matching sample-municipality", ""]


def random_requests(count: int, rng: Random) -> Iterator[Request]:
    """Yield requests: half near a case of a text, with parts changed, and half put together at random."""
    cases = [case.request for case in CASES]
    for number in range(count):
        yield _near(rng.choice(cases), rng) if number % 2 else _anything(rng)


def _anything(rng: Random) -> Request:
    facts = rng.sample(sorted(FACTS), rng.randrange(9))
    return Request(
        action=rng.choice(list(Action)),
        officer=_officer(rng),
        holder=_authority(rng),
        category=rng.choice(list(DataCategory)),
        subject_category=rng.choice(list(SubjectCategory)),
        purpose=rng.choice(list(Purpose)),
        on=rng.choice(_DAYS),
        has_case=rng.random() < 0.5,
        facts={name: _value(name, rng) for name in facts},
    )


def _near(request: Request, rng: Random) -> Request:
    other = _anything(rng)
    parts = ("action", "officer", "holder", "category", "subject_category", "purpose", "on", "has_case")
    taken = rng.sample(parts, rng.choice((0, 0, 1, 1, 2)))
    changed = rng.sample(sorted(FACTS), rng.choice((0, 0, 0, 1, 2)))
    dropped = set(rng.sample(sorted(request.facts), 1)) if request.facts and rng.random() < 0.3 else set()
    facts = {name: value for name, value in request.facts.items() if name not in dropped}
    facts |= {name: _value(name, rng) for name in changed}
    return replace(request, facts=facts, **{part: getattr(other, part) for part in taken})


def _value(name: str, rng: Random) -> Any:
    rule = FACTS[name]
    if rule.kind is bool:
        return rng.random() < 0.7
    if rule.kind is int:
        return rng.randrange(9)
    return rng.choice(["H0", "H1 H2", "H2", "H3", ""] if rule.words else _TEXTS)


def _officer(rng: Random) -> Officer:
    return Officer("X-1", rng.choice(list(Role)), _authority(rng))


def _authority(rng: Random) -> Any:
    return authority(rng.choice(list(AuthorityKind)), rng.choice(list(Country)))


@dataclass
class Compared:
    """What came of laying the two beside each other."""

    requests: int = 0
    differ: int = 0
    fail_open: int = 0
    outcomes: Counter[str] | None = None
    first: str = ""


def compare(requests: Iterable[Request], rows: tuple[Row, ...]) -> Compared:
    """Judge each request by rows and by policies, by the articles that decided."""
    found = Compared(outcomes=Counter())
    for request in requests:
        table, policy = judge(request, rows), _by_policies(request)
        found.requests += 1
        found.outcomes[policy[0]] += 1
        found.fail_open += policy[0] == "yes" != table[0]
        if table != policy:
            found.differ += 1
            found.first = found.first or f"{request}: table {table}, policies {policy}"
    return found


def _by_policies(request: Request) -> tuple[str, frozenset[tuple[str, str]]]:
    partition = LAW.partition(request)
    if partition is None:
        return "nothing", frozenset()
    verdict = partition.deciding.judge(LAW.engine.query(request), LAW.engine)
    assert not verdict.has_erred
    said = frozenset(
        (partition.rules[rule].article.instrument, partition.rules[rule].article.article)
        for rule in verdict.rules
    )
    return ("yes" if verdict.is_allowed else "no" if said else "nothing"), said


def without_one_forbid() -> tuple[Row, ...]:
    """The negative control: a table that has forgotten that evidence needs consent."""
    return tuple(row for row in ROWS if (row.text, row.article, row.permits) != _FORGOTTEN)


_FORGOTTEN = ("benelux-police-treaty", "10(4)", False)


def test_the_tables_know_nothing_of_the_engine_or_the_policies() -> None:
    for name in TABLES:
        source = Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
        named = [
            node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        modules = {getattr(node, "module", None) or node.names[0].name for node in named}
        assert not any("treaty" in module or "cedar" in module for module in modules)


def test_every_article_with_a_rule_that_decides_is_in_the_tables() -> None:
    deciding = {
        (rule.article.instrument, rule.article.article, rule.kind is RuleKind.PERMIT)
        for text in LAW.instruments
        for rule in text.rules
        if rule.kind is not RuleKind.EXPLAIN
    }
    assert {(row.text, row.article, row.permits) for row in ROWS} == deciding


def test_every_case_is_judged_alike() -> None:
    found = compare((case.request for case in CASES), ROWS)
    assert found.differ == 0, found.first


def test_a_few_random_requests_are_judged_alike() -> None:
    found = compare(random_requests(4_000, Random(13)), ROWS)
    assert found.differ == 0, found.first


def test_what_decides_is_what_permits() -> None:
    for request in random_requests(500, Random(31)):
        assert isinstance(decide(request, law=LAW), Permitted) == (_by_policies(request)[0] == "yes")


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_million_random_requests_are_judged_alike() -> None:
    found = compare(random_requests(sized(1_000_000, 60_000), Random(2026)), ROWS)
    control = compare(random_requests(sized(60_000, 20_000), Random(4)), without_one_forbid())
    figure: dict[str, float | int | str] = {
        "requests": found.requests,
        "differ": found.differ,
        "fail_open": found.fail_open,
        "rows": len(ROWS),
        **{f"said_{word}": count for word, count in sorted((found.outcomes or {}).items())},
        "control_differ": control.differ,
    }
    print("T13", json.dumps(figure))
    holds = (found.differ, found.fail_open) == (0, 0)
    keep(
        Promise(
            "T13",
            "policies and table decide alike",
            figure,
            "1,000,000 requests, 0 differ, 0 fail open",
            holds,
            control.differ > 0,
            COMMAND,
        )
    )
    assert holds, found.first
    assert control.differ > 0
