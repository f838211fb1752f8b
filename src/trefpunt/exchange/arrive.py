"""A letter at the door: whose is it, is it whole, is it for us, may it flow, have we seen it?

Every check that says no has a status and a code, and leaves a leaf in the log. A letter that its sender did
sign and address to this node is refused with a signed receipt; anything else with a bare code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from trefpunt.crypto import TokenRefused, VerifyKey, peek_kid
from trefpunt.errors import InputError, LetterRejected
from trefpunt.exchange.carriage import carries_too_much
from trefpunt.exchange.letters import Opened, open_letter
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.receipts import sign_receipt
from trefpunt.exchange.wire import ID, to_milliseconds
from trefpunt.model import (
    GROUNDLESS_KINDS,
    Event,
    InboxState,
    LetterKind,
    LogEntry,
    Receipt,
    ReceiptStatus,
)
from trefpunt.store.ledger import Transaction, exchange_inbox, exchange_outbox
from trefpunt.store.ledger import exchange as kept

_STATUS_OF = {
    InboxState.PARKED: ReceiptStatus.STORED,
    InboxState.STORED: ReceiptStatus.STORED,
    InboxState.APPLIED: ReceiptStatus.APPLIED,
    InboxState.REFUSED: ReceiptStatus.REFUSED,
}
_ALARMS = frozenset({"same_id_other_content", "seq_taken"})


@dataclass(frozen=True, slots=True)
class Received:
    """What the sender of a letter is told.

    Attributes:
        status: as in HTTP: 200 finished, 202 stored, everything else means that nothing was kept.
        receipt: the signed word of this node, as a token.
        reply: the letter that answers, as a token, when it is ready.
        code: why not, when it is refused at the door.
    """

    status: int
    receipt: str = ""
    reply: str = ""
    code: str = ""
    retry_after_s: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """What a receipt names of a letter."""

    letter: str
    sha256: str
    conversation: str
    seq: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter that may be worked on, and under which agreement."""

    opened: Opened
    peer: Peer

    @property
    def key(self) -> str:
        """Names the letter among all that are worked on; those of one partner begin alike."""
        return f"{self.partner_key}{self.opened.letter.id}"

    @property
    def partner_key(self) -> str:
        """What the keys of all letters of this partner begin with."""
        return f"{self.peer.id} "


class Refused(LetterRejected):
    """A letter that is refused at the door; `opened` when its sender did sign it and address it to us."""

    def __init__(
        self, status: int, code: str, *, opened: Opened | None = None, retry_after_s: int = 0
    ) -> None:
        super().__init__(
            "a letter is refused: {why}",
            status=status,
            code=code,
            hint="see docs/wire.md for the code",
            why=code,
        )
        self.opened = opened
        self.retry_after_s = retry_after_s


def examine(letter_id: str, token: bytes, *, fingerprint: str, means: ExchangeMeans) -> Arrived | Received:
    """Check a letter; one that was seen before is answered as it was then.

    Raises:
        Refused: with status and code.
    """
    peers = means.agreements.peers(fingerprint=fingerprint)
    if not peers:
        raise Refused(403, "unknown_peer")
    opened = _open(token, peers, means=means)
    letter = opened.letter
    if letter.id != letter_id:
        raise Refused(400, "wrong_address")
    if letter.sender != peers[0].id or letter.receiver != means.identity.id:
        raise Refused(403, "misdirected")
    if carries_too_much(opened):
        raise Refused(413, "too_much_attached", opened=opened)
    with means.ledger.read() as tx:
        if (seen := exchange_inbox.find(tx, letter.sender, letter.id)) is not None:
            if seen.sha256 != opened.sha256:
                raise Refused(409, "same_id_other_content")
            answered = answer_of(tx, seen)
            today, agreed = means.clock().date(), opened.letter.agreement
            may_answer = any(peer.agreement.id == agreed and peer.is_in_force(today) for peer in peers)
            # What was stored stays receipted; what was answered is not said again once nothing may flow.
            return answered if may_answer else replace(answered, reply="")
        peer = _agreed(opened, peers, means=means)
        _check_time(opened, means=means)
        _check_purpose(tx, opened, peer)
        _check_place(tx, opened, means=means)
    return Arrived(opened, peer)


def answer_of(tx: Transaction, seen: exchange_inbox.InLetter) -> Received:
    """Return what the sender of a kept letter is told, every time alike."""
    status = 202 if seen.state in (InboxState.PARKED, InboxState.STORED) else 200
    reply = exchange_outbox.find(tx, seen.reply) if seen.reply else None
    return Received(status, seen.receipt, "" if reply is None else reply.token)


def about_letter(opened: Opened) -> About:
    """Return what a receipt names of a letter."""
    letter = opened.letter
    return About(letter.id, opened.sha256, letter.conversation, letter.seq)


