"""What comes in: letters of this room to their handlers, and packages that an officer takes in."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from trefpunt.casework.answers import take_answer
from trefpunt.casework.bodies import AnswerBody
from trefpunt.casework.concernedhandlers import concerned_handlers
from trefpunt.casework.consents import on_asked, on_decided
from trefpunt.casework.jointhandlers import joint_handlers
from trefpunt.casework.means import Means
from trefpunt.casework.packages import Came, Handed, by_letter, open_package
from trefpunt.casework.requests import examine_request, keep_request
from trefpunt.casework.steps import on_step
from trefpunt.casework.unasked import Information, on_unasked, take_unasked
from trefpunt.exchange import Handler, Outcome, Outgoing, Peer, Reply
from trefpunt.model import (
    AnswerKind,
    ContentAnswer,
    ContentRequest,
    Event,
    Letter,
    LetterKind,
    Officer,
    Refusal,
)
from trefpunt.store.ledger import Transaction


def handlers(means: Means) -> Mapping[LetterKind, Handler]:
    """Return the handlers of this room."""
    return {
        LetterKind.CONTENT_REQUEST: partial(_on_request, means=means),
        LetterKind.CONTENT_ANSWER: partial(_on_answer, means=means),
        LetterKind.CONTENT_UNASKED: partial(on_unasked, means=means),
        LetterKind.CONTENT_STEP: partial(on_step, means=means),
        LetterKind.CONSENT_ASKED: partial(on_asked, means=means),
        LetterKind.CONSENT_DECIDED: partial(on_decided, means=means),
        **joint_handlers(means),
        **concerned_handlers(means),
    }


def take_package(
    package: Path | Handed, *, officer: Officer, means: Means
) -> ContentRequest | ContentAnswer | Information | Refusal:
    """Take in a package that a partner handed over by the prescribed channel, from its file or as it came.

    Returns:
        The request, answer or information that was in it, or why this node may not take or answer it.

    Raises:
        InputError, BadSignature, ExchangeError: it is none for this node, or was taken before.
    """
    handed = package if isinstance(package, Handed) else Handed.read(package)
    came = open_package(handed, means=means)
    with means.ledger.write() as tx:
        taken = _take(tx, came, means=means)
        means.log(
            tx, Event.PACKAGE_TAKEN, officer, partner=came.peer.id, purpose=came.purpose, kind=came.kind.value
        )
    return taken


def _take(
    tx: Transaction, came: Came, *, means: Means
) -> ContentRequest | ContentAnswer | Information | Refusal:
    if came.kind is LetterKind.CONTENT_UNASKED:
        return take_unasked(tx, came, means=means)
    if came.kind is LetterKind.CONTENT_ANSWER:
        return take_answer(tx, came, means=means)
    made = examine_request(tx, came, means=means)
    if isinstance(made, ContentRequest):
        keep_request(tx, made, means=means)
    return made


def _on_request(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    came = by_letter(letter, peer)
    with means.ledger.write() as tx:
        made = examine_request(tx, came, means=means)
    if isinstance(made, ContentRequest):
        return Outcome(apply=partial(keep_request, made=made, means=means), policy=means.law.hash)
    answer = AnswerBody(
        request=str(letter.body["request"]),
        answer=means.new_id("a"),
        kind=AnswerKind.REFUSED,
        reason=made.code,
    )
    outgoing = Outgoing(
        LetterKind.CONTENT_ANSWER, peer.id, answer.to_json(), conversation=letter.conversation
    )
    return Outcome(apply=lambda _: None, reply=Reply(outgoing, made), policy=means.law.hash)


def _on_answer(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    def apply(tx: Transaction) -> None:
        take_answer(tx, by_letter(letter, peer), means=means)

    return Outcome(apply=apply)
