"""Partitioning against one undivided set of all rules, whose scope is read here from the folders."""

import json
import tomllib
from datetime import date
from functools import lru_cache
from typing import Any

import cedarpy
import pytest
from hypothesis import given, settings
from tests.treaty.requests import REQUESTS

from trefpunt.model import Country, Request
from trefpunt.treaty import SHIPPED, Law, Permitted, decide
from trefpunt.treaty.engine import Engine, RuleSet

LAW = Law.load_whole()
ENGINE = Engine()


READ = {
    folder.name: (
        tomllib.loads((folder / "instrument.toml").read_text()),
        json.loads(cedarpy.policies_to_json_str((folder / "policy.cedar").read_text()))["staticPolicies"],
    )
    for folder in sorted(path for path in SHIPPED.iterdir() if path.is_dir())
}


def undivided(on: date) -> RuleSet:
    """All rules that are law on a day, each with its countries written into it as a condition."""
    return together(
        tuple(
            (name, rule)
            for name, (text, rules) in READ.items()
            for rule, policy in rules.items()
            if _begins(text, policy) <= on <= text.get("valid_to", date.max)
        )
    )


def _begins(text: dict[str, Any], policy: dict[str, Any]) -> date:
    """A rule may begin later than its text."""
    later = policy["annotations"].get("valid_from")
    return date.fromisoformat(later) if later else text["valid_from"]


@lru_cache(maxsize=64)
def together(named: tuple[tuple[str, str], ...]) -> RuleSet:
    policies = {}
    for name, rule in named:
        text, policy = READ[name][0], READ[name][1][rule]
        notes = policy["annotations"]
        if "explains" in notes:
            continue
        places = notes["pairs"].split() if "pairs" in notes else text["between"]
        conditions = [*policy["conditions"], {"kind": "when", "body": _any_of(places)}]
        if text.get("is_sample") and policy["effect"] == "permit":
            conditions.append({"kind": "when", "body": _cites(name)})
        policies[f"{name}/{rule}"] = {**policy, "conditions": conditions}
    return RuleSet(policies)


@settings(max_examples=1500, deadline=None)
@given(REQUESTS)
def test_any_request_is_decided_alike_by_the_partition_and_by_all_rules_together(request: Request) -> None:
    whole = undivided(request.on).judge(ENGINE.query(request), ENGINE)
    parts = LAW.partition(request)
    answer = decide(request, law=LAW)
    assert whole.is_allowed == isinstance(answer, Permitted)
    partitioned = parts.deciding.judge(ENGINE.query(request), ENGINE).rules if parts else ()
    assert sorted(_short(rule) for rule in partitioned) == sorted(_short(rule) for rule in whole.rules)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settings(max_examples=20_000, deadline=None)
@given(REQUESTS)
def test_any_request_of_twenty_thousand_is_decided_alike(request: Request) -> None:
    whole = undivided(request.on).judge(ENGINE.query(request), ENGINE)
    assert whole.is_allowed == isinstance(decide(request, law=LAW), Permitted)


def _short(rule_id: str) -> tuple[str, int]:
    """Bring `text/article/3` and `text/policy2` to the same form."""
    text, *_, last = rule_id.split("/")
    return (text, int(last[6:]) + 1) if last.startswith("policy") else (text, int(last))


def _any_of(places: list[str]) -> dict[str, Any]:
    pairs = set()
    for place in places:
        if place == "cross":
            pairs |= {(one, other) for one in Country for other in Country if one is not other}
        elif place == "home":
            pairs |= {(one, one) for one in Country}
        else:
            one, other = place.split("-")
            pairs |= {(one, other), (other, one)}
    tests = [
        {"&&": {"left": _is("principal", one), "right": _is("resource", other)}}
        for one, other in sorted(pairs)
    ]
    while len(tests) > 1:
        tests = [{"||": {"left": tests[0], "right": tests[1]}}, *tests[2:]]
    return tests[0]


def _is(who: str, country: str) -> dict[str, Any]:
    value = {"Value": {"__entity": {"type": "Country", "id": str(country)}}}
    return {"==": {"left": {".": {"left": {"Var": who}, "attr": "country"}}, "right": value}}


def _cites(text: str) -> dict[str, Any]:
    agreed = {"left": {"Var": "context"}, "attr": "agreed_texts"}
    contains = {"contains": {"left": {".": agreed}, "right": {"Value": text}}}
    return {"if-then-else": {"if": {"has": agreed}, "then": contains, "else": {"Value": True}}}
