"""Verdicts by letter: what one party says about an agreement reaches the other, and is kept there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from trefpunt.errors import ExchangeError
from trefpunt.exchange.agreements import Agreements
from trefpunt.exchange.documents import document_of, read_document
from trefpunt.exchange.handlers import Outcome, Outgoing
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.wire import odd, read_object
from trefpunt.model import Agreement, AgreementSignature, Letter, LetterKind
from trefpunt.sentence import Sentence
from trefpunt.store.ledger import Transaction


def verdict_letter(peer: Peer, said: AgreementSignature) -> Outgoing:
    """Return the letter that tells a partner a verdict; it carries the whole agreement."""
    body = {"agreement": document_of(peer.agreement), "verdict": said.token}
    return Outgoing(LetterKind.AGREEMENT, peer.id, body)


def on_agreement(letter: Letter, peer: Peer, *, agreements: Agreements) -> Outcome:
    """Handle a partner's verdict: on the agreement known here, or on a new one that is proposed by it."""
    agreement, token = _read(letter.body)

    def apply(tx: Transaction) -> None:
        known = agreements.under(agreement.id, tx=tx)
        _check_speaks_for_itself(agreement, known, peer, agreements.today())
        # Nobody here has proposed it: two officers are still to look at it.
        about = agreements.propose(tx, agreement, officer="") if known is None else known
        agreements.take(tx, token, peer=about)

    return Outcome(apply=apply)


def _check_speaks_for_itself(agreement: Agreement, known: Peer | None, sender: Peer, today: date) -> None:
    """A partner speaks of its own agreements only, and proposes with the keys it proved when it paired."""
    if known is not None and known.id == sender.id:
        return
    is_itself = known is None and sender.is_in_force(today) and sender.party in agreement.parties
    if not is_itself:
        raise ExchangeError("a verdict is not about an agreement of its sender", hint="pair by an invitation")


def _read(body: Mapping[str, Any]) -> tuple[Agreement, str]:
    found = read_object("agreement letter", dict(body), {"agreement": dict, "verdict": str})
    agreement = read_document(found["agreement"])
    if not found["verdict"]:
        raise odd("agreement letter.verdict", Sentence("a signed verdict"))
    return agreement, found["verdict"]
