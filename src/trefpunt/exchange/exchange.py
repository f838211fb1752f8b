"""The exchange of one node: post, deliver, receive, and what a running node does every few seconds."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from trefpunt.exchange.accepting import accept
from trefpunt.exchange.agreements import Agreements
from trefpunt.exchange.apply import Workplace, apply_stored, receive
from trefpunt.exchange.arrive import Received
from trefpunt.exchange.bench import Bench
from trefpunt.exchange.deliver import Delivery, claim, deliver, deliver_claimed, deliver_due
from trefpunt.exchange.door import Door, WitnessFor
from trefpunt.exchange.expire import expire_due, forget_old
from trefpunt.exchange.handlers import Handler, Outgoing
from trefpunt.exchange.invitation import Invitation, Terms
from trefpunt.exchange.lanes import Lanes
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.pairing import invite
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.post import post
from trefpunt.exchange.reconcile import Difference, mend, reconcile
from trefpunt.exchange.signing import on_agreement, verdict_letter
from trefpunt.exchange.sweep import sweep
from trefpunt.model import AgreementSignature, Ground, Letter, LetterKind, OutboxState, Refusal, Verdict
from trefpunt.store.blobs import Blobs
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger.exchange_outbox import OutLetter

Also = Callable[[Transaction, Letter], None]


class Exchange:
    """Letters of one node, out and in.

    Args:
        handlers: the table of kinds; whoever wires the rooms may fill it after this is made.
    """

    def __init__(self, means: ExchangeMeans, handlers: dict[LetterKind, Handler]) -> None:
        self.means = means
        self.agreements: Agreements = means.agreements
        self.blobs: Blobs = means.blobs
        handlers.setdefault(LetterKind.AGREEMENT, partial(on_agreement, agreements=self.agreements))
        limits = means.limits
        self._place = Workplace(
            means,
            handlers,
            bench=Bench[Received](limits.workers),
            outwards=Lanes(limits.lanes, name="deliver"),
            inwards=Lanes(limits.lanes, name="apply"),
        )

    def post(self, tx: Transaction, standing: Ground | Refusal | None, outgoing: Outgoing) -> Letter:
        """Put a letter into the outbox and the log, in the caller's transaction; see `post.post`."""
        return post(tx, standing, outgoing, means=self.means)

    def deliver(self, letter_id: str, *, wait_s: float) -> Delivery:
        """Try once to bring a letter; a reply that comes with the receipt has been applied already."""
        return deliver(letter_id, wait_s=wait_s, place=self._place)

    def call(
        self, standing: Ground | None, outgoing: Outgoing, *, wait_s: float, also: Also | None = None
    ) -> Delivery:
        """Post a letter and try at once to bring it.

        Args:
            also: writes the caller's rows in the transaction that posts the letter.

        Raises:
            ExchangeError, AgreementLapsed, InputError, LogUnwritable: as `post`; nothing left this node.
        """
        with self.means.ledger.write() as tx:
            letter = self.post(tx, standing, outgoing)
            if also is not None:
                also(tx, letter)
            claimed: OutLetter | None = claim(tx, letter.id, wait_s=wait_s, means=self.means)
        if claimed is None:
            return Delivery(OutboxState.WAITING)
        return deliver_claimed(claimed, wait_s=wait_s, place=self._place)

    def receive(
        self, letter_id: str, token: bytes, *, peer_fingerprint: str, wait_s: float | None
    ) -> Received:
        """Take a letter from whoever showed this certificate; answer when it is done or the time is over."""
        return receive(letter_id, token, fingerprint=peer_fingerprint, wait_s=wait_s, place=self._place)

    def deliver_due(self, now: datetime) -> int:
        """Try every letter whose next try has come; return how many were tried."""
        return deliver_due(now, place=self._place)

    def apply_stored(self) -> int:
        """Work on what is stored or parked and whose turn has come; return how many there were."""
        return apply_stored(place=self._place)

    def expire_due(self) -> int:
        """End letters whose time is over, tell a person and close their numbers; return how many ended."""
        return expire_due(means=self.means)

    def sweep(self) -> int:
        """Remove attachments that no letter needs any more; return how many."""
        return sweep(means=self.means)

    def forget_old(self) -> int:
        """Remove letters that nobody can replay any more; return how many."""
        return forget_old(means=self.means)

    def invite(self, terms: Terms, *, officer: str) -> Invitation:
        """Make an invitation; its `line` goes to the partner's officer. See `pairing.invite`."""
        return invite(terms, officer=officer, means=self.means)

    def accept(self, line: str, *, officer: str) -> Peer:
        """Answer a partner's invitation; a second officer confirms with `say`. See `accepting.accept`."""
        return accept(line, officer=officer, means=self.means)

    def endorse(self, agreement_id: str, *, officer: str) -> None:
        """Take up an agreement that the partner proposed by letter; a second officer confirms with `say`."""
        with self.means.ledger.write() as tx:
            self.agreements.endorse(tx, agreement_id, officer=officer)

    def say(self, agreement_id: str, verdict: Verdict, *, officer: str) -> AgreementSignature:
        """Place this node's verdict on an agreement and try at once to tell the partner.

        Raises:
            ExchangeError: the same officer proposed it, or it is no agreement of this node.
        """
        with self.means.ledger.write() as tx:
            said = self.agreements.sign(tx, agreement_id, verdict, officer=officer)
            peer = self.agreements.under(agreement_id, tx=tx)
            letter = None if peer is None else self.post(tx, None, verdict_letter(peer, said))
        if letter is not None:
            self.deliver(letter.id, wait_s=self.means.limits.round_wait_s)
        return said

    def reconcile(self, partner: str) -> tuple[Difference, ...]:
        """Return what one side receipted and the other lost; see `reconcile.reconcile`."""
        return reconcile(partner, means=self.means)

    def mend(self, partner: str, differences: tuple[Difference, ...]) -> int:
        """Send again what the partner lost, and skip numbers it has seen; return how many were mended."""
        return mend(differences, partner, means=self.means)

    def door(self, *, witness: WitnessFor | None = None) -> Door:
        """Return what partners may ask of this node."""
        return Door(self._place, witness=witness)

    def close(self) -> None:
        """Finish what was begun, and let go of connections."""
        # Connections first: whoever waits for a partner that trickles is let go by that.
        self.means.transport.close()
        for pool in (self._place.outwards, self._place.inwards, self._place.bench):
            pool.close()
