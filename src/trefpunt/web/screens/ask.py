"""Asking: the form, what would be lawful for each partner, and what came of it.

Nothing leaves before the second page: it says for each partner yes or no, with the article. What was typed
travels in the forms and is kept nowhere.
"""

import secrets
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from trefpunt import hits
from trefpunt.model import Pending, Purpose, Refusal, SubjectCategory
from trefpunt.web.askform import (
    FIRM,
    PERSON,
    TYPED,
    Around,
    Fault,
    Filled,
    cautions,
    facts_to_state,
    read_question,
)
from trefpunt.web.form import Form
from trefpunt.web.screens.answered import Card, card_of
from trefpunt.web.screens.home import own_cases
from trefpunt.web.visit import Pages, Visit
from trefpunt.web.wording import Phrase
from trefpunt.words.codes import PURPOSES
from trefpunt.words.law import FACTS

_REMEMBERED = 10_000
_CAPACITIES: Mapping[SubjectCategory, Phrase] = {
    SubjectCategory.SUSPECT: Phrase("suspect"),
    SubjectCategory.CONVICTED: Phrase("convicted"),
    SubjectCategory.VICTIM: Phrase("victim"),
    SubjectCategory.WITNESS: Phrase("witness"),
    SubjectCategory.CONTACT: Phrase("contact"),
    SubjectCategory.FIRM: Phrase("firm"),
    SubjectCategory.OBJECT: Phrase("object"),
    SubjectCategory.APPLICANT: Phrase("applicant"),
    SubjectCategory.OTHER: Phrase("other"),
}
LABELS: Mapping[str, Phrase] = {
    "surname": Phrase("Surname"),
    "given": Phrase("Given names"),
    "born": Phrase("Birth date"),
    "sex": Phrase("Sex"),
    "birth_place": Phrase("Birth place"),
    "birth_country": Phrase("Birth country"),
    "nationality": Phrase("Nationality"),
    "firm": Phrase("Name of the firm"),
    "country": Phrase("Country"),
    "numbers": Phrase("Numbers"),
    "capacity": Phrase("In what capacity"),
    "case": Phrase("Case"),
    "purpose": Phrase("Purpose"),
    "approved_by": Phrase("Second officer"),
    "partners": Phrase("Partners"),
    "state": Phrase("What you state"),
}
_HINTS: Mapping[str, Phrase] = {
    "surname": Phrase("as written, such as Van den Voorbeeld"),
    "given": Phrase("such as Anna Maria"),
    "born": Phrase("YYYY-MM-DD, such as 1984-03-27"),
    "sex": Phrase("M, F or X"),
    "birth_place": Phrase("such as Eupen"),
    "birth_country": Phrase("two letters or a name, such as BE"),
    "nationality": Phrase("two letters or a name, such as LU"),
    "firm": Phrase("such as Voorbeeld Transport BV"),
    "country": Phrase("two letters or a name, such as NL"),
}


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would come of asking one partner."""

    partner: str
    is_open: bool
    lines: tuple[str, ...]


class Asking:
    """The screen; it remembers which forms were sent, so that a page that is loaded again asks nothing."""

    def __init__(self) -> None:
        self._turn, self._sent = threading.Lock(), deque[str](maxlen=_REMEMBERED)

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
        around = _around(visit)
        filled = read_question(form, around)
        if filled.question is None:
            return _form_page(visit, pages, form, faults=filled.faults)
        if step != "send":
            return _review(visit, pages, filled)
        return self._send(visit, pages, filled)

    def _send(self, visit: Visit, pages: Pages, filled: Filled) -> Response:
        assert filled.question is not None
        if not self._is_first(visit.form.one("once")):
            return pages.page(visit, "asked_before.html", status=409)
        answers = hits.ask_many(filled.question, list(filled.partners), means=visit.node.means)
        cards = [card_of(visit, answer) for answer in answers]
        return _answers_page(visit, pages, cards, is_waiting=any(isinstance(a, Pending) for a in answers))

    def _is_first(self, once: str) -> bool:
        with self._turn:
            if not once or once in self._sent:
                return False
            self._sent.append(once)
            return True


def _answers_page(visit: Visit, pages: Pages, cards: list[Card], *, is_waiting: bool) -> Response:
    lives_h = visit.node.settings.exchange.letter_lives_h
    return pages.page(
        visit,
        "answers.html",
        cards=cards,
        is_waiting=is_waiting,
        lives_h=lives_h,
        case=visit.form.one("case"),
        typed=_hidden(visit.form),
    )


def _begun(form: Form) -> Form:
    """Put what was typed in the search box into its field."""
    field = {"firm": "firm", "number": "numbers"}.get(form.one("kind"), "surname")
    return Form({field: (form.one("about"),), "purpose": (Purpose.CRIMINAL_OFFENCES.value,)})


def _around(visit: Visit) -> Around:
    node = visit.node
    return Around(
        officer=visit.officer,
        officers=frozenset(node.officers),
        partners=tuple(sorted({peer.id for peer in node.exchange.agreements.peers()})),
        cases=tuple(own_cases(visit)),
        facts=facts_to_state(node.law),
        declared=node.means.declared,
        today=node.clock().date(),
    )


def _form_page(visit: Visit, pages: Pages, form: Form, *, faults: tuple[Fault, ...] = ()) -> Response:
    around, words = _around(visit), visit.words
    said = {field: words.said(phrase) for field, phrase in LABELS.items()}
    return pages.page(
        visit,
        "ask.html",
        status=422 if faults else 200,
        typed={field: form.one(field) for field in TYPED},
        ticked={field: form.all(field) for field in ("partners", "state")},
        labels=said,
        hints={field: words.said(phrase) for field, phrase in _HINTS.items()},
        faults=[(fault.field, words.said(fault.phrase)) for fault in faults],
        person=tuple(PERSON),
        firm=tuple(FIRM),
        partners=around.partners,
        cases=[(case.number, words.code(PURPOSES, case.purpose)) for case in around.cases],
        purposes=[(purpose.value, words.code(PURPOSES, purpose)) for purpose in Purpose],
        capacities=[(category.value, words.said(phrase)) for category, phrase in _CAPACITIES.items()],
        officers=[(number, number) for number in sorted(around.officers - {visit.officer.id})],
        facts=[(name, words.code(FACTS, name)) for name in around.facts],
    )


def _review(visit: Visit, pages: Pages, filled: Filled) -> Response:
    prospects = [_prospect(visit, filled, partner) for partner in filled.partners]
    possible = tuple(prospect.partner for prospect in prospects if prospect.is_open)
    return pages.page(
        visit,
        "review.html",
        prospects=prospects,
        possible=possible,
        shown=_shown(visit),
        cautions=[visit.words.said(phrase) for phrase in cautions(visit.form)],
        typed=_hidden(visit.form),
        to_send=[pair for pair in _hidden(visit.form) if pair[0] != "partners"]
        + [("partners", partner) for partner in possible],
        once=secrets.token_urlsafe(16),
        wait_s=visit.node.settings.hits.wait_s,
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
    for field in TYPED:
        values = {
            "purpose": words.code(PURPOSES, form.one("purpose")),
            "state": "; ".join(words.code(FACTS, name) for name in form.all("state")),
            "capacity": _capacity(visit),
            "partners": ", ".join(form.all("partners")),
        }
        if value := values.get(field, form.one(field)):
            shown.append((words.said(LABELS[field]), value))
    return shown


def _capacity(visit: Visit) -> str:
    typed = visit.form.one("capacity")
    return visit.words.said(_CAPACITIES[SubjectCategory(typed)]) if typed else ""


def _hidden(form: Form) -> list[tuple[str, str]]:
    """Return every field that was filled in, to travel on to the next page."""
    return [(name, value) for name in TYPED for value in form.all(name) if value]
