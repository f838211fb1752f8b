"""Letters whose time is over: a person is told, numbers are closed, and much later they are forgotten."""

import contextlib
from datetime import timedelta

from trefpunt.errors import ExchangeError
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.post import post_void
from trefpunt.model import Event, LogEntry, OutboxState
from trefpunt.store.ledger import exchange as kept
from trefpunt.store.ledger import exchange_inbox, exchange_outbox


def expire_due(*, means: ExchangeMeans) -> int:
    """End every letter of the outbox whose time is over and close its number; return how many ended.

    Raises:
        LogUnwritable: the log cannot be written; the letters stay as they were.
    """
    with means.ledger.read() as tx:
        overdue = exchange_outbox.overdue(tx, now=means.clock(), limit=means.limits.letters_a_round)
    for letter in overdue:
        _expire(letter.letter, means=means)
    _close_numbers(means=means)
    return len(overdue)


def forget_old(*, means: ExchangeMeans) -> int:
    """Remove letters that nobody can replay any more: finished, and long past their time; return how many."""
    before = means.clock() - timedelta(seconds=means.limits.memory_s)
    with means.ledger.write() as tx:
        return exchange_inbox.forget(tx, expired_before=before) + exchange_outbox.forget(
            tx, expired_before=before
        )


def _expire(letter_id: str, *, means: ExchangeMeans) -> None:
    now = means.clock()
    with means.ledger.write() as tx:
        letter = exchange_outbox.find(tx, letter_id)
        if letter is None or letter.state not in (OutboxState.WAITING, OutboxState.STORED):
            return
        void = "" if letter.is_void else exchange_outbox.VOID_OWED
        exchange_outbox.move(tx, letter_id, OutboxState.EXPIRED, reason="expired", void=void)
        facts = {
            "letter": letter_id,
            "kind": letter.kind,
            "attempts": str(letter.attempts),
            "last": letter.reason,
        }
        means.trail.record(
            tx,
            LogEntry(Event.LETTER_EXPIRED, means.identity.id, "", now, partner=letter.partner, facts=facts),
        )
        told = {"kind": letter.kind, "reason": letter.reason}
        kept.add_notice(tx, kept.Notice(now, "letter_expired", letter.partner, letter_id, told))


def _close_numbers(*, means: ExchangeMeans) -> None:
    today = means.clock().date()
    with means.ledger.read() as tx:
        owing = exchange_outbox.owing_voids(tx, limit=means.limits.letters_a_round)
        partners = {letter.partner for letter in owing}
        # Without an agreement in force a number is closed under the next one, if there ever is one.
        reached = {name for name in partners if means.agreements.in_force(name, today, tx=tx) is not None}
    for letter in owing:
        if letter.partner not in reached:
            continue
        # It may be revoked between looking and writing.
        with contextlib.suppress(ExchangeError), means.ledger.write() as tx:
            found = exchange_outbox.find(tx, letter.letter)
            if found is not None and found.void == exchange_outbox.VOID_OWED:
                void = post_void(tx, found, found.reason, means=means)
                exchange_outbox.set_void(tx, found.letter, void.id)
