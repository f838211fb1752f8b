"""A recipe: how one kind of foreign file becomes subjects."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trefpunt.model import Schema, SubjectCategory
from trefpunt.naming import DeclaredScheme

BY_ROW = "@row"
"""In place of a column for the reference: the number of the row; good for a file that only grows."""

_KEPT = """
name firstName secondName middleName lastName maidenName alias weakAlias previousName fatherName motherName
title gender birthDate birthPlace birthCountry deathDate nationality citizenship position occupation
country jurisdiction address postalCode houseNumber city street region email phone website
legalForm incorporationDate dissolutionDate status sector mainCountry capital classification
idNumber passportNumber registrationNumber taxNumber vatCode leiCode
type model color registrationDate buildDate bankName bic accountNumber iban balance currency
openingDate closingDate topics keywords notes summary description sourceUrl programId
"""
PROPERTIES = frozenset(_KEPT.split())
"""FollowTheMoney properties that are kept, and `houseNumber`, `city` and `street`, which are ours."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What becomes of one column: a property, an identifier, or a prefix of another.

    Attributes:
        header: as in the file; case and spaces around it do not count.
        property: FollowTheMoney property, or empty.
        identifier: scheme of `naming`, or one that the recipe declares, or empty.
        kind: kind of value of a property.
        country: alpha-2 of an identifier or postcode; empty means the country of the record.
        prefixed_by: header of a column whose text goes before this one (voorvoegsel, particule).
        split: sign between several values in one cell, or empty.
        values: what stands in the file -> what it means; anything else goes on as it is.
    """

    header: str
    property: str = ""
    identifier: str = ""
    kind: str = "text"
    country: str = ""
    prefixed_by: str = ""
    split: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """In what capacity the subjects are on record: always the same, or by a column of the file."""

    always: SubjectCategory | None = None
    header: str = ""
    values: Mapping[str, SubjectCategory] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A checked recipe.

    Attributes:
        name: names the register; two registers never share a reference.
        kind: `csv` or `ftm` (FollowTheMoney entities, one JSON object a line).
        schema: what the rows are about; None for `ftm`, where each line says so.
        ref_header: column of the holder's own reference, or `BY_ROW`.
        ref_prefix: put before it, so that two registers of one node never meet.
        sha256: of the text it was read from.
    """

    name: str
    kind: str
    category: CategoryRule
    sha256: str
    schema: Schema | None = None
    title: str = ""
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    decimal: str = "."
    dates: tuple[str, ...] = ()
    country: str = ""
    handling: str = ""
    is_synthetic: bool = False
    on_bad_identifier: str = "drop_value"
    ref_header: str = BY_ROW
    ref_prefix: str = ""
    columns: tuple[ColumnRule, ...] = ()
    constants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schemes: Mapping[str, DeclaredScheme] = field(default_factory=dict)

    def headers(self) -> tuple[str, ...]:
        """Return every header that the file must have, folded, each once."""
        named = [rule.header for rule in self.columns] + [rule.prefixed_by for rule in self.columns]
        named += [self.category.header, "" if self.ref_header == BY_ROW else self.ref_header]
        return tuple(dict.fromkeys(folded(header) for header in named if header))


def folded(header: str) -> str:
    """Return a header without what differs from export to export: case, and spaces around and within."""
    return " ".join(header.casefold().split())
