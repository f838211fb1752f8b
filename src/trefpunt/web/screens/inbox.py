"""The inbox: requests in and out with their clocks, consents to decide, alerts that nobody took note of."""

from dataclasses import dataclass, field

from starlette.responses import Response

from trefpunt import casework
from trefpunt.casework import Item
from trefpunt.casework.may import is_unfiled
from trefpunt.desks import crisis
from trefpunt.model import Consent, ConsentState, ContentRequest, ContentState
from trefpunt.store.ledger.cases import cases
from trefpunt.web.menu import may_enter
from trefpunt.web.visit import Pages, Visit
from trefpunt.web.wording import Phrase
from trefpunt.words.casework import CONSENT_STATES, CONTENT_STATES, USES

_DAY_S, _HOUR_S = 86_400, 3600
_MOST_DONE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of the inbox.

    Attributes:
        state: how it stands, in words.
        due: when its clock runs out and how long that is.
        is_late: whether the clock has run out; `state` and `due` say it in words.
        is_alarm: whether it is an alert, and no exercise.
        links: further pages: address and label.
    """

    address: str
    reference: str
    partner: str
    state: str
    due: str = ""
    is_late: bool = False
    is_open: bool = True
    is_alarm: bool = False
    who: str = ""
    use: str = ""
    links: tuple[tuple[str, str], ...] = field(default=())


def show(visit: Visit, pages: Pages) -> Response:
    """Show what waits, by the clock that runs out first; nothing of any content is in it."""
    found = casework.inbox(means=visit.node.casework)
    mine = own_numbers(visit)
    theirs = [item for item in found.items if not item.request.is_ours]
    ours = [item for item in found.items if item.request.is_ours and item.request.case in mine]
    consents = [one for one in found.consents if not one.is_ours or one.case in mine]
    return pages.page(
        visit,
        "inbox.html",
        to_answer=[row_of(visit, item) for item in theirs if is_running(item.request)],
        asked=[row_of(visit, item) for item in ours if is_running(item.request)],
        done=[row_of(visit, item) for item in (*ours, *theirs) if not is_running(item.request)][:_MOST_DONE],
        to_file=[row_of(visit, item) for item in found.items if is_unfiled(item.request)],
        own_cases=sorted(mine),
        to_decide=[_consent(visit, one) for one in consents if is_to_decide(one)],
        consents=[_consent(visit, one) for one in consents if not is_to_decide(one)][:_MOST_DONE],
        alerts=_alerts(visit),
        has_alerts=_has_alerts(visit),
    )


def is_running(request: ContentRequest) -> bool:
    """Tell whether something may still come of a request."""
    return request.state in (ContentState.OPEN, ContentState.PARTLY)


def is_to_decide(consent: Consent) -> bool:
    """Tell whether a consent waits for somebody of this node."""
    return not consent.is_ours and consent.state is ConsentState.ASKED


def own_numbers(visit: Visit) -> frozenset[str]:
    """Return the numbers of every case that this officer works on or has worked on."""
    with visit.node.ledger.read() as tx:
        return frozenset(case.number for case in cases(tx) if visit.officer.id in case.members)


def due_of(visit: Visit, item: Item) -> str:
    """Return when a clock runs out, and in words how long that is or was."""
    due, left = item.request.due_at, item.left_s
    if due is None:
        return visit.words.said(Phrase("no clock runs"))
    if left is None:
        return visit.words.said(Phrase("due on {due}", due=due))
    days, hours = int(abs(left) // _DAY_S), int(abs(left) // _HOUR_S)
    if left < 0 and days >= 1:
        phrase = Phrase("overdue: was due on {due}; days late: {count}", due=due, count=days)
    elif left < 0:
        phrase = Phrase("overdue: was due on {due}; hours late: {count}", due=due, count=hours)
    elif days >= 1:
        phrase = Phrase("due on {due}; days left: {count}", due=due, count=days)
    else:
        phrase = Phrase("due on {due}; hours left: {count}", due=due, count=hours)
    return visit.words.said(phrase)


def row_of(visit: Visit, item: Item) -> Row:
    """Return a request as a table of requests shows it."""
    made, words = item.request, visit.words
    # What this node answered stands on the request's own page.
    answers = item.answers if made.is_ours else ()
    return Row(
        address=f"/requests/{made.id}",
        reference=made.id,
        partner=made.partner,
        state=words.code(CONTENT_STATES, made.state.value),
        due=due_of(visit, item),
        is_late=item.left_s is not None and item.left_s < 0,
        is_open=is_running(made),
        who=made.assigned_to,
        links=tuple((f"/answers/{answer.id}", answer.id) for answer in answers),
    )


def _consent(visit: Visit, consent: Consent) -> Row:
    words = visit.words
    state = words.code(CONSENT_STATES, consent.state.value)
    if consent.until is not None:
        state = words.said(Phrase("given until {until}", until=consent.until))
    return Row(
        address=f"/consents/{consent.id}" if not consent.is_ours else f"/answers/{consent.answer}",
        reference=consent.id,
        partner=consent.partner,
        state=state,
        due=words.moment(consent.asked_at),
        use=words.code(USES, consent.use.value),
        is_open=consent.state is ConsentState.ASKED,
        who=consent.decided_by,
    )


def _has_alerts(visit: Visit) -> bool:
    return may_enter("alerts", visit.node.me.kind, visit.officer.role)


def _alerts(visit: Visit) -> list[Row]:
    """Return a partner's alerts of which nobody here took note."""
    if not _has_alerts(visit):
        return []
    found, words = crisis.board(means=visit.node.crisis), visit.words
    return [
        Row(
            address=f"/alerts/{alert.id}",
            reference=alert.id,
            partner=alert.partner,
            state=crisis.event_kinds()[alert.event].phrases[words.language],
            due=words.said(
                Phrase("overdue: was asked by {due}", due=alert.due_at)
                if found.now > alert.due_at
                else Phrase("asked by {due}", due=alert.due_at)
            ),
            is_late=found.now > alert.due_at,
            is_alarm=not alert.is_exercise,
            use=words.said(Phrase("EXERCISE")) if alert.is_exercise else words.said(Phrase("alert")),
        )
        for alert in found.alerts
        if not alert.is_ours and alert.acknowledged_at is None
    ]
