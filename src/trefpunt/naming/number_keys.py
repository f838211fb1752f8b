"""The keys of a subject's numbers: those that pass their check, and no others."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from trefpunt.model import KeyType, Schema, Subject
from trefpunt.naming.checked import Checked, Fault
from trefpunt.naming.identifiers.netherlands import rsin_in_vat
from trefpunt.naming.identifiers.table import DeclaredScheme, check_identifier
from trefpunt.naming.person_keys import Found

_ANYONE = MappingProxyType({"phone": "phone", "email": "email", "iban": "iban", "leiCode": "lei"})
_SCHEME_OF_PROPERTY: Mapping[Schema, Mapping[str, str]] = MappingProxyType(
    {
        Schema.PERSON: _ANYONE,
        Schema.COMPANY: _ANYONE,
        Schema.ORGANIZATION: _ANYONE,
        Schema.VEHICLE: MappingProxyType({"vin": "vin", "registrationNumber": "plate"}),
        Schema.BANK_ACCOUNT: MappingProxyType({"iban": "iban"}),
    }
)
_REGISTER_OF_COUNTRY = MappingProxyType({"BE": "be.kbo", "NL": "nl.kvk", "LU": "lu.rcs"})
_VAT_OF_COUNTRY = MappingProxyType({"BE": "be.vat", "NL": "nl.vat", "LU": "lu.vat"})
_FIRMS = frozenset({Schema.COMPANY, Schema.ORGANIZATION})


def number_keys(subject: Subject, declared: Mapping[str, DeclaredScheme]) -> Iterator[Found]:
    """Yield a key for every number that passes its check; some may repeat.

    A number with a fault gives no key and no error here: intake has shown the fault when the record came in.
    """
    for scheme, value, country in _numbers_of(subject):
        checked = check_identifier(scheme, value, country, declared=declared)
        if isinstance(checked, Fault):
            continue
        yield checked.key_type, checked.country, checked.canonical
        yield from _numbers_inside(checked, is_firm=subject.schema in _FIRMS)


def _numbers_of(subject: Subject) -> Iterator[tuple[str, str, str]]:
    country = (subject.first("country") or subject.first("jurisdiction") or "").strip().upper()
    for identifier in subject.identifiers:
        yield identifier.scheme, identifier.value, identifier.country or country
    for name, scheme in _SCHEME_OF_PROPERTY[subject.schema].items():
        if name in subject.properties:
            for value in subject.properties[name]:
                yield scheme, value, country
    if subject.schema in _FIRMS:
        seat = (subject.first("jurisdiction") or country).strip().upper()
        for value in subject.values("registrationNumber"):
            yield _REGISTER_OF_COUNTRY.get(seat, ""), value, seat
        for value in subject.values("vatCode"):
            yield _VAT_OF_COUNTRY.get(value.strip()[:2].upper(), ""), value, seat


def _numbers_inside(checked: Checked, *, is_firm: bool) -> Iterator[Found]:
    """Yield the enterprise number that a VAT number holds, so that it meets records without VAT number."""
    if checked.key_type is not KeyType.VAT_NUMBER:
        return
    if checked.country == "BE":
        yield KeyType.ENTERPRISE_NUMBER, "BE", checked.canonical[2:]
    if checked.country == "NL" and is_firm:
        rsin = rsin_in_vat(checked.canonical)
        if rsin is not None:
            yield KeyType.ENTERPRISE_NUMBER, "NL", rsin
