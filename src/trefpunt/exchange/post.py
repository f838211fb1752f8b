"""Posting: a letter enters the outbox in the transaction of the act that it belongs to."""

from dataclasses import dataclass, replace
from datetime import timedelta

from trefpunt.crypto import canonical_json
from trefpunt.errors import ExchangeError, InputError
from trefpunt.exchange.carriage import carries_too_much
from trefpunt.exchange.handlers import Outgoing
from trefpunt.exchange.letters import Opened, compose, open_letter
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.wire import new_id, to_milliseconds
from trefpunt.model import (
    GROUNDLESS_KINDS,
    AgreementState,
    Blob,
    Event,
    Ground,
    Letter,
    LetterKind,
    OutboxState,
    Refusal,
)
from trefpunt.sentence import Sentence
from trefpunt.store.ledger import Transaction, exchange_inbox, exchange_outbox
from trefpunt.store.ledger import exchange as kept
from trefpunt.store.ledger.exchange_outbox import OutLetter

_SIGNING_STATES = frozenset({AgreementState.PROPOSED, AgreementState.REVOKED, AgreementState.REJECTED})


@dataclass(frozen=True, slots=True)
class Place:
    """The number that a letter takes in its sender's half of a conversation."""

    conversation: str
    seq: int
    prev: str


def post(
    tx: Transaction, standing: Ground | Refusal | None, outgoing: Outgoing, *, means: ExchangeMeans
) -> Letter:
    """Put a letter into the outbox and into the log, in the caller's transaction; nothing is sent yet.

    Args:
        standing: why it may be sent. None only for the closed list of kinds with no personal data in clear; a
            Refusal only where the partner has written in the conversation.

    Raises:
        ExchangeError: the ground prescribes another channel or is not about this partner, or there is none.
        AgreementLapsed: nothing may flow to this partner.
        InputError: the letter does not fit the wire format.
        LogUnwritable: the log cannot be written, so nothing is sent.
    """
    peer = _partner(tx, outgoing, means=means)
    _check_standing(tx, standing, outgoing, peer, means=means)
    conversation = outgoing.conversation or new_id(means.clock(), means.rng)
    thread = kept.thread(tx, peer.id, conversation)
    place = Place(conversation, thread.my_seq + 1, thread.my_prev)
    opened = _composed(standing, outgoing, peer, place, means=means)
    kept.save_thread(tx, replace(thread, my_seq=place.seq, my_prev=opened.sha256))
    _keep(tx, opened, means=means)
    means.log(tx, Event.LETTER_SENT, opened.letter, actor=outgoing.actor, **_said(standing))
    return opened.letter


def post_void(tx: Transaction, closed: OutLetter, reason: str, *, means: ExchangeMeans) -> Letter:
    """Close the number of a letter that expired or was refused, so that its conversation goes on.

    Raises:
        AgreementLapsed: nothing may flow to this partner.
    """
    body = {"letter": closed.letter, "sha256": closed.sha256, "reason": reason}
    outgoing = Outgoing(LetterKind.VOID, closed.partner, body, conversation=closed.conversation)
    peer = _partner(tx, outgoing, means=means)
    mine = means.identity.signing.public
    before = open_letter(closed.token, trusted=mine, limits=means.limits).letter.prev
    opened = _composed(None, outgoing, peer, Place(closed.conversation, closed.seq, before), means=means)
    _keep(tx, opened, means=means)
    means.log(tx, Event.LETTER_SENT, opened.letter, closes=closed.letter)
    return opened.letter


def _partner(tx: Transaction, outgoing: Outgoing, *, means: ExchangeMeans) -> Peer:
    peer, today = means.agreements.peer(outgoing.to, tx=tx), means.clock().date()
    if peer is None:
        raise ExchangeError("there is no agreement with this partner", hint="make one with `trefpunt invite`")
    if outgoing.kind is LetterKind.AGREEMENT and peer.state(today) in _SIGNING_STATES:
        # A verdict is what makes or ends an agreement, so it travels before the one and after the other.
        return peer
    if not peer.is_in_force(today):
        raise peer.lapsed(today)
    return peer


