"""Postcodes of the three countries, in one spelling."""

import re

from trefpunt.naming.checked import Fault, shape_of, without_signs

_FORMS = {
    "BE": (re.compile(r"(?:B)?([1-9]\d{3})"), "4 digits"),
    "NL": (
        re.compile(r"(?:NL)?([1-9]\d{3}(?!SA|SD|SS)[A-Z]{2})"),
        "4 digits and 2 letters, not SA, SD or SS",
    ),
    "LU": (re.compile(r"(?:L)?([1-9]\d{3})"), "L- and 4 digits"),
}
_OTHER = re.compile(r"([A-Z0-9]{3,10})")


def check_postcode(value: str, country: str) -> str | Fault:
    """Return a postcode without signs and without the letter of its country.

    For a country outside the three any 3 to 10 letters and digits pass.
    """
    form, expected = _FORMS.get(country, (_OTHER, "3 to 10 letters and digits"))
    found = form.fullmatch(without_signs(value))
    if found is None:
        return Fault("wrong_form", shape_of(value), expected)
    return found[1]
