"""Luxembourg numbers: matricule of a person and of a legal person, trade register, VAT."""

import re

from stdnum import luhn, verhoeff
from stdnum.lu import tva

from trefpunt.naming.checked import Fault, ask_stdnum, digits_or_fault, shape_of, without_signs

_PERSON = "13 digits: birth date (YYYYMMDD), 3 of order, a Luhn and a Verhoeff digit"
_LEGAL = "11 digits that begin with the year of founding"
_RCS = "a letter from A to L and 1 to 6 digits"
_VAT = "LU and 8 digits, the last two the first six modulo 89"
_RCS_FORM = re.compile(r"([A-L])0*([1-9]\d{0,5})")


def check_matricule(value: str) -> str | Fault:
    """Return the 13 digits of a person's national identification number.

    Both check digits stand over the same first eleven digits. Month and day are 00 where unknown, so the
    date is not held against the calendar.

    Source: Luxembourg, law of 19 June 2013; Grand-Ducal Regulation of 28 November 2013.
    """
    digits = digits_or_fault(value, length=13, expected=_PERSON)
    if isinstance(digits, Fault):
        return digits
    base = digits[:11]
    if digits[11] != luhn.calc_check_digit(base) or digits[12] != verhoeff.calc_check_digit(base):
        return Fault("wrong_check_digit", shape_of(value), _PERSON)
    if not 1800 <= int(base[:4]) <= 2199 or int(base[4:6]) > 12 or int(base[6:8]) > 31:
        return Fault("wrong_part", shape_of(value), _PERSON)
    return digits


def check_matricule_legal(value: str) -> str | Fault:
    """Return the 11 digits of a legal person's number; only its structure is public and checked."""
    digits = digits_or_fault(value, length=11, expected=_LEGAL)
    if isinstance(digits, str) and not 1800 <= int(digits[:4]) <= 2199:
        return Fault("wrong_part", shape_of(value), _LEGAL)
    return digits


def check_rcs(value: str) -> str | Fault:
    """Return letter and digits of a trade register number, without zeros in front; it has no check digit."""
    form = _RCS_FORM.fullmatch(without_signs(value).removeprefix("RCS").removeprefix("LUXEMBOURG"))
    if form is None:
        return Fault("wrong_form", shape_of(value), _RCS)
    return form[1] + form[2]


def check_vat(value: str) -> str | Fault:
    """Return LU and the 8 digits of a VAT number."""
    digits = ask_stdnum(tva.validate, value, expected=_VAT)
    return digits if isinstance(digits, Fault) else f"LU{digits}"
