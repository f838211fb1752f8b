"""Belgian numbers: enterprise, establishment, VAT, national register, BIS and identity card."""

from stdnum.be import eid

from trefpunt.naming.checked import Fault, ask_stdnum, digits_or_fault, shape_of, without_signs

_ENTERPRISE = "10 digits that begin with 0 or 1, the last two a check modulo 97"
_ESTABLISHMENT = "10 digits that begin with 2 to 8, the last two a check modulo 97"
_VAT = "BE and 10 digits that begin with 0 or 1, the last two a check modulo 97"
_NATIONAL = "11 digits that begin with a birth date (YYMMDD), the last two a check modulo 97"
_BIS = "11 digits as a national number, with 20 or 40 added to the month"
_CARD = "12 digits, the last two a check modulo 97"


def check_enterprise(value: str) -> str | Fault:
    """Return the 10 digits of an enterprise number; an old one of 9 digits gets its 0."""
    return _mod97_of_ten(value, first_digits="01", expected=_ENTERPRISE)


def check_establishment(value: str) -> str | Fault:
    """Return the 10 digits of an establishment unit number."""
    return _mod97_of_ten(value, first_digits="2345678", expected=_ESTABLISHMENT)


def check_vat(value: str) -> str | Fault:
    """Return BE and the 10 digits of the enterprise number; the prefix may be missing."""
    digits = _mod97_of_ten(without_signs(value).removeprefix("BE"), first_digits="01", expected=_VAT)
    return digits if isinstance(digits, Fault) else f"BE{digits}"


def check_national(value: str) -> str | Fault:
    """Return the 11 digits of a national number (RRN, NISS).

    The date is not held against the calendar: the register writes 00 for what it does not know, and
    counts months and days up when a day has had too many births.

    Source: Royal Decree of 3 April 1984, art. 1 to 4.
    """
    return _numbered_birth(value, first_months=(0,), expected=_NATIONAL)


def check_bis(value: str) -> str | Fault:
    """Return the 11 digits of a BIS number: month plus 20 where sex was unknown, else plus 40."""
    return _numbered_birth(value, first_months=(20, 40), expected=_BIS)


def check_card(value: str) -> str | Fault:
    """Return the 12 digits of an identity card number."""
    return ask_stdnum(eid.validate, value, expected=_CARD)


def _mod97_of_ten(value: str, *, first_digits: str, expected: str) -> str | Fault:
    compact = without_signs(value)
    digits = digits_or_fault(f"0{compact}" if len(compact) == 9 else compact, length=10, expected=expected)
    if isinstance(digits, Fault):
        return Fault(digits.code, shape_of(value), expected)
    if digits[0] not in first_digits:
        return Fault("wrong_form", shape_of(value), expected)
    if (int(digits[:8]) + int(digits[8:])) % 97 or not 1 <= int(digits[8:]) <= 97:
        return Fault("wrong_check_digit", shape_of(value), expected)
    return digits


def _numbered_birth(value: str, *, first_months: tuple[int, ...], expected: str) -> str | Fault:
    digits = digits_or_fault(value, length=11, expected=expected)
    if isinstance(digits, Fault):
        return digits
    base, check = int(digits[:9]), int(digits[9:])
    # Whoever was born from 2000 on has a 2 put before the nine digits; nothing else tells the century.
    if check not in (97 - base % 97, 97 - (2_000_000_000 + base) % 97):
        return Fault("wrong_check_digit", shape_of(value), expected)
    month, day = int(digits[2:4]), int(digits[4:6])
    if day > 31 or not any(first <= month <= first + 12 for first in first_months):
        return Fault("wrong_part", shape_of(value), expected)
    return digits
