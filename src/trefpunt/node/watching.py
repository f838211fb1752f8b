"""The log watched by others: cosigned by the oversight body and partners, mirrored to the oversight body."""

from dataclasses import dataclass

from trefpunt.audit import (
    Cosigned,
    Quorum,
    Report,
    Seen,
    add_checkpoint,
    close_checkpoint,
    collect_cosignatures,
    hand_over_key,
    mark_mirrored,
    next_batch,
    verify_mirror,
)
from trefpunt.crypto import NoteVerifier
from trefpunt.errors import ExchangeError, PeerUnreachable
from trefpunt.exchange import Outgoing, Peer
from trefpunt.exchange.door import MOST_NOTES, LogWitness
from trefpunt.model import LetterKind, OutboxState
from trefpunt.node.opened import Node
from trefpunt.node.overseeing import has_mirror, mirrored_trail
from trefpunt.node.quorum import cosigners, quorum_on
from trefpunt.store.ledger import Transaction, exchange_outbox
from trefpunt.store.ledger.audit_watch import last_witnessed


def quorum_of(node: Node, tx: Transaction) -> Quorum | None:
    """Return who must cosign this log: the oversight body and a partner; None while none oversees it."""
    return quorum_on(node.exchange, tx, node.clock().date())


def checkpoint_now(node: Node) -> int:
    """Close a checkpoint; return its size."""
    with node.ledger.write() as tx:
        return close_checkpoint(tx, node.log, now=node.clock()).size


def gather_cosignatures(node: Node) -> dict[str, Cosigned]:
    """Ask everybody who watches this log to cosign its latest checkpoint, then feed the mirror."""
    with node.ledger.read() as tx:
        overseers, partners = cosigners(node.exchange, tx, node.clock().date())

    def send(partner: str, body: bytes) -> tuple[int, bytes]:
        peer = node.exchange.agreements.peer(partner)
        if peer is None:
            raise ExchangeError("a cosigner is no partner any more", hint="it is left out next time")
        return node.exchange.means.transport.add_checkpoint(peer, body)

    everyone = [*overseers, *partners]
    came = collect_cosignatures(node.ledger, node.log, everyone, send=send, now=node.clock())
    for overseer in overseers:
        if came[overseer.id] is Cosigned.DONE:
            feed_mirror(node, overseer.id)
    return came


def feed_mirror(node: Node, overseer: str) -> int:
    """Send the oversight body what it has cosigned and does not hold yet; return how many entries."""
    sent = 0
    while True:
        with node.ledger.read() as tx:
            # One at a time: a batch that is still on its way would only be refused a second time.
            is_on_its_way = exchange_outbox.has_unfinished(tx, overseer, kind=LetterKind.LOG_MIRROR.value)
            batch = None if is_on_its_way else next_batch(tx, node.log.origin, oversight=overseer)
        if batch is None:
            return sent
        peer = node.exchange.agreements.peer(overseer)
        if batch.first == 0 and peer is not None:
            # A mirror that cannot be read is none: the key goes before the first part.
            give_entry_key(node, peer)
        blob = node.exchange.blobs.put(batch.to_bytes())
        body = {"origin": node.log.origin, "batch": blob.sha256}
        outgoing = Outgoing(LetterKind.LOG_MIRROR, overseer, body, blobs=(blob,))
        delivery = node.exchange.call(None, outgoing, wait_s=node.settings.hits.wait_s)
        if delivery.state is not OutboxState.APPLIED:
            return sent
        with node.ledger.write() as tx:
            mark_mirrored(tx, overseer, batch.end, now=node.clock())
        sent += len(batch.rows)


def give_entry_key(node: Node, overseer: Peer) -> None:
    """Seal the key of the log's entries to the oversight body, so that it can read its mirror."""
    box = overseer.box_key
    body = hand_over_key(node.keys.secret("entries"), origin=node.log.origin, oversight_box=box)
    node.exchange.call(
        None, Outgoing(LetterKind.LOG_KEY, overseer.id, body), wait_s=node.settings.hits.wait_s
    )


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What others hold of this log.

    Attributes:
        seen: the checkpoints that each of them has cosigned.
        silent: who did not say, by id.
    """

    seen: Seen
    silent: tuple[str, ...]


def ask_witnesses(node: Node) -> Witnesses:
    """Ask everybody who watches this log what they have cosigned of it.

    Whoever holds the keys of a log can write another that is sound in itself; only others know better.
    """
    with node.ledger.read() as tx:
        overseers, partners = cosigners(node.exchange, tx, node.clock().date())
    notes, silent = dict[str, tuple[bytes, ...]](), list[str]()
    for cosigner in (*overseers, *partners):
        peer = node.exchange.agreements.peer(cosigner.id)
        try:
            if peer is not None:
                notes[cosigner.id] = node.exchange.means.transport.get_witnessed(peer)
        except PeerUnreachable:
            silent.append(cosigner.id)
    return Witnesses(Seen(notes), tuple(silent))


def verify_mirrors(node: Node) -> dict[str, Report]:
    """Check each log that is mirrored here, by its origin."""
    origins = {NoteVerifier.parse(peer.party.log_key).name for peer in node.exchange.agreements.peers()}
    held = [origin for origin in sorted(origins) if has_mirror(node.keys, origin)]
    with node.ledger.read() as tx:
        return {origin: verify_mirror(tx, origin, trail=mirrored_trail(node.keys, origin)) for origin in held}


def witness_for(node: Node) -> LogWitness:
    """Return what answers partners about their own logs at this node's door."""

    def cosign(peer: Peer, body: bytes) -> tuple[int, bytes]:
        verifier = NoteVerifier.parse(peer.party.log_key)
        with node.ledger.write() as tx:
            known = {verifier.name: (verifier,)}
            return add_checkpoint(tx, body, witness=node.witness, known_logs=known, now=node.clock())

    def witnessed(peer: Peer) -> list[bytes]:
        origin = NoteVerifier.parse(peer.party.log_key).name
        with node.ledger.read() as tx:
            return [kept.note for kept in last_witnessed(tx, origin, count=MOST_NOTES)]

    return LogWitness(cosign, witnessed)
