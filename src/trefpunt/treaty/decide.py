"""May this be done? The pure decision: a yes with its terms, or a no with its why."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from trefpunt.model import (
    Action,
    AnswerMode,
    Article,
    Authority,
    AuthorityKind,
    Country,
    DataCategory,
    Grade,
    MatchTerms,
    Purpose,
    Refusal,
    Request,
    Role,
    SubjectCategory,
)
from trefpunt.treaty.codes import RefusalCode
from trefpunt.treaty.facts import fact_fault
from trefpunt.treaty.law import Law
from trefpunt.treaty.partitions import Partition, is_stated
from trefpunt.treaty.rules import Clause, Rule, RuleKind
from trefpunt.treaty.terms import Terms

PERMIT = "permit"
_MAX_NEAREST = 3
_AGREEMENT = frozenset({"agreement_in_force", "agreed_texts"})
_SEVERITY = {code: order for order, code in enumerate(RefusalCode)}


@dataclass(frozen=True, slots=True)
class Permitted:
    """A yes that nothing was sent under and nobody recorded; `treaty.permit` makes a Ground of it."""

    articles: tuple[Article, ...]
    text_hash: str
    channel: str
    conditions: tuple[str, ...]
    deadline: str
    keep_until: date | None
    ask_again_before: tuple[str, ...]
    terms: MatchTerms | None


@dataclass(frozen=True, slots=True)
class _Near:
    """A permit whose matter fits, with the facts that it still lacks."""

    rule: Rule
    missing: tuple[str, ...]
    holds: bool


def decide(request: Request, *, law: Law) -> Permitted | Refusal:
    """Decide one request; anything strange about it, or any error on the way, is a refusal.

    A refusal carries the articles that refuse or came nearest and the facts that stood in the way, but no
    detours: see `treaty.detours.advise`.
    """
    fault = _fault(request)
    if fault is not None:
        return fault
    partition = law.partition(request)
    if partition is None:
        return Refusal(RefusalCode.NO_GROUND, action=request.action)
    query = law.engine.query(request)
    verdict = partition.deciding.judge(query, law.engine)
    if verdict.has_erred:
        return Refusal(RefusalCode.ENGINE_ERROR, action=request.action)
    rules = [rule for rule in partition.rules.values() if rule.id in verdict.rules]
    if verdict.is_allowed:
        return _permitted(request, rules, law)
    # The same request was held against the schema a moment ago.
    query = law.engine.query(request, only=partition.asked)
    held = frozenset(partition.clauses.judge(query, law.engine, is_checked=True).rules)
    return _refused(_Standing(request, partition, rules, held, law))


def is_permitted(request: Request, *, law: Law) -> bool:
    """Tell yes or no and nothing else: what the search for detours asks many times."""
    partition = None if _fault(request) else law.partition(request)
    return (
        partition is not None and partition.deciding.judge(law.engine.query(request), law.engine).is_allowed
    )


def _fault(request: Request) -> Refusal | None:
    if not _fits_schema(request):
        return Refusal(RefusalCode.OUTSIDE_SCHEMA)
    fault = fact_fault(request.facts)
    if fault is None:
        return None
    code, name = fault
    return Refusal(RefusalCode(code), action=request.action, facts=(("fact", name),) if name else ())


def _fits_schema(request: Request) -> bool:
    """Tell whether every word of a request is on its closed list; types alone do not hold at run time."""
    asking = getattr(request.officer, "authority", None)
    if not isinstance(asking, Authority) or not isinstance(request.holder, Authority):
        return False
    words: tuple[tuple[Any, type], ...] = (
        (request.action, Action),
        (request.officer.role, Role),
        (asking.kind, AuthorityKind),
        (asking.country, Country),
        (request.holder.kind, AuthorityKind),
        (request.holder.country, Country),
        (request.category, DataCategory),
        (request.subject_category, SubjectCategory),
        (request.purpose, Purpose),
        (request.has_case, bool),
        (request.on, date),
        (request.facts, Mapping),
    )
    return all(isinstance(word, kind) for word, kind in words) and not isinstance(request.on, datetime)


def _permitted(request: Request, rules: list[Rule], law: Law) -> Permitted:
    all_terms = [law.terms(rule) for rule in rules]
    first = all_terms[0]
    keep = [day for terms in all_terms if (day := terms.keep_until(request.on)) is not None]
    return Permitted(
        articles=_articles(rules),
        text_hash=_text_hash(rules, law),
        channel=first.channel_for(request.facts),
        conditions=_each_once(word for terms in all_terms for word in terms.conditions),
        deadline=first.deadline(request.facts),
        keep_until=min(keep, default=None),
        ask_again_before=_each_once(act for terms in all_terms for act in terms.ask_again_before),
        terms=_widest(all_terms) if request.action is Action.PUBLISH_INDEX else first.match,
    )


def _widest(all_terms: list[Terms]) -> MatchTerms | None:
    """Return all that an index may hold: what any text permits to be given may be given."""
    matches = [terms.match for terms in all_terms if terms.match is not None]
    if not matches:
        return None
    is_graded = any(match.answers is AnswerMode.GRADED for match in matches)
    least = [grade for grade in Grade if any(match.least_grade is grade for match in matches)]
    return MatchTerms(
        answers=AnswerMode.GRADED if is_graded else AnswerMode.EXISTENCE,
        least_grade=least[-1],
        key_types=frozenset().union(*(match.key_types for match in matches)),
    )


def _text_hash(rules: list[Rule], law: Law) -> str:
    relied_on = {rule.article.instrument for rule in rules}
    texts = (law.instrument(name) for name in sorted(relied_on))
    cited = [f"{text.name} {text.hash}" for text in texts if text is not None]
    return hashlib.sha256("\n".join(cited).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Standing:
    """What is known once nothing permitted: the forbids that hold, and every single clause that does."""

    request: Request
    partition: Partition
    forbids: list[Rule]
    held: frozenset[str]
    law: Law

    def near(self) -> list[_Near]:
        """Return the permits whose matter fits, the fewest missing facts first."""
        permits = [rule for rule in self.partition.rules.values() if rule.kind is RuleKind.PERMIT]
        lacking = [(rule, self._failed(rule)) for rule in permits]
        fits = [
            _Near(rule, tuple(name for clause in failed for name in clause.facts), not failed)
            for rule, failed in lacking
            if not any(clause.is_about_matter for clause in failed)
        ]
        return sorted(fits, key=lambda near: (near.rule.id in self.law.withdrawn, len(near.missing)))

    def explaining(self) -> list[Rule]:
        """Return the rules that name this refusal."""
        rules = self.partition.rules.values()
        return [rule for rule in rules if rule.kind is RuleKind.EXPLAIN and not self._failed(rule)]

    def _failed(self, rule: Rule) -> list[Clause]:
        return self.partition.failed(rule, self.held, self.request)


def _refused(standing: _Standing) -> Refusal:
    request = standing.request
    near, explaining = standing.near(), standing.explaining()
    named = standing.forbids or explaining
    lacking = [name for rule in standing.forbids for clause in rule.clauses for name in clause.facts]
    for candidate in near[:1]:
        lacking += candidate.missing
    return Refusal(
        code=_code(standing, near, explaining),
        action=request.action,
        articles=_articles([*named, *(candidate.rule for candidate in near[:_MAX_NEAREST])]),
        missing=_each_once(name for name in lacking if not is_stated(request, name)),
    )


def _code(standing: _Standing, near: list[_Near], explaining: list[Rule]) -> RefusalCode:
    if standing.forbids:
        return _gravest(standing.forbids)
    usable = [candidate for candidate in near if candidate.rule.id not in standing.law.withdrawn]
    if any(_AGREEMENT.isdisjoint(candidate.missing) for candidate in usable):
        return RefusalCode.CONDITIONS_MISSING
    if explaining:
        return _gravest(explaining)
    if usable:
        return RefusalCode.AGREEMENT_NOT_IN_FORCE
    ready = [standing.law.withdrawn[candidate.rule.id] for candidate in near if candidate.holds]
    return min(ready, key=_SEVERITY.__getitem__, default=RefusalCode.NO_GROUND)


def _gravest(rules: list[Rule]) -> RefusalCode:
    codes = [rule.refusal for rule in rules if rule.refusal is not None]
    return min(codes, key=_SEVERITY.__getitem__, default=RefusalCode.NO_GROUND)


def _articles(rules: Iterable[Rule]) -> tuple[Article, ...]:
    """Return each article once, with the source and the mark of its first rule."""
    found: dict[tuple[str, str], Article] = {}
    for rule in rules:
        found.setdefault((rule.article.instrument, rule.article.article), rule.article)
    return tuple(found.values())


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
