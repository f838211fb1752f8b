"""The log watched by others: cosigned by the oversight body and partners, mirrored to the oversight body."""

from collections.abc import Iterable

from trefpunt.audit import (
    Cosigned,
    Cosigner,
    Quorum,
    add_checkpoint,
    close_checkpoint,
    collect_cosignatures,
    hand_over_key,
    mark_mirrored,
    next_batch,
)
from trefpunt.crypto import NoteVerifier
from trefpunt.errors import ExchangeError
from trefpunt.exchange import Outgoing, Peer
from trefpunt.exchange.door import WitnessFor
from trefpunt.model import AuthorityKind, LetterKind, OutboxState
from trefpunt.node.opened import Node
from trefpunt.store.ledger import Transaction


def quorum_of(node: Node, tx: Transaction) -> Quorum | None:
    """Return who must cosign this log: the oversight body and a partner; None while none oversees it."""
    overseers, partners = _cosigners(node, tx)
    return Quorum(overseers[0], tuple(partners)) if overseers else None


def checkpoint_now(node: Node) -> int:
    """Close a checkpoint; return its size."""
    with node.ledger.write() as tx:
        return close_checkpoint(tx, node.log, now=node.clock()).size


def gather_cosignatures(node: Node) -> dict[str, Cosigned]:
    """Ask everybody who watches this log to cosign its latest checkpoint, then feed the mirror."""
    with node.ledger.read() as tx:
        overseers, partners = _cosigners(node, tx)

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
            batch = next_batch(tx, node.log.origin, oversight=overseer)
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


def witness_for(node: Node) -> WitnessFor:
    """Return what answers a partner's checkpoint at this node's door."""

    def answer(peer: Peer, body: bytes) -> tuple[int, bytes]:
        verifier = NoteVerifier.parse(peer.party.log_key)
        with node.ledger.write() as tx:
            known = {verifier.name: (verifier,)}
            return add_checkpoint(tx, body, witness=node.witness, known_logs=known, now=node.clock())

    return answer


def _cosigners(node: Node, tx: Transaction) -> tuple[list[Cosigner], list[Cosigner]]:
    today, seen = node.clock().date(), dict[str, Peer]()
    for peer in node.exchange.agreements.peers(tx=tx):
        if peer.is_in_force(today):
            seen.setdefault(peer.id, peer)
    return (
        [_cosigner(peer) for peer in _of_kind(seen.values(), overseers=True)],
        [_cosigner(peer) for peer in _of_kind(seen.values(), overseers=False)],
    )


def _of_kind(peers: Iterable[Peer], *, overseers: bool) -> list[Peer]:
    return [peer for peer in peers if (peer.authority.kind is AuthorityKind.OVERSIGHT) is overseers]


def _cosigner(peer: Peer) -> Cosigner:
    return Cosigner(peer.id, NoteVerifier.parse(peer.party.witness_key))
