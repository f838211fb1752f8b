"""A request for content and its answer in the story, by the packages that the law prescribes today."""

from collections.abc import Sequence
from pathlib import Path

from trefpunt.casework import Given, Reply, Sent, Wish, send_answer, send_request, take_package
from trefpunt.demo.stage import Stage, not_as_told
from trefpunt.model import AnswerKind, ContentAnswer, Subject


def send_by_package(stage: Stage, wish: Wish, asked: str) -> Sent:
    """Request, and hand the package to the partner, whose officer takes it in."""
    asking = wish.officer.authority.id
    sent = send_request(wish, asked, means=stage.nodes[asking].casework)
    if not isinstance(sent, Sent):
        raise not_as_told(asking)
    _take(stage, sent.package, asked)
    return sent


def answer_by_package(stage: Stage, sent: Sent, records: Sequence[Subject], *, asking: str) -> ContentAnswer:
    """Answer in full, and hand the package back."""
    asked = sent.request.partner
    reply = Reply(AnswerKind.FULL, tuple(records))
    means = stage.nodes[asked].casework
    given = send_answer(sent.request.id, reply, officer=stage.acting(asked), means=means)
    if not isinstance(given, Given):
        raise not_as_told(asked)
    taken = _take(stage, given.package, asking)
    if not isinstance(taken, ContentAnswer):
        raise not_as_told(asking)
    return taken


def _take(stage: Stage, package: Path | None, receiving: str) -> object:
    if package is None:
        raise not_as_told(receiving)
    return take_package(package, officer=stage.acting(receiving), means=stage.nodes[receiving].casework)
