"""Reconciling: after a restore, what one side receipted and the other has lost is found, and mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from trefpunt.errors import CryptoError, ExchangeError, InputError
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.state import LAST, StatePage, StateRow, open_state, page_of
from trefpunt.exchange.wire import oldest_id
from trefpunt.model import OutboxState
from trefpunt.store.ledger import Transaction, exchange_outbox
from trefpunt.store.ledger import exchange as kept

_KEPT = frozenset({OutboxState.STORED.value, OutboxState.APPLIED.value})


class Loss(StrEnum):
    """What is wrong with one letter.

    LOST_THERE: the partner receipted our letter and does not hold it any more; it is sent again.
    LOST_HERE: we receipted the partner's letter and do not hold it any more; the partner sends it again.
    FORGOTTEN_HERE: the partner holds a letter of ours that we do not know; its number is not used again.
    FORGOTTEN_THERE: we hold a letter of the partner's that it does not know; its number is closed here.
    OTHER_CONTENT: both know the letter with other bytes: an alarm.
    """

    LOST_THERE = "lost_there"
    LOST_HERE = "lost_here"
    FORGOTTEN_HERE = "forgotten_here"
    FORGOTTEN_THERE = "forgotten_there"
    OTHER_CONTENT = "other_content"


@dataclass(frozen=True, slots=True)
class Difference:
    """One letter about which two nodes do not say the same."""

    loss: Loss
    row: StateRow


def reconcile(partner: str, *, means: ExchangeMeans) -> tuple[Difference, ...]:
    """Compare everything that is remembered with what a partner remembers.

    Raises:
        PeerUnreachable: the partner does not answer.
        ExchangeError: there is no such partner, or its word is not signed, not fresh or not for us.
    """
    peer = means.agreements.peer(partner)
    if peer is None:
        raise ExchangeError("there is no agreement with this partner", hint="list them first")
    found: list[Difference] = []
    # What is older may have been forgotten by one side and not yet by the other, as it should.
    after = oldest_id(means.clock() - timedelta(seconds=means.limits.memory_s))
    while after != LAST:
        before = page_of(partner, nonce="", conversation="", after=after, means=means)
        theirs = _ask(peer, after, means=means)
        now = page_of(partner, nonce="", conversation="", after=after, means=means)
        until = min(before.until, theirs.until, now.until)
        found += _compare(*(_upto(page, until) for page in (before, now, theirs)))
        after = until
    return tuple(found)


def mend(differences: tuple[Difference, ...], partner: str, *, means: ExchangeMeans) -> int:
    """Send again what the partner lost, and never use numbers again that it has seen; return how many.

    Raises:
        PeerUnreachable: the partner does not answer; what was sent again is sent.
    """
    mended = 0
    peer = means.agreements.peer(partner)
    for difference in differences:
        if difference.loss is Loss.FORGOTTEN_HERE:
            with means.ledger.write() as tx:
                mended += skip_numbers(tx, partner, [difference])
        elif difference.loss is Loss.LOST_THERE and peer is not None:
            mended += _send_again(peer, difference.row, means=means)
    return mended


def _ask(peer: Peer, after: str, *, means: ExchangeMeans) -> StatePage:
    nonce = means.rng(32).hex()
    try:
        page = open_state(means.transport.get_state(peer, nonce, after=after), trusted=peer.trusted)
    except (CryptoError, InputError) as error:
        raise ExchangeError(
            "a partner's word about what was exchanged cannot be believed", hint="tell the partner"
        ) from error
    if (page.by, page.to, page.nonce, page.after) != (peer.id, means.identity.id, nonce, after):
        raise ExchangeError("a partner repeats an old word about what was exchanged", hint="tell the partner")
    if page.until <= after:
        raise ExchangeError("a partner's pages do not go on", hint="tell the partner")
    return page


def _upto(page: StatePage, until: str) -> StatePage:
    received = tuple(row for row in page.received if row.letter <= until)
    return replace(page, received=received, sent=tuple(row for row in page.sent if row.letter <= until))


def _compare(before: StatePage, now: StatePage, theirs: StatePage) -> list[Difference]:
    # Letters travel meanwhile: what we claim was so before we asked, what we miss is still missing now.
    return [
        *_changed(now.sent, theirs.received),
        *_changed(theirs.sent, now.received),
        *_missing(Loss.LOST_THERE, [row for row in before.sent if row.state in _KEPT], theirs.received),
        *_missing(Loss.FORGOTTEN_HERE, theirs.received, now.sent),
        *_missing(Loss.LOST_HERE, [row for row in theirs.sent if row.state in _KEPT], now.received),
        *_missing(Loss.FORGOTTEN_THERE, before.received, theirs.sent),
    ]


def _changed(sent: Sequence[StateRow], received: Sequence[StateRow]) -> list[Difference]:
    there = {row.letter: row.sha256 for row in received}
    return [
        Difference(Loss.OTHER_CONTENT, row) for row in sent if there.get(row.letter, row.sha256) != row.sha256
    ]


def _missing(loss: Loss, claimed: Sequence[StateRow], there: Sequence[StateRow]) -> list[Difference]:
    known = {row.letter for row in there}
    return [Difference(loss, row) for row in claimed if row.letter not in known]


def skip_numbers(tx: Transaction, partner: str, differences: Iterable[Difference]) -> int:
    """Never use numbers again that a partner has seen, though this node forgot them; return how many."""
    forgotten = (found.row for found in differences if found.loss is Loss.FORGOTTEN_HERE)
    skipped = 0
    for row in forgotten:
        thread = kept.thread(tx, partner, row.conversation)
        if thread.my_seq < row.seq:
            kept.save_thread(tx, replace(thread, my_seq=row.seq, my_prev=row.sha256))
            skipped += 1
    return skipped


def _send_again(peer: Peer, row: StateRow, *, means: ExchangeMeans) -> int:
    with means.ledger.read() as tx:
        sent = exchange_outbox.find(tx, row.letter)
    if sent is None or not sent.token:
        return 0
    # The letter has its receipt already; what comes back now says the same again.
    result = means.transport.put_letter(peer, sent.letter, sent.token, wait_s=means.limits.round_wait_s)
    return int(bool(result.receipt))
