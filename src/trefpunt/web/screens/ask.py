"""Asking: the form, what would be lawful for each partner, and what came of it.

Nothing leaves before the second page: it says for each partner yes or no, with the article. What was typed
travels in the forms and is kept nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from trefpunt import hits
from trefpunt.model import Action, Pending, Purpose, Refusal
from trefpunt.web.askform import TYPED, Filled, read_question
from trefpunt.web.form import Fault, Form
from trefpunt.web.once import Once
from trefpunt.web.screens.answered import Card, card_of
from trefpunt.web.subjectform import FIRM, PERSON, capacity_of, cautions
from trefpunt.web.visit import Pages, Visit
from trefpunt.web.whyform import around, offered, said_labels
from trefpunt.web.wording import Phrase
from trefpunt.words.codes import PURPOSES
from trefpunt.words.law import FACTS

_LABELS: Mapping[str, Phrase] = {"partners": Phrase("Partners")}


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would come of asking one partner."""

    partner: str
    is_open: bool
    lines: tuple[str, ...]


class Asking:
    """The screen; a page that is loaded again asks nothing."""

    def __init__(self) -> None:
        self._once = Once()

    def show(self, visit: Visit, pages: Pages) -> Response:
        """Show an empty form."""
        return _form_page(visit, pages, Form({"purpose": (Purpose.CRIMINAL_OFFENCES.value,)}))

    def act(self, visit: Visit, pages: Pages) -> Response:
        """Do what the button says: begin, check, change or send."""
        step, form = visit.form.one("step"), visit.form
        if step == "begin":
            return _form_page(visit, pages, _begun(form))
        if step == "change":
            return _form_page(visit, pages, form)
        filled = read_question(form, around(visit, Action.ASK_HIT))
        if filled.question is None:
            return _form_page(visit, pages, form, faults=filled.faults)
        if step != "send":
            return self._review(visit, pages, filled)
        return self._send(visit, pages, filled)

    def _send(self, visit: Visit, pages: Pages, filled: Filled) -> Response:
        assert filled.question is not None
        if not self._once.is_first(visit.form.one("once")):
            return pages.page(visit, "asked_before.html", status=409)
        answers = hits.ask_many(filled.question, list(filled.partners), means=visit.node.means)
        cards = [card_of(visit, answer) for answer in answers]
        return _answers_page(visit, pages, cards, is_waiting=any(isinstance(a, Pending) for a in answers))

    def _review(self, visit: Visit, pages: Pages, filled: Filled) -> Response:
        prospects = [_prospect(visit, filled, partner) for partner in filled.partners]
        possible = tuple(prospect.partner for prospect in prospects if prospect.is_open)
        return pages.page(
            visit,
            "review.html",
            prospects=prospects,
            possible=possible,
            shown=_shown(visit),
            cautions=[visit.words.said(phrase) for phrase in cautions(visit.form)],
            typed=visit.form.hidden(*TYPED),
            to_send=[pair for pair in visit.form.hidden(*TYPED) if pair[0] != "partners"]
            + [("partners", partner) for partner in possible],
            once=self._once.mark(),
            wait_s=visit.node.settings.hits.wait_s,
            switch="typed",
        )


def _answers_page(visit: Visit, pages: Pages, cards: list[Card], *, is_waiting: bool) -> Response:
    lives_h = visit.node.settings.exchange.letter_lives_h
    return pages.page(
        visit,
        "answers.html",
        cards=cards,
        is_waiting=is_waiting,
        lives_h=lives_h,
        case=visit.form.one("case"),
        typed=visit.form.hidden(*TYPED),
    )


def _begun(form: Form) -> Form:
    """Put what was typed in the search box into its field."""
    field = {"firm": "firm", "number": "numbers"}.get(form.one("kind"), "surname")
    return Form({field: (form.one("about"),), "purpose": (Purpose.CRIMINAL_OFFENCES.value,)})


def _form_page(visit: Visit, pages: Pages, form: Form, *, faults: tuple[Fault, ...] = ()) -> Response:
    known, words = around(visit, Action.ASK_HIT), visit.words
    return pages.page(
        visit,
        "ask.html",
        status=422 if faults else 200,
        typed={field: form.one(field) for field in TYPED},
        ticked={field: form.all(field) for field in ("partners", "state")},
        labels=said_labels(visit, _LABELS),
        faults=[(fault.field, words.said(fault.phrase)) for fault in faults],
        person=tuple(PERSON),
        firm=tuple(FIRM),
        further=(),
        partners=known.partners,
        switch="typed",
        **offered(visit, known),
    )


def _prospect(visit: Visit, filled: Filled, partner: str) -> Prospect:
    assert filled.question is not None
    speech = visit.words.speech
    answer = hits.foresee(filled.question, partner, means=visit.node.means)
    if isinstance(answer, Refusal):
        return Prospect(partner, False, speech.refusal(answer))
    lines = (speech.article(answer.articles[0]), *speech.conditions(answer.conditions))
    if answer.channel != "trefpunt":
        return Prospect(partner, False, (*lines, speech.channel(answer.channel)))
    return Prospect(partner, True, lines)


def _shown(visit: Visit) -> list[tuple[str, str]]:
    """Return what was filled in, each beside its label, for a last look."""
    words, form, shown = visit.words, visit.form, list[tuple[str, str]]()
    labels = said_labels(visit, _LABELS)
    for field in TYPED:
        values = {
            "purpose": words.code(PURPOSES, form.one("purpose")),
            "state": "; ".join(words.code(FACTS, name) for name in form.all("state")),
            "capacity": capacity_of(form, words),
            "partners": ", ".join(form.all("partners")),
        }
        if value := values.get(field, form.one(field)):
            shown.append((labels[field], value))
    return shown
