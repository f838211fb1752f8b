import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cedarpy
import pytest
from tests.treaty.requests import CASES

from trefpunt.model import AuthorityKind, DataCategory, Officer, Purpose, Request, Role
from trefpunt.treaty import FACTS, SHIPPED, Law, check_texts, decide, outcome_of
from trefpunt.treaty.check import CheckReport


def test_every_text_loads_and_every_case_comes_out_as_it_says() -> None:
    report = check_texts()
    assert report.faults == ()
    assert report.rules >= 45
    assert report.cases >= 250


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("policy.cedar", "when { context.factual_reasons_recorded }", "", "wrong_outcome"),
        ("policy.cedar", "permit (", "permit !(", "policy"),
        ("refuse/4-2-order.toml", "factual_reasons_recorded = false", "urgent = false", "wrong_outcome"),
        ("refuse/4-2-order.toml", "factual_reasons_recorded = false", 'role = "love"', "wrong_outcome"),
        ("refuse/4-2-order.toml", "{ factual", '{ asking = "tax.nl", factual', "not_one_fact"),
        ("refuse/4-2-order.toml", "{ factual_reasons_recorded = false }", "{ }", "not_one_fact"),
        ("refuse/4-2-order.toml", "conditions_missing", "no_ground", "wrong_outcome"),
        ("refuse/4-2-order.toml", 'as = "4-2-order"', 'as = "elsewhere"', "policy"),
        ("permit/4-2-order.toml", 'expect = "4(2)"', 'expect = "4(1)"', "wrong_outcome"),
    ],
)
def test_a_check_finds(tmp_path: Path, file: str, old: str, new: str, code: str) -> None:
    path = shutil.copytree(SHIPPED, tmp_path / "texts") / "benelux-police-treaty" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert code in {fault.code for fault in check_texts([tmp_path / "texts"]).faults}


def test_a_permit_without_a_refuse_beside_it_is_a_fault(tmp_path: Path) -> None:
    texts = shutil.copytree(SHIPPED, tmp_path / "texts")
    (texts / "benelux-police-treaty" / "refuse" / "4-2-order.toml").unlink()
    assert [fault.code for fault in check_texts([texts]).faults] == ["no_refuse_case"]


def test_a_rule_that_no_case_tries_is_a_fault(tmp_path: Path) -> None:
    texts = shutil.copytree(SHIPPED, tmp_path / "texts")
    for path in (texts / "benelux-crisis-memorandum").rglob("5-lifted.toml"):
        path.unlink()
    assert {fault.code for fault in check_texts([texts]).faults} == {"untried_rule"}


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_at_least_95_of_100_mutants_of_the_rules_are_killed_by_the_cases(tmp_path: Path) -> None:
    killed, alive, equal = 0, [], []
    neighbours, texts = list(_neighbours()), tmp_path / "texts"
    expected = _outcomes(neighbours, Law.load(nature="sample"))
    for name, place, text in _mutants():
        folder = shutil.copytree(SHIPPED, texts, dirs_exist_ok=True) / place
        (folder / "policy.cedar").write_text(text)
        if not _survives(check_texts([texts])):
            killed += 1
        elif _outcomes(neighbours, Law.load([texts], nature="sample")) == expected:
            equal.append(name)
        else:
            alive.append(name)
    print(f"mutants: {killed} killed, {len(alive)} alive, {len(equal)} that change nothing")
    print(f"alive: {alive}; change nothing, another rule says the same: {equal}")
    assert killed / (killed + len(alive)) >= 0.95


def _neighbours() -> Iterator[Request]:
    """Yield what lies one fact from a permit, and two facts where the other is a fact of a refuse case."""
    for number, case in enumerate(CASES):
        request = case.request
        around = [
            *(replace(request, facts={**request.facts, name: not request.facts.get(name)}) for name in _BOOL),
            *(replace(request, purpose=purpose) for purpose in Purpose),
            *(replace(request, category=category) for category in DataCategory),
            *(replace(request, holder=replace(request.holder, kind=kind)) for kind in AuthorityKind),
            *(replace(request, officer=_at(request.officer, kind)) for kind in AuthorityKind),
            *(replace(request, officer=replace(request.officer, role=role)) for role in Role),
            replace(request, has_case=not request.has_case),
        ]
        yield from around if case.is_permit else around[number % 4 :: 4]


_BOOL = sorted(name for name, rule in FACTS.items() if rule.kind is bool)


def _at(officer: Officer, kind: AuthorityKind) -> Officer:
    return replace(officer, authority=replace(officer.authority, kind=kind))


def _outcomes(requests: list[Request], law: Law) -> list[str]:
    return [outcome_of(decide(request, law=law)) for request in requests]


def _survives(report: CheckReport) -> bool:
    return not any(fault.code in {"wrong_outcome", "policy"} for fault in report.faults)


def _mutants() -> Iterator[tuple[str, str, str]]:
    """Yield every rule removed, and every smallest condition of a rule dropped or turned round."""
    for folder in sorted(path for path in SHIPPED.iterdir() if path.is_dir()):
        read = json.loads(cedarpy.policies_to_json_str((folder / "policy.cedar").read_text()))
        rules = [read["staticPolicies"][f"policy{number}"] for number in range(len(read["staticPolicies"]))]
        for number, rule in enumerate(rules):
            others = [*rules[:number], *rules[number + 1 :]]
            yield f"{folder.name} {number} removed", folder.name, _write(others)
            for what, changed in _changed(rule):
                mutant = [*rules[:number], changed, *rules[number + 1 :]]
                yield f"{folder.name} {number} {what}", folder.name, _write(mutant)


def _changed(rule: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    parts = [
        {"kind": condition["kind"], "body": body}
        for condition in rule["conditions"]
        for body in (_split(condition["body"]) if condition["kind"] == "when" else [condition["body"]])
    ]
    for number, part in enumerate(parts):
        rest = [*parts[:number], *parts[number + 1 :]]
        yield f"without condition {number}", {**rule, "conditions": rest}
        turned = {"kind": part["kind"], "body": {"!": {"arg": part["body"]}}}
        yield f"condition {number} turned round", {**rule, "conditions": [*rest, turned]}


def _split(body: dict[str, Any]) -> list[dict[str, Any]]:
    both = body.get("&&")
    return [body] if both is None else [*_split(both["left"]), *_split(both["right"])]


def _write(rules: list[dict[str, Any]]) -> str:
    return "\n".join(
        cedarpy.policies_from_json_str(
            json.dumps({"staticPolicies": {"rule": rule}, "templates": {}, "templateLinks": []})
        )
        for rule in rules
    )
