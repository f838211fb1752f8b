import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import cedarpy
import pytest
from tests.treaty.requests import PERMITS, police_hit

from trefpunt.errors import PolicyError
from trefpunt.model import Refusal
from trefpunt.treaty import SHIPPED, Law, decide, outcome_of
from trefpunt.treaty.engine import Engine, RuleSet

PERMIT_ALL = "permit (principal, action, resource);"
# Asks for a number that is not there: Cedar skips a rule that errs, so this forbid would not forbid.
ERRS = 'forbid (principal, action == Action::"refuse_permit", resource) when { context.data_age_years > 5 };'


def test_a_forbid_that_errs_does_not_open_the_door() -> None:
    engine = Engine()
    request = next(case.request for case in PERMITS if case.name == "permit/119ter-refusal")
    facts = {name: value for name, value in request.facts.items() if name != "data_age_years"}
    query = engine.query(replace(request, facts=facts))
    bare = cedarpy.is_authorized(
        query, PERMIT_ALL + ERRS, engine.entities_of(query["principal"]["id"], query["resource"]["id"])
    )
    assert bare.decision is cedarpy.Decision.Allow
    verdict = _rules(PERMIT_ALL + ERRS).judge(query, engine)
    assert not verdict.is_allowed
    assert verdict.has_erred


def test_an_error_in_the_engine_refuses_and_says_so(tmp_path: Path) -> None:
    folder = _copy(tmp_path, "be-law-2024-01-15")
    rule = """
@article("119ter") @source("test") @mark("T") @refusal("data_too_old")
forbid (principal, action == Action::"refuse_permit", resource)
when { context has data_age_years && context.data_age_years * 9223372036854775807 > 5 };
"""
    (folder / "policy.cedar").write_text((folder / "policy.cedar").read_text() + rule)
    law = Law.load([tmp_path], nature="sample")
    request = next(case.request for case in PERMITS if case.name == "permit/119ter-refusal")
    assert outcome_of(decide(request, law=law)) == "engine_error"


@pytest.mark.parametrize(
    "query",
    [
        {"principal": "nonsense"},
        {"context": "no json"},
        {"context": json.dumps({"has_case": True})},
        {"action": {"type": "Action", "id": "love"}},
        {"principal": {"type": "Officer", "id": "nobody/XX/none"}},
        {"resource": {"type": "Elsewhere", "id": "x"}},
    ],
    ids=repr,
)
def test_a_query_that_cedar_cannot_read_is_no(query: dict[str, Any]) -> None:
    engine = Engine()
    whole = {**engine.query(police_hit(agreement_in_force=True)), **query}
    verdict = _rules('permit (principal, action, resource) when { principal.kind == Kind::"police" };').judge(
        whole, engine
    )
    assert not verdict.is_allowed


def test_no_rules_at_all_permit_nothing() -> None:
    engine = Engine()
    assert not RuleSet({}).judge(engine.query(police_hit()), engine).is_allowed


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ("permit (", "do not parse"),
        ('permit (principal, action == Action::"ask_hit", resource) when { context.purpse };', "fit"),
        ('permit (principal, action == Action::"ask_hit", resource) when { context.urgent };', "fit"),
        ('permit (principal == ?principal, action == Action::"ask_hit", resource);', "do not|template"),
        (
            'permit (principal, action == Action::"ask_hit", resource)'
            ' when { principal.kind == Kind::"polcie" };',
            "fit",
        ),
    ],
)
def test_a_rule_outside_the_schema_does_not_load(policy: str, why: str) -> None:
    with pytest.raises(PolicyError, match=why):
        Engine().read(policy, "test")


@pytest.mark.parametrize(
    "schema",
    [
        "this is no schema",
        Engine().schema_text.replace("names_one_subject: Bool", "names_one_subject: Long"),
        Engine().schema_text.replace("    end_date_set: Bool,\n", ""),
        Engine().schema_text.replace("end_date_set: Bool", "shoe_size: Bool"),
    ],
)
def test_a_schema_that_disagrees_with_the_facts_does_not_load(schema: str) -> None:
    with pytest.raises(PolicyError):
        Engine(schema)


def test_a_refusal_after_an_error_proposes_no_way_round(law: Law) -> None:
    answer = decide(police_hit(agreement_in_force="yes"), law=law)
    assert isinstance(answer, Refusal)
    assert answer.detours == ()


def _rules(text: str) -> RuleSet:
    return RuleSet(json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"])


def _copy(target: Path, *names: str) -> Path:
    for name in names:
        shutil.copytree(SHIPPED / name, target / name)
    return target / names[0]
