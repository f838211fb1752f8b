"""Numbers that are of no one country: IBAN, VIN, telephone, LEI and e-mail."""

import re

import phonenumbers
from stdnum import iban, lei

from trefpunt.naming.checked import Fault, ask_stdnum, shape_of, without_signs

_IBAN = "2 letters, 2 check digits and the account, by ISO 13616"
_VIN = "17 letters and digits, without I, O and Q"
_PHONE = "a number with + and country code, or a valid one of the record's country"
_LEI = "20 letters and digits, the last two by ISO 7064"
_EMAIL = "a name, @ and a domain with a dot"
_VIN_FORM = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_EMAIL_FORM = re.compile(r"[^\s@<>,;:\"]{1,64}@(?:[^\s@<>,;:\"./]{1,63}\.)+[^\s@<>,;:\"./\d]{2,63}")


def check_iban(value: str) -> str | Fault:
    """Return an IBAN without spaces; where the country has a check of its own, that passed as well."""
    return ask_stdnum(iban.validate, value, expected=_IBAN)


def check_vin(value: str) -> str | Fault:
    """Return the 17 signs of a vehicle identification number.

    Its ninth sign is a check digit in North America only, so none is asked for.

    Source: ISO 3779.
    """
    compact = without_signs(value)
    if len(compact) != 17:
        return Fault("wrong_length", shape_of(value), _VIN)
    if _VIN_FORM.fullmatch(compact) is None:
        return Fault("wrong_characters", shape_of(value), _VIN)
    return compact


def check_phone(value: str, country: str) -> str | Fault:
    """Return a telephone number as E.164; `country` is where a number without + is dialled."""
    try:
        number = phonenumbers.parse(value, country or None)
    except phonenumbers.NumberParseException:
        return Fault("wrong_form", shape_of(value), _PHONE)
    if not phonenumbers.is_possible_number(number):
        return Fault("wrong_length", shape_of(value), _PHONE)
    if not phonenumbers.is_valid_number(number):
        return Fault("wrong_part", shape_of(value), _PHONE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_lei(value: str) -> str | Fault:
    """Return the 20 signs of a legal entity identifier. Source: ISO 17442."""
    compact = without_signs(value)
    if len(compact) != 20:
        return Fault("wrong_length", shape_of(value), _LEI)
    return ask_stdnum(lei.validate, compact, expected=_LEI)


def check_email(value: str) -> str | Fault:
    """Return an address in lower case; the part before @ is so treated by every large provider."""
    compact = value.strip().casefold().removeprefix("mailto:")
    if _EMAIL_FORM.fullmatch(compact) is None:
        return Fault("wrong_form", shape_of(value), _EMAIL)
    return compact
