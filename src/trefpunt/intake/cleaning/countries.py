"""Countries as people write them, brought to ISO 3166-1 alpha-2 in capitals."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global

_ALPHA2 = re.compile(r"[A-Z]{2}")
_LANGUAGES = ("nl", "fr", "de", "en", "lb")
# What an officer of the three countries also writes: plate letters, nationalities, older names.
# The four digits are codes of the Dutch national table of countries (Landelijke Tabel 34).
_ALSO = """
BE: b belg belgische belge belges belgier belgierin belgisch belgian 5010
NL: nederlander nederlandse nederlands neerlandais neerlandaise niederlander niederlanderin niederlandisch
    dutch holland hollande 6030
LU: l luxemburger luxemburgse luxemburgs luxembourgeois luxembourgeoise luxemburgisch luxemburgerin
    letzebuerger grandduchedeluxembourg grootherthogdomluxemburg 6018
DE: d duitser duitse duits allemand allemande deutsch deutsche deutscher german brd 6029
FR: f fransman franse frans francais francaise franzose franzosin franzosisch french 5002
GB: uk engeland angleterre england grootbrittannie
MA: marokkaan marokkaanse marocain marocaine
TR: turk turkse turc turque
PL: pool poolse polonais polonaise
RO: roemeen roemeense roumain roumaine
PT: portugees portugese portugais portugaise
IT: italiaan italiaanse italien italienne
"""


def clean_country(raw: str) -> str | None:
    """Return the alpha-2 code of a code or a name in nl, fr, de, en or lb; None where it is neither."""
    upper = raw.upper()
    if _ALPHA2.fullmatch(upper):
        return upper if upper in _codes() else {"EL": "GR", "UK": "GB"}.get(upper)
    return _names().get(_folded(raw))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if _ALPHA2.fullmatch(code))


@cache
def _names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for old, current in get_global("territory_aliases").items():
        if len(current) == 1:
            names[_folded(old)] = current[0]
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in _codes():
                names[_folded(name)] = code
    for line in re.sub(r"\n\s+", " ", _ALSO).strip().splitlines():
        code, _, words = line.partition(":")
        names.update((word, code) for word in words.split())
    return names
