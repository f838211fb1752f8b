"""The one transaction in which a letter takes effect: kept, applied, answered, logged, receipted; or not."""

from dataclasses import dataclass, replace

from trefpunt.errors import NotStored
from trefpunt.exchange.arrive import (
    About,
    Arrived,
    Received,
    Refused,
    about_letter,
    answer_of,
    receipt_for,
)
from trefpunt.exchange.handlers import Outcome, Reply
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.post import post
from trefpunt.model import GROUNDLESS_KINDS, Event, InboxState, Letter, LetterKind, LogEntry
from trefpunt.store.ledger import Transaction, exchange_blobs, exchange_inbox
from trefpunt.store.ledger import exchange as kept
from trefpunt.store.ledger.exchange_inbox import InLetter


@dataclass(frozen=True, slots=True)
class No:
    """A letter that is kept and refused; its number is closed by that."""

    reason: str


@dataclass(frozen=True, slots=True)
class Now:
    """How things stand inside the transaction: what is kept of the letter, and how far its thread is."""

    tx: Transaction
    seen: InLetter | None
    thread: kept.Thread
    means: ExchangeMeans


def settle(arrived: Arrived, decided: Outcome | No, *, means: ExchangeMeans) -> Received:
    """Keep a letter and apply it, or refuse it, if it is the next of its conversation; else park it.

    Agreement, time, chain and law are looked at again here: what was true when it came may not be any more.

    Raises:
        LogUnwritable: nothing happened.
    """
    letter = arrived.opened.letter
    with means.ledger.write() as tx:
        seen = exchange_inbox.find(tx, letter.sender, letter.id)
        if seen is not None and seen.state in (InboxState.APPLIED, InboxState.REFUSED):
            return answer_of(tx, seen)
        thread = kept.thread(tx, letter.sender, letter.conversation)
        if letter.seq <= thread.their_seq:
            raise Refused(409, "seq_taken")
        if letter.seq > thread.their_seq + 1:
            return keep(tx, arrived, InboxState.PARKED, "", seen=seen, means=means)
        now = Now(tx, seen, thread, means)
        decided = _again(arrived, decided, now) if isinstance(decided, Outcome) else decided
        if isinstance(decided, No):
            answer = keep(tx, arrived, InboxState.REFUSED, decided.reason, seen=seen, means=means)
        else:
            # The leaves come first: where the log cannot be written, the effect does not even begin.
            answer = keep(tx, arrived, InboxState.APPLIED, "", seen=seen, means=means)
            decided.apply(tx)
            if decided.reply is not None:
                answer = _reply(tx, decided.reply, letter, means=means)
            thread = kept.thread(tx, letter.sender, letter.conversation)
        kept.save_thread(tx, replace(thread, their_seq=letter.seq, their_prev=arrived.opened.sha256))
        return answer


def park(arrived: Arrived, state: InboxState, *, means: ExchangeMeans) -> Received:
    """Keep a letter that is not applied now: before its turn (parked), or at its turn but not ready (stored).

    Raises:
        LogUnwritable: nothing was kept.
    """
    letter = arrived.opened.letter
    with means.ledger.write() as tx:
        seen = exchange_inbox.find(tx, letter.sender, letter.id)
        if seen is not None:
            return answer_of(tx, seen)
        if letter.seq <= kept.thread(tx, letter.sender, letter.conversation).their_seq:
            raise Refused(409, "seq_taken")
        return keep(tx, arrived, state, "", seen=None, means=means)


def refuse_kept(tx: Transaction, seen: InLetter, reason: str, *, means: ExchangeMeans) -> None:
    """Refuse a letter that lies here, wherever in its conversation it stands.

    Raises:
        LogUnwritable: nothing happened.
    """
    about = About(seen.letter, seen.sha256, seen.conversation, seen.seq)
    receipt = receipt_for(about, InboxState.REFUSED, reason, means=means)
    exchange_inbox.move(tx, seen, InboxState.REFUSED, reason=reason, receipt=receipt)
    facts = {"letter": seen.letter, "kind": seen.kind, "reason": reason}
    entry = LogEntry(
        Event.LETTER_REFUSED, means.identity.id, "", means.clock(), partner=seen.partner, facts=facts
    )
    means.trail.record(tx, entry)


