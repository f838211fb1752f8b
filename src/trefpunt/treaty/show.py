"""One article on one page: prose, rules, source, mark and cases, as values for the screens."""

from dataclasses import dataclass, replace
from pathlib import Path

from trefpunt.errors import InputError
from trefpunt.model import Article
from trefpunt.treaty.cases import TextCase, read_cases
from trefpunt.treaty.codes import RefusalCode
from trefpunt.treaty.instrument import Instrument
from trefpunt.treaty.law import Law
from trefpunt.treaty.rules import RuleKind
from trefpunt.treaty.terms import Terms


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule as it decides; `withdrawn` says why a permit is not in use on this node, if so."""

    id: str
    kind: RuleKind
    text: str
    source: str
    mark: str
    refusal: RefusalCode | None
    withdrawn: RefusalCode | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything that there is to read about one article.

    Attributes:
        language: of the prose: the one asked for, or English where that one is not written yet.
    """

    article: Article
    instrument_title: str
    title: str
    url: str
    text_hash: str
    language: str
    prose: str
    rules: tuple[RulePage, ...]
    cases: tuple[TextCase, ...]
    terms: Terms


def show_article(law: Law, instrument: str, article: str, *, language: str = "en") -> ArticlePage:
    """Return one article as a person reads it.

    Raises:
        InputError: no such text, or no such article in it.
    """
    text = law.instrument(instrument)
    if text is None:
        names = tuple(each.name for each in law.instruments)
        raise InputError(
            "there is no text '{instrument}'",
            hint="expected one of {names}",
            instrument=instrument,
            names=names,
        )
    rules = [rule for rule in text.rules if rule.article.article == article]
    if article not in text.terms:
        raise InputError(
            "{instrument} has no article '{article}'",
            hint="it has {known}",
            instrument=instrument,
            article=article,
            known=tuple(text.terms),
        )
    terms = text.terms[article]
    written, prose = _prose(text.folder, article, language)
    pages = tuple(
        RulePage(
            id=rule.id,
            kind=rule.kind,
            text=law.engine.render(rule.policy),
            source=rule.article.source,
            mark=rule.article.mark,
            refusal=rule.refusal,
            withdrawn=law.withdrawn.get(rule.id),
        )
        for rule in rules
    )
    return ArticlePage(
        article=rules[0].article if rules else _ruleless(text, article, terms),
        instrument_title=text.title.get(language, text.title["en"]),
        title=terms.title.get(language, terms.title["en"]),
        url=text.url,
        text_hash=text.hash,
        language=written,
        prose=prose,
        rules=pages,
        cases=_cases(text, article, pages) or _cases_elsewhere(law, text, pages),
        terms=terms,
    )


def place_of(law: Law, reference: str) -> tuple[str, str] | None:
    """Return text and article of a short reference such as BPT-4.3, or None where it is none."""
    for text in sorted(law.instruments, key=lambda each: -len(each.short)):
        head, sharp, tail = reference.partition(f"{text.short}-")
        if not text.short or head or not sharp:
            continue
        for article in text.terms:
            if _dotted(article) == _dotted(tail):
                return text.name, article
    return None


def _dotted(article: str) -> str:
    """Write 4(3) as 4.3, as references do."""
    return article.replace("(", ".").replace(")", "").casefold()


def _ruleless(text: Instrument, article: str, terms: Terms) -> Article:
    """Return an article that binds without a rule: by its conditions, or by how a node is made."""
    return Article(text.name, article, terms.title["en"], terms.source, terms.mark, text.is_sample)


def _cases(text: Instrument, article: str, pages: tuple[RulePage, ...]) -> tuple[TextCase, ...]:
    """Return the cases that come out at this article, and the refusals that lie beside them."""
    words = {article, *(page.refusal for page in pages if page.refusal)}
    cases = read_cases(text.folder)
    permits = {case.name for case in cases if case.expect == article}
    return tuple(case for case in cases if case.expect in words or case.pair in permits)


def _cases_elsewhere(law: Law, text: Instrument, pages: tuple[RulePage, ...]) -> tuple[TextCase, ...]:
    """Return the cases of other texts that this article refuses: it may say no to what only they permit."""
    words = {page.refusal for page in pages if page.refusal}
    return tuple(
        replace(case, name=f"{other.name}: {case.name}")
        for other in law.instruments
        if other is not text
        for case in read_cases(other.folder)
        if case.expect in words
    )


def _prose(folder: Path, article: str, language: str) -> tuple[str, str]:
    for written in (language, "en"):
        path = folder / "prose" / f"{written}.md"
        # Only names that a language code may have: the word comes from a screen.
        if written.isalpha() and path.is_file():
            section = _section(path.read_text("utf-8"), article)
            if section:
                return written, section
    return "", ""


def _section(text: str, article: str) -> str:
    for part in text.split("\n## ")[1:]:
        heading, _, body = part.partition("\n")
        if heading.strip() == article:
            return body.strip()
    return ""
