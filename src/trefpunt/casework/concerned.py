"""A person concerned: one request at an oversight body, answered jointly by the bodies of all countries.

The body that took the request in asks the nodes that it supervises, and every other body, which asks its
own. A node tells its own body what it decided and why; a body tells another only what may be told to the
person. Nothing held and restricted therefore read alike everywhere but at the node and its own body.
Source: Directive (EU) 2016/680, arts 12-17, 46(1)(g), 50.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from trefpunt import hits
from trefpunt.casework.concernedbodies import (
    MOST_TOLD,
    AskBody,
    Way,
    ask_bytes,
    sealed,
)
from trefpunt.casework.concernedsearch import Found, search
from trefpunt.casework.means import Means
from trefpunt.clocks import deadline
from trefpunt.errors import InputError
from trefpunt.exchange import Outgoing, Peer
from trefpunt.exchange.wire import new_id
from trefpunt.model import (
    AuthorityKind,
    ConcernedAnswer,
    ConcernedDecision,
    ConcernedKind,
    ConcernedRequest,
    Event,
    Finding,
    LetterKind,
    Officer,
    Processing,
    Refusal,
    Role,
    Subject,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import concerned as kept

CLOCK = "gdpr.rights"
WHO = frozenset({Role.OVERSEER, Role.DATA_PROTECTION_OFFICER})


@dataclass(frozen=True, slots=True)
class ConcernedView:
    """A request as its officers see it: at a node with what was found, at a body with who answered what."""

    request: ConcernedRequest
    answers: dict[str, ConcernedAnswer]
    found: Found | None


@dataclass(frozen=True, slots=True)
class JointAnswer:
    """What the person is told: nothing in it tells nothing held from restricted.

    Attributes:
        missing: bodies that have not answered in time; never nodes.
    """

    request: ConcernedRequest
    told: tuple[Processing, ...]
    missing: tuple[str, ...]
    finding: Finding | None
    composed_at: datetime


def take_in(
    kind: ConcernedKind, subject: Subject, *, received_on: date, officer: Officer, means: Means
) -> ConcernedRequest | Refusal:
    """Take in what a person asks of this body; the clock starts on the day it came.

    Raises:
        InputError: the day is still to come.
    """
    if means.me.kind is not AuthorityKind.OVERSIGHT:
        return Refusal(code="concerned_not_oversight")
    if officer.role not in WHO:
        return Refusal(code="concerned_not_officer")
    # At noon it is the same day in all three countries and in UTC.
    received_at = datetime.combine(received_on, time(12), UTC)
    if received_on > means.clock().date():
        raise InputError("a request is taken in before it came", hint="give the day on which it came")
    due_at = deadline(CLOCK, received_at, country=means.me.country).due_at
    reference = new_id(means.clock(), means.rng)
    made = ConcernedRequest(reference, kind, means.me.id, received_at, due_at, subject)
    with means.ledger.write() as tx:
        if same := next((one for one in kept.requests(tx) if _is_again(made, one)), None):
            return Refusal(code="concerned_again", facts=(("request", same.id),))
        kept.save_request(tx, made)
        log(tx, Event.CONCERNED_TAKEN_IN, made, officer, means=means)
    return made


def ask_about(reference: str, *, officer: Officer, means: Means) -> tuple[str, ...] | Refusal:
    """Ask the nodes of this body, and the other bodies where the person came here; again who is silent.

    Returns:
        Whom was asked; nobody where this body supervises no node.

    Raises:
        InputError: there is no such request, or it is closed.
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was done.
    """
    if means.me.kind is not AuthorityKind.OVERSIGHT:
        return Refusal(code="concerned_not_oversight")
    with means.ledger.write() as tx:
        made, subject = open_request(tx, reference)
        if officer.role not in WHO:
            return Refusal(code="concerned_not_officer")
        answers = kept.answers_to(tx, made.id)
        to = [peer for peer in reached(tx, made, means=means) if not has_answered(answers, peer.id)]
        for peer in to:
            kept.set_answer(tx, ConcernedAnswer(made.id, peer.id))
            way = Way(LetterKind.CONCERNED_ASK, means.me.id, peer.id, made.id)
            plain = ask_bytes(AskBody(made.kind, made.due_at, subject))
            body = sealed(way, plain, box_key=peer.box_key)
            means.exchange.post(tx, None, Outgoing(way.kind, peer.id, body, actor=officer.id))
            log(tx, Event.CONCERNED_ASKED, made, officer, means=means, partner=peer.id)
    means.exchange.deliver_due(means.clock())
    return tuple(peer.id for peer in to)


def read_about(
    reference: str, *, officer: Officer, means: Means, held: hits.Means
) -> ConcernedView | Refusal:
    """Return a request with what is known of it here; looking is logged.

    Raises:
        InputError: there is no such request.
    """
    if officer.role not in WHO:
        return Refusal(code="concerned_not_officer")
    with means.ledger.write() as tx:
        made = find_request(tx, reference)
        log(tx, Event.CONCERNED_READ, made, officer, means=means)
        answers = kept.answers_to(tx, made.id)
    is_node = means.me.kind is not AuthorityKind.OVERSIGHT
    found = search(made.subject, means=held) if is_node and made.subject is not None else None
    return ConcernedView(made, answers, found)


def compose_letter(
    reference: str, *, finding: Finding | None, officer: Officer, means: Means
) -> JointAnswer | Refusal:
    """Join what came in for the person, once all have answered or the clock has run out.

    Raises:
        InputError: there is no such request, it came from another body, or only a complaint has a finding.
    """
    if means.me.kind is not AuthorityKind.OVERSIGHT:
        return Refusal(code="concerned_not_oversight")
    if officer.role not in WHO:
        return Refusal(code="concerned_not_officer")
    with means.ledger.write() as tx:
        made, now = find_request(tx, reference), means.clock()
        if made.asker != means.me.id:
            raise InputError(
                "another body writes to this person", hint="`trefpunt concerned answer` answers that body"
            )
        if (made.kind is ConcernedKind.COMPLAINT) != (finding is not None):
            raise InputError(
                "a complaint has a finding, and nothing else has one",
                hint="expected one of {known}",
                known=tuple(Finding),
            )
        if made.closed_at is not None and finding is not None:
            raise InputError(
                "the letter on this complaint was written", hint="a complaint ends once; keep that letter"
            )
        answers = kept.answers_to(tx, made.id)
        wanted = _wanted(tx, made, answers, means=means) or {means.me.id}
        silent = [node for node in wanted if not has_answered(answers, node)]
        if silent and now <= made.due_at:
            return waiting(made, len(silent))
        # A node of this body that is silent is this body's own delay: no node is named to the person.
        missing = {_body_of(tx, node, means=means) for node in silent}
        missing |= {node for node, one in answers.items() if one.decision is ConcernedDecision.JOINED_IN_PART}
        if made.closed_at is None:
            kept.close_request(tx, made.id, now)
            log(tx, Event.CONCERNED_CLOSED, made, officer, means=means)
    told = joined(answers.values())
    return JointAnswer(made, told, tuple(sorted(missing)), finding, now)


def find_request(tx: Transaction, reference: str) -> ConcernedRequest:
    """Return a request.

    Raises:
        InputError: there is none of this reference here.
    """
    found = kept.find_request(tx, reference)
    if found is None:
        raise InputError(
            "there is no such request of a person on this node", hint="`trefpunt concerned list` has them"
        )
    return found


def open_request(tx: Transaction, reference: str) -> tuple[ConcernedRequest, Subject]:
    """Return a request that is not closed, and whom it is about.

    Raises:
        InputError: there is none of this reference, or it is closed.
    """
    made = find_request(tx, reference)
    if made.subject is None:
        raise InputError("this request of a person is closed", hint="the person may ask again at any time")
    return made, made.subject


def reached(tx: Transaction, made: ConcernedRequest, *, means: Means) -> list[Peer]:
    """Return whom a request goes to: the nodes of this body and, where the person came here, other bodies."""
    today, found = means.clock().date(), dict[str, Peer]()
    for peer in means.exchange.agreements.peers(tx=tx):
        is_body = peer.authority.kind is AuthorityKind.OVERSIGHT
        is_ours = not is_body and peer.authority.country is means.me.country
        if peer.is_in_force(today) and (is_ours or (is_body and made.asker == means.me.id)):
            found.setdefault(peer.id, peer)
    return list(found.values())


def _wanted(
    tx: Transaction, made: ConcernedRequest, answers: dict[str, ConcernedAnswer], *, means: Means
) -> set[str]:
    """Return who must have answered: whoever was asked or can be, and every other body, reached or not.

    A body that has nobody to ask has verified nothing.
    """
    bodies = {
        peer.id
        for peer in means.exchange.agreements.peers(tx=tx)
        if peer.authority.kind is AuthorityKind.OVERSIGHT
    }
    return set(answers) | bodies | {peer.id for peer in reached(tx, made, means=means)}


def has_answered(answers: dict[str, ConcernedAnswer], node: str) -> bool:
    """Tell whether a node has answered."""
    return node in answers and answers[node].decision is not None


def joined(answers: Iterable[ConcernedAnswer]) -> tuple[Processing, ...]:
    """Return what may be told to the person, of all answers together."""
    return tuple(sorted({one for given in answers for one in given.told}))[:MOST_TOLD]


def _body_of(tx: Transaction, node: str, *, means: Means) -> str:
    peer = means.exchange.agreements.peer(node, tx=tx)
    is_body = peer is not None and peer.authority.kind is AuthorityKind.OVERSIGHT
    return node if is_body else means.me.id


def waiting(made: ConcernedRequest, left: int) -> Refusal:
    """Return why nothing is joined yet."""
    facts = (("left", str(left)), ("renews_at", made.due_at.isoformat()))
    return Refusal(code="concerned_waiting", facts=facts)


def _is_again(one: ConcernedRequest, other: ConcernedRequest) -> bool:
    if one.subject is None or other.subject is None or one.kind is not other.kind:
        return False
    return other.asker == one.asker and _described(one.subject) == _described(other.subject)


def _described(subject: Subject) -> tuple[object, ...]:
    values = sorted((name, value.strip().casefold()) for name, value in subject)
    return subject.schema, values, sorted((one.scheme, one.value) for one in subject.identifiers)


def log(
    tx: Transaction,
    event: Event,
    made: ConcernedRequest,
    officer: Officer,
    *,
    means: Means,
    partner: str = "",
) -> None:
    """Write an act about a person concerned to the log: by reference, and never what was decided."""
    means.log(tx, event, officer, purpose="oversight", subject_ref=made.id, partner=partner)
