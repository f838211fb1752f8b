"""What stands in the menu: what this kind of node does and this role works with, and nothing else.

What may be done is decided by the texts each time; here stands only which pages are of any use to whom.
"""

from collections.abc import Mapping

from trefpunt.model import AuthorityKind, Role
from trefpunt.web.wording import Phrase

LABELS: Mapping[str, Phrase] = {
    "home": Phrase("Home"),
    "ask": Phrase("Ask"),
    "may": Phrase("May I?"),
    "inbox": Phrase("Inbox"),
    "cases": Phrase("Cases"),
    "alerts": Phrase("Alerts"),
    "log": Phrase("Log"),
    "treaties": Phrase("Treaties"),
}
"""Every place, with its label."""

_ADDRESSES: Mapping[str, str] = {
    "home": "/",
    "ask": "/ask",
    "may": "/may",
    "inbox": "/inbox",
    "cases": "/cases",
    "alerts": "/alerts",
    "log": "/log",
    "treaties": "/treaties",
}
# They watch over the work or over the machine, and work on no case.
_WORK_ON_NO_CASE = frozenset({Role.DATA_PROTECTION_OFFICER, Role.OVERSEER, Role.SYSTEM_MANAGER})
# No text lets them match anything, now or by what they are for.
_MATCH_NOTHING = frozenset({AuthorityKind.CRISIS_CENTRE, AuthorityKind.CARE, AuthorityKind.OVERSIGHT})


def may_enter(place: str, kind: AuthorityKind, role: Role) -> bool:
    """Tell whether a place is of any use to a role at a kind of node."""
    if place in {"ask", "inbox", "cases", "alerts"} and role in _WORK_ON_NO_CASE:
        return False
    if place == "ask":
        return kind not in _MATCH_NOTHING
    return kind is AuthorityKind.CRISIS_CENTRE if place == "alerts" else True


def places(kind: AuthorityKind, role: Role) -> tuple[tuple[str, Phrase], ...]:
    """Return the menu: each address with its label."""
    return tuple((_ADDRESSES[name], LABELS[name]) for name in LABELS if may_enter(name, kind, role))
