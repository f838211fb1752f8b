"""The kinds of values, and cleaning each distinct value once."""

import re
from collections.abc import Callable, Mapping, Sequence

from trefpunt.intake.cleaning.countries import clean_country
from trefpunt.intake.cleaning.dates import clean_date, date_pattern
from trefpunt.naming import Checked, DeclaredScheme, Fault, check_identifier, check_postcode
from trefpunt.naming.checked import shape_of

Cleaned = tuple[str, Fault | None]
"""A clean value, empty where nothing could be kept, and what was wrong with the raw one."""

KINDS = frozenset({"text", "date", "country", "gender", "postcode", "number"})
_KIND_OF_PROPERTY: Mapping[str, str] = {
    "gender": "gender",
    "postalCode": "postcode",
    **dict.fromkeys(("country", "nationality", "birthCountry", "citizenship", "jurisdiction"), "country"),
    **dict.fromkeys(("birthDate", "deathDate", "incorporationDate", "dissolutionDate"), "date"),
    **dict.fromkeys(("registrationDate", "buildDate", "openingDate", "closingDate"), "date"),
}
# Source: ISO 5218 for the digits; FollowTheMoney for the words on the right.
_GENDERS: Mapping[str, str] = {
    **dict.fromkeys(
        ("m", "male", "man", "mannelijk", "homme", "h", "masculin", "mann", "männlich", "1"), "male"
    ),
    **dict.fromkeys(("f", "female", "vrouw", "v", "vrouwelijk", "femme", "féminin", "feminin"), "female"),
    **dict.fromkeys(("frau", "w", "weiblich", "2"), "female"),
    **dict.fromkeys(("x", "other", "d", "divers", "anders", "autre"), "other"),
}
_NOT_KNOWN = frozenset(
    ("u", "o", "?", "-", "0", "9", "unknown", "onbekend", "inconnu", "inconnue", "unbekannt")
)
_MEMORY = 500_000


def kind_of_property(name: str) -> str:
    """Return which kind of value a FollowTheMoney property has."""
    return _KIND_OF_PROPERTY.get(name, "text")


class Cleaner:
    """Cleans values by kind and remembers what it made of each.

    Args:
        dates: formats such as `DD-MM-YYYY`, tried in order before ISO.
        decimal: the sign between whole and part in a number.
        declared: identifier schemes of the recipe.
    """

    def __init__(
        self,
        *,
        dates: Sequence[str] = (),
        decimal: str = ".",
        declared: Mapping[str, DeclaredScheme] | None = None,
    ) -> None:
        self._dates = tuple((name, found) for name in dates if (found := date_pattern(name)))
        self._decimal = decimal
        self._declared = dict(declared or {})
        self._seen: dict[tuple[str, str, str], Cleaned] = {}
        self._ways: Mapping[str, Callable[[str, str], Cleaned]] = {
            "text": lambda raw, _: (raw, None),
            "date": lambda raw, _: clean_date(raw, self._dates),
            "country": lambda raw, _: _country(raw),
            "gender": lambda raw, _: _gender(raw),
            "postcode": _postcode,
            "number": lambda raw, _: self._number(raw),
        }

    def clean(self, kind: str, raw: str, country: str = "") -> Cleaned:
        """Return the clean value of a raw one that is not empty.

        Args:
            country: alpha-2, where the form depends on it.
        """
        name = (kind, raw, country)
        found = self._seen.get(name)
        if found is None:
            if len(self._seen) >= _MEMORY:
                self._seen.clear()
            found = self._seen[name] = self._ways[kind](raw, country)
        return found

    def check(self, scheme: str, raw: str, country: str = "") -> Cleaned:
        """Return an identifier in its one spelling; a faulty one keeps nothing."""
        # Nothing is remembered here: hardly any number comes twice.
        checked = check_identifier(scheme, raw, country, declared=self._declared)
        if isinstance(checked, Checked):
            # A declared scheme has its name in the canonical value; the record keeps the number alone.
            return checked.canonical.removeprefix(f"{scheme}:"), None
        return "", checked

    def _number(self, raw: str) -> Cleaned:
        thousands = "." if self._decimal == "," else ","
        compact = re.sub(rf"[\s'\u00a0\u202f{re.escape(thousands)}]", "", raw).replace(self._decimal, ".")
        if re.fullmatch(r"[+-]?\d+(\.\d+)?", compact):
            return compact, None
        return "", Fault("wrong_form", shape_of(raw), f"a number with {self._decimal!r} before the part")


def _country(raw: str) -> Cleaned:
    code = clean_country(raw)
    if code is None:
        return "", Fault("unknown_country", shape_of(raw), "a country code or name in nl, fr, de or en")
    return code, None


def _gender(raw: str) -> Cleaned:
    word = raw.casefold().rstrip(".")
    if word in _NOT_KNOWN:
        return "", None
    clean = _GENDERS.get(word)
    return (
        (clean, None) if clean else ("", Fault("unknown_word", shape_of(raw), "M, V, F, X or a word for it"))
    )


def _postcode(raw: str, country: str) -> Cleaned:
    checked = check_postcode(raw, country)
    return ("", checked) if isinstance(checked, Fault) else (checked, None)
