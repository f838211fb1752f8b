"""Markings: how good information is and how it is to be handled, on axes that stand beside one another.

A marking says nothing of another axis: a secret may be of doubtful truth. On one axis the strictest wins.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from trefpunt.model.content import USES
from trefpunt.model.request import Action


class Marking(StrEnum):
    """One marking of one axis."""

    FACT = "fact"
    ASSESSMENT = "assessment"
    SOURCE_A = "source_a"
    SOURCE_B = "source_b"
    SOURCE_C = "source_c"
    SOURCE_X = "source_x"
    INFORMATION_1 = "information_1"
    INFORMATION_2 = "information_2"
    INFORMATION_3 = "information_3"
    INFORMATION_4 = "information_4"
    H0 = "handling_h0"
    H1 = "handling_h1"
    H2 = "handling_h2"
    H3 = "handling_h3"
    UNCLASSIFIED = "unclassified"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"
    TLP_CLEAR = "tlp_clear"
    TLP_GREEN = "tlp_green"
    TLP_AMBER = "tlp_amber"
    TLP_AMBER_STRICT = "tlp_amber_strict"
    TLP_RED = "tlp_red"
    PAP_CLEAR = "pap_clear"
    PAP_GREEN = "pap_green"
    PAP_AMBER = "pap_amber"
    PAP_RED = "pap_red"


_M = Marking
AXES: Mapping[str, tuple[Marking, ...]] = {
    "basis": (_M.FACT, _M.ASSESSMENT),
    "source": (_M.SOURCE_A, _M.SOURCE_B, _M.SOURCE_C, _M.SOURCE_X),
    "information": (_M.INFORMATION_1, _M.INFORMATION_2, _M.INFORMATION_3, _M.INFORMATION_4),
    "classification": (_M.UNCLASSIFIED, _M.RESTRICTED, _M.CONFIDENTIAL, _M.SECRET),
    "tlp": (_M.TLP_CLEAR, _M.TLP_GREEN, _M.TLP_AMBER, _M.TLP_AMBER_STRICT, _M.TLP_RED),
    "pap": (_M.PAP_CLEAR, _M.PAP_GREEN, _M.PAP_AMBER, _M.PAP_RED),
}
"""Axes of which one marking holds, each from the loosest to the strictest.

Sources: Directive (EU) 2016/680, art. 7 (fact or assessment); Regulation (EU) 2016/794, art. 29 (source and
information); Benelux Police Treaty, art. 8 (classification). TLP 2.0 of FIRST and PAP of the MISP project
are recalled.
"""

HANDLING: tuple[Marking, ...] = (_M.H0, _M.H1, _M.H2, _M.H3)
"""Handling codes, of which several hold beside one another. Source: Council 6243/18."""

_ASKED_AGAIN: Mapping[Marking, Action] = {
    **dict.fromkeys((_M.RESTRICTED, _M.CONFIDENTIAL, _M.SECRET), Action.PASS_ON),
    **dict.fromkeys((_M.TLP_AMBER, _M.TLP_AMBER_STRICT, _M.TLP_RED), Action.PASS_ON),
    **dict.fromkeys((_M.PAP_AMBER, _M.PAP_RED), Action.REVEAL_TO_SUBJECT),
    # What it limits stands in words elsewhere: so whoever wrote them is asked.
    _M.H3: Action.PASS_ON,
}


def strictest(markings: Iterable[Marking]) -> tuple[Marking, ...]:
    """Return of each axis the strictest marking, and every handling code; in the order of the axes."""
    given = set(markings)
    found = [max(on, key=axis.index) for axis in AXES.values() if (on := given.intersection(axis))]
    return (*found, *(code for code in HANDLING if code in given))


def conditions_of(markings: Iterable[Marking]) -> tuple[str, ...]:
    """Return the conditions that bind whoever receives what is marked so: uses that need consent."""
    return tuple(dict.fromkeys(USES[_ASKED_AGAIN[one]] for one in markings if one in _ASKED_AGAIN))


def handling_codes(markings: Iterable[Marking]) -> str:
    """Return the handling codes as the fact of that name has them, such as `H1 H2`; empty without any."""
    given = set(markings)
    return " ".join(code.name for code in HANDLING if code in given)
