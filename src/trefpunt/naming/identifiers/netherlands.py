"""Dutch numbers: BSN, RSIN, VAT, KvK and establishment (vestiging)."""

from stdnum.nl import bsn, btw

from trefpunt.naming.checked import Fault, ask_stdnum, digits_or_fault, shape_of, without_signs

_BSN = "9 digits that pass the eleven-test"
_VAT = "NL, 9 digits, B and 2 digits, by the eleven-test or by ISO 7064 modulo 97"
_KVK = "8 digits"
_VESTIGING = "12 digits"


def check_bsn(value: str) -> str | Fault:
    """Return the 9 digits of a BSN; an old one of 8 digits gets its 0."""
    compact = without_signs(value)
    if not 8 <= len(compact) <= 9:
        return Fault("wrong_length", shape_of(value), _BSN)
    return ask_stdnum(bsn.validate, compact, expected=_BSN)


def check_rsin(value: str) -> str | Fault:
    """Return the 9 digits of an RSIN, the number of a legal person; it has the test of a BSN."""
    return check_bsn(value)


def check_vat(value: str) -> str | Fault:
    """Return NL, 9 digits, B and 2 digits.

    A legal person has its RSIN inside (eleven-test); a sole trader has, since 1 January 2020, a number
    without BSN whose whole passes ISO 7064 modulo 97-10.
    """
    digits = ask_stdnum(btw.validate, value, expected=_VAT)
    return digits if isinstance(digits, Fault) else f"NL{digits}"


def check_kvk(value: str) -> str | Fault:
    """Return the 8 digits of a trade register number; it has no check digit."""
    return digits_or_fault(value, length=8, expected=_KVK)


def check_vestiging(value: str) -> str | Fault:
    """Return the 12 digits of an establishment; it has no check digit."""
    return digits_or_fault(value, length=12, expected=_VESTIGING)


def rsin_in_vat(canonical: str) -> str | None:
    """Return the RSIN that a checked VAT number holds, or None where that is not certain.

    About one sole trader's number in eleven passes the eleven-test by chance. A number that also passes
    modulo 97 is therefore taken for a sole trader's.
    """
    as_digits = "".join(str(int(sign, 36)) for sign in canonical)
    if int(as_digits) % 97 == 1 or not bsn.is_valid(canonical[2:11]):
        return None
    return canonical[2:11]
