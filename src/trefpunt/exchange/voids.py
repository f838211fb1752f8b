"""Voids: a sender's signed word that a number of its conversation will never be filled by its letter."""

from dataclasses import replace

from trefpunt.errors import InputError
from trefpunt.exchange.arrive import Arrived, Received, answer_of
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.settle import keep, refuse_kept
from trefpunt.exchange.wire import HASH, ID, read_object, read_text
from trefpunt.model import Event, InboxState
from trefpunt.store.ledger import Transaction, exchange_inbox
from trefpunt.store.ledger import exchange as kept
from trefpunt.store.ledger.exchange_inbox import InLetter


def settle_void(arrived: Arrived, *, means: ExchangeMeans) -> Received:
    """Close a number, unless its letter was applied after all; out of turn the void is parked.

    Raises:
        LogUnwritable: nothing happened.
    """
    letter = arrived.opened.letter
    with means.ledger.write() as tx:
        seen = exchange_inbox.find(tx, letter.sender, letter.id)
        if seen is not None and seen.state is not InboxState.PARKED:
            return answer_of(tx, seen)
        thread = kept.thread(tx, letter.sender, letter.conversation)
        closed = _closed_letter(tx, arrived)
        reason = _why_not(tx, arrived, closed, thread, means=means)
        if reason:
            return keep(tx, arrived, InboxState.REFUSED, reason, seen=seen, means=means)
        if closed is not None and closed.state is not InboxState.REFUSED:
            refuse_kept(tx, closed, "voided", means=means)
        if letter.seq > thread.their_seq + 1:
            return keep(tx, arrived, InboxState.PARKED, "", seen=seen, means=means)
        if letter.seq == thread.their_seq + 1:
            prev = _named(arrived)[1] if closed is None else closed.sha256
            kept.save_thread(tx, replace(thread, their_seq=letter.seq, their_prev=prev))
        return keep(tx, arrived, InboxState.APPLIED, "", seen=seen, means=means)


def _closed_letter(tx: Transaction, arrived: Arrived) -> InLetter | None:
    letter = arrived.opened.letter
    there = exchange_inbox.at_place(tx, letter.sender, letter.conversation, letter.seq)
    return next((other for other in there if not other.is_void), None)


def _why_not(
    tx: Transaction, arrived: Arrived, closed: InLetter | None, thread: kept.Thread, *, means: ExchangeMeans
) -> str:
    letter = arrived.opened.letter
    try:
        named = _named(arrived)
    except InputError:
        return "malformed"
    if closed is not None and named != (closed.letter, closed.sha256):
        means.log(tx, Event.ALARM, letter, alarm="void_names_other_letter")
        return "other_letter"
    if closed is not None and closed.state is InboxState.APPLIED:
        return "already_applied"
    if closed is None and letter.seq <= thread.their_seq:
        return "already_closed"
    if letter.seq == thread.their_seq + 1 and letter.prev != thread.their_prev:
        means.log(tx, Event.ALARM, letter, alarm="broken_chain")
        return "broken_chain"
    return ""


def _named(arrived: Arrived) -> tuple[str, str]:
    found = read_object("void", arrived.opened.letter.body, {"letter": str, "sha256": str, "reason": str})
    read_text("void.reason", found["reason"], longest=64)
    return (
        read_text("void.letter", found["letter"], shape=ID),
        read_text("void.sha256", found["sha256"], shape=HASH),
    )
