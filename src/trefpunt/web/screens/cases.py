"""The cases of an officer, by the clock that runs out first, and the way to one by its number."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from trefpunt import casework
from trefpunt.casework import Item
from trefpunt.model import Case, CaseState
from trefpunt.store.ledger.cases import cases
from trefpunt.web.form import Fault
from trefpunt.web.screens.inbox import due_of, is_running
from trefpunt.web.visit import Pages, Visit, see
from trefpunt.web.wording import Phrase
from trefpunt.words.codes import CASE_STATES, PURPOSES

_NUMBER = Phrase("Case number")
_HINT = Phrase("as this node has it; partners never see it")


@dataclass(frozen=True, slots=True)
class Row:
    """One case as the page lists it; `due` is the clock in it that runs out next."""

    number: str
    address: str
    purpose: str
    opened_on: str
    officers: str
    state: str
    is_open: bool
    is_protected: bool
    due: str
    is_late: bool


def show(visit: Visit, pages: Pages) -> Response:
    """Show the cases that this officer works on or has worked on."""
    return _page(visit, pages)


def find(visit: Visit, pages: Pages) -> Response:
    """Go to a case by its number; one that there is not, and one of others, are said alike."""
    number = visit.form.one("number")
    if visit.form.one("step") == "change":
        return _page(visit, pages)
    if number not in {case.number for case in _own(visit)}:
        return _page(visit, pages, Fault("number", Phrase("You work on no case of this number.")))
    return see(case_address(number))


def case_address(number: str) -> str:
    """Return the page of a case."""
    return f"/cases/{quote(number)}"


def _own(visit: Visit) -> list[Case]:
    with visit.node.ledger.read() as tx:
        return [case for case in cases(tx) if visit.officer.id in case.members]


def _page(visit: Visit, pages: Pages, fault: Fault | None = None) -> Response:
    words, own, clocks = visit.words, _own(visit), dict[str, Item]()
    for item in casework.inbox(means=visit.node.casework).items:
        if item.request.is_ours and is_running(item.request) and item.left_s is not None:
            clocks.setdefault(item.request.case, item)
    own.sort(key=lambda case: (case.state is CaseState.CLOSED, _left(clocks.get(case.number))))
    return pages.page(
        visit,
        "cases.html",
        status=422 if fault else 200,
        rows=[_row(visit, case, clocks.get(case.number)) for case in own],
        labels={"number": words.said(_NUMBER)},
        hints={"number": words.said(_HINT)},
        typed={"number": visit.form.one("number")},
        faults=[] if fault is None else [(fault.field, words.said(fault.phrase))],
        switch="typed",
    )


def _left(item: Item | None) -> float:
    return float("inf") if item is None or item.left_s is None else item.left_s


def _row(visit: Visit, case: Case, first: Item | None) -> Row:
    words = visit.words
    return Row(
        number=case.number,
        address=case_address(case.number),
        purpose=words.code(PURPOSES, case.purpose),
        opened_on=words.moment(case.opened_at),
        officers=", ".join(case.members),
        state=words.code(CASE_STATES, case.state.value),
        is_open=case.state is CaseState.OPEN,
        is_protected=case.is_protected,
        due=words.said(Phrase("no clock runs")) if first is None else due_of(visit, first),
        is_late=first is not None and _left(first) < 0,
    )
