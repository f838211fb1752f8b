"""The fixed padded template of a question: so many slots of each key type, whomever it is about."""

from collections.abc import Mapping
from types import MappingProxyType

from trefpunt.model import KeyType, MatchKey, MatchTerms, Schema, Subject
from trefpunt.naming.grades import GRADES
from trefpunt.naming.identifiers.table import DeclaredScheme
from trefpunt.naming.keys import ranked_keys

_NONE_DECLARED: Mapping[str, DeclaredScheme] = MappingProxyType({})

_PERSON = MappingProxyType(
    {
        KeyType.PERSON_NAME_BIRTH: 8,
        KeyType.PERSON_NAMES_YEAR: 4,
        KeyType.PERSON_GIVEN_BIRTH_PLACE: 4,
        KeyType.PERSON_LETTERS_BIRTH: 4,
        KeyType.PERSON_BIRTH_ADDRESS: 2,
        KeyType.PERSON_STRONG_PAIR: 8,
        KeyType.NATIONAL_NUMBER: 3,
        KeyType.DOCUMENT_NUMBER: 2,
        KeyType.DRIVING_LICENCE: 1,
        KeyType.DECLARED_NUMBER: 2,
        KeyType.IBAN: 2,
        KeyType.PHONE: 3,
        KeyType.EMAIL: 2,
    }
)
_FIRM = MappingProxyType(
    {
        KeyType.DECLARED_NUMBER: 2,
        KeyType.ENTERPRISE_NUMBER: 2,
        KeyType.VAT_NUMBER: 2,
        KeyType.LEI: 1,
        KeyType.TRADE_REGISTER_NUMBER: 3,
        KeyType.FIRM_NAME_POSTCODE: 4,
        KeyType.FIRM_NAME_COUNTRY: 3,
        KeyType.IBAN: 2,
        KeyType.PHONE: 3,
        KeyType.EMAIL: 2,
    }
)
# A plate and a birth date are drawn from so few that asking all of them costs little: no slot is theirs.
WIDTHS: Mapping[Schema, Mapping[KeyType, int]] = MappingProxyType(
    {
        Schema.PERSON: _PERSON,
        Schema.COMPANY: _FIRM,
        Schema.ORGANIZATION: _FIRM,
        Schema.VEHICLE: MappingProxyType({KeyType.VIN: 1, KeyType.DECLARED_NUMBER: 1}),
        Schema.BANK_ACCOUNT: MappingProxyType({KeyType.IBAN: 1, KeyType.DECLARED_NUMBER: 1}),
    }
)
"""Slots per key type: enough for a family name of two parts with two given names, in both codes."""


def template(schema: Schema, terms: MatchTerms) -> dict[KeyType, int]:
    """Return how many slots a question has of each key type, in the order of the types.

    It depends on schema and terms, never on the subject: whoever counts slots learns nothing.
    A type is in it if the text names it and its grade is the text's least or better.
    """
    return {
        key_type: width
        for key_type, width in sorted(WIDTHS[schema].items())
        if key_type in terms.key_types and GRADES[key_type].is_at_least(terms.least_grade)
    }


def fill(
    subject: Subject, terms: MatchTerms, *, declared: Mapping[str, DeclaredScheme] = _NONE_DECLARED
) -> dict[KeyType, list[MatchKey]]:
    """Return a subject's keys for each type of its template, the most telling first, one a slot.

    Slots that stay empty are for the asker to pad with random points. What does not fit is left out; how
    much that is, `surplus_of` tells.
    """
    ranked = ranked_keys(subject, declared=declared)
    return {
        key_type: ranked.get(key_type, [])[:width]
        for key_type, width in template(subject.schema, terms).items()
    }


def surplus_of(
    subject: Subject, terms: MatchTerms, *, declared: Mapping[str, DeclaredScheme] = _NONE_DECLARED
) -> dict[KeyType, int]:
    """Return how many keys of each type found no slot, for screen and log; types that fit are not in it."""
    ranked = ranked_keys(subject, declared=declared)
    over = {
        key_type: len(ranked.get(key_type, [])) - width
        for key_type, width in template(subject.schema, terms).items()
    }
    return {key_type: count for key_type, count in over.items() if count > 0}
