"""Requesting what a partner holds: the form, "may we?" with article, channel and clock, and sending it.

Nothing is recorded or sent before the second page; what was typed travels in the forms and is kept nowhere.
"""

from starlette.responses import Response

from trefpunt import casework
from trefpunt.casework import Foreseen
from trefpunt.errors import TrefpuntError
from trefpunt.model import Action, Purpose, Refusal, Sought
from trefpunt.web.form import Fault, Form
from trefpunt.web.once import Once
from trefpunt.web.requestform import LABELS, TYPED, Filled, read_wish
from trefpunt.web.subjectform import FIRM, PERSON, capacity_of
from trefpunt.web.visit import Pages, Visit, see
from trefpunt.web.whyform import around, offered, said_labels
from trefpunt.web.wording import Phrase
from trefpunt.words.casework import SOUGHT
from trefpunt.words.codes import PURPOSES
from trefpunt.words.law import FACTS


class Requesting:
    """The screen; a page that is loaded again requests nothing."""

    def __init__(self) -> None:
        self._once = Once()

    def show(self, visit: Visit, pages: Pages) -> Response:
        """Show an empty form."""
        return _form_page(visit, pages, Form({"purpose": (Purpose.CRIMINAL_OFFENCES.value,)}))

    def act(self, visit: Visit, pages: Pages) -> Response:
        """Do what the button says: change, check or send."""
        step, form = visit.form.one("step"), visit.form
        if step == "change":
            return _form_page(visit, pages, form)
        filled = read_wish(form, around(visit, Action.REQUEST_CONTENT))
        if filled.wish is None:
            return _form_page(visit, pages, form, faults=filled.faults)
        try:
            if step == "send":
                return self._send(visit, pages, filled)
            return self._review(visit, pages, filled)
        except TrefpuntError as error:
            return _form_page(visit, pages, form, trouble=visit.words.speech.error(error))

    def _send(self, visit: Visit, pages: Pages, filled: Filled) -> Response:
        assert filled.wish is not None
        if not self._once.is_first(visit.form.one("once")):
            return pages.page(visit, "asked_before.html", status=409)
        sent = casework.send_request(filled.wish, filled.partner, means=visit.node.casework)
        if isinstance(sent, Refusal):
            # The law or the case changed since the last look: say so, and keep what was typed.
            return self._review(visit, pages, filled)
        return see(f"/requests/{sent.request.id}")

    def _review(self, visit: Visit, pages: Pages, filled: Filled) -> Response:
        assert filled.wish is not None
        found = casework.foresee_request(filled.wish, filled.partner, means=visit.node.casework)
        return pages.page(
            visit,
            "request_review.html",
            partner=filled.partner,
            is_open=isinstance(found, Foreseen),
            lines=_lines(visit, found),
            by_letter=isinstance(found, Foreseen) and found.permitted.channel == "trefpunt",
            due=_due(visit, found),
            shown=_shown(visit),
            typed=visit.form.hidden(*TYPED),
            once=self._once.mark(),
            switch="typed",
        )


def _lines(visit: Visit, found: Foreseen | Refusal) -> tuple[str, ...]:
    speech = visit.words.speech
    if isinstance(found, Refusal):
        return speech.refusal(found)
    permitted = found.permitted
    said = (
        *(speech.article(article) for article in permitted.articles),
        speech.channel(permitted.channel),
        speech.deadline(permitted.deadline),
        *speech.conditions(permitted.conditions),
    )
    return tuple(line for line in said if line)


def _due(visit: Visit, found: Foreseen | Refusal) -> str:
    if isinstance(found, Refusal) or found.due_at is None:
        return ""
    return visit.words.said(Phrase("If it goes now, an answer is due by {due}.", due=found.due_at))


def _form_page(
    visit: Visit,
    pages: Pages,
    form: Form,
    *,
    faults: tuple[Fault, ...] = (),
    trouble: tuple[str, ...] = (),
) -> Response:
    known, words = around(visit, Action.REQUEST_CONTENT), visit.words
    return pages.page(
        visit,
        "request.html",
        status=422 if faults or trouble else 200,
        typed={field: form.one(field) for field in TYPED},
        ticked={field: form.all(field) for field in ("seek", "state")},
        labels=said_labels(visit, LABELS),
        faults=[(fault.field, words.said(fault.phrase)) for fault in faults],
        trouble=trouble,
        person=tuple(PERSON),
        firm=tuple(FIRM),
        further=(),
        partners=[(name, name) for name in known.partners],
        sought=[(word.value, words.code(SOUGHT, word.value)) for word in Sought],
        switch="typed",
        **offered(visit, known),
    )


def _shown(visit: Visit) -> list[tuple[str, str]]:
    """Return what was filled in, each beside its label, for a last look."""
    words, form = visit.words, visit.form
    labels = said_labels(visit, LABELS)
    said = {
        "purpose": words.code(PURPOSES, form.one("purpose")),
        "state": "; ".join(words.code(FACTS, name) for name in form.all("state")),
        "seek": ", ".join(words.code(SOUGHT, word) for word in form.all("seek")),
        "capacity": capacity_of(form, words),
    }
    found = ((labels[field], said.get(field, form.one(field))) for field in TYPED)
    return [(label, value) for label, value in found if value]
