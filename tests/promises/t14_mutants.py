"""Mutants of the treaty texts, and whether the cases notice: each differs from its rule in one thing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from trefpunt.model import (
    Action,
    AuthorityKind,
    Country,
    DataCategory,
    Officer,
    Purpose,
    Refusal,
    Request,
    Role,
)
from trefpunt.treaty import FACTS, SHIPPED, Law, TextCase, decide, outcome_of, read_cases
from trefpunt.treaty.partitions import Partition, partition_of
from trefpunt.treaty.rules import Pair, Rule, clauses_of

LAW = Law.load_whole()
CASES = tuple(
    (folder.name, case)
    for folder in sorted(SHIPPED.iterdir())
    if folder.is_dir()
    for case in read_cases(folder)
)
RULES = tuple(rule for text in LAW.instruments for rule in text.rules)
_PAIRS = [(asking, holder) for asking in Country for holder in Country]
_FLIPPED = {"<=": "<", "<": "<=", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed rule, or None where the rule is gone; `what` says what was done to it."""

    rule: Rule
    what: str
    changed: Rule | None


def mutants() -> Iterator[Mutant]:
    """Yield every mutant of every rule that decides or explains."""
    for rule in RULES:
        yield Mutant(rule, "removed", None)
        yield from _with_other_conditions(rule)
        yield from _with_other_pairs(rule)
        yield from _with_other_days(rule)


def is_killed(mutant: Mutant, *, by: Callable[[TextCase], bool] = lambda case: True) -> bool:
    """Tell whether any case, of those that `by` lets through, comes out otherwise than it says."""
    law = MutatedLaw(mutant)
    touched = [(text, case) for text, case in _touched(mutant) if by(case)]
    return any(_outcome(text, case, law) != case.expect for text, case in touched)


def changes_nothing(mutant: Mutant, around: Iterable[Request]) -> bool:
    """Tell whether no request among many comes out otherwise: then another rule says the same."""
    law = MutatedLaw(mutant)
    return all(
        outcome_of(decide(request, law=law)) == outcome_of(decide(request, law=_UNCHANGED))
        for request in around
        if _bears_on(mutant, request)
    )


def neighbours() -> Iterator[Request]:
    """Yield what lies one part from a permit, and two where the other is that of a refuse case."""
    for number, (_, case) in enumerate(CASES):
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
        yield from around if case.is_permit else around[number % 8 :: 8]


_BOOL = sorted(name for name, rule in FACTS.items() if rule.kind is bool)


def _at(officer: Officer, kind: AuthorityKind) -> Officer:
    return replace(officer, authority=replace(officer.authority, kind=kind))


def _with_other_conditions(rule: Rule) -> Iterator[Mutant]:
    parts = [
        {"kind": condition["kind"], "body": body}
        for condition in rule.policy["conditions"]
        for body in (_split(condition["body"]) if condition["kind"] == "when" else [condition["body"]])
    ]
    for number, part in enumerate(parts):
        rest = [*parts[:number], *parts[number + 1 :]]
        yield Mutant(rule, f"without condition {number}", _rewritten(rule, rest))
        negated = {"kind": part["kind"], "body": {"!": {"arg": part["body"]}}}
        yield Mutant(rule, f"condition {number} turned round", _rewritten(rule, [*rest, negated]))
        for body in _flipped(part["body"]):
            flipped = {"kind": part["kind"], "body": body}
            yield Mutant(
                rule, f"comparison in condition {number} flipped", _rewritten(rule, [*rest, flipped])
            )


def _with_other_pairs(rule: Rule) -> Iterator[Mutant]:
    """Widen by whatever kind of pair the rule does not have: at home, across, or with Luxembourg."""
    for name, more in _widenings():
        if not more <= rule.pairs:
            yield Mutant(rule, f"widened to {name}", replace(rule, pairs=rule.pairs | more))


def _widenings() -> Iterator[tuple[str, frozenset[Pair]]]:
    yield "home", frozenset(pair for pair in _PAIRS if pair[0] is pair[1])
    yield "across", frozenset(pair for pair in _PAIRS if pair[0] is not pair[1])


def _with_other_days(rule: Rule) -> Iterator[Mutant]:
    """Let a rule begin a day sooner, and one that ends end a day later."""
    day = timedelta(days=1)
    yield Mutant(rule, "a day sooner", replace(rule, valid_from=rule.valid_from - day))
    yield Mutant(rule, "a day later", replace(rule, valid_from=rule.valid_from + day))
    yield Mutant(rule, "years later", replace(rule, valid_from=date(2027, 6, 1)))
    if rule.valid_to is not None:
        yield Mutant(rule, "ends a day later", replace(rule, valid_to=rule.valid_to + day))


def _rewritten(rule: Rule, conditions: list[dict[str, Any]]) -> Rule:
    policy = {**rule.policy, "conditions": conditions}
    return replace(rule, policy=policy, clauses=clauses_of(rule.id, policy))


def _split(body: dict[str, Any]) -> list[dict[str, Any]]:
    both = body.get("&&")
    if both is None or "has" in both["left"]:
        return [body]
    return [*_split(both["left"]), *_split(both["right"])]


def _flipped(node: Any) -> Iterator[Any]:
    """Yield the expression with one comparison, and, or, or contains at a time turned into its opposite."""
    if isinstance(node, Mapping):
        for name, inner in node.items():
            if name in _FLIPPED:
                yield {_FLIPPED[name]: inner}
            elif name in ("&&", "||") and "has" not in inner["left"]:
                yield {"||" if name == "&&" else "&&": inner}
            for changed in _flipped(inner):
                yield {**node, name: changed}


class MutatedLaw:
    """The whole law with one rule changed: what `decide` asks of one, its partitions made when needed."""

    engine, instruments, withdrawn, terms = LAW.engine, LAW.instruments, LAW.withdrawn, LAW.terms

    def __init__(self, mutant: Mutant | None) -> None:
        self._mutant = mutant
        self._made: dict[tuple[Action, Pair, date], Partition | None] = {}

    def partition(self, request: Request) -> Partition | None:
        key = (request.action, _pair(request), request.on)
        if key not in self._made:
            rules = [rule for rule in self._rules() if _holds(rule, request)]
            self._made[key] = partition_of(rules, self.withdrawn) if rules else None
        return self._made[key]

    def _rules(self) -> Iterator[Rule]:
        for rule in RULES:
            if self._mutant is None or self._mutant.rule is not rule:
                yield rule
            elif self._mutant.changed is not None:
                yield self._mutant.changed


_UNCHANGED = MutatedLaw(None)


def _touched(mutant: Mutant) -> list[tuple[str, TextCase]]:
    """Return the cases whose decision the rule has a part in, those of its own text first."""
    found = [(text, case) for text, case in CASES if _bears_on(mutant, case.request)]
    return sorted(found, key=lambda each: each[0] != mutant.rule.article.instrument)


def _bears_on(mutant: Mutant, request: Request) -> bool:
    return any(_holds(rule, request) for rule in (mutant.rule, mutant.changed) if rule is not None)


def _holds(rule: Rule, request: Request) -> bool:
    return request.action in rule.actions and _pair(request) in rule.pairs and rule.holds_on(request.on)


def _pair(request: Request) -> Pair:
    return (request.officer.authority.country, request.holder.country)


def _outcome(text: str, case: TextCase, law: MutatedLaw) -> str:
    answer = decide(case.request, law=law)
    if isinstance(answer, Refusal):
        return answer.code
    own = [article.article for article in answer.articles if article.instrument == text]
    return case.expect if case.expect in own else next(iter(own), answer.articles[0].article)
