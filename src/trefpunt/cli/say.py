"""Saying answers: on the screen in the node's language, or as JSON for scripts."""

from typing import Any, NoReturn

import typer

from trefpunt.cli.door import REFUSED, out
from trefpunt.cli.paper import line
from trefpunt.model import Answer, Article, Detour, Hit, NoHit, Pending, Refusal, Refused
from trefpunt.node import Node

_MARKS = {Hit: "[bold green]●[/]", NoHit: "[bold]○[/]", Refused: "[bold red]✗[/]", Pending: "[yellow]…[/]"}
_OUTCOMES = {Hit: "hit", NoHit: "no_hit", Refused: "refused", Pending: "pending"}


def banner(node: Node) -> None:
    """Remind of a sample node on everything it shows."""
    if node.is_sample:
        out.print(
            f"[black on yellow] {node.speech.say('SAMPLE node: invented data, texts that are not law')} [/]"
        )


def say_answer(node: Node, answer: Answer) -> None:
    """Say one answer in a few lines."""
    mark = _MARKS[type(answer)]
    for sentence in node.speech.answer(answer):
        line(out, sentence, mark=mark)
        mark = " "
    if isinstance(answer, Refused):
        _say_what_to_state(node, answer.refusal)


def say_refusal(node: Node, refusal: Refusal) -> None:
    """Say why not, what stood in the way, and what would be lawful, of an act that is no question."""
    mark = _MARKS[Refused]
    for sentence in node.speech.refusal(refusal):
        line(out, sentence, mark=mark)
        mark = " "


def refused(node: Node, refusal: Refusal) -> NoReturn:
    """Say why not, close the node and end the command."""
    say_refusal(node, refusal)
    node.close()
    raise typer.Exit(REFUSED)


def outcome_of(answer: Answer) -> str:
    """Return the one word for an answer: hit, no_hit, refused or pending."""
    return _OUTCOMES[type(answer)]


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """Return an answer with names that stay; nothing in it is about the subject."""
    said: dict[str, Any] = {
        "partner": answer.partner,
        "outcome": outcome_of(answer),
        "reference": answer.reference,
        "article": None,
        "grade": None,
        "key_types": [],
        "refusal": None,
    }
    if isinstance(answer, Hit | NoHit):
        said["article"] = _article(answer.article)
    if isinstance(answer, Hit):
        said["grade"] = None if answer.grade is None else answer.grade.value
        said["key_types"] = [key_type.value for key_type in answer.key_types]
    if isinstance(answer, Refused):
        said["refusal"] = {"by": answer.by, **refusal_as_json(answer.refusal)}
    return said


def refusal_as_json(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal with names that stay."""
    return {
        "code": refusal.code,
        "decision": refusal.decision,
        "articles": [_article(article) for article in refusal.articles],
        "missing": list(refusal.missing),
        "detours": [_detour(detour) for detour in refusal.detours],
    }


def _say_what_to_state(node: Node, refusal: Refusal) -> None:
    """Give the very words to type where the same act only lacks what the officer can state."""
    for detour in refusal.detours:
        if detour.is_open and detour.action == refusal.action and detour.changes:
            words = " ".join(f"--state {name}" for name, _ in detour.changes)
            line(out, f"{node.speech.say('If that is so, ask again with')} {words}")
            return


def _article(article: Article) -> dict[str, Any]:
    return {
        "instrument": article.instrument,
        "article": article.article,
        "mark": article.mark,
        "is_sample": article.is_sample,
    }


def _detour(detour: Detour) -> dict[str, Any]:
    return {
        "code": detour.code,
        "action": detour.action,
        "is_open": detour.is_open,
        "articles": [_article(article) for article in detour.articles],
        "state": [name for name, _ in detour.changes],
        "channel": detour.channel,
        "deadline": detour.deadline,
    }
