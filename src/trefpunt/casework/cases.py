"""Opening a case, and saying so in the log."""

from trefpunt.audit import Trail
from trefpunt.model import Case, Event, LogEntry, Officer
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import cases as kept


def open_case(tx: Transaction, opened: Case, *, officer: Officer, trail: Trail) -> None:
    """Open a case, in the caller's transaction.

    Raises:
        StoreError: there is a case with this number already.
    """
    kept.open_case(tx, opened)
    trail.record(
        tx,
        LogEntry(
            event=Event.CASE_OPENED,
            actor=officer.id,
            role=officer.role.value,
            at=opened.opened_at,
            purpose=opened.purpose,
            case=opened.number,
            facts={"members": ",".join(opened.members), "protected": str(opened.is_protected)},
        ),
    )
