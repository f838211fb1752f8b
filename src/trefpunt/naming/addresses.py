"""What keys need of an address: the house number, and the postcode in one spelling."""

import re

from trefpunt.naming.checked import Fault
from trefpunt.naming.identifiers.postcodes import check_postcode

_NUMBER = re.compile(r"\d+")
# B-1000, L-1234, NL-2511 AB: many records lack the country, so the letter goes whatever the country is.
_COUNTRY_LETTER = re.compile(r"^(?:B|L|NL|F|D|BE|LU|DE|FR)\W*(?=\d)")


def house_number(written: str) -> str:
    """Return the digits of a house number without what follows (12A, 12 bus 3), or nothing."""
    found = _NUMBER.search(written)
    return found[0].lstrip("0") if found else ""


def house_number_in(address: str, *, postcode: str) -> str:
    """Return the first number of an address line that is not its postcode, or nothing."""
    digits = "".join(sign for sign in postcode if sign.isdigit())
    numbers = (number for number in _NUMBER.findall(address) if number != digits)
    return next((number.lstrip("0") for number in numbers), "")


def postcode_of(written: str, country: str) -> str:
    """Return a postcode in the one spelling of its country, or nothing where it has not its form."""
    checked = check_postcode(_COUNTRY_LETTER.sub("", written.strip().upper()), country)
    return "" if isinstance(checked, Fault) else checked
