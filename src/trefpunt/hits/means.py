"""What asking, answering and publishing stand on, handed in whole by `node`."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from trefpunt.audit import Trail
from trefpunt.crypto import KeyFile, Oprf
from trefpunt.exchange import Exchange
from trefpunt.model import Authority, Clock
from trefpunt.naming import DeclaredScheme
from trefpunt.settings import HitSettings
from trefpunt.store.columns import Columns
from trefpunt.store.ledger import Ledger, Transaction
from trefpunt.store.ledger.intake import declared_schemes
from trefpunt.treaty import Law


@dataclass(frozen=True, slots=True)
class Means:
    """Everything that a verb of this room uses; nothing is looked up behind its back.

    Attributes:
        epochs: the second key file: one random key per partner, purpose, epoch and key type, never backed up.
        case_key: hides case numbers from partners.
        halted: gives the code of what stops asking, answering and publishing just now; empty for nothing.
        officers: the service numbers of this node: a second officer must be one of them.
    """

    me: Authority
    ledger: Ledger
    trail: Trail
    law: Law
    exchange: Exchange
    oprf: Oprf
    epochs: KeyFile
    columns: Columns
    settings: HitSettings
    clock: Clock
    case_key: bytes
    halted: Callable[[Transaction], str] = lambda _: ""
    officers: frozenset[str] = frozenset()
    rng: Callable[[int], bytes] = secrets.token_bytes

    @property
    def declared(self) -> Mapping[str, DeclaredScheme]:
        """The identifier schemes that recipes of this node declare, of a load just now too."""
        with self.ledger.read() as tx:
            return declared_schemes(tx)