def _check_standing(
    tx: Transaction,
    standing: Ground | Refusal | None,
    outgoing: Outgoing,
    peer: Peer,
    *,
    means: ExchangeMeans,
) -> None:
    if outgoing.kind is LetterKind.VOID:
        raise _refused("reserved_kind", Sentence("a void is made by the exchange itself"))
    if standing is None:
        if outgoing.kind not in GROUNDLESS_KINDS:
            raise _refused(
                "no_ground", Sentence("a letter of the kind {kind} needs a ground", kind=outgoing.kind)
            )
    elif isinstance(standing, Refusal):
        known = outgoing.conversation or ""
        if not exchange_inbox.has_conversation(tx, peer.id, known):
            raise _refused("no_ground", Sentence("a refusal is sent only in reply to a letter"))
    elif isinstance(standing, Ground):
        _check_ground(standing, peer, means=means)
    else:
        raise _refused(
            "no_ground", Sentence("the record of a ground is something to read, not to send under")
        )


def _check_ground(ground: Ground, peer: Peer, *, means: ExchangeMeans) -> None:
    if ground.channel != "trefpunt":
        raise _refused(
            "other_channel", Sentence("the text prescribes the channel {channel}", channel=ground.channel)
        )
    if {ground.asking, ground.holder} != {means.identity.id, peer.id}:
        raise _refused("other_partner", Sentence("the ground is not about {id}", id=peer.id))
    if ground.is_sample and not peer.agreement.is_sample:
        raise _refused("sample_with_live", Sentence("a SAMPLE text is not law"))
    if ground.purpose not in peer.agreement.purposes:
        raise _refused(
            "purpose_not_agreed", Sentence("the agreement with {id} does not have this purpose", id=peer.id)
        )


def _composed(
    standing: Ground | Refusal | None,
    outgoing: Outgoing,
    peer: Peer,
    place: Place,
    *,
    means: ExchangeMeans,
) -> Opened:
    issued_at = to_milliseconds(means.clock())
    lives_s = means.limits.lives_s if outgoing.lives_s is None else outgoing.lives_s
    article, purpose = _cited(standing)
    letter = Letter(
        id=new_id(issued_at, means.rng),
        conversation=place.conversation,
        seq=place.seq,
        prev=place.prev,
        sender=means.identity.id,
        receiver=peer.id,
        agreement=peer.agreement.id,
        kind=outgoing.kind,
        issued_at=issued_at,
        expires_at=issued_at + timedelta(seconds=lives_s),
        body=outgoing.body,
        article=article,
        purpose=purpose,
        case=outgoing.case,
        blobs=outgoing.blobs,
    )
    body_blob = _as_blob(letter, means=means)
    opened = compose(letter, key=means.identity.signing, limits=means.limits, body_blob=body_blob)
    if carries_too_much(opened):
        raise InputError(
            "a letter carries more than its kind may", hint="docs/wire.md says how much; divide it"
        )
    return opened


def _as_blob(letter: Letter, *, means: ExchangeMeans) -> Blob | None:
    body = canonical_json(dict(letter.body))
    return means.blobs.put(body) if len(body) > means.limits.inline_body_bytes else None


def _cited(standing: Ground | Refusal | None) -> tuple[str, str]:
    if standing is None:
        return "", ""
    article = standing.articles[0] if standing.articles else None
    cited = "" if article is None else f"{article.instrument} {article.article}"
    return cited, standing.purpose if isinstance(standing, Ground) else ""


def _said(standing: Ground | Refusal | None) -> dict[str, str]:
    return {} if standing is None else {"decision": standing.decision}


def _keep(tx: Transaction, opened: Opened, *, means: ExchangeMeans) -> None:
    letter, now = opened.letter, means.clock()
    row = OutLetter(
        letter=letter.id,
        partner=letter.receiver,
        conversation=letter.conversation,
        seq=letter.seq,
        is_void=letter.kind is LetterKind.VOID,
        kind=letter.kind.value,
        agreement=letter.agreement,
        sha256=opened.sha256,
        token=opened.token,
        posted_at=now,
        expires_at=letter.expires_at,
        state=OutboxState.WAITING,
        next_try_at=now,
    )
    exchange_outbox.add(tx, row, opened.wanted)


def _refused(code: str, seen: Sentence) -> ExchangeError:
    error = ExchangeError("a letter is not sent: {seen}", hint="nothing left this node", seen=seen)
    error.code = code
    return error
