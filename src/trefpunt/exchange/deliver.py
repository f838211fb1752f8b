"""Delivering: one try to bring a letter, and the rounds in which everything due is tried."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from threading import Event
from typing import TypeVar

from trefpunt.errors import CryptoError, InputError, LogUnwritable, PeerUnreachable, StoreError
from trefpunt.exchange.acknowledge import refuse_here, take_answer
from trefpunt.exchange.apply import Workplace, receive
from trefpunt.exchange.letters import open_letter
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.transport import PutResult
from trefpunt.model import Letter, LetterKind, OutboxState
from trefpunt.store.ledger import Transaction, exchange_inbox, exchange_outbox
from trefpunt.store.ledger.exchange_outbox import OutLetter

T = TypeVar("T")
R = TypeVar("R")
NO_CONNECTION = "peer_unreachable"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far a letter is after a try.

    Attributes:
        reply: the letter that came with the receipt; its handler has run already.
        reason: the code of what stopped it or why it was refused; empty when nothing did.
    """

    state: OutboxState
    reply: Letter | None = field(default=None, repr=False)
    reason: str = ""


def deliver(letter_id: str, *, wait_s: float, place: Workplace) -> Delivery:
    """Try once to bring a letter; a reply that comes with the receipt is received and applied.

    Raises:
        LogUnwritable: the log cannot be written; the letter is tried again later.
    """
    with place.means.ledger.write() as tx:
        claimed = claim(tx, letter_id, wait_s=wait_s, means=place.means)
        if claimed is None:
            return _as_it_is(tx, letter_id)
    return deliver_claimed(claimed, wait_s=wait_s, place=place)


def claim(tx: Transaction, letter_id: str, *, wait_s: float, means: ExchangeMeans) -> OutLetter | None:
    """Take a letter so that nobody else sends it at the same time; None when it cannot be taken."""
    now = means.clock()
    until = now + timedelta(seconds=means.limits.lease_s + wait_s)
    return exchange_outbox.claim(tx, letter_id, now=now, until=until)


def deliver_claimed(sent: OutLetter, *, wait_s: float, place: Workplace) -> Delivery:
    """Bring a letter that was claimed, and write down what the partner said."""
    means = place.means
    peer = means.agreements.under(sent.agreement)
    stopped = "wrong_agreement" if peer is None else _why_not(peer, sent, means=means)
    if peer is None or stopped:
        with means.ledger.write() as tx:
            told = refuse_here(tx, sent, stopped, means=means)
        return Delivery(told.state, None, told.reason)
    try:
        result = means.transport.put_letter(peer, sent.letter, sent.token, wait_s=wait_s)
    except PeerUnreachable as error:
        result = PutResult(503, code=error.code)
    with means.ledger.write() as tx:
        told = take_answer(tx, sent.letter, result, peer=peer, means=means)
        if result.receipt and sent.reason == NO_CONNECTION:
            exchange_outbox.wake(tx, peer.id, reason=NO_CONNECTION, now=means.clock())
    reply = _take_reply(result.reply, peer, place=place) if result.reply else None
    return Delivery(told.state, reply, told.reason)


def deliver_due(now: datetime, *, place: Workplace) -> int:
    """Try every letter whose next try has come: partners and conversations beside one another.

    A conversation goes on as long as its letters are finished one after the other; where one is not, only a
    few behind it are sent, because there they can only be parked. A slow partner is not waited for.

    Returns:
        How many letters were tried to the end.
    """
    with place.means.ledger.read() as tx:
        partners = {*exchange_outbox.due_partners(tx, now=now), *exchange_inbox.owed_partners(tx)}
    jobs = {partner: partial(_deliver_to, partner, now, place=place) for partner in sorted(partners)}
    return place.outwards.run(jobs, wait_s=place.means.limits.round_s)


