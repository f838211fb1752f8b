"""Working on letters: handlers compute first, then comes the one transaction, then whoever waited behind."""

import logging
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Semaphore

from trefpunt.crypto import parse_strict_json
from trefpunt.errors import LogUnwritable, NotStored, StoreError, TrefpuntError
from trefpunt.exchange.arrive import Arrived, Received, Refused, examine, turn_away
from trefpunt.exchange.bench import Bench
from trefpunt.exchange.fetch import fetch_missing
from trefpunt.exchange.handlers import Handlers, Outcome
from trefpunt.exchange.lanes import Lanes
from trefpunt.exchange.letters import open_letter
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.settle import No, park, refuse_kept, settle
from trefpunt.exchange.voids import settle_void
from trefpunt.exchange.wire import odd
from trefpunt.model import CARRIES, InboxState, Letter, LetterKind
from trefpunt.sentence import Sentence
from trefpunt.store.ledger import exchange as kept
from trefpunt.store.ledger import exchange_inbox
from trefpunt.store.ledger.exchange_inbox import InLetter

_log = logging.getLogger("trefpunt.exchange")
_RETRY_S = 5
_FINISHED = 200
_UNFINISHED = (InboxState.PARKED, InboxState.STORED)


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where letters are worked on: means, the table of handlers, the bench, and the lanes of the partners."""

    means: ExchangeMeans
    handlers: Handlers
    bench: Bench[Received] = field(repr=False)
    outwards: Lanes = field(repr=False)
    inwards: Lanes = field(repr=False)
    # A body of megabytes is many times as large once it is parsed: only two of them at a time.
    large_bodies: Semaphore = field(default_factory=lambda: Semaphore(2), repr=False)


def receive(
    letter_id: str, token: bytes, *, fingerprint: str, wait_s: float | None, place: Workplace
) -> Received:
    """Take a letter: examine it, work on it, and answer when it is done or `wait_s` is over.

    Nothing that a handler does or a partner sends comes out of here as an exception.

    Args:
        fingerprint: of the certificate that the partner showed.
        wait_s: afterwards the letter is stored and the work goes on; None waits to the end.
    """
    means = place.means
    try:
        try:
            arrived = examine(letter_id, token, fingerprint=fingerprint, means=means)
            if isinstance(arrived, Received):
                return arrived
            if place.bench.busy_with(arrived.partner_key) >= means.limits.workers_a_partner:
                return park(arrived, InboxState.STORED, means=means)
            done = place.bench.run(
                arrived.key,
                lambda: _work(arrived, place=place),
                wait_s=wait_s,
                then=lambda done: _go_on(arrived, done, place=place),
            )
            if done is None:
                return park(arrived, InboxState.STORED, means=means)
            if arrived.opened.wanted:
                _note_told(arrived, means=means)
            return done
        except Refused as no:
            return turn_away(no, letter_id, fingerprint=fingerprint, means=means)
    except (LogUnwritable, StoreError) as error:
        _log.error("a letter was not taken: %s", error.code)
        return Received(503, code=error.code, retry_after_s=_RETRY_S)


def _note_told(arrived: Arrived, *, means: ExchangeMeans) -> None:
    """Note that the sender hears the end of its letter now: it was kept first, but never told so."""
    with means.ledger.write() as tx:
        kept_letter = exchange_inbox.find(tx, arrived.peer.id, arrived.opened.letter.id)
        if kept_letter is not None:
            exchange_inbox.receipt_given(tx, kept_letter)


def refuse_unread(letter_id: str, *, fingerprint: str, means: ExchangeMeans) -> Received:
    """Refuse a letter that is longer than what is read."""
    try:
        return turn_away(Refused(413, "too_large"), letter_id, fingerprint=fingerprint, means=means)
    except (LogUnwritable, StoreError) as error:
        return Received(503, code=error.code, retry_after_s=_RETRY_S)


def apply_stored(*, place: Workplace) -> int:
    """Work on what is stored or parked and whose turn has come; refuse what expired meanwhile.

    Returns:
        How many letters were looked at.
    """
    with place.means.ledger.read() as tx:
        partners = exchange_inbox.waiting_partners(tx)
    jobs = {partner: partial(_apply_of, partner, place=place) for partner in partners}
    return place.inwards.run(jobs, wait_s=place.means.limits.round_s)


def _apply_of(partner: str, *, place: Workplace) -> int:
    """Do the same for the letters of one partner: their attachments may be slow to come."""
    means, limit = place.means, place.means.limits.letters_a_round
    with means.ledger.read() as tx:
        overdue = exchange_inbox.overdue(tx, partner, now=means.clock(), limit=limit)
    for letter in overdue:
        with means.ledger.write() as tx:
            found = exchange_inbox.find(tx, letter.partner, letter.letter)
            if found is not None and found.state in _UNFINISHED:
                refuse_kept(tx, found, "expired", means=means)
    with means.ledger.read() as tx:
        waiting = [*overdue, *exchange_inbox.ready(tx, partner, limit=limit)]
    for conversation in sorted({letter.conversation for letter in waiting}):
        drain(partner, conversation, place=place)
    return len(waiting)


def drain(partner: str, conversation: str, *, place: Workplace) -> None:
    """Apply, one after the other, the letters of a conversation whose turn has come."""
    try:
        while _step(partner, conversation, place=place):
            continue
    except TrefpuntError as error:
        # Whatever stopped it stops nobody else; `apply_stored` comes back to it.
        _log.error("a parked letter was not applied: %s", error.code)


def _go_on(arrived: Arrived, done: Received, *, place: Workplace) -> None:
    # What was only parked or stored has closed no number, so nobody's turn has come by it.
    if done.status == _FINISHED:
        drain(arrived.peer.id, arrived.opened.letter.conversation, place=place)


def _step(partner: str, conversation: str, *, place: Workplace) -> bool:
    """Work on the next number of a conversation; say whether it was closed by that."""
    means = place.means
    with means.ledger.read() as tx:
        thread = kept.thread(tx, partner, conversation)
        there = exchange_inbox.at_place(tx, partner, conversation, thread.their_seq + 1)
    if not there:
        return False
    void = next((letter for letter in there if letter.is_void and letter.state in _UNFINISHED), None)
    letter = void or there[0]
    if letter.state is InboxState.REFUSED and not letter.is_void:
        return _pass_over(letter, means=means)
    if letter.state not in _UNFINISHED:
        return False
    arrived = _arrived_before(letter, means=means)
    if arrived is None or place.bench.is_busy_with(arrived.key):
        return False
    place.bench.run(arrived.key, lambda: _work(arrived, place=place))
    with means.ledger.read() as tx:
        return kept.thread(tx, partner, conversation).their_seq > thread.their_seq


def _pass_over(letter: InLetter, *, means: ExchangeMeans) -> bool:
    with means.ledger.write() as tx:
        thread = kept.thread(tx, letter.partner, letter.conversation)
        if thread.their_seq + 1 == letter.seq:
            kept.save_thread(tx, replace(thread, their_seq=letter.seq, their_prev=letter.sha256))
    return True


def _arrived_before(letter: InLetter, *, means: ExchangeMeans) -> Arrived | None:
    # Whether its key was valid counted when it first came; here only the bytes are opened again.
    with means.ledger.read() as tx:
        peers = means.agreements.peers(partner=letter.partner, tx=tx)
    for peer in peers:
        trusted = {name: key for known in peers for name, key in known.trusted.items()}
        opened = open_letter(letter.token, trusted=trusted, limits=means.limits)
        if opened.letter.agreement == peer.agreement.id:
            return Arrived(opened, peer)
    return None


def _work(arrived: Arrived, *, place: Workplace) -> Received:
    means, letter = place.means, arrived.opened.letter
    if letter.kind is LetterKind.VOID:
        return settle_void(arrived, means=means)
    with means.ledger.read() as tx:
        thread = kept.thread(tx, letter.sender, letter.conversation)
    if letter.seq > thread.their_seq + 1:
        return park(arrived, InboxState.PARKED, means=means)
    if arrived.opened.wanted:
        # Kept first: what is fetched then is counted, and let go of again whatever becomes of the letter.
        stored = park(arrived, InboxState.STORED, means=means)
        if not fetch_missing(arrived.opened.wanted, arrived.peer, means=means):
            return stored
    decided = _decide(arrived, place=place)
    try:
        return settle(arrived, decided, means=means)
    except Exception as error:  # a handler's effect may do anything, and the reception goes on
        if isinstance(decided, No) or _is_temporary(error) or isinstance(error, Refused):
            raise
        _say(arrived, error)
        return settle(arrived, No("handler_error"), means=means)


def _decide(arrived: Arrived, *, place: Workplace) -> Outcome | No:
    handler = place.handlers.get(arrived.opened.letter.kind)
    if handler is None:
        return No("no_handler")
    try:
        with place.large_bodies if arrived.opened.body_blob else nullcontext():
            return handler(_with_body(arrived, place=place), arrived.peer)
    except Exception as error:  # a handler may do anything, and the reception goes on
        if _is_temporary(error):
            raise
        _say(arrived, error)
        return No("handler_error")


def _with_body(arrived: Arrived, *, place: Workplace) -> Letter:
    opened, means = arrived.opened, place.means
    if opened.body_blob is None:
        return opened.letter
    raw = means.blobs.get(opened.body_blob.sha256)
    body = parse_strict_json(raw, max_bytes=CARRIES[opened.letter.kind].body_bytes, max_depth=16)
    if not isinstance(body, dict):
        raise odd("letter.body", Sentence("an object"))
    return replace(opened.letter, body=body)


def _is_temporary(error: Exception) -> bool:
    return isinstance(error, LogUnwritable | StoreError) and not isinstance(error, NotStored)


def _say(arrived: Arrived, error: Exception) -> None:
    # The kind of fault and its code only: a message may repeat what the letter said.
    code = error.code if isinstance(error, TrefpuntError) else ""
    letter = arrived.opened.letter
    _log.error("handler of %s failed on %s: %s %s", letter.kind.value, letter.id, type(error).__name__, code)
