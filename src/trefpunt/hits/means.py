"""What asking, answering and publishing stand on, handed in whole by `node`."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from trefpunt.audit import Trail
from trefpunt.crypto import KeyFile, Oprf
from trefpunt.exchange import Exchange
from trefpunt.model import Authority, Clock
from trefpunt.naming import DeclaredScheme
from trefpunt.settings import HitSettings
from trefpunt.store.columns import Columns
from trefpunt.store.ledger import Ledger
from trefpunt.treaty import Law


@dataclass(frozen=True, slots=True)
class Means:
    """Everything that a verb of this room uses; nothing is looked up behind its back.

    Attributes:
        epochs: the second key file: one random key per partner, purpose, epoch and key type, never backed up.
        case_key: hides case numbers from partners.
        declared: identifier schemes that recipes of this node declare.
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
    declared: Mapping[str, DeclaredScheme] = field(default_factory=dict)
    rng: Callable[[int], bytes] = secrets.token_bytes
