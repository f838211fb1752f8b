"""Taking a record out: by order, and on the record itself."""

from trefpunt.intake.load import Means, without
from trefpunt.intake.subjects import SCHEMA, SET_NAME, find
from trefpunt.model import Event, LogEntry, Officer


def remove(ref: str, *, officer: Officer, means: Means, reason: str = "") -> bool:
    """Remove the subject with this reference from the disk and log it; False where there is none.

    Args:
        reason: a code, such as `prosecutor_order`; never anything about the subject.

    Raises:
        StoreFull, LogUnwritable: nothing was changed.
    """
    with means.columns.alone():
        if find(means.columns, ref) is None:
            return False
        rows = (without(batch, {ref}) for batch in means.columns.batches(SET_NAME))
        staged = means.columns.stage(SET_NAME, SCHEMA, rows)
        try:
            entry = LogEntry(
                event=Event.RECORD_REMOVED,
                actor=officer.id,
                role=officer.role.value,
                at=means.clock(),
                subject_ref=ref,
                facts={"reason": reason} if reason else {},
            )
            with means.ledger.write() as tx:
                means.trail.record(tx, entry)
            staged.publish()
        finally:
            staged.discard()
    return True
