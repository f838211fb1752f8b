"""What `trefpunt treaty check` runs: every text loads, and every case comes out as its text says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from trefpunt.errors import PolicyError
from trefpunt.model import Refusal
from trefpunt.sentence import Sentence
from trefpunt.treaty.cases import TextCase, differing, read_cases
from trefpunt.treaty.decide import decide
from trefpunt.treaty.instrument import Instrument
from trefpunt.treaty.law import SHIPPED, Law
from trefpunt.treaty.rules import RuleKind


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a text; `code` is for machines, the rest for who mends it."""

    text: str
    case: str
    code: str
    detail: Sentence


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found: how much was looked at, and every fault."""

    texts: tuple[tuple[str, str], ...]
    rules: int
    cases: int
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def check_texts(folders: Iterable[Path] = (SHIPPED,)) -> CheckReport:
    """Load texts as a sample node would, with every mark switched on, and try all their cases."""
    try:
        law = Law.load_whole(folders)
        cases = {text.name: read_cases(text.folder) for text in law.instruments}
    except PolicyError as error:
        return CheckReport((), 0, 0, (Fault("", "", error.code, _said(error)),))
    codes = {case.expect for each in cases.values() for case in each if not case.is_permit}
    faults = [fault for text in law.instruments for fault in _faults(text, cases[text.name], law)]
    faults += [fault for text in law.instruments for fault in _untried(text, cases[text.name], codes)]
    return CheckReport(
        texts=law.hashes(),
        rules=sum(len(text.rules) for text in law.instruments),
        cases=sum(len(each) for each in cases.values()),
        faults=tuple(faults),
    )


def _faults(text: Instrument, cases: tuple[TextCase, ...], law: Law) -> Iterator[Fault]:
    for case in cases:
        found = _outcome(case, text, law)
        if found != case.expect:
            yield Fault(text.name, case.name, "wrong_outcome", _differs(case.expect, found))
    yield from _pair_faults(text, cases)


def _outcome(case: TextCase, text: Instrument, law: Law) -> str:
    """Return what comes out: the text's own article if it is among those that permit, else the first one."""
    try:
        request = case.request
    except (KeyError, TypeError, ValueError) as error:
        return f"no request ({error})"
    answer = decide(request, law=law)
    if isinstance(answer, Refusal):
        return answer.code
    own = [article.article for article in answer.articles if article.instrument == text.name]
    return case.expect if case.expect in own else next(iter(own), answer.articles[0].article)


def _differs(expected: str, found: str) -> Sentence:
    return Sentence("expected {expected}, came out {found}", expected=expected, found=found)


def _said(error: PolicyError) -> Sentence:
    return Sentence("{message}; {hint}", message=error.said, hint=error.advice) if error.hint else error.said


def _pair_faults(text: Instrument, cases: tuple[TextCase, ...]) -> Iterator[Fault]:
    permits = {case.name: case for case in cases if case.is_permit}
    paired = set()
    for case in cases:
        if not case.pair:
            continue
        names = differing(case, permits[case.pair])
        if len(names) == 1:
            paired.add(case.pair)
        else:
            detail = Sentence("differs in {facts}" if names else "differs in nothing", facts=tuple(names))
            yield Fault(text.name, case.name, "not_one_fact", detail)
    for name in permits:
        if name not in paired:
            detail = Sentence("no refuse case differs from it in one fact")
            yield Fault(text.name, name, "no_refuse_case", detail)


def _untried(text: Instrument, cases: tuple[TextCase, ...], codes: set[str]) -> Iterator[Fault]:
    """Find articles that permit without a case of their own, and refusals that no case expects."""
    articles = {case.expect for case in cases if case.is_permit}
    for rule in text.rules:
        word = rule.article.article if rule.kind is RuleKind.PERMIT else rule.refusal
        if word is not None and word not in (articles if rule.kind is RuleKind.PERMIT else codes):
            yield Fault(text.name, rule.id, "untried_rule", Sentence("no case expects {word}", word=word))
