"""One table of schemes and their checks: give a scheme's name and a value, get it checked."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from trefpunt.model import KeyType
from trefpunt.naming.checked import Checked, Fault, shape_of, without_signs
from trefpunt.naming.grades import GRADES
from trefpunt.naming.identifiers import belgium, international, luxembourg, netherlands, plates


@dataclass(frozen=True, slots=True)
class DeclaredScheme:
    """A number that a recipe declares because we do not know its register.

    Attributes:
        name: what both partners call it; it becomes a part of the key.
        pattern: regular expression that the whole value, in capitals and without signs, must match.
        checked: whether the source promises to have verified it; without that promise a typing error
            is a different number and the two simply do not meet.
    """

    name: str
    pattern: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """A register's number: its key type, its country (empty where none) and its check."""

    key_type: KeyType
    country: str
    check: Callable[[str, str], str | Fault]


def _national(key_type: KeyType, country: str, check: Callable[[str], str | Fault]) -> Scheme:
    return Scheme(key_type, country, lambda value, _country: check(value))


SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {
        "be.rrn": _national(KeyType.NATIONAL_NUMBER, "BE", belgium.check_national),
        "be.bis": _national(KeyType.NATIONAL_NUMBER, "BE", belgium.check_bis),
        "be.eid": _national(KeyType.DOCUMENT_NUMBER, "BE", belgium.check_card),
        "be.kbo": _national(KeyType.ENTERPRISE_NUMBER, "BE", belgium.check_enterprise),
        "be.establishment": _national(KeyType.TRADE_REGISTER_NUMBER, "BE", belgium.check_establishment),
        "be.vat": _national(KeyType.VAT_NUMBER, "BE", belgium.check_vat),
        "nl.bsn": _national(KeyType.NATIONAL_NUMBER, "NL", netherlands.check_bsn),
        "nl.rsin": _national(KeyType.ENTERPRISE_NUMBER, "NL", netherlands.check_rsin),
        "nl.vat": _national(KeyType.VAT_NUMBER, "NL", netherlands.check_vat),
        "nl.kvk": _national(KeyType.TRADE_REGISTER_NUMBER, "NL", netherlands.check_kvk),
        "nl.vestiging": _national(KeyType.TRADE_REGISTER_NUMBER, "NL", netherlands.check_vestiging),
        "lu.matricule": _national(KeyType.NATIONAL_NUMBER, "LU", luxembourg.check_matricule),
        "lu.matricule_legal": _national(KeyType.ENTERPRISE_NUMBER, "LU", luxembourg.check_matricule_legal),
        "lu.rcs": _national(KeyType.TRADE_REGISTER_NUMBER, "LU", luxembourg.check_rcs),
        "lu.vat": _national(KeyType.VAT_NUMBER, "LU", luxembourg.check_vat),
        "iban": _national(KeyType.IBAN, "", international.check_iban),
        "vin": _national(KeyType.VIN, "", international.check_vin),
        "phone": Scheme(KeyType.PHONE, "", international.check_phone),
        "plate": Scheme(KeyType.PLATE, "", plates.check_plate),
        "lei": _national(KeyType.LEI, "", international.check_lei),
        "email": _national(KeyType.EMAIL, "", international.check_email),
    }
)


def check_identifier(
    scheme: str,
    value: str,
    country: str = "",
    *,
    declared: Mapping[str, DeclaredScheme] = MappingProxyType({}),
) -> Checked | Fault:
    """Check a number and return it in one spelling, or say what is wrong without repeating it.

    Args:
        scheme: a name of `SCHEMES`, or of a scheme in `declared`.
        country: ISO alpha-2, any case; needed for plates and for telephone numbers without +.
    """
    country = country.strip().upper()
    if scheme in declared:
        return _check_declared(declared[scheme], value, country)
    known = SCHEMES.get(scheme)
    if known is None:
        return Fault(
            "unknown_scheme", shape_of(value), "a scheme of the table or one that the recipe declares"
        )
    canonical = known.check(value, country)
    if isinstance(canonical, Fault):
        return canonical
    # Only a plate takes its country from the record: the others have it in scheme or prefix.
    of_country = country if known.key_type is KeyType.PLATE else known.country
    return Checked(canonical, of_country, known.key_type, GRADES[known.key_type])


def _check_declared(scheme: DeclaredScheme, value: str, country: str) -> Checked | Fault:
    compact = without_signs(value)
    if not compact or re.fullmatch(scheme.pattern, compact) is None:
        return Fault("wrong_form", shape_of(value), "the pattern that the recipe declares")
    key_type = KeyType.DECLARED_NUMBER
    return Checked(f"{scheme.name}:{compact}", country, key_type, GRADES[key_type])
