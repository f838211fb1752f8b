"""Alerts between crisis centres: the board, one alert in the reader's language, taking note, sharing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from starlette.responses import Response

from trefpunt import casework
from trefpunt.desks import crisis
from trefpunt.desks.crisis import AlertContent, Senders, Told
from trefpunt.errors import InputError, TrefpuntError
from trefpunt.model import Alert, LetterKind, Refusal
from trefpunt.web.form import Fault
from trefpunt.web.screens.treaties import address_of
from trefpunt.web.screens.trouble import no_page
from trefpunt.web.visit import Pages, Visit, see
from trefpunt.web.whyform import second_officers
from trefpunt.web.wording import Phrase
from trefpunt.words.crisis import CERTAINTIES, SEVERITIES, SHARING, URGENCIES

_LABELS: Mapping[str, Phrase] = {
    "name": Phrase("Your name, for whoever sent it"),
    "to": Phrase("Another crisis centre"),
    "approved_by": Phrase("Second officer"),
}
_LETTERS = (LetterKind.CRISIS_ALERT, LetterKind.CRISIS_ACKNOWLEDGED, LetterKind.CRISIS_LIFTED)


@dataclass(frozen=True, slots=True)
class Row:
    """One alert as the board shows it."""

    reference: str
    kind: str
    is_exercise: bool
    is_ours: bool
    partner: str
    event: str
    sent_at: str
    noted: str
    is_late: bool
    is_noted: bool
    sharing: str
    can_be_lifted: bool


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with a form: a fault at a field, and what a room below had to say."""

    fault: Fault | None = None
    trouble: tuple[str, ...] = ()


def show_board(visit: Visit, pages: Pages) -> Response:
    """Show alerts, the newest first, and by when each channel must be tested."""
    return _board(visit, pages)


def lift(visit: Visit, pages: Pages) -> Response:
    """Lift the confidentiality of an alert of this node, for everybody who has it."""
    try:
        crisis.lift(visit.named["reference"], officer=visit.officer, means=visit.node.crisis)
    except TrefpuntError as error:
        return _board(visit, pages, trouble=visit.words.speech.error(error))
    return see("/alerts")


def show(visit: Visit, pages: Pages) -> Response:
    """Show what a partner's alert says; the log keeps that it was read."""
    return _page(visit, pages, _Wrong())


def act(visit: Visit, pages: Pages) -> Response:
    """Take note of an alert by name, or share it further."""
    step = visit.form.one("step")
    if step == "acknowledge":
        return _acknowledge(visit, pages)
    return _share(visit, pages) if step == "share" else _page(visit, pages, _Wrong())


def _acknowledge(visit: Visit, pages: Pages) -> Response:
    reference, name = visit.named["reference"], visit.form.one("name")
    if not name:
        fault = Fault("name", Phrase("Write under which name you can be reached."))
        return _page(visit, pages, _Wrong(fault))
    try:
        done = crisis.acknowledge(reference, officer=visit.officer, name=name, means=visit.node.crisis)
    except TrefpuntError as error:
        return _page(visit, pages, _Wrong(trouble=visit.words.speech.error(error)))
    if isinstance(done, Refusal):
        return _page(visit, pages, _Wrong(trouble=visit.words.speech.refusal(done)))
    return see(f"/alerts/{reference}")


def _share(visit: Visit, pages: Pages) -> Response:
    reference, form, speech = visit.named["reference"], visit.form, visit.words.speech
    if form.one("to") not in _centres(visit):
        return _page(visit, pages, _Wrong(Fault("to", Phrase("Choose a crisis centre."))))
    senders = Senders(visit.officer, form.one("approved_by"))
    try:
        told = crisis.share(reference, form.one("to"), senders=senders, means=visit.node.crisis)
    except TrefpuntError as error:
        return _page(visit, pages, _Wrong(trouble=speech.error(error)))
    if isinstance(told, Refusal):
        return _page(visit, pages, _Wrong(trouble=speech.refusal(told)))
    return _page(visit, pages, _Wrong(), told=told)


def _centres(visit: Visit) -> list[str]:
    return [channel.partner for channel in crisis.board(means=visit.node.crisis).channels]


def _board(visit: Visit, pages: Pages, *, trouble: tuple[str, ...] = ()) -> Response:
    found, words = crisis.board(means=visit.node.crisis), visit.words
    channels = [
        (channel.partner, channel.is_late, _tested(visit, channel.due_at, is_late=channel.is_late))
        for channel in found.channels
    ]
    return pages.page(
        # What was lifted stands in the address; the page is the board.
        replace(visit, path="/alerts"),
        "alerts.html",
        status=422 if trouble else 200,
        rows=[_row(visit, alert, found.now) for alert in found.alerts],
        channels=channels,
        now=words.moment(found.now),
        waiting=_waiting(visit),
        trouble=trouble,
    )


