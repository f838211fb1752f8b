"""One rule of a treaty text: who it is for, when it holds, and the clauses it is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from trefpunt.errors import PolicyError
from trefpunt.model import Action, Article, Country
from trefpunt.treaty.codes import RefusalCode

Pair = tuple[Country, Country]
"""Country of who acts, country of the holder."""

BASE_FACTS = frozenset({"has_case"})
"""Facts of every request that stand beside `Request.facts`."""

_CONTEXT = {"left": {"Var": "context"}}
_NOT_FACTS = frozenset({"purpose"})


class RuleKind(StrEnum):
    """A permit permits, a forbid overrules every permit, and a rule that explains only names a refusal.

    A rule that explains is written as a forbid with `@explains`; it is looked at when nothing permits.
    """

    PERMIT = "permit"
    FORBID = "forbid"
    EXPLAIN = "explain"


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a rule, in Cedar's JSON, and the facts that it asks for.

    Attributes:
        plain_fact: the fact that this clause is, if it asks for one yes-or-no fact and nothing else.
    """

    id: str
    body: Mapping[str, Any]
    facts: tuple[str, ...]
    plain_fact: str = ""

    @property
    def is_about_matter(self) -> bool:
        """Whether it is about who, what and why, which no statement of a fact can change."""
        return not self.facts


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as read from a text; `id` is instrument/article/number.

    Attributes:
        policy: the rule in Cedar's JSON, as it decides.
        clauses: what must all hold for the rule to apply.
        valid_to: the last day on which it holds, or None.
    """

    id: str
    kind: RuleKind
    article: Article
    actions: frozenset[Action]
    pairs: frozenset[Pair]
    valid_from: date
    valid_to: date | None
    refusal: RefusalCode | None
    policy: Mapping[str, Any]
    clauses: tuple[Clause, ...]

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule is law on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def clauses_of(rule_id: str, policy: Mapping[str, Any]) -> tuple[Clause, ...]:
    """Split a rule into its smallest conditions: one for each `when`, `unless` and top-level `&&`."""
    bodies: list[Mapping[str, Any]] = []
    for condition in policy["conditions"]:
        if condition["kind"] == "when":
            bodies += _conjuncts(condition["body"])
        else:
            bodies.append({"!": {"arg": condition["body"]}})
    return tuple(_clause(f"{rule_id}#{number}", body) for number, body in enumerate(bodies))


def only_where_cited(policy: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return a rule with one more condition: if the texts agreed on are known, this is one of them."""
    agreed = {**_CONTEXT, "attr": "agreed_texts"}
    cites = {"contains": {"left": {".": agreed}, "right": {"Value": text}}}
    body = {"||": {"left": {"!": {"arg": {"has": agreed}}}, "right": cites}}
    return {**policy, "conditions": [*policy["conditions"], {"kind": "when", "body": body}]}


def actions_of(policy: Mapping[str, Any], where: str) -> frozenset[Action]:
    """Return the acts that a rule is for.

    Raises:
        PolicyError: the rule is for all acts at once; then partitioning by act would mean nothing. Or who and
            what stand in its head; as conditions they can be explained one by one.
    """
    if (policy["principal"], policy["resource"]) != ({"op": "All"}, {"op": "All"}):
        raise PolicyError(
            "a rule of {where} names somebody in its head", hint="write `when { ... }`", where=where
        )
    scope = policy["action"]
    if scope["op"] not in ("==", "in"):
        raise PolicyError("a rule of {where} is for every act", hint="name the acts it is for", where=where)
    named = scope["entities"] if "entities" in scope else [scope["entity"]]
    return frozenset(Action(entity["id"]) for entity in named)


def _conjuncts(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    both = body.get("&&")
    # `context has n && context.n < 5` stays whole: its second half alone would err where n is absent.
    if both is None or "has" in both["left"]:
        return [body]
    return [*_conjuncts(both["left"]), *_conjuncts(both["right"])]


def _clause(clause_id: str, body: Mapping[str, Any]) -> Clause:
    facts = tuple(dict.fromkeys(_facts_in(body)))
    is_plain = len(facts) == 1 and body == {".": {**_CONTEXT, "attr": facts[0]}}
    return Clause(clause_id, body, facts, facts[0] if is_plain else "")


def _facts_in(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, inner in node.items():
            if name in (".", "has") and inner["left"] == _CONTEXT["left"]:
                if inner["attr"] not in _NOT_FACTS:
                    yield inner["attr"]
            else:
                yield from _facts_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _facts_in(inner)
