"""The only file that knows Cedar: rules in, a verdict out, and never a yes by mistake.

Cedar skips a rule that errs, so an erring forbid would permit. Therefore a verdict permits only if Cedar
says Allow and reports no error whatever; everything else is no.
Source: docs.cedarpolicy.com, "Authorization", on errors in policies.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cedarpy

from trefpunt.errors import PolicyError
from trefpunt.model import Request
from trefpunt.treaty.facts import FACTS
from trefpunt.treaty.schema import SCHEMA_FILE, facts_by_action

_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine says of one request under one set of rules.

    Attributes:
        is_allowed: true only on Allow without a single error.
        rules: ids of the rules that decided: the permits that hold, or the forbids that hold.
        has_erred: whether anything at all went wrong, also beside a no.
    """

    is_allowed: bool
    rules: tuple[str, ...] = ()
    has_erred: bool = False


class RuleSet:
    """Rules parsed once, ready to decide many requests."""

    __slots__ = ("_handle", "_is_empty")

    def __init__(self, policies: Mapping[str, Mapping[str, Any]]) -> None:
        text = json.dumps({"staticPolicies": dict(policies), "templates": {}, "templateLinks": []})
        try:
            self._handle = cedarpy.PolicySet.from_json_str(text)
        except ValueError as error:
            raise PolicyError("a set of rules does not parse", hint="{fault}", fault=str(error)) from error
        self._is_empty = not policies

    def judge(self, query: Mapping[str, Any], engine: "Engine", *, is_checked: bool = False) -> Verdict:
        """Decide one query made by `Engine.query`; with no rules at all the answer is no.

        Args:
            is_checked: whether the query was held against the schema already, by another set of rules.
        """
        if self._is_empty:
            return Verdict(is_allowed=False)
        return engine.judge(self._handle, query, is_checked=is_checked)


