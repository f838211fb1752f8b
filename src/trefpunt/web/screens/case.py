"""A case's own page: who works on it, its questions and requests, joint cases beside it, what was done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import Response

from trefpunt import casework
from trefpunt.casework import Drawing, Moment
from trefpunt.hits.outcome import outcome_of
from trefpunt.model import Case, CaseState, Event, Purpose, Refusal
from trefpunt.node import quorum_of
from trefpunt.node.approving import approvals_in
from trefpunt.store.ledger import hits
from trefpunt.store.ledger.cases import find_case
from trefpunt.store.ledger.joint import joint_cases
from trefpunt.web.form import Fault
from trefpunt.web.papers import case_paper, typeset
from trefpunt.web.screens.cases import case_address
from trefpunt.web.screens.home import outcome_word
from trefpunt.web.screens.inbox import is_running, row_of
from trefpunt.web.screens.jointboard import Board, board_of
from trefpunt.web.screens.trouble import no_page, not_permitted
from trefpunt.web.visit import Pages, Visit
from trefpunt.web.whyform import WHY_LABELS, second_officers
from trefpunt.web.wording import Phrase
from trefpunt.words.codes import CASE_STATES, EVENTS, OUTCOMES, PURPOSES

_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of hit or no hit; `count` is how many rows of a list are of this case, 0 for no list."""

    reference: str
    partner: str
    at: str
    outcome: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done, or `count` looks of one officer on end.

    Attributes:
        address: the page of what its reference names; empty where there is none.
    """

    count: int
    at: str
    event: str
    who: str
    article: str
    partner: str
    reference: str
    address: str


def show(visit: Visit, pages: Pages) -> Response:
    """Show a case to whoever works on it; one of others and one that there is not are said alike."""
    return _page(visit, pages)


def act(visit: Visit, pages: Pages) -> Response:
    """Draw up the report of a case, and give it as PDF; that it is exported is logged."""
    number, case = visit.named["number"], _case(visit)
    if case is None:
        return no_page(visit, pages)
    if visit.form.one("step") != "report":
        return _page(visit, pages)
    second = visit.form.one("approved_by")
    if case.is_protected and not second:
        phrase = Phrase("This case is protected: choose who approves it with you.")
        return _page(visit, pages, Fault("approved_by", phrase))
    node = visit.node
    with node.ledger.read() as tx:
        quorum = quorum_of(node, tx)
    signed = approvals_in(node.home)
    drawing = Drawing(visit.officer, number, Purpose(case.purpose), second, quorum, signed)
    drawn = casework.draw_up(drawing, means=node.casework)
    if isinstance(drawn, Refusal):
        return not_permitted(visit, pages, drawn)
    name = re.sub(r"[^A-Za-z0-9-]+", "-", number)
    headers = {"content-disposition": f'attachment; filename="trefpunt-{name}.pdf"'}
    pdf = typeset(case_paper(drawn, speech=visit.words.speech))
    return Response(pdf, media_type="application/pdf", headers=headers)


def _case(visit: Visit) -> Case | None:
    """Return the case of this address, where this officer works on it."""
    with visit.node.ledger.read() as tx:
        case = find_case(tx, visit.named["number"])
    return case if case is not None and visit.officer.id in case.members else None


def _page(visit: Visit, pages: Pages, fault: Fault | None = None) -> Response:
    number, case, words = visit.named["number"], _case(visit), visit.words
    if case is None:
        return no_page(visit, pages)
    done = casework.read_timeline(number, officer=visit.officer, means=visit.node.casework)
    if isinstance(done, Refusal):
        return no_page(visit, pages)
    items = casework.inbox(means=visit.node.casework).items
    own = [item for item in items if item.request.is_ours and item.request.case == number]
    asked = _asked(visit, number)
    addresses = {item.request.id: f"/requests/{item.request.id}" for item in own}
    addresses |= {one.reference: f"/questions/{one.reference}" for one in asked if not one.count}
    return pages.page(
        # A number may have signs that an address has not.
        replace(visit, path=case_address(number)),
        "case.html",
        status=422 if fault else 200,
        case=case,
        purpose=words.code(PURPOSES, case.purpose),
        state=words.code(CASE_STATES, case.state.value),
        opened_on=words.moment(case.opened_at),
        closed=words.speech.why(Refusal("case_closed", facts=(("case", number),)))
        if case.state is CaseState.CLOSED
        else "",
        requests=[row_of(visit, item) for item in sorted(own, key=lambda one: not is_running(one.request))],
        asked=asked,
        boards=_boards(visit, number),
        officers=second_officers(visit),
        labels={"approved_by": words.said(WHY_LABELS["approved_by"])},
        typed={"approved_by": visit.form.one("approved_by")},
        faults=[] if fault is None else [(fault.field, words.said(fault.phrase))],
        **_timeline(visit, done, addresses),
    )


def _asked(visit: Visit, number: str) -> list[Asked]:
    with visit.node.ledger.read() as tx:
        found = hits.questions_of_case(tx, number)
    shown = []
    for one in reversed(found):
        outcome = "" if one.listing else outcome_word(outcome_of(one)[0])
        count = sum(of_case == number for _, of_case in one.rows) if one.listing else 0
        said = visit.words.code(OUTCOMES, outcome) if outcome else ""
        shown.append(
            Asked(one.reference, one.partner, visit.words.moment(one.asked_at), outcome, said, count)
        )
    return shown


def _boards(visit: Visit, number: str) -> list[Board]:
    means = visit.node.casework
    with visit.node.ledger.read() as tx:
        beside = [one.id for one in joint_cases(tx) if one.case == number]
    found = [casework.read_joint(one, officer=visit.officer, means=means) for one in beside]
    return [board_of(visit, one) for one in found if not isinstance(one, Refusal)]


def _timeline(visit: Visit, done: Sequence[Moment], addresses: dict[str, str]) -> dict[str, Any]:
    """Return one page of what was done, the newest first."""
    acts = _acts(done)
    last = max(1, -(-len(acts) // _A_PAGE))
    typed = visit.query.get("page", "")
    at = min(max(int(typed), 1), last) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1
    shown = acts[(at - 1) * _A_PAGE : at * _A_PAGE]
    return {
        "lines": [_line(visit, one, addresses) for one in shown],
        "page": at,
        "last_page": last,
    }


def _acts(done: Sequence[Moment]) -> list[list[Moment]]:
    """Return acts, the newest first; looks of one officer on end are one, so that they bury nothing."""
    acts = list[list[Moment]]()
    for one in reversed(done):
        before = acts[-1][0] if acts else None
        if before and one.event is before.event is Event.CASE_READ and one.who == before.who:
            acts[-1].append(one)
        else:
            acts.append([one])
    return acts


def _line(visit: Visit, act: list[Moment], addresses: dict[str, str]) -> Line:
    one = act[0]
    # Of looks on end, each at something else, only the act is told.
    is_one = len(act) == 1
    return Line(
        count=len(act),
        at=visit.words.moment(one.at),
        event=visit.words.code(EVENTS, one.event.value),
        who=one.who,
        article=one.article if is_one else "",
        partner=one.partner,
        reference=one.reference if is_one else "",
        address=addresses.get(one.reference, ""),
    )
