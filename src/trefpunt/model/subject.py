"""Subjects: whom or what a record is about, with FollowTheMoney's schema and property names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Schema(StrEnum):
    """The FollowTheMoney schemata that a subject may have. Source: followthemoney.tech, schema list."""

    PERSON = "Person"
    COMPANY = "Company"
    ORGANIZATION = "Organization"
    VEHICLE = "Vehicle"
    BANK_ACCOUNT = "BankAccount"


class SubjectCategory(StrEnum):
    """In what capacity somebody is on record. Source: Directive (EU) 2016/680, art. 6."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    CONTACT = "contact"
    FIRM = "firm"
    OBJECT = "object"
    APPLICANT = "applicant"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that names one subject in one register, with the time in which it did."""

    scheme: str
    value: str
    country: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def __repr__(self) -> str:
        return f"Identifier({self.scheme!r}, …)"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a record was read: enough to find the row again, and how it must be handled."""

    source: str
    row: int
    loaded_on: date
    handling: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, firm or thing as one authority has it on record.

    Attributes:
        ref: the holder's own reference of the record; the only part that may stand in a message.
        properties: FollowTheMoney property names with one or more values each, in the order read;
            for persons among others firstName, lastName, birthDate (ISO, may be partial), birthPlace,
            birthCountry, gender, nationality; for firms name, jurisdiction; for both country, address,
            postalCode, and `houseNumber` (ours: FollowTheMoney has no such property).
        identifiers: numbers that name the subject, apart from the other properties because they are checked.
    """

    ref: str
    schema: Schema
    category: SubjectCategory = SubjectCategory.OTHER
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    identifiers: tuple[Identifier, ...] = ()
    provenance: Provenance | None = None
    is_synthetic: bool = False

    def values(self, name: str) -> tuple[str, ...]:
        """Return every value of a property, in the order read; empty where there is none."""
        return self.properties.get(name, ())

    def first(self, name: str) -> str | None:
        """Return the first value of a property, or None."""
        return next(iter(self.values(name)), None)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for name, values in self.properties.items():
            for value in values:
                yield name, value

    def __repr__(self) -> str:
        return f"Subject({self.ref!r}, {self.schema.value})"
