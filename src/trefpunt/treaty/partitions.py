"""The rules that bear on one act, between two countries, on one day: found at load, parsed once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from types import MappingProxyType
from typing import Any

from trefpunt.model import Action, Country, Request
from trefpunt.treaty.codes import RefusalCode
from trefpunt.treaty.engine import RuleSet, clause_policy
from trefpunt.treaty.instrument import Instrument
from trefpunt.treaty.rules import Clause, Pair, Rule, RuleKind

PartitionKey = tuple[int, Action, Pair]
"""Era (between two days on which something begins or ends), act, and countries."""


@dataclass(frozen=True, slots=True)
class Partition:
    """The rules that bear on one act between two countries on a day.

    Attributes:
        deciding: permits in use and every forbid.
        clauses: of every permit, in use or not, and every rule that explains: each different clause that
            is more than one plain fact.
        same_as: for each such clause, the id under which `clauses` has it.
        asked: the facts that `clauses` asks for.
    """

    rules: Mapping[str, Rule]
    deciding: RuleSet
    clauses: RuleSet
    same_as: Mapping[str, str]
    asked: frozenset[str]

    def failed(self, rule: Rule, held: frozenset[str], request: Request) -> list[Clause]:
        """Return the clauses of a rule that do not hold, given the ids that `clauses` found to hold."""
        return [clause for clause in rule.clauses if not self._holds(clause, held, request)]

    def _holds(self, clause: Clause, held: frozenset[str], request: Request) -> bool:
        fact = clause.plain_fact
        return is_stated(request, fact) if fact else self.same_as[clause.id] in held


class Partitions:
    """The partitions by era, act and pair, each parsed when it is first asked for; equal ones are one object.

    A command needs one or two of more than a hundred, and parsing all of them took half of its start.
    """

    __slots__ = ("_made", "_rules", "_withdrawn")

    def __init__(
        self, rules: Mapping[PartitionKey, tuple[Rule, ...]], withdrawn: Mapping[str, RefusalCode]
    ) -> None:
        self._withdrawn = withdrawn
        self._rules = {key: (tuple(rule.id for rule in each), each) for key, each in rules.items()}
        self._made: dict[tuple[str, ...], Partition] = {}

    def get(self, key: PartitionKey) -> Partition | None:
        """Return a partition, or None where no rule bears on it."""
        found = self._rules.get(key)
        if found is None:
            return None
        names, rules = found
        # Two threads may make the same one at once: either is right, and one of them stays.
        if names not in self._made:
            self._made[names] = partition_of(rules, self._withdrawn)
        return self._made[names]


def sort_rules(
    instruments: tuple[Instrument, ...], in_force: tuple[Instrument, ...], days: tuple[date, ...]
) -> dict[PartitionKey, tuple[Rule, ...]]:
    """Return the rules that bear on each era, act and pair.

    Args:
        in_force: the texts whose forbids count here.
        days: the days on which anything begins or ends, in order; era 1 begins on the first.
    """
    usable_texts = {text.name for text in in_force}
    found: dict[PartitionKey, tuple[Rule, ...]] = {}
    # A SAMPLE forbid must not close a lawful way on a live node; its permits stay, to explain.
    usable = [
        rule
        for text in instruments
        for rule in text.rules
        if text.name in usable_texts or rule.kind is RuleKind.PERMIT
    ]
    for action, asking, holder in product(Action, Country, Country):
        pair = (asking, holder)
        bearing = [rule for rule in usable if action in rule.actions and pair in rule.pairs]
        for era, day in enumerate(days, 1):
            if rules := tuple(rule for rule in bearing if rule.holds_on(day)):
                found[era, action, pair] = rules
    return found


def partition_of(rules: Iterable[Rule], withdrawn: Mapping[str, RefusalCode]) -> Partition:
    """Return these rules together, parsed; `withdrawn` are not in use and stay to explain."""
    rules = tuple(rules)
    deciding = {
        rule.id: rule.policy
        for rule in rules
        if rule.kind is not RuleKind.EXPLAIN and rule.id not in withdrawn
    }
    clauses: dict[str, Mapping[str, Any]] = {}
    first: dict[str, str] = {}
    same_as: dict[str, str] = {}
    asked: set[str] = set()
    for rule in rules:
        for clause in rule.clauses if rule.kind is not RuleKind.FORBID else ():
            if not clause.plain_fact:
                same_as[clause.id] = first.setdefault(json.dumps(clause.body), clause.id)
                clauses[same_as[clause.id]] = clause_policy(clause.body)
                asked.update(clause.facts)
    by_id = MappingProxyType({rule.id: rule for rule in rules})
    return Partition(by_id, RuleSet(deciding), RuleSet(clauses), MappingProxyType(same_as), frozenset(asked))


def is_stated(request: Request, name: str) -> bool:
    """Tell whether a request says that a yes-or-no fact is true."""
    return request.has_case if name == "has_case" else request.facts.get(name) is True
