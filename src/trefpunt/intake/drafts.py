"""A record while it is being read: values gather, and so do the faults found on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from trefpunt.naming import Fault


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong in one row. `seen` is a personal value: it goes into the rejects file only."""

    row: int
    ref: str
    column: str
    code: str
    seen: str
    expected: str

    def __repr__(self) -> str:
        return f"RowFault(row={self.row}, column={self.column!r}, code={self.code!r})"


@dataclass(slots=True)
class Draft:
    """One row on its way to a subject.

    Attributes:
        row: counted as a spreadsheet does: the header of a CSV is row 1.
        unknown: properties of the entity that are not kept; of a CSV, in its first row, the columns.
        rejected_for: code of the fault for which the whole row is left out, or empty.
    """

    row: int
    ref: str = ""
    schema: str = ""
    category: str = ""
    properties: dict[str, list[str]] = field(default_factory=dict)
    identifiers: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    rejected_for: str = ""

    def add(self, name: str, value: str) -> None:
        """Add a value to a property, once."""
        held = self.properties.get(name)
        if held is None:
            self.properties[name] = [value]
        elif value not in held:
            held.append(value)

    def blame(self, column: str, fault: Fault, seen: str) -> None:
        """Note a fault of one value; the row stays."""
        self.faults.append(RowFault(self.row, self.ref, column, fault.code, seen, fault.expected))

    def reject(self, column: str, code: str, *, seen: str = "", expected: str = "") -> None:
        """Leave the whole row out."""
        self.rejected_for = self.rejected_for or code
        self.faults.append(RowFault(self.row, self.ref, column, code, seen, expected))

    def first(self, name: str) -> str:
        """Return the first value of a property, or nothing."""
        return next(iter(self.properties.get(name, ())), "")

    def __iter__(self) -> Iterator[tuple[str, list[str]]]:
        yield from self.properties.items()

    def __repr__(self) -> str:
        return f"Draft(row={self.row}, ref={self.ref!r})"