def _row(visit: Visit, alert: Alert, now: datetime) -> Row:
    words = visit.words
    is_noted = alert.acknowledged_at is not None
    return Row(
        reference=alert.id,
        kind=_kind(visit, alert),
        is_exercise=alert.is_exercise,
        is_ours=alert.is_ours,
        partner=alert.partner,
        event=_event(visit, alert),
        sent_at=words.moment(alert.sent_at),
        noted=words.said(_noted(alert, now)),
        is_late=not is_noted and now > alert.due_at,
        is_noted=is_noted,
        sharing=_sharing(visit, alert),
        can_be_lifted=alert.is_ours and alert.origin == visit.node.me.id and alert.lifted_at is None,
    )


def _noted(alert: Alert, now: datetime) -> Phrase:
    if alert.acknowledged_at is not None:
        return Phrase("by {name}, {at}", name=alert.acknowledged_by, at=alert.acknowledged_at)
    if now > alert.due_at:
        return Phrase("overdue: was asked by {due}", due=alert.due_at)
    return Phrase("asked by {due}", due=alert.due_at)


def _kind(visit: Visit, alert: Alert) -> str:
    return visit.words.said(Phrase("EXERCISE") if alert.is_exercise else Phrase("alert"))


def _event(visit: Visit, alert: Alert) -> str:
    return crisis.event_kinds()[alert.event].phrases[visit.words.language]


def _sharing(visit: Visit, alert: Alert) -> str:
    return visit.words.code(SHARING, "confidential" if alert.lifted_at is None else "lifted")


def _tested(visit: Visit, due: datetime | None, *, is_late: bool) -> str:
    if due is None:
        return visit.words.said(Phrase("never tested"))
    phrase = Phrase("overdue: a test was due by {due}", due=due)
    return visit.words.said(phrase if is_late else Phrase("must be tested by {due}", due=due))


def _waiting(visit: Visit) -> list[str]:
    """Return the centres that a letter of this desk has not reached yet."""
    means = visit.node.casework
    return [
        name
        for name in _centres(visit)
        if any(casework.is_under_way({name}, kind, means=means) for kind in _LETTERS)
    ]


def _page(visit: Visit, pages: Pages, wrong: _Wrong, *, told: Told | None = None) -> Response:
    try:
        alert, content = crisis.show_alert(
            visit.named["reference"], officer=visit.officer, means=visit.node.crisis
        )
    except InputError:
        return no_page(visit, pages)
    words, form, fault = visit.words, visit.form, wrong.fault
    values = _values(visit, alert, content) | {
        "faults": [] if fault is None else [(fault.field, words.said(fault.phrase))],
        "trouble": wrong.trouble,
        "told": told,
        "labels": {name: words.said(phrase) for name, phrase in _LABELS.items()},
        "hints": {"name": words.said(Phrase("2 to 80 characters; it is in the letter and in no log"))},
        "typed": {name: form.one(name) for name in _LABELS},
        # The name or the choice, whichever form is still open.
        "switch": "typed" if alert.acknowledged_at is None else "share",
    }
    return pages.page(visit, "alert.html", status=422 if fault or wrong.trouble else 200, **values)


def _values(visit: Visit, alert: Alert, content: AlertContent) -> dict[str, Any]:
    words = visit.words
    own = words.language
    texts = [
        (tongue, text)
        for tongue in sorted(crisis.LANGUAGES, key=lambda one: one != own)
        if (text := content.texts[tongue]) and (text.headline or text.description or text.instruction)
    ]
    others = [name for name in _centres(visit) if name not in (alert.partner, alert.origin)]
    return {
        "alert": alert,
        "event": _event(visit, alert),
        "sent_at": words.moment(content.sent_at),
        "expires_at": words.moment(content.expires_at),
        "noted": words.said(_noted(alert, visit.node.clock())),
        "is_late": alert.acknowledged_at is None and visit.node.clock() > alert.due_at,
        "is_noted": alert.acknowledged_at is not None,
        "sharing": _sharing(visit, alert),
        "how": (
            words.code(URGENCIES, content.urgency.value),
            words.code(SEVERITIES, content.severity.value),
            words.code(CERTAINTIES, content.certainty.value),
        ),
        "area": content.area,
        "circle": content.circle,
        "own": texts[:1],
        "others": texts[1:],
        "centres": [(name, name) for name in others],
        "officers": second_officers(visit),
        "waiting": alert.partner in _waiting(visit),
        "article": address_of(alert.article),
    }
