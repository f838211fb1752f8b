"""Small counts, kept from telling about somebody: rows under a limit are shown together, as one.

The one row that is left when all others are known could be worked out from the total. So what is shown
together is at least two rows and at least the limit, and the smallest row beside it is added until it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

LEAST = 5
"""The smallest count that is shown by itself."""


class Row(Protocol):
    """Anything with a count."""

    @property
    def n(self) -> int:
        """How many."""


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Guarded(Generic[R]):
    """Rows that may be shown, largest first, and the sum of the others.

    Attributes:
        together: how many there are in the rows that are not shown.
        hidden: how many rows that are.
    """

    rows: tuple[R, ...]
    together: int
    hidden: int

    @property
    def total(self) -> int:
        """How many there are in all."""
        return self.together + sum(row.n for row in self.rows)


def guard(rows: Iterable[R], *, least: int = LEAST) -> Guarded[R]:
    """Return rows with the small ones taken together; equal counts keep their order."""
    ordered = sorted(rows, key=lambda row: -row.n)
    shown = [row for row in ordered if row.n >= least]
    small = ordered[len(shown) :]
    while small and shown and (len(small) < 2 or sum(row.n for row in small) < least):
        small.insert(0, shown.pop())
    return Guarded(tuple(shown), sum(row.n for row in small), len(small))