def _deliver_to(partner: str, now: datetime, *, place: Workplace) -> int:
    """Try what is due for one partner, then tell it how its own letters ended."""
    means, tried, is_gone = place.means, 0, Event()
    while tried < means.limits.letters_a_round and not is_gone.is_set():
        with means.ledger.read() as tx:
            due = exchange_outbox.due(
                tx, partner, now=now, ahead=means.limits.ahead, limit=means.limits.letters_a_round
            )
        deliver_thread = partial(_deliver_thread, is_gone=is_gone, place=place)
        done = _side_by_side(deliver_thread, _threads(due), means=means)
        tried += sum(count for count, _ in done)
        if not any(is_finished for _, is_finished in done):
            break
    if not is_gone.is_set():
        _push_receipts(partner, means=means)
    return tried


def _threads(due: list[OutLetter]) -> list[list[OutLetter]]:
    due.sort(key=lambda sent: (sent.conversation, sent.seq, sent.is_void))
    return [list(group) for _, group in groupby(due, key=lambda sent: sent.conversation)]


def _push_receipts(partner: str, *, means: ExchangeMeans) -> None:
    """Tell a partner how letters ended that it was told were stored: once; it can always ask again."""
    peer = means.agreements.peer(partner)
    with means.ledger.read() as tx:
        owed = exchange_inbox.owed_receipts(tx, partner, limit=means.limits.letters_a_round)
    if peer is not None:
        _side_by_side(
            lambda letter: _push(peer, letter.letter, letter.receipt, means=means), owed, means=means
        )
    if owed:
        with means.ledger.write() as tx:
            for letter in owed:
                exchange_inbox.receipt_given(tx, letter)


def _side_by_side(work: Callable[[T], R], items: Sequence[T], *, means: ExchangeMeans) -> list[R]:
    if not items:
        return []
    workers = min(means.limits.deliveries_at_once, len(items))
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="deliver") as pool:
        return list(pool.map(work, items))


def _deliver_thread(thread: Sequence[OutLetter], *, is_gone: Event, place: Workplace) -> tuple[int, bool]:
    """Try letters of one conversation; return how many, and whether any was finished."""
    tried, is_finished = 0, False
    for sent in thread:
        if is_gone.is_set():
            # One try is enough to know that nobody opens; the rest waits without a try of its own.
            break
        tried += 1
        try:
            done = deliver(sent.letter, wait_s=place.means.limits.round_wait_s, place=place)
        except (LogUnwritable, StoreError):
            break
        is_finished |= done.state not in (OutboxState.WAITING, OutboxState.STORED)
        if done.reason == NO_CONNECTION:
            is_gone.set()
    return tried, is_finished


def _why_not(peer: Peer, sent: OutLetter, *, means: ExchangeMeans) -> str:
    if sent.kind == LetterKind.AGREEMENT.value:
        return ""
    return peer.why_not(means.clock().date())


def _as_it_is(tx: Transaction, letter_id: str) -> Delivery:
    sent = exchange_outbox.find(tx, letter_id)
    if sent is None:
        return Delivery(OutboxState.EXPIRED, None, "forgotten")
    is_open = sent.state in (OutboxState.WAITING, OutboxState.STORED)
    return Delivery(sent.state, None, "being_sent" if is_open else sent.reason)


def _take_reply(token: str, peer: Peer, *, place: Workplace) -> Letter | None:
    """Receive what came with the receipt; if anything is wrong with it, it comes again by itself."""
    means = place.means
    try:
        letter = open_letter(token, trusted=peer.trusted, limits=means.limits).letter
    except (CryptoError, InputError):
        return None
    done = receive(letter.id, token.encode(), fingerprint=peer.fingerprint, wait_s=None, place=place)
    if not done.receipt:
        return None
    _push(peer, letter.id, done.receipt, means=means)
    return letter


def _push(peer: Peer, letter_id: str, receipt: str, *, means: ExchangeMeans) -> None:
    try:
        means.transport.put_receipt(peer, letter_id, receipt)
    except PeerUnreachable:
        # Best effort: the partner sends its letter again and gets the same receipt.
        return
