"""What casework stands on, handed in whole by `node`."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trefpunt.audit import Trail
from trefpunt.exchange import Exchange
from trefpunt.model import Authority, Clock, Event, LogEntry, Officer
from trefpunt.store.ledger import Ledger, Transaction
from trefpunt.treaty import Law


@dataclass(frozen=True, slots=True)
class Means:
    """Everything that a verb of this room uses.

    Attributes:
        case_key: hides case numbers from partners.
        halted: gives the code of what stops every act just now; empty for nothing.
        packages: folder for what is handed over by another channel.
    """

    me: Authority
    ledger: Ledger
    trail: Trail
    law: Law
    exchange: Exchange
    clock: Clock
    case_key: bytes
    packages: Path
    officers: frozenset[str] = frozenset()
    halted: Callable[[Transaction], str] = lambda _: ""
    wait_s: int = 5
    rng: Callable[[int], bytes] = secrets.token_bytes

    def new_id(self, letter: str) -> str:
        """Return a fresh reference that begins with a letter for its kind."""
        return f"{letter}-{self.rng(9).hex()}"

    def log(self, tx: Transaction, event: Event, officer: Officer | None, **said: str) -> None:
        """Write what was done to the log, in the caller's transaction.

        Args:
            said: article, purpose, case, subject_ref and partner go to their places, the rest are facts.

        Raises:
            LogUnwritable: then nothing happens.
        """
        places = {
            name: said.pop(name, "") for name in ("article", "purpose", "case", "subject_ref", "partner")
        }
        actor, role = (self.me.id, "") if officer is None else (officer.id, officer.role.value)
        self.trail.record(tx, LogEntry(event, actor, role, self.clock(), **places, facts=said))
