"""The first screen: a search box, what is new, the officer's cases, and whether partners can be asked."""

from dataclasses import dataclass

from starlette.responses import Response

from trefpunt import casework
from trefpunt.hits.outcome import outcome_of
from trefpunt.model import (
    AgreementState,
    Answer,
    ContentRequest,
    ContentState,
    Hit,
    NoHit,
    Refused,
)
from trefpunt.node import standing
from trefpunt.store.ledger import hits as kept
from trefpunt.web.visit import Pages, Visit
from trefpunt.web.whyform import own_cases
from trefpunt.web.wording import Phrase
from trefpunt.words.codes import AGREEMENT_STATES, OUTCOMES, PURPOSES, STANDINGS

_LATEST, _LOOKED_AT = 8, 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the home page lists it."""

    reference: str
    partner: str
    case: str
    at: str
    outcome: str
    words: str


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner as the home page lists it."""

    id: str
    name: str
    state: str
    is_ready: bool
    index: Phrase


@dataclass(frozen=True, slots=True)
class Work:
    """One request that waits, ours or a partner's; nothing of its content."""

    reference: str
    what: Phrase
    due: Phrase
    is_late: bool


def show(visit: Visit, pages: Pages) -> Response:
    """Show the first screen."""
    node, words = visit.node, visit.words
    mine = own_cases(visit)
    stands = standing(node)
    return pages.page(
        visit,
        "home.html",
        asked=_asked(visit),
        work=_work(visit),
        cases=[(case.number, words.code(PURPOSES, case.purpose), case.is_protected) for case in mine],
        partners=_partners(visit, {case.purpose for case in mine}),
        standing=words.code(STANDINGS, stands),
        is_sound=stands == "sound",
        # What stands in the search box when the language is changed there.
        about=visit.form.one("about"),
        kind=visit.form.one("kind") or "surname",
        switch="typed",
    )


def outcome_word(answer: Answer) -> str:
    """Return the code of an answer: hit, no_hit, refused or pending."""
    words = ((Hit, "hit"), (NoHit, "no_hit"), (Refused, "refused"))
    return next((word for kind, word in words if isinstance(answer, kind)), "pending")


def _work(visit: Visit) -> list[Work]:
    """Return what waits, by the clock that runs out first: this officer's own, and what nobody else has."""
    waiting = [item for item in casework.inbox(means=visit.node.casework).items if _is_open(item.request)]
    return [
        Work(
            item.request.id,
            Phrase("you requested of {partner}", partner=item.request.partner)
            if item.request.is_ours
            else Phrase("{partner} requests", partner=item.request.partner),
            _due(item.request),
            item.left_s is not None and item.left_s < 0,
        )
        for item in waiting
        if visit.officer.id in _whose(item.request) or not any(_whose(item.request))
    ]


def _is_open(request: ContentRequest) -> bool:
    return request.state in (ContentState.OPEN, ContentState.PARTLY)


def _whose(request: ContentRequest) -> tuple[str, ...]:
    """Return who works on it: of a partner's request, only whom it was given to."""
    return (request.officer, request.assigned_to) if request.is_ours else (request.assigned_to,)


def _due(request: ContentRequest) -> Phrase:
    if request.due_at is None:
        return Phrase("no clock runs")
    return Phrase("due on {due}", due=request.due_at)


def _asked(visit: Visit) -> list[Asked]:
    with visit.node.ledger.read() as tx:
        latest = kept.recent_questions(tx, _LOOKED_AT)
    own = [asked for asked in latest if asked.officer == visit.officer.id and not asked.listing]
    found = []
    for asked in own[:_LATEST]:
        outcome = outcome_word(outcome_of(asked)[0])
        at, words = visit.words.moment(asked.asked_at), visit.words.code(OUTCOMES, outcome)
        found.append(Asked(asked.reference, asked.partner, asked.rows[0][1], at, outcome, words))
    return found


def _partners(visit: Visit, purposes: set[str]) -> list[Partner]:
    agreements, today = visit.node.exchange.agreements, visit.node.clock().date()
    found = {}
    for peer in agreements.peers():
        state = agreements.state(peer.agreement.id, today)
        is_in_force = state is AgreementState.IN_FORCE
        if peer.id in found and not is_in_force:
            continue
        words = "" if state is None else visit.words.code(AGREEMENT_STATES, state)
        has_index = is_in_force and _has_index(visit, peer.id, purposes)
        index = Phrase("index at hand") if has_index else Phrase("no index at hand")
        found[peer.id] = Partner(peer.id, peer.authority.name, words, has_index, index)
    return [found[name] for name in sorted(found)]


def _has_index(visit: Visit, partner: str, purposes: set[str]) -> bool:
    with visit.node.ledger.read() as tx:
        return any(
            kept.newest_index(tx, holder=partner, purpose=purpose, now=visit.node.clock())
            for purpose in purposes
        )
