"""Answers about a person concerned: of a node to its own body, and of that body to the one that asked it.

A node tells its own body what it decided and why. A body passes on what may be told and nothing else, so
that nothing held and restricted are the same bytes; and so does a node in care, to its own body too.
"""

from dataclasses import dataclass

from trefpunt import hits
from trefpunt.casework.concerned import WHO, has_answered, joined, log, open_request, reached, waiting
from trefpunt.casework.concernedbodies import MOST_TOLD, ToldBody, Way, sealed, told_bytes
from trefpunt.casework.concernedsearch import search
from trefpunt.casework.means import Means
from trefpunt.errors import InputError
from trefpunt.exchange import Outgoing
from trefpunt.model import (
    DECISIONS,
    AuthorityKind,
    ConcernedAnswer,
    ConcernedDecision,
    ConcernedKind,
    ConcernedRequest,
    Event,
    LetterKind,
    Officer,
    Processing,
    ProcessingAct,
    Refusal,
    Restriction,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import concerned as kept

_ACT = {
    ConcernedDecision.CORRECTED: ProcessingAct.CORRECTED,
    ConcernedDecision.NOT_CORRECTED: ProcessingAct.NOT_CORRECTED,
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What an officer of a node decides on a request."""

    decision: ConcernedDecision
    restriction: Restriction | None = None


def answer_about(
    reference: str, decided: Decided, *, officer: Officer, means: Means, held: hits.Means
) -> ConcernedAnswer | Refusal:
    """Answer this node's own oversight body; whom it was about is erased here.

    Raises:
        InputError: there is no such request, it is closed, or the decision does not fit it.
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was done.
    """
    if officer.role not in WHO:
        return Refusal(code="concerned_not_officer")
    with means.ledger.read() as tx:
        made, subject = open_request(tx, reference)
    _check_fits(made.kind, decided)
    found = search(subject, means=held)
    told: tuple[Processing, ...] = ()
    if decided.decision is ConcernedDecision.NOTHING:
        if found.told or found.is_protected:
            raise InputError(
                "something is found here, so that nothing held would not be true",
                hint="tell it, or restrict with its reason; another person's data are rights_of_others",
            )
    elif decided.decision is not ConcernedDecision.RESTRICT:
        if means.me.kind is AuthorityKind.CARE:
            return Refusal(code="concerned_care")
        if not found.told:
            raise InputError(
                "nothing that may be told is found here", hint="decide nothing, or restrict with its reason"
            )
        month = f"{means.clock():%Y-%m}"
        act = _ACT.get(decided.decision)
        told = found.told if act is None else (Processing(means.me.id, act, "", "", month),)
    if means.me.kind is AuthorityKind.CARE:
        # That somebody is in care is itself what nobody else may learn, not even the body of this node.
        return _send_answer(made, ToldBody(ConcernedDecision.JOINED), officer=officer, means=means)
    body = ToldBody(decided.decision, decided.restriction, told[:MOST_TOLD])
    return _send_answer(made, body, officer=officer, means=means)


def join_answers(reference: str, *, officer: Officer, means: Means) -> ConcernedAnswer | Refusal:
    """Answer the body that asked this one, once all its nodes have: only what may be told goes on.

    Once the clock has run out, what there is goes on, and that some are silent; never who.

    Raises:
        InputError: there is no such request, it is closed, or the person came to this body itself.
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was done.
    """
    if officer.role not in WHO:
        return Refusal(code="concerned_not_officer")
    with means.ledger.read() as tx:
        made, _ = open_request(tx, reference)
        answers = kept.answers_to(tx, made.id)
        asked = {peer.id for peer in reached(tx, made, means=means)}
    if made.asker == means.me.id:
        raise InputError(
            "this person came to this body itself", hint="`trefpunt concerned letter` composes the answer"
        )
    silent = {node for node in asked | set(answers) if not has_answered(answers, node)}
    if silent and means.clock() <= made.due_at:
        return waiting(made, len(silent))
    how = ConcernedDecision.JOINED_IN_PART if silent else ConcernedDecision.JOINED
    body = ToldBody(how, told=joined(answers.values()))
    return _send_answer(made, body, officer=officer, means=means)


def _send_answer(
    made: ConcernedRequest, body: ToldBody, *, officer: Officer, means: Means
) -> ConcernedAnswer:
    given = ConcernedAnswer(made.id, means.me.id, body.decision, body.restriction, body.told)
    with means.ledger.write() as tx:
        open_request(tx, made.id)
        kept.set_answer(tx, given)
        kept.close_request(tx, made.id, means.clock())
        post_answer(tx, made, given, actor=officer.id, means=means)
        log(tx, Event.CONCERNED_ANSWERED, made, officer, means=means, partner=made.asker)
    means.exchange.deliver_due(means.clock())
    return given


def post_answer(
    tx: Transaction, made: ConcernedRequest, given: ConcernedAnswer, *, actor: str, means: Means
) -> None:
    """Post an answer to the body that asked; again, where it asks again, since letters can be lost.

    Raises:
        InputError: there is no agreement with that body any more.
    """
    peer = means.exchange.agreements.peer(made.asker, tx=tx)
    if peer is None or given.decision is None:
        raise InputError("there is no agreement with {partner}", hint="list them first", partner=made.asker)
    way = Way(LetterKind.CONCERNED_ANSWER, means.me.id, made.asker, made.theirs)
    plain = told_bytes(ToldBody(given.decision, given.restriction, given.told))
    body = sealed(way, plain, box_key=peer.box_key)
    letter = Outgoing(way.kind, peer.id, body, conversation=made.conversation, actor=actor)
    means.exchange.post(tx, None, letter)


def _check_fits(kind: ConcernedKind, decided: Decided) -> None:
    if decided.decision not in DECISIONS[kind]:
        raise InputError(
            "this is not decided on such a request",
            hint="expected one of {known}",
            known=tuple(sorted(DECISIONS[kind])),
        )
    if (decided.decision is ConcernedDecision.RESTRICT) != (decided.restriction is not None):
        raise InputError(
            "a restriction has a reason, and nothing else has one",
            hint="expected one of {known}",
            known=tuple(Restriction),
        )
