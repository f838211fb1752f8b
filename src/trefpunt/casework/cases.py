"""Opening, handing over and closing a case, and saying so in the log."""

from dataclasses import replace

from trefpunt.audit import Trail
from trefpunt.casework.may import is_stranger
from trefpunt.casework.means import Means
from trefpunt.errors import InputError
from trefpunt.model import Case, CaseState, Event, LogEntry, Officer, Refusal
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


def hand_over(
    number: str, to: Officer, *, officer: Officer, approved_by: Officer, means: Means
) -> Case | Refusal:
    """Hand the work on a case from one officer to another, with a second officer's approval.

    Raises:
        InputError: who approves is one of the two, or the other works on it already.
    """
    if approved_by.id in (officer.id, to.id):
        raise InputError(
            "a handover is approved by one of the two that it is between", hint="ask a third officer"
        )
    with means.ledger.write() as tx:
        case = _to_change(tx, number, officer)
        if isinstance(case, Refusal):
            return case
        if to.id in case.members:
            raise InputError("this officer works on the case already", hint="nothing is to be handed over")
        members = tuple(to.id if one == officer.id else one for one in case.members)
        kept.set_members(tx, number, members)
        means.log(
            tx,
            Event.CASE_HANDED_OVER,
            officer,
            case=number,
            purpose=case.purpose,
            to=to.id,
            approved_by=approved_by.id,
        )
    return replace(case, members=members)


def close_case(number: str, *, officer: Officer, means: Means) -> Refusal | None:
    """Close a case: nothing is asked for it any more, and nothing shared beside it."""
    with means.ledger.write() as tx:
        case = _to_change(tx, number, officer)
        if isinstance(case, Refusal):
            return case
        kept.close_case(tx, number)
        means.log(tx, Event.CASE_CLOSED, officer, case=number, purpose=case.purpose)
    return None


def _to_change(tx: Transaction, number: str, officer: Officer) -> Case | Refusal:
    case = kept.find_case(tx, number)
    if case is None:
        return Refusal(code="no_such_case", facts=(("case", number),))
    if case.state is CaseState.CLOSED:
        return Refusal(code="case_closed", facts=(("case", number),))
    return is_stranger(tx, number, officer) or case
