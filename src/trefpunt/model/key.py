"""Match keys: what two records of the same subject have in common, one exact value each."""

from dataclasses import dataclass
from enum import StrEnum

SCHEME_VERSION = "tk1"


class Grade(StrEnum):
    """How much a shared key of a type says: strong alone, medium, or weak."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"

    def is_at_least(self, least: "Grade") -> bool:
        """Tell whether this grade is as strong as `least` or stronger."""
        order = (Grade.WEAK, Grade.MEDIUM, Grade.STRONG)
        return order.index(self) >= order.index(least)


class KeyType(StrEnum):
    """The types of match keys; a key of one type never equals a key of another."""

    PERSON_NAME_BIRTH = "P1"
    PERSON_NAMES_YEAR = "P2"
    PERSON_GIVEN_BIRTH_PLACE = "P3"
    PERSON_LETTERS_BIRTH = "P4"
    PERSON_BIRTH_ADDRESS = "P5"
    PERSON_STRONG_PAIR = "P13"
    NATIONAL_NUMBER = "I1"
    DOCUMENT_NUMBER = "I2"
    DRIVING_LICENCE = "I3"
    DECLARED_NUMBER = "I9"
    ENTERPRISE_NUMBER = "C1"
    VAT_NUMBER = "C2"
    LEI = "C3"
    TRADE_REGISTER_NUMBER = "C4"
    FIRM_NAME_POSTCODE = "C5"
    FIRM_NAME_COUNTRY = "C6"
    IBAN = "X1"
    VIN = "X2"
    PHONE = "X3"
    PLATE = "X4"
    EMAIL = "X5"


@dataclass(frozen=True, slots=True, order=True)
class MatchKey:
    """One exact value that a subject gives; two subjects that share one may be the same."""

    type: KeyType
    country: str
    value: str

    def encoded(self) -> bytes:
        """Return the bytes that are blinded: scheme version, type, country and value, length-prefixed."""
        parts = (SCHEME_VERSION, self.type.value, self.country, self.value)
        return b"".join(len(raw).to_bytes(2, "big") + raw for raw in (part.encode() for part in parts))

    def __repr__(self) -> str:
        return f"MatchKey({self.type.value}, …)"
