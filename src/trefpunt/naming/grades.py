"""How much a shared key of each type says."""

from collections.abc import Mapping
from types import MappingProxyType

from trefpunt.model import Grade, KeyType

GRADES: Mapping[KeyType, Grade] = MappingProxyType(
    {
        # Alone, a family name and a birth date are shared with a stranger by 3.5 % of people at 1 M records.
        KeyType.PERSON_NAME_BIRTH: Grade.WEAK,
        KeyType.PERSON_NAMES_YEAR: Grade.WEAK,
        KeyType.PERSON_GIVEN_BIRTH_PLACE: Grade.WEAK,
        # Six letters of the names and the whole date, respectively an address and the whole date.
        KeyType.PERSON_LETTERS_BIRTH: Grade.MEDIUM,
        KeyType.PERSON_BIRTH_ADDRESS: Grade.MEDIUM,
        KeyType.PERSON_STRONG_PAIR: Grade.STRONG,
        KeyType.NATIONAL_NUMBER: Grade.STRONG,
        KeyType.DOCUMENT_NUMBER: Grade.STRONG,
        KeyType.DRIVING_LICENCE: Grade.STRONG,
        KeyType.DECLARED_NUMBER: Grade.STRONG,
        KeyType.ENTERPRISE_NUMBER: Grade.STRONG,
        KeyType.VAT_NUMBER: Grade.STRONG,
        KeyType.LEI: Grade.STRONG,
        KeyType.TRADE_REGISTER_NUMBER: Grade.STRONG,
        KeyType.FIRM_NAME_POSTCODE: Grade.MEDIUM,
        KeyType.FIRM_NAME_COUNTRY: Grade.WEAK,
        KeyType.IBAN: Grade.STRONG,
        KeyType.VIN: Grade.STRONG,
        KeyType.PHONE: Grade.STRONG,
        KeyType.PLATE: Grade.MEDIUM,
        KeyType.EMAIL: Grade.MEDIUM,
    }
)