def _again(arrived: Arrived, outcome: Outcome, now: Now) -> Outcome | No:
    letter, means, today = arrived.opened.letter, now.means, now.means.clock().date()
    peer = means.agreements.under(letter.agreement, tx=now.tx)
    if peer is None:
        return No("wrong_agreement")
    if letter.kind is not LetterKind.AGREEMENT and not peer.is_in_force(today):
        return No(peer.why_not(today))
    if letter.expires_at <= means.clock():
        return No("expired")
    if letter.prev != now.thread.their_prev:
        means.log(now.tx, Event.ALARM, letter, alarm="broken_chain")
        return No("broken_chain")
    law = means.current_policy()
    was_kept_under = law if now.seen is None or letter.kind in GROUNDLESS_KINDS else now.seen.policy
    if outcome.policy not in ("", law) or was_kept_under != law:
        return No("policy_changed")
    return outcome


def _reply(tx: Transaction, reply: Reply, letter: Letter, *, means: ExchangeMeans) -> Received:
    posted = post(tx, reply.standing, reply.outgoing, means=means)
    exchange_inbox.set_reply(tx, letter.sender, letter.id, posted.id)
    return _answer(tx, letter)


def _answer(tx: Transaction, letter: Letter) -> Received:
    found = exchange_inbox.find(tx, letter.sender, letter.id)
    if found is None:
        raise NotStored("a letter that was just kept is not there", hint="run `trefpunt doctor`")
    return answer_of(tx, found)


def keep(
    tx: Transaction,
    arrived: Arrived,
    state: InboxState,
    reason: str,
    *,
    seen: InLetter | None,
    means: ExchangeMeans,
) -> Received:
    """Write a letter into the inbox, or take it a step on, with its leaves and its receipt."""
    letter = arrived.opened.letter
    if seen is not None and seen.state is state:
        return answer_of(tx, seen)
    receipt = receipt_for(about_letter(arrived.opened), state, reason, means=means)
    if seen is None:
        means.log(tx, Event.LETTER_RECEIVED, letter)
        exchange_inbox.add(tx, _row(arrived, state, reason, receipt, means=means))
        _expect(tx, arrived, means=means)
    else:
        exchange_inbox.move(tx, seen, state, reason=reason, receipt=receipt)
    if state is InboxState.APPLIED:
        means.log(tx, Event.LETTER_APPLIED, letter)
    elif state is InboxState.REFUSED:
        means.log(tx, Event.LETTER_REFUSED, letter, reason=reason)
    return _answer(tx, letter)


def _expect(tx: Transaction, arrived: Arrived, *, means: ExchangeMeans) -> None:
    """Count what a letter brings against the room that its sender has here, before anything is fetched."""
    wanted, partner = arrived.opened.wanted, arrived.peer.id
    if not wanted:
        return
    named = [(blob, not means.blobs.has(blob.sha256)) for blob in wanted]
    exchange_blobs.expect(tx, partner, arrived.opened.letter.id, named)
    if exchange_blobs.held_bytes(tx, partner) > means.limits.held_bytes_a_partner:
        raise Refused(429, "too_much_held", retry_after_s=int(means.limits.stored_pause_s))


def _row(arrived: Arrived, state: InboxState, reason: str, receipt: str, *, means: ExchangeMeans) -> InLetter:
    letter, opened = arrived.opened.letter, arrived.opened
    return InLetter(
        partner=letter.sender,
        letter=letter.id,
        conversation=letter.conversation,
        seq=letter.seq,
        is_void=letter.kind is LetterKind.VOID,
        kind=letter.kind.value,
        sha256=opened.sha256,
        token=opened.token,
        received_at=means.clock(),
        expires_at=letter.expires_at,
        policy=means.current_policy(),
        state=state,
        reason=reason,
        receipt=receipt,
    )
