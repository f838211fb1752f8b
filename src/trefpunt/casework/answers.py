"""Answers to requests for content: whole, in part, or refused with a reason; with what binds the receiver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from trefpunt.casework.bodies import MAX_RECORDS, AnswerBody, RequestBody, WhyNot
from trefpunt.casework.may import may_answer, turns_away
from trefpunt.casework.means import Means
from trefpunt.casework.packages import Came
from trefpunt.casework.sending import Parcel, send
from trefpunt.errors import InputError
from trefpunt.model import (
    USES,
    AnswerKind,
    ContentAnswer,
    ContentRequest,
    ContentState,
    Event,
    Ground,
    LetterKind,
    Marking,
    Officer,
    Refusal,
    Role,
    Subject,
    SubjectCategory,
    conditions_of,
    strictest,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import casework as kept

_STATE_AFTER: Mapping[AnswerKind, ContentState] = {
    AnswerKind.FULL: ContentState.ANSWERED,
    AnswerKind.PARTIAL: ContentState.PARTLY,
    AnswerKind.REFUSED: ContentState.REFUSED,
}
_ENDED = (ContentState.ANSWERED, ContentState.REFUSED)


@dataclass(frozen=True, slots=True)
class Reply:
    """What an officer answers.

    Attributes:
        reason: why something is refused or left out; none for a whole answer.
        conditions: what the provider adds to what the law attaches: uses that need its consent.
        markings: how good it is, and how it is to be handled; the strictest of an axis counts.
    """

    kind: AnswerKind
    records: tuple[Subject, ...] = ()
    reason: WhyNot | None = None
    conditions: tuple[str, ...] = ()
    markings: tuple[Marking, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given; `package` is the file to hand over where the channel is another."""

    answer: ContentAnswer
    package: Path | None


def send_answer(request_id: str, reply: Reply, *, officer: Officer, means: Means) -> Given | Refusal:
    """Answer a partner's request, decided again under the law of today.

    Returns:
        What was given, or why it may not be given any more.

    Raises:
        InputError: there is no such request, it was answered, or kind, records and reason do not fit.
    """
    _check(reply)
    with means.ledger.write() as tx:
        request = _open_request(tx, request_id)
        if no := turns_away(tx, request, officer):
            return no
        peer = means.exchange.agreements.peer(request.partner, tx=tx)
        if peer is None:
            return Refusal(code="partner_unknown", facts=(("partner", request.partner),))
        body = RequestBody(request.id, Role(request.role), request.subject, request.sought, request.stated)
        ground = may_answer(tx, body, peer, request.purpose, means=means)
    if isinstance(ground, Refusal):
        return ground
    markings = strictest(reply.markings)
    bound = (*ground.conditions, *reply.conditions, *conditions_of(markings))
    answer = AnswerBody(
        request=request.id,
        answer=means.new_id("a"),
        kind=reply.kind,
        records=reply.records,
        reason=reply.reason.value if reply.reason else "",
        conditions=tuple(dict.fromkeys(bound)),
        markings=markings,
    )
    given = _answer(answer, officer=officer.id, is_ours=True, means=means)
    parcel = Parcel(
        LetterKind.CONTENT_ANSWER,
        peer,
        request.purpose,
        request.case,
        answer.to_json(),
        officer,
        conversation=request.conversation,
    )

    def keep(tx: Transaction, _: str) -> None:
        _open_request(tx, request.id)
        kept.save_answer(tx, given)
        kept.move_request(tx, request.id, _STATE_AFTER[reply.kind], is_ours=False)
        means.log(
            tx,
            Event.REQUEST_ANSWERED,
            officer,
            article=_article(ground),
            purpose=request.purpose,
            subject_ref=request.id,
            partner=request.partner,
            answer=given.id,
            kind=given.kind.value,
            records=str(len(given.records)),
        )

    return Given(given, send(ground, parcel, keep=keep, means=means))


def take_answer(tx: Transaction, came: Came, *, means: Means) -> ContentAnswer:
    """Keep a partner's answer to a request of ours.

    Raises:
        InputError: it cannot be read, answers nothing of ours that is open, or was taken before.
    """
    body = AnswerBody.from_json(came.body)
    request = kept.find_request(tx, body.request, is_ours=True)
    if request is None or request.partner != came.peer.id or request.state in _ENDED:
        raise InputError(
            "an answer names no open request of ours", hint="ask the partner which request it answers"
        )
    if kept.find_answer(tx, body.answer, is_ours=False) is not None:
        raise InputError("an answer was taken before", hint="`trefpunt inbox` shows how its request stands")
    # What law and markings attach binds, also where the partner leaves it out.
    conditions = (*request.conditions, *body.conditions, *conditions_of(body.markings))
    bound = replace(body, conditions=tuple(dict.fromkeys(conditions)))
    received = _answer(bound, officer="", is_ours=False, means=means)
    kept.save_answer(tx, received)
    kept.move_request(tx, request.id, _STATE_AFTER[received.kind], is_ours=True)
    means.log(
        tx,
        Event.ANSWER_RECEIVED,
        None,
        article=request.article,
        purpose=request.purpose,
        case=request.case,
        subject_ref=request.id,
        partner=request.partner,
        answer=received.id,
        kind=received.kind.value,
    )
    return received


def _check(reply: Reply) -> None:
    if reply.kind is AnswerKind.REFUSED and reply.records:
        raise InputError("a refusal gives records", hint="leave them out, or answer in part")
    if reply.kind is not AnswerKind.REFUSED and not reply.records:
        raise InputError("an answer gives nothing", hint="name the records, or refuse with a reason")
    if (reply.kind is AnswerKind.FULL) == (reply.reason is not None):
        raise InputError(
            "a reason and a whole answer do not go together"
            if reply.reason
            else "something is left out without a reason",
            hint="a refusal and an answer in part have a reason, a whole answer has none",
        )
    if len(reply.records) > MAX_RECORDS:
        raise InputError("an answer gives too many records", hint="at most {most}", most=MAX_RECORDS)
    check_nobody_in_care(reply.records)
    if strange := set(reply.conditions) - set(USES.values()):
        raise InputError(
            "{count} conditions are none that a provider can add",
            hint="expected some of {known}",
            count=len(strange),
            known=tuple(USES.values()),
        )


def check_nobody_in_care(records: Sequence[Subject]) -> None:
    """See that nobody is in what goes to a partner who is in care.

    Raises:
        InputError: somebody is.
    """
    if any(record.category in (SubjectCategory.VICTIM, SubjectCategory.WITNESS) for record in records):
        raise InputError(
            "a record is about a victim or a witness", hint="they are in no answer; leave that record out"
        )


def _open_request(tx: Transaction, request_id: str) -> ContentRequest:
    request = kept.find_request(tx, request_id, is_ours=False)
    if request is None:
        raise InputError("there is no such request to this node", hint="`trefpunt inbox` lists them")
    if request.state in _ENDED:
        raise InputError("the request was answered before", hint="`trefpunt inbox` shows how it stands")
    return request


def _answer(body: AnswerBody, *, officer: str, is_ours: bool, means: Means) -> ContentAnswer:
    return ContentAnswer(
        id=body.answer,
        request=body.request,
        is_ours=is_ours,
        kind=body.kind,
        records=body.records,
        reason=body.reason,
        conditions=body.conditions,
        officer=officer,
        answered_at=means.clock(),
        markings=tuple(word.value for word in body.markings),
    )


def _article(ground: Ground) -> str:
    return f"{ground.article.instrument} {ground.article.article}"
