"""A consent that a partner asks for: given until a day, or refused, by whoever may decide here."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from starlette.responses import Response

from trefpunt import casework
from trefpunt.errors import TrefpuntError
from trefpunt.model import AuthorityKind, Consent, ConsentState, LetterKind, Refusal, Role
from trefpunt.web.form import Fault
from trefpunt.web.screens.trouble import no_page
from trefpunt.web.visit import Pages, Visit, see
from trefpunt.web.wording import Phrase
from trefpunt.words.casework import CONSENT_STATES, USES
from trefpunt.words.codes import PURPOSES

_LABELS: Mapping[str, Phrase] = {
    "verdict": Phrase("Your decision"),
    "until": Phrase("Last day on which it holds"),
}
_VERDICTS = ("give", "refuse")


def show(visit: Visit, pages: Pages) -> Response:
    """Show what is asked, and the form to decide on it."""
    return _page(visit, pages)


def decide(visit: Visit, pages: Pages) -> Response:
    """Give the consent until a day, or refuse it; the other node is told."""
    form, now = visit.form, visit.node.clock()
    if form.one("step") == "change":
        return _page(visit, pages)
    until = _end_of(form.one("until"))
    if form.one("verdict") not in _VERDICTS:
        return _page(visit, pages, fault=Fault("verdict", Phrase("Choose one of the two.")))
    if form.one("verdict") == "refuse":
        until = None
    elif until is None:
        fault = Phrase("Write the day as YYYY-MM-DD: a consent has an end.")
        return _page(visit, pages, fault=Fault("until", fault))
    elif until <= now:
        return _page(visit, pages, fault=Fault("until", Phrase("This day is past. Give one to come.")))
    try:
        decided = casework.decide_consent(
            visit.named["reference"], until=until, officer=visit.officer, means=visit.node.casework
        )
    except TrefpuntError as error:
        return _page(visit, pages, trouble=visit.words.speech.error(error))
    if isinstance(decided, Refusal):
        return _page(visit, pages, trouble=visit.words.speech.refusal(decided))
    return see(f"/consents/{decided.id}")


def _end_of(typed: str) -> datetime | None:
    """Return the last moment of a day, or None where it is no day."""
    try:
        return datetime.combine(date.fromisoformat(typed), time(23, 59, 59), UTC)
    except ValueError:
        return None


def _found(visit: Visit) -> Consent | None:
    """Return a consent that a partner asks of this node."""
    consents = casework.inbox(means=visit.node.casework).consents
    named = visit.named["reference"]
    return next((one for one in consents if one.id == named and not one.is_ours), None)


def _page(
    visit: Visit, pages: Pages, *, fault: Fault | None = None, trouble: tuple[str, ...] = ()
) -> Response:
    asked, words = _found(visit), visit.words
    if asked is None:
        return no_page(visit, pages)
    form, speech = visit.form, words.speech
    return pages.page(
        visit,
        "consent.html",
        status=422 if fault or trouble else 200,
        asked=asked,
        use=words.code(USES, asked.use.value),
        purpose=words.code(PURPOSES, asked.purpose) if asked.purpose else "",
        request=_request_of(visit, asked),
        asked_at=words.moment(asked.asked_at),
        state=words.code(CONSENT_STATES, asked.state.value),
        is_open=asked.state is ConsentState.ASKED,
        until="" if asked.until is None else words.moment(asked.until),
        decided_at="" if asked.decided_at is None else words.moment(asked.decided_at),
        is_under_way=casework.is_under_way(
            {asked.partner}, LetterKind.CONSENT_DECIDED, means=visit.node.casework
        ),
        lives_h=visit.node.settings.exchange.letter_lives_h,
        # Said beforehand, and decided by casework all the same.
        not_for_you=speech.why(Refusal(code="prosecutor_decides")) if _is_for_a_prosecutor(visit) else "",
        labels={name: words.said(phrase) for name, phrase in _LABELS.items()},
        hints={"until": words.said(Phrase("YYYY-MM-DD; only where you give it"))},
        typed={name: form.one(name) for name in _LABELS},
        faults=[] if fault is None else [(fault.field, words.said(fault.phrase))],
        trouble=trouble,
        switch="typed" if asked.state is ConsentState.ASKED else "",
    )


def _request_of(visit: Visit, asked: Consent) -> str:
    """Return the request that the answer was given to, where this node gave it."""
    items = casework.inbox(means=visit.node.casework).items
    theirs = (item for item in items if not item.request.is_ours)
    return next((item.request.id for item in theirs for one in item.answers if one.id == asked.answer), "")


def _is_for_a_prosecutor(visit: Visit) -> bool:
    return visit.node.me.kind is AuthorityKind.JUSTICE and visit.officer.role is not Role.PROSECUTOR
