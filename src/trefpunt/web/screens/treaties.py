"""The treaty texts that decide at this node: all of them, one, and one article with its rules and cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from trefpunt.errors import InputError
from trefpunt.treaty import ArticlePage, Instrument, show_article
from trefpunt.web.screens.trouble import no_page
from trefpunt.web.visit import Pages, Visit
from trefpunt.words import REFUSALS
from trefpunt.words.codes import RULE_KINDS


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the list.

    Attributes:
        language: of the title: English where the text has none in the language of the page.
        articles: each with its address, its title and the language of that.
    """

    name: str
    title: str
    language: str
    marks: str
    is_sample: bool
    articles: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One case of an article; `outcome` is the article or the reason."""

    title: str
    is_permit: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it decides here; `withdrawn` says why it is not in use, if so."""

    kind: str
    id: str
    text: str
    withdrawn: str


def show_all(visit: Visit, pages: Pages) -> Response:
    """List every text."""
    texts = [_text(visit, text) for text in visit.node.law.instruments]
    return pages.page(visit, "treaties.html", texts=texts)


def show_text(visit: Visit, pages: Pages) -> Response:
    """Show the articles of one text."""
    text = visit.node.law.instrument(visit.named["text"])
    if text is None:
        return no_page(visit, pages)
    return pages.page(visit, "treaty.html", text=_text(visit, text), url=text.url, hash=text.hash)


def show_one(visit: Visit, pages: Pages) -> Response:
    """Show one article: prose, rules, source, mark and cases."""
    language, text = visit.words.language, visit.node.law.instrument(visit.named["text"])
    if text is None:
        return no_page(visit, pages)
    try:
        page = show_article(visit.node.law, visit.named["text"], visit.named["article"], language=language)
    except InputError:
        return no_page(visit, pages)
    paragraphs = [" ".join(part.split()) for part in page.prose.split("\n\n") if part.strip()]
    rules = [
        Rule(
            visit.words.code(RULE_KINDS, rule.kind),
            rule.id,
            rule.text,
            visit.words.code(REFUSALS, rule.withdrawn) if rule.withdrawn else "",
        )
        for rule in page.rules
    ]
    return pages.page(
        visit,
        "article.html",
        page=page,
        name=visit.named["text"],
        paragraphs=paragraphs,
        title_language=_titled(page.terms.title, language)[1],
        text_language=_titled(text.title, language)[1],
        rules=rules,
        cases=_cases(visit, page),
    )


def address_of(named: str) -> str:
    """Return the page of an article that is named as an instrument and a number, such as in a request."""
    text, _, article = named.rpartition(" ")
    return f"/treaties/{text}/{quote(article)}"


def _text(visit: Visit, text: Instrument) -> Text:
    return Text(
        text.name,
        *_titled(text.title, visit.words.language),
        marks=", ".join(text.marks),
        is_sample=text.is_sample,
        articles=tuple(
            (
                article,
                address_of(f"{text.name} {article}"),
                *_titled(terms.title, visit.words.language),
            )
            for article, terms in text.terms.items()
        ),
    )


def _titled(titles: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return a title and its language: English where there is none in the one that is wanted."""
    found = language if language in titles else "en"
    return titles[found], found


def _cases(visit: Visit, page: ArticlePage) -> list[Case]:
    return [
        Case(
            case.title,
            case.is_permit,
            visit.words.t("art. {article}", article=case.expect)
            if case.is_permit
            else visit.words.code(REFUSALS, case.expect),
        )
        for case in page.cases
    ]
