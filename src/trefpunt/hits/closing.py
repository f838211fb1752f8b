"""Closing questions that no answer can come to any more, so that nobody waits and no sheet lies about."""

from trefpunt.hits.finish import refused
from trefpunt.hits.means import Means
from trefpunt.model import OutboxState, Refusal
from trefpunt.store.ledger import Transaction, exchange_outbox
from trefpunt.store.ledger import hits as kept

ENDED = frozenset({OutboxState.REFUSED, OutboxState.EXPIRED})
_WORSE_NAMED = frozenset({"handler_error"})


def close_ended(*, means: Means) -> int:
    """Close every open question whose letter was refused or expired; return how many."""
    with means.ledger.read() as tx:
        ended = [asked for asked in kept.open_questions(tx) if _end_of(tx, asked) is not None]
    for asked in ended:
        with means.ledger.write() as tx:
            sent = _end_of(tx, asked)
            if sent is not None:
                refused([asked], _why(sent), by=_who(sent, asked, means), means=means).apply(tx)
    return len(ended)


def _end_of(tx: Transaction, asked: kept.AskedQuestion) -> exchange_outbox.OutLetter | None:
    sent = exchange_outbox.find(tx, asked.letter)
    return sent if sent is not None and sent.state in ENDED else None


def _why(sent: exchange_outbox.OutLetter) -> Refusal:
    if sent.state is OutboxState.EXPIRED:
        return Refusal(code="letter_expired")
    if sent.reason in _WORSE_NAMED:
        return Refusal(code=sent.reason)
    return Refusal(code="letter_refused", facts=(("reason", sent.reason),))


def _who(sent: exchange_outbox.OutLetter, asked: kept.AskedQuestion, means: Means) -> str:
    # What the partner signed it said; everything else was found at home.
    return asked.partner if sent.receipt and sent.state is OutboxState.REFUSED else means.me.id
