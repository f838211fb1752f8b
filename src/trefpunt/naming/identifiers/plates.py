"""Number plates of the three countries: their forms, and letters and digits for any other."""

import re

from trefpunt.naming.checked import Fault, shape_of, without_signs

_FORMS = {
    # Personalised plates have any 1 to 8 signs, so the series (1-ABC-123) cannot be asked for.
    "BE": (re.compile(r"[A-Z0-9]{1,8}"), "1 to 8 letters and digits"),
    "NL": (re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{6}"), "6 letters and digits in 3 groups, as AB-123-C"),
    "LU": (
        re.compile(r"[A-Z]{1,2}\d{3,4}|\d{2,5}|\d{2}[A-Z]{2}"),
        "letters and digits as AB 1234, or 2 to 5 digits",
    ),
}
_NL_GROUPS = re.compile(r"(?:\d{1,3}|[A-Z]{1,3}){3}")
_OTHER = re.compile(r"[A-Z0-9]{2,10}")


def check_plate(value: str, country: str) -> str | Fault:
    """Return the letters and digits of a plate.

    The form is asked of the country that issued it; without a country there is no plate, since the same
    signs are issued by several.
    """
    if len(country) != 2:
        return Fault("unknown_country", shape_of(value), "the country that issued the plate")
    compact = without_signs(value)
    form, expected = _FORMS.get(country, (_OTHER, "2 to 10 letters and digits"))
    if not compact.isascii() or form.fullmatch(compact) is None:
        return Fault("wrong_form", shape_of(value), expected)
    if country == "NL" and _NL_GROUPS.fullmatch(compact) is None:
        return Fault("wrong_form", shape_of(value), expected)
    return compact
