"""Agreements: kept, signed, revoked, and asked whether anything may flow.

Both parties sign the hash of the same canonical document. Either may revoke at once and alone; from then on
nothing flows in either direction, and nothing but a new agreement undoes it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from trefpunt.audit import Trail
from trefpunt.errors import ExchangeError
from trefpunt.exchange.documents import document_text, parse_document
from trefpunt.exchange.identity import Identity
from trefpunt.exchange.peers import Peer, peer_of
from trefpunt.exchange.verdicts import open_verdict, sign_verdict
from trefpunt.exchange.wire import to_milliseconds
from trefpunt.model import Agreement, AgreementSignature, AgreementState, Clock, Event, LogEntry, Verdict
from trefpunt.store.ledger import Ledger, Transaction
from trefpunt.store.ledger import exchange as kept

_OFFICERS_NEEDED = {Verdict.ACCEPT: 2, Verdict.REJECT: 1, Verdict.REVOKE: 1}


@dataclass(frozen=True, slots=True)
class TextDifference:
    """One treaty text that two nodes have not alike; a hash is empty where a node has not the text."""

    name: str
    ours: str
    theirs: str


class TextsDiffer(ExchangeError):
    """The partner relies on another version of a treaty text; `differences` has them text by text."""

    code = "texts_differ"

    def __init__(self, differences: tuple[TextDifference, ...]) -> None:
        names = tuple(difference.name for difference in differences)
        super().__init__(
            "the nodes have not the same version of {names}",
            hint="bring both nodes to the same treaty texts, then make a new invitation",
            names=names,
        )
        self.differences = differences


def differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[TextDifference, ...]:
    """Return the texts that an agreement relies on and that this node has not, or not alike.

    Args:
        ours: name and hash of every text of this node.
        theirs: name and hash of the texts relied on.
    """
    return tuple(
        TextDifference(name, ours.get(name, ""), digest)
        for name, digest in sorted(theirs.items())
        if ours.get(name) != digest
    )


class Agreements:
    """The agreements of one node."""

    def __init__(self, identity: Identity, ledger: Ledger, trail: Trail, clock: Clock) -> None:
        self._me, self._ledger, self._trail, self._clock = identity, ledger, trail, clock

    def peer(self, partner: str, *, tx: Transaction | None = None) -> Peer | None:
        """Return a partner under the agreement in force today, else under its newest; None for a stranger."""
        known = self.peers(partner=partner, tx=tx)
        today = self._clock().date()
        return next((peer for peer in known if peer.is_in_force(today)), known[0] if known else None)

    def today(self) -> date:
        """Return the day on which agreements are looked at."""
        return self._clock().date()

    def peers(self, *, partner: str = "", fingerprint: str = "", tx: Transaction | None = None) -> list[Peer]:
        """Return the other party of every agreement, newest first: of one partner, of one certificate."""
        with self._reading(tx) as open_tx:
            stored = kept.agreements(open_tx, partner=partner, fingerprint=fingerprint)
            return [self._peer(open_tx, item) for item in stored]

    def under(self, agreement_id: str, *, tx: Transaction | None = None) -> Peer | None:
        """Return the other party of one agreement."""
        with self._reading(tx) as open_tx:
            stored = kept.agreement(open_tx, agreement_id)
            return None if stored is None else self._peer(open_tx, stored)

    def in_force(self, partner: str, on: date, *, tx: Transaction | None = None) -> Agreement | None:
        """Return the newest agreement with a partner that is in force on a day."""
        known = self.peers(partner=partner, tx=tx)
        return next((peer.agreement for peer in known if peer.is_in_force(on)), None)

    def state(self, agreement_id: str, on: date, *, tx: Transaction | None = None) -> AgreementState | None:
        """Return where an agreement stands on a day; None for one that was never proposed here."""
        peer = self.under(agreement_id, tx=tx)
        return None if peer is None else peer.state(on)

    def signatures(
        self, agreement_id: str, *, tx: Transaction | None = None
    ) -> tuple[AgreementSignature, ...]:
        """Return the verdicts over an agreement, oldest first."""
        with self._reading(tx) as open_tx:
            return tuple(_signature(stored) for stored in kept.signatures(open_tx, agreement_id))

    def propose(self, tx: Transaction, agreement: Agreement, *, officer: str) -> Peer:
        """Keep an agreement that is to be signed.

        Args:
            officer: who proposed it here; somebody else must confirm.

        Raises:
            ExchangeError: one side is a sample node and the other is not, or this node is no party.
        """
        peer = self._checked(agreement)
        if (known := self.under(agreement.id, tx=tx)) is not None:
            return known
        text, now = document_text(agreement), self._clock()
        kept.add_agreement(
            tx, kept.StoredAgreement(agreement.id, peer.id, peer.fingerprint, text, now, officer)
        )
        self._log(tx, Event.AGREEMENT_PROPOSED, peer, actor=officer, verdict="")
        return peer

    def endorse(self, tx: Transaction, agreement_id: str, *, officer: str) -> None:
        """Take up an agreement that the partner proposed by letter; another officer may then confirm it.

        Raises:
            ExchangeError: there is none that waits for a first officer.
        """
        if not officer or not kept.set_proposer(tx, agreement_id, officer):
            raise ExchangeError(
                "no agreement waits for a first officer", hint="list them with `trefpunt agreements`"
            )

    def sign(
        self, tx: Transaction, agreement_id: str, verdict: Verdict, *, officer: str
    ) -> AgreementSignature:
        """Place this node's verdict: accepting takes a second officer, revoking takes one.

        Raises:
            ExchangeError: the officer proposed it as well, or a verdict stands already.
        """
        stored = kept.agreement(tx, agreement_id)
        if stored is None:
            raise ExchangeError("there is no such agreement", hint="list them with `trefpunt agreements`")
        officers = (stored.proposed_by, officer) if verdict is Verdict.ACCEPT else (officer,)
        if len(set(officers)) < _OFFICERS_NEEDED[verdict] or not all(officers):
            raise _same_officer()
        peer, now = self._peer(tx, stored), to_milliseconds(self._clock())
        if verdict is Verdict.ACCEPT and peer.state(now.date()) in (
            AgreementState.REJECTED,
            AgreementState.REVOKED,
        ):
            raise peer.lapsed(now.date())
        made = sign_verdict(
            agreement_id, verdict, by=self._me.id, at=now, officers=officers, key=self._me.signing
        )
        if kept.add_signature(tx, _stored(made)):
            self._log(tx, _event_of(verdict), peer, actor=officer, verdict=verdict.value)
        return made

    def take(self, tx: Transaction, token: str, *, peer: Peer) -> AgreementSignature:
        """Keep the partner's verdict.

        Raises:
            TokenRefused: the partner did not sign it.
            InputError: it has another shape.
            ExchangeError: it is about another agreement, or names one officer where two are needed.
        """
        said = open_verdict(token, trusted=peer.trusted)
        if said.agreement != peer.agreement.id or said.by != peer.id:
            raise ExchangeError("a verdict is about another agreement", hint="the partner must sign this one")
        if len(set(said.officers)) < _OFFICERS_NEEDED[said.verdict]:
            raise _same_officer()
        if kept.add_signature(tx, _stored(said)):
            self._log(tx, _event_of(said.verdict), peer, actor=peer.id, verdict=said.verdict.value)
        return said

    def _checked(self, agreement: Agreement) -> Peer:
        mine = [party for party in agreement.parties if party.authority.id == self._me.id]
        if mine != [self._me.party()]:
            raise ExchangeError(
                "an agreement does not name this node with its present keys and address",
                hint="make a new invitation",
            )
        if agreement.is_sample is not self._me.is_sample:
            raise _sample_with_live()
        return peer_of(agreement, self._me.id)

    def _peer(self, tx: Transaction, stored: kept.StoredAgreement) -> Peer:
        verdicts = [(item.by, Verdict(item.verdict)) for item in kept.signatures(tx, stored.id)]
        return peer_of(parse_document(stored.document), self._me.id, verdicts)

    def _log(self, tx: Transaction, event: Event, peer: Peer, *, actor: str, verdict: str) -> None:
        facts = {"agreement": peer.agreement.id, "verdict": verdict}
        entry = LogEntry(event, actor, "", self._clock(), partner=peer.id, facts=facts)
        self._trail.record(tx, entry)

    @contextmanager
    def _reading(self, tx: Transaction | None) -> Iterator[Transaction]:
        if tx is not None:
            yield tx
        else:
            with self._ledger.read() as opened:
                yield opened


def _stored(made: AgreementSignature) -> kept.StoredSignature:
    return kept.StoredSignature(
        made.agreement, made.by, made.verdict.value, made.signed_at, made.officers, made.token
    )


def _signature(stored: kept.StoredSignature) -> AgreementSignature:
    return AgreementSignature(
        stored.agreement, stored.by, Verdict(stored.verdict), stored.signed_at, stored.officers, stored.token
    )


def _event_of(verdict: Verdict) -> Event:
    return Event.AGREEMENT_SIGNED if verdict is Verdict.ACCEPT else Event.AGREEMENT_REVOKED


def _same_officer() -> ExchangeError:
    error = ExchangeError(
        "the same officer cannot propose and confirm an agreement",
        hint="ask a second officer to confirm it: four eyes",
    )
    error.code = "same_officer"
    return error


def _sample_with_live() -> ExchangeError:
    error = ExchangeError(
        "a sample node and a live node cannot make an agreement",
        hint="sample nodes talk to sample nodes only, for ever",
    )
    error.code = "sample_with_live"
    return error
