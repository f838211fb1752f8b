"""What the exchange stands on, handed in whole by `node`."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from trefpunt.audit import Trail
from trefpunt.exchange.agreements import Agreements
from trefpunt.exchange.identity import Identity
from trefpunt.exchange.limits import Limits
from trefpunt.exchange.transport import Transport
from trefpunt.exchange.wire import Rng
from trefpunt.model import Clock, Event, Letter, LogEntry
from trefpunt.store.blobs import Blobs
from trefpunt.store.ledger import Ledger, Transaction


def _no_policy() -> str:
    return ""


def _no_texts() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class ExchangeMeans:
    """Everything that a verb of this room uses; nothing is looked up behind its back.

    Attributes:
        current_policy: gives the hash of the law in force here now.
        texts: gives name and hash of every treaty text of this node.
    """

    identity: Identity
    ledger: Ledger
    trail: Trail
    blobs: Blobs
    transport: Transport
    clock: Clock
    limits: Limits = field(default_factory=Limits)
    rng: Rng = secrets.token_bytes
    current_policy: Callable[[], str] = _no_policy
    texts: Callable[[], Mapping[str, str]] = _no_texts

    @property
    def agreements(self) -> Agreements:
        """The agreements of this node."""
        return Agreements(self.identity, self.ledger, self.trail, self.clock)

    def log(self, tx: Transaction, event: Event, letter: Letter, **facts: str) -> None:
        """Write what was done with a letter into the log, in the transaction that does it."""
        entry = LogEntry(
            event=event,
            actor=facts.pop("actor", "") or self.identity.id,
            role="",
            at=self.clock(),
            article=letter.article,
            purpose=letter.purpose,
            case=letter.case,
            partner=letter.receiver if letter.sender == self.identity.id else letter.sender,
            facts={"letter": letter.id, "kind": letter.kind.value, **facts},
        )
        self.trail.record(tx, entry)