def receipt_for(about: About, state: InboxState, reason: str, *, means: ExchangeMeans) -> str:
    """Sign what became of a letter."""
    receipt = Receipt(
        letter=about.letter,
        letter_sha256=about.sha256,
        conversation=about.conversation,
        seq=about.seq,
        by=means.identity.id,
        status=_STATUS_OF[state],
        issued_at=to_milliseconds(means.clock()),
        reason=reason,
    )
    return sign_receipt(receipt, key=means.identity.signing)


def turn_away(no: Refused, letter_id: str, *, fingerprint: str, means: ExchangeMeans) -> Received:
    """Write a refusal at the door into the log, and return what the sender is told.

    Raises:
        LogUnwritable: it cannot be written.
    """
    peers = means.agreements.peers(fingerprint=fingerprint)
    if peers:
        # A stranger leaves no leaf: nobody without an agreement may fill the log.
        named = letter_id if ID.fullmatch(letter_id) else ""
        event = Event.ALARM if no.code in _ALARMS else Event.LETTER_REFUSED
        facts = {"letter": named, "reason": no.code, "status": str(no.status)}
        with means.ledger.write() as tx:
            means.trail.record(
                tx, LogEntry(event, means.identity.id, "", means.clock(), partner=peers[0].id, facts=facts)
            )
    receipt = ""
    if no.opened is not None:
        receipt = receipt_for(about_letter(no.opened), InboxState.REFUSED, no.code, means=means)
    return Received(no.status, receipt, code=no.code, retry_after_s=no.retry_after_s)


def _open(token: bytes, peers: list[Peer], *, means: ExchangeMeans) -> Opened:
    if len(token) > means.limits.letter_bytes:
        raise Refused(413, "too_large")
    trusted: Mapping[str, VerifyKey] = {name: key for peer in peers for name, key in peer.trusted.items()}
    try:
        return open_letter(token.decode("ascii"), trusted=trusted, limits=means.limits)
    except (TokenRefused, UnicodeDecodeError) as error:
        raise Refused(400, "bad_signature") from error
    except InputError as error:
        raise Refused(400, "malformed") from error


def _agreed(opened: Opened, peers: list[Peer], *, means: ExchangeMeans) -> Peer:
    peer = next((peer for peer in peers if peer.agreement.id == opened.letter.agreement), None)
    if peer is None:
        raise Refused(403, "wrong_agreement", opened=opened)
    if peek_kid(opened.token) not in peer.trusted:
        raise Refused(400, "bad_signature")
    why_not = peer.why_not(means.clock().date())
    if why_not and opened.letter.kind is not LetterKind.AGREEMENT:
        raise Refused(403, why_not, opened=opened)
    return peer


def _check_time(opened: Opened, *, means: ExchangeMeans) -> None:
    now = means.clock()
    if opened.letter.issued_at > now + timedelta(seconds=means.limits.clock_ahead_s):
        # One of two clocks is wrong; the letter is welcome when its moment has come.
        raise Refused(425, "issued_in_future", retry_after_s=means.limits.clock_ahead_s)
    if opened.letter.expires_at <= now:
        raise Refused(410, "expired", opened=opened)


def _check_purpose(tx: Transaction, opened: Opened, peer: Peer) -> None:
    letter = opened.letter
    if letter.kind in GROUNDLESS_KINDS or letter.purpose in peer.agreement.purposes:
        return
    is_reply = kept.thread(tx, peer.id, letter.conversation).my_seq > 0
    if letter.purpose or not is_reply:
        raise Refused(403, "purpose_not_agreed", opened=opened)


def _check_place(tx: Transaction, opened: Opened, *, means: ExchangeMeans) -> None:
    letter, limits = opened.letter, means.limits
    is_void = letter.kind is LetterKind.VOID
    next_seq = kept.thread(tx, letter.sender, letter.conversation).their_seq + 1
    there = exchange_inbox.at_place(tx, letter.sender, letter.conversation, letter.seq)
    if any(other.is_void is is_void for other in there) or (letter.seq < next_seq and not is_void):
        raise Refused(409, "seq_taken")
    if letter.seq > next_seq:
        lying = exchange_inbox.count_unfinished(tx, letter.sender, letter.conversation)
        is_full = lying >= limits.parked_a_conversation
        is_full |= exchange_inbox.count_unfinished(tx, letter.sender) >= limits.parked_a_partner
    else:
        # The one that others wait for comes in even where nothing more may be parked, or it never ends.
        is_full = exchange_inbox.count_unfinished(tx, letter.sender) >= 2 * limits.parked_a_partner
    if is_full:
        raise Refused(429, "too_many_parked", retry_after_s=int(limits.stored_pause_s))
