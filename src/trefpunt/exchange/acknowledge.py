"""What the partner said to a letter: checked, and written into the outbox once."""

from dataclasses import dataclass
from datetime import timedelta

from trefpunt.errors import CryptoError, InputError
from trefpunt.exchange.backoff import pause
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.receipts import open_receipt
from trefpunt.exchange.transport import PutResult
from trefpunt.model import Event, LogEntry, OutboxState, Receipt, ReceiptStatus
from trefpunt.store.ledger import Transaction, exchange_outbox
from trefpunt.store.ledger import exchange as kept
from trefpunt.store.ledger.exchange_outbox import VOID_OWED, OutLetter

_FINAL_WITHOUT_RECEIPT = frozenset({400, 409, 413, 422})
_CLOSED_THERE = frozenset({200, 202})
_STATES = {
    ReceiptStatus.STORED: OutboxState.STORED,
    ReceiptStatus.APPLIED: OutboxState.APPLIED,
    ReceiptStatus.REFUSED: OutboxState.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Told:
    """Where a letter stands after the partner spoke, and why."""

    state: OutboxState
    reason: str


def take_answer(
    tx: Transaction, letter_id: str, result: PutResult, *, peer: Peer, means: ExchangeMeans
) -> Told:
    """Write down what a partner answered to a letter, and when to try again if it is not finished.

    A refusal that nobody signed is believed only where trying again could not help.
    """
    sent = exchange_outbox.find(tx, letter_id)
    if sent is None:
        return Told(OutboxState.EXPIRED, "forgotten")
    if result.receipt:
        return _take_receipt(tx, sent, result, peer=peer, means=means)
    if result.status in _FINAL_WITHOUT_RECEIPT and sent.state is OutboxState.WAITING:
        return _refuse(tx, sent, result.code or "refused", void=VOID_OWED, means=means)
    return _later(tx, sent, result.code or f"status_{result.status}", result.retry_after_s, means=means)


def take_receipt(tx: Transaction, letter_id: str, token: str, *, partner: str, means: ExchangeMeans) -> int:
    """Take a receipt that the partner brought by itself; return the status to answer."""
    sent = exchange_outbox.find(tx, letter_id)
    peer = None if sent is None else means.agreements.under(sent.agreement, tx=tx)
    if sent is None or peer is None or sent.partner != partner:
        return 404
    told = _take_receipt(tx, sent, PutResult(200, receipt=token), peer=peer, means=means)
    return 400 if told.reason == "bad_receipt" else 200


def refuse_here(tx: Transaction, sent: OutLetter, reason: str, *, means: ExchangeMeans) -> Told:
    """End a letter that this node may not send any more."""
    return _refuse(tx, sent, reason, void=VOID_OWED, means=means)


def _take_receipt(
    tx: Transaction,
    sent: OutLetter,
    result: PutResult,
    *,
    peer: Peer,
    means: ExchangeMeans,
) -> Told:
    receipt = _checked(result.receipt, sent, peer)
    if receipt is None:
        _note(tx, Event.ALARM, sent, {"alarm": "bad_receipt"}, means=means)
        return _later(tx, sent, "bad_receipt", 0, means=means)
    after = _STATES[receipt.status]
    if sent.state not in (OutboxState.WAITING, OutboxState.STORED):
        return _too_late(tx, sent, receipt, means=means)
    if after is sent.state:
        return _later(tx, sent, receipt.reason, int(means.limits.stored_pause_s), means=means)
    facts = {"status": receipt.status.value, "reason": receipt.reason}
    if after is OutboxState.REFUSED:
        void = "" if sent.is_void or result.status in _CLOSED_THERE else VOID_OWED
        exchange_outbox.move(tx, sent.letter, after, reason=receipt.reason, receipt=result.receipt, void=void)
        _tell(tx, sent, "letter_refused", receipt.reason, means=means)
    else:
        exchange_outbox.move(tx, sent.letter, after, reason=receipt.reason, receipt=result.receipt)
    _note(tx, Event.RECEIPT_RECEIVED, sent, facts, means=means)
    if after is OutboxState.STORED:
        _later(tx, sent, receipt.reason, int(means.limits.stored_pause_s), means=means)
    return Told(after, receipt.reason)


def _checked(token: str, sent: OutLetter, peer: Peer) -> Receipt | None:
    try:
        receipt = open_receipt(token, trusted=peer.trusted)
    except (CryptoError, InputError):
        return None
    said = (receipt.letter, receipt.letter_sha256, receipt.conversation, receipt.seq, receipt.by)
    return receipt if said == (sent.letter, sent.sha256, sent.conversation, sent.seq, peer.id) else None


def _too_late(tx: Transaction, sent: OutLetter, receipt: Receipt, *, means: ExchangeMeans) -> Told:
    """The letter is finished here; that the partner ended it otherwise is said to a person, once."""
    if sent.state is OutboxState.EXPIRED and receipt.status is ReceiptStatus.APPLIED:
        _tell(tx, sent, "applied_after_expiry", receipt.reason, means=means)
    return Told(sent.state, sent.reason)


def _refuse(tx: Transaction, sent: OutLetter, reason: str, *, void: str, means: ExchangeMeans) -> Told:
    exchange_outbox.move(
        tx, sent.letter, OutboxState.REFUSED, reason=reason, void="" if sent.is_void else void
    )
    _note(tx, Event.LETTER_REFUSED, sent, {"reason": reason}, means=means)
    _tell(tx, sent, "letter_refused", reason, means=means)
    return Told(OutboxState.REFUSED, reason)


def _later(tx: Transaction, sent: OutLetter, reason: str, after_s: int, *, means: ExchangeMeans) -> Told:
    rest = pause(max(sent.attempts, 1), limits=means.limits, rng=means.rng)
    until = means.clock() + max(rest, timedelta(seconds=min(after_s, means.limits.longest_backoff_s)))
    exchange_outbox.postpone(tx, sent.letter, until=until, reason=reason)
    return Told(sent.state, reason)


def _note(
    tx: Transaction,
    event: Event,
    sent: OutLetter,
    facts: dict[str, str],
    *,
    means: ExchangeMeans,
) -> None:
    entry = LogEntry(
        event=event,
        actor=means.identity.id,
        role="",
        at=means.clock(),
        partner=sent.partner,
        facts={"letter": sent.letter, "kind": sent.kind, **facts},
    )
    means.trail.record(tx, entry)


def _tell(tx: Transaction, sent: OutLetter, code: str, reason: str, *, means: ExchangeMeans) -> None:
    facts = {"kind": sent.kind, "reason": reason}
    kept.add_notice(tx, kept.Notice(means.clock(), code, sent.partner, sent.letter, facts))