class Engine:
    """Cedar with the schema parsed once. Nothing that decides ever changes, so it is safe to share."""

    def __init__(self, schema_text: str | None = None) -> None:
        self.schema_text = schema_text if schema_text is not None else SCHEMA_FILE.read_text("utf-8")
        self._facts = facts_by_action(self.schema_text)
        self._word_lists = {name for name, rule in FACTS.items() if rule.kind is str}
        # Who asks and what is held, by their names: of some thousands a node meets a few.
        self._two = lru_cache(maxsize=_REMEMBERED)(self.entities_of)
        self._silence = {
            act: {name: False for name in names if FACTS[name].kind is bool}
            for act, names in self._facts.items()
        }
        try:
            self._schema = cedarpy.Schema.from_str(self.schema_text)
        except ValueError as error:
            raise PolicyError(
                "the schema of the treaty texts does not parse", hint="{fault}", fault=str(error)
            ) from error

    def read(self, text: str, where: str) -> list[dict[str, Any]]:
        """Return the rules of a policy text in Cedar's JSON, in the order written.

        Raises:
            PolicyError: the text does not parse, holds a template, or does not fit the schema.
        """
        try:
            parsed = json.loads(cedarpy.policies_to_json_str(text))
            result = cedarpy.validate_policies(text, self._schema)
        except ValueError as error:
            raise PolicyError(
                "the rules of {where} do not parse", hint="{fault}", where=where, fault=str(error)
            ) from error
        if not result.validation_passed:
            faults = "; ".join(str(fault.error) for fault in result.errors[:3])
            raise PolicyError(
                "the rules of {where} do not fit the schema",
                hint="{faults_found}",
                where=where,
                faults_found=faults,
            )
        if parsed["templates"] or parsed["templateLinks"]:
            raise PolicyError("the rules of {where} hold a template", hint="write the rule out", where=where)
        policies: dict[str, dict[str, Any]] = parsed["staticPolicies"]
        return [policies[f"policy{number}"] for number in range(len(policies))]

    def render(self, policy: Mapping[str, Any]) -> str:
        """Return a rule in Cedar's own words, to be read."""
        text = json.dumps({"staticPolicies": {"rule": policy}, "templates": {}, "templateLinks": []})
        return str(cedarpy.policies_from_json_str(text))

    def query(self, request: Request, *, only: frozenset[str] | None = None) -> dict[str, Any]:
        """Return a checked request in Cedar's terms.

        Whatever is not stated counts as false, and a fact on which the act does not turn is left out.

        Args:
            only: the facts that the rules to be judged ask for, if known. The others are left out: to read
                them takes longest. Such a query does not fit the schema, which wants them all.
        """
        asking, holder = request.officer.authority, request.holder
        asked = self._facts[request.action]
        stated = {name: value for name, value in request.facts.items() if name in asked}
        facts: dict[str, Any] = {**self._silence[request.action], **stated, "has_case": request.has_case}
        if only is not None:
            facts = {name: value for name, value in facts.items() if name in only}
        for name in self._word_lists & facts.keys():
            facts[name] = facts[name].split()
        facts["purpose"] = _ref("Purpose", request.purpose)
        return {
            "principal": {
                "type": "Officer",
                "id": _name(asking.kind, asking.country, request.officer.role),
            },
            "action": {"type": "Action", "id": str(request.action)},
            "resource": {
                "type": "Holding",
                "id": _name(holder.kind, holder.country, request.category, request.subject_category),
            },
            "context": json.dumps(facts),
        }

    def judge(
        self, policies: cedarpy.PolicySet, query: Mapping[str, Any], *, is_checked: bool = False
    ) -> Verdict:
        """Ask Cedar; any error, and any decision but Allow, is a no."""
        schema = None if is_checked else self._schema
        try:
            entities = self._two(query["principal"]["id"], query["resource"]["id"])
            result = cedarpy.is_authorized(dict(query), policies, entities, schema)
            has_erred = bool(result.diagnostics.errors) or result.decision is cedarpy.Decision.NoDecision
            rules = tuple(sorted(result.diagnostics.reasons))
            is_allowed = result.decision is cedarpy.Decision.Allow and not has_erred and bool(rules)
        # The bindings do not say what they raise, and whatever it is, the answer is no.
        except Exception:  # noqa: BLE001
            return Verdict(is_allowed=False, has_erred=True)
        return Verdict(is_allowed, rules, has_erred)

    def entities_of(self, officer: str, holding: str) -> cedarpy.Entities:
        """Return who asks and what is held as Cedar knows them, by the names that `query` gives them."""
        text = json.dumps([_officer(officer), _holding(holding)])
        return cedarpy.Entities.from_json_str(text, self._schema)


def clause_policy(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return one clause of a rule as a permit of its own, to learn whether the clause holds."""
    everybody = {"op": "All"}
    return {
        "effect": "permit",
        "principal": everybody,
        "action": everybody,
        "resource": everybody,
        "conditions": [{"kind": "when", "body": body}],
    }


def _name(*parts: str) -> str:
    return "/".join(parts)


def _ref(entity_type: str, name: str) -> dict[str, Any]:
    return {"__entity": {"type": entity_type, "id": name}}


def _officer(name: str) -> dict[str, Any]:
    kind, country, role = name.split("/")
    attrs = {"kind": _ref("Kind", kind), "country": _ref("Country", country), "role": _ref("Role", role)}
    return _entity("Officer", name, attrs)


def _holding(name: str) -> dict[str, Any]:
    kind, country, category, subject = name.split("/")
    at = {"kind": _ref("Kind", kind), "country": _ref("Country", country)}
    held = {"category": _ref("Category", category), "subject": _ref("Subject", subject)}
    return _entity("Holding", name, {**at, **held})


def _entity(entity_type: str, name: str, attrs: Mapping[str, Any]) -> dict[str, Any]:
    return {"uid": {"type": entity_type, "id": name}, "attrs": dict(attrs), "parents": []}
