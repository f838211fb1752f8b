"""Who must cosign the log of this node, and what it may do while they have not."""

from collections.abc import Callable, Iterable
from datetime import date

from trefpunt.audit import Cosigner, LogStanding, Quorum, log_standing
from trefpunt.crypto import NoteVerifier
from trefpunt.exchange import Exchange, Peer
from trefpunt.model import AuthorityKind, Clock
from trefpunt.settings import LogSettings
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger.restored import is_halted, restored

NOT_COSIGNED = "log_not_cosigned"
RESTORED = "node_restored"


def cosigners(
    exchange: Exchange, tx: Transaction, on: date
) -> tuple[tuple[Cosigner, ...], tuple[Cosigner, ...]]:
    """Return the oversight bodies and the partners that this node has an agreement with on a day."""
    seen = dict[str, Peer]()
    for peer in exchange.agreements.peers(tx=tx):
        if peer.is_in_force(on):
            seen.setdefault(peer.id, peer)
    return _of_kind(seen.values(), overseers=True), _of_kind(seen.values(), overseers=False)


def quorum_on(exchange: Exchange, tx: Transaction, on: date) -> Quorum | None:
    """Return who must cosign: the oversight body and a partner; None while none oversees the log."""
    overseers, partners = cosigners(exchange, tx, on)
    return Quorum(overseers[0], partners) if overseers else None


def standing_of(exchange: Exchange, settings: LogSettings, tx: Transaction, *, clock: Clock) -> LogStanding:
    """Say what the cosignatures of the log allow; one that nobody oversees has none."""
    now = clock()
    return log_standing(
        tx,
        quorum_on(exchange, tx, now.date()),
        now=now,
        alarm_after_s=settings.alarm_after_h * 3600,
        reads_only_after_s=settings.read_only_after_h * 3600,
    )


def halting(exchange: Exchange, settings: LogSettings, *, clock: Clock) -> Callable[[Transaction], str]:
    """Return what says whether asking, answering and publishing must rest: with its code, or empty."""

    def halted(tx: Transaction) -> str:
        if is_halted(restored(tx), now=clock()):
            return RESTORED
        stands = standing_of(exchange, settings, tx, clock=clock)
        return NOT_COSIGNED if stands is LogStanding.READS_ONLY else ""

    return halted


def _of_kind(peers: Iterable[Peer], *, overseers: bool) -> tuple[Cosigner, ...]:
    return tuple(
        Cosigner(peer.id, NoteVerifier.parse(peer.party.witness_key))
        for peer in peers
        if (peer.authority.kind is AuthorityKind.OVERSIGHT) is overseers
    )
