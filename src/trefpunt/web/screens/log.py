"""The last entries of the log: an officer sees his own acts, and who oversees them sees all."""

from collections import deque
from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from trefpunt.audit import Filters, Reader
from trefpunt.audit import show as read
from trefpunt.model import LogEntry, Role
from trefpunt.web.visit import Pages, Visit
from trefpunt.words.codes import EVENTS, PURPOSES, ROLES

_SINCE = timedelta(days=30)
_MOST = 100
_SEE_ALL = frozenset({Role.DATA_PROTECTION_OFFICER, Role.OVERSEER})
_WHY = "self_monitoring"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it."""

    index: int
    at: str
    event: str
    actor: str
    role: str
    about: str
    facts: str


def show(visit: Visit, pages: Pages) -> Response:
    """Show the newest entries first; looking is logged before anything is shown."""
    node, officer = visit.node, visit.officer
    sees_all = officer.role in _SEE_ALL
    now = node.clock()
    filters = Filters(actor=None if sees_all else officer.id, since=now - _SINCE)
    reader = Reader(actor=officer.id, role=officer.role.value, purpose=_WHY, at=now)
    with node.ledger.write() as tx:
        found = deque(read(tx, filters, trail=node.trail, reader=reader), maxlen=_MOST)
    lines = [_line(visit, index, entry) for index, entry in reversed(found)]
    return pages.page(visit, "log.html", lines=lines, sees_all=sees_all, days=_SINCE.days, most=_MOST)


def _line(visit: Visit, index: int, entry: LogEntry) -> Line:
    words = visit.words
    about = (
        entry.article and words.t("art. {article}", article=entry.article),
        entry.purpose and words.code(PURPOSES, entry.purpose),
        entry.case and words.t("case {case}", case=entry.case),
        entry.partner,
    )
    return Line(
        index=index,
        at=words.moment(entry.at),
        event=words.code(EVENTS, entry.event),
        actor=entry.actor,
        role=words.code(ROLES, entry.role) if entry.role else "",
        about=" · ".join(part for part in about if part),
        facts=", ".join(f"{name} {value}" for name, value in sorted(entry.facts.items())),
    )
