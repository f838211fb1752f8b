"""What this desk stands on, handed in whole by `node`."""

from dataclasses import dataclass

from trefpunt import casework
from trefpunt.model import Alert, Event, Officer
from trefpunt.store.ledger import Transaction


@dataclass(frozen=True, slots=True)
class Means:
    """Everything that a verb of this desk uses.

    Attributes:
        officers_to_send: 2 where a second officer must approve each alert, else 1.
    """

    work: casework.Means
    officers_to_send: int = 2

    def log(self, tx: Transaction, event: Event, alert: Alert, officer: Officer | None, **said: str) -> None:
        """Write a step of an alert to the log, without a word of what it says.

        Raises:
            LogUnwritable: then nothing happens.
        """
        self.work.log(
            tx,
            event,
            officer,
            article=alert.article,
            purpose="crisis_management",
            subject_ref=alert.id,
            partner=alert.partner,
            kind="exercise" if alert.is_exercise else "alert",
            **said,
        )
