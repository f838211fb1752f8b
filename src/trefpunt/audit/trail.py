"""Writing the log: an act and its trace stand or fall together."""

import re
import secrets
from collections.abc import Sequence

from trefpunt.audit.entries import decode_entry, fault_of, open_entry, seal_entry
from trefpunt.crypto.sealing import Rng
from trefpunt.errors import InputError, LogUnwritable
from trefpunt.model import Count, CountedDecision, LogEntry
from trefpunt.store.ledger import Transaction, counting
from trefpunt.store.ledger import audit as ledger

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")


class Trail:
    """The pen of the log. Safe to share; it holds the key of the entries and nothing else.

    Args:
        entry_key: 32 bytes, shared with the oversight body.
        rng: gives n random bytes; replaced for known answers only.
    """

    __slots__ = ("_entry_key", "_rng")

    def __init__(self, entry_key: bytes, *, rng: Rng = secrets.token_bytes) -> None:
        self._entry_key = entry_key
        self._rng = rng

    def record(self, tx: Transaction, entry: LogEntry) -> None:
        """Write an act into the log, in the transaction of the act itself.

        Raises:
            LogUnwritable: it could not be written, for whatever reason. The whole transaction has been
                undone already, so the act did not happen either, even if the caller goes on.
        """
        self.record_often(tx, entry, 1)

    def record_often(self, tx: Transaction, entry: LogEntry, times: int) -> None:
        """Write one entry several times, each with a leaf of its own: what fills up a checkpoint.

        Raises:
            LogUnwritable: as `record`.
        """
        self.record_all(tx, (entry,) * times)

    def record_all(self, tx: Transaction, entries: Sequence[LogEntry]) -> None:
        """Write several acts of one transaction in their order: much faster than one by one.

        Raises:
            LogUnwritable: as `record`.
        """
        if not entries:
            return
        try:
            numbered = enumerate(entries, ledger.log_size(tx))
            ledger.append_entries(
                tx, [seal_entry(self._entry_key, idx, entry, rng=self._rng) for idx, entry in numbered]
            )
        except Exception as error:
            ledger.abandon(tx)
            raise _unwritable(error) from error

    def count(self, tx: Transaction, count: Count) -> None:
        """Add one to the counting register, which knows no persons, officers or cases.

        Raises:
            LogUnwritable: it could not be written; the whole transaction has been undone.
        """
        try:
            if not _MONTH.match(count.month):
                raise InputError("the counting register was given no month", hint="expected YYYY-MM")
            ledger.add_count(tx, count)
        except Exception as error:
            ledger.abandon(tx)
            raise _unwritable(error) from error

    def count_decision(self, tx: Transaction, counted: CountedDecision) -> None:
        """Add what a decision turned on to the counting register: what a draft is tried on later.

        Raises:
            LogUnwritable: it could not be written; the whole transaction has been undone.
        """
        try:
            counting.add_decision(tx, counted)
        except Exception as error:
            ledger.abandon(tx)
            raise _unwritable(error) from error

    def read(self, stored: ledger.StoredEntry) -> LogEntry | None:
        """Return what an entry says; None when it was erased.

        Raises:
            BadSeal: the entry was changed, or written under another key.
        """
        if stored.ciphertext is None:
            return None
        return decode_entry(open_entry(self._entry_key, stored.idx, stored.ciphertext)[1])

    def opened(self, stored: ledger.StoredEntry) -> tuple[bytes, bytes] | None:
        """Return salt and canonical bytes of an entry, for those who check its leaf; None when erased.

        Raises:
            BadSeal: as `read`.
        """
        if stored.ciphertext is None:
            return None
        return open_entry(self._entry_key, stored.idx, stored.ciphertext)

    def fault_of(self, stored: ledger.StoredEntry) -> str:
        """Return what is wrong with a stored position, as a code; empty when nothing is."""
        return fault_of(self._entry_key, stored)


def _unwritable(error: Exception) -> LogUnwritable:
    return LogUnwritable(
        "the log cannot be written ({kind}), so nothing was done",
        hint="run `trefpunt doctor`, mend what it names, then repeat what you did",
        kind=type(error).__name__,
    )
