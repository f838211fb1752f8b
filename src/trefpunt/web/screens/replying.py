"""Answering a partner's request: whole, in part or not, with records, a reason and what binds."""

from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from trefpunt import casework
from trefpunt.casework import Thread, WhyNot
from trefpunt.errors import InputError, TrefpuntError
from trefpunt.model import AXES, HANDLING, USES, AnswerKind, Refusal, SubjectCategory
from trefpunt.web.form import Fault, Form
from trefpunt.web.once import Once
from trefpunt.web.replyform import LABELS, MOST_RECORDS, places_of, read_reply, typed_names
from trefpunt.web.screens.inbox import is_running
from trefpunt.web.screens.thread import facts_about
from trefpunt.web.screens.trouble import no_page, not_permitted
from trefpunt.web.subjectform import (
    CAPACITIES,
    FIRM,
    FURTHER,
    FURTHER_HINTS,
    FURTHER_LABELS,
    PERSON,
    SUBJECT_HINTS,
    SUBJECT_LABELS,
)
from trefpunt.web.visit import Pages, Visit, see
from trefpunt.web.wording import Phrase
from trefpunt.words.casework import ANSWER_KINDS, MARKINGS, SOUGHT, WHY_NOT

# Whoever is in care is in no answer, so they are not offered either.
_IN_NO_ANSWER = (SubjectCategory.VICTIM, SubjectCategory.WITNESS)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with a form: faults at fields, and what a room below had to say."""

    faults: tuple[Fault, ...] = ()
    trouble: tuple[str, ...] = field(default=())


class Replying:
    """The screen; a page that is loaded again answers nothing."""

    def __init__(self) -> None:
        self._once = Once()

    def show(self, visit: Visit, pages: Pages) -> Response:
        """Show an empty form beside what is asked."""
        return self._page(visit, pages, Form(), _Wrong())

    def act(self, visit: Visit, pages: Pages) -> Response:
        """Do what the button says: one more record, or send the answer."""
        step, form = visit.form.one("step"), visit.form
        if form.one("more"):
            more = str(min(len(places_of(form)) + 1, MOST_RECORDS))
            return self._page(visit, pages, Form({**form.values, "records": (more,)}), _Wrong())
        if step != "send":
            return self._page(visit, pages, form, _Wrong())
        node, reference = visit.node, visit.named["reference"]
        filled = read_reply(
            form, reference=reference, declared=node.means.declared, today=node.clock().date()
        )
        if filled.reply is None:
            return self._page(visit, pages, form, _Wrong(filled.faults))
        if not self._once.is_first(form.one("once")):
            return pages.page(visit, "asked_before.html", status=409)
        # Who may not read a request does not answer it either.
        found = _thread(visit)
        if not isinstance(found, Thread):
            return no_page(visit, pages) if found is None else not_permitted(visit, pages, found)
        try:
            given = casework.send_answer(reference, filled.reply, officer=visit.officer, means=node.casework)
        except TrefpuntError as error:
            return self._page(visit, pages, form, _Wrong(trouble=visit.words.speech.error(error)))
        if isinstance(given, Refusal):
            return self._page(visit, pages, form, _Wrong(trouble=visit.words.speech.refusal(given)))
        return see(f"/requests/{reference}")

    def _page(self, visit: Visit, pages: Pages, form: Form, wrong: _Wrong) -> Response:
        found = _thread(visit)
        if found is None:
            return no_page(visit, pages)
        if isinstance(found, Refusal):
            return not_permitted(visit, pages, found, take_over=visit.named["reference"])
        if not is_running(found.request):
            return see(f"/requests/{found.request.id}")
        status = 422 if wrong.faults or wrong.trouble else 200
        values = _values(visit, found, form) | {
            "faults": [(fault.field, visit.words.said(fault.phrase)) for fault in wrong.faults],
            "trouble": wrong.trouble,
            "once": self._once.mark(),
        }
        return pages.page(visit, "reply.html", status=status, **values)


def _thread(visit: Visit) -> Thread | Refusal | None:
    """Return the partner's request; None where there is none, or none that is this officer's business."""
    try:
        found = casework.read_thread(
            visit.named["reference"], officer=visit.officer, means=visit.node.casework
        )
    except InputError:
        return None
    if isinstance(found, Refusal):
        return found if found.code == "with_a_colleague" else None
    return None if found.request.is_ours else found


def _values(visit: Visit, found: Thread, form: Form) -> dict[str, Any]:
    words, made, places = visit.words, found.request, places_of(form)
    subject = {name: words.said(phrase) for name, phrase in {**SUBJECT_LABELS, **FURTHER_LABELS}.items()}
    hints = {name: words.said(phrase) for name, phrase in {**SUBJECT_HINTS, **FURTHER_HINTS}.items()}
    own = {name: words.said(phrase) for name, phrase in LABELS.items()}
    record = {place: words.said(Phrase("Record {place}", place=place)) for place in places}
    return {
        "made": made,
        "by_letter": made.channel == "trefpunt",
        "channel": words.speech.channel(made.channel),
        "subject": facts_about(visit, made.subject),
        "sought": [words.code(SOUGHT, word.value) for word in made.sought],
        "binds": words.speech.conditions(made.conditions),
        "kinds": [(kind.value, words.code(ANSWER_KINDS, kind.value)) for kind in AnswerKind],
        "reasons": [(why.value, words.code(WHY_NOT, why.value)) for why in WhyNot],
        "addable": [
            (name, words.speech.conditions((name,))[0])
            for name in USES.values()
            if name not in made.conditions
        ],
        "places": [(place, record[place], f"r{place}-") for place in places],
        "has_room": len(places) < MOST_RECORDS,
        "typed": {name: form.one(name) for name in typed_names(form)},
        "ticked": form.all("conditions"),
        "axes": [
            (axis, [(word.value, words.code(MARKINGS, word)) for word in of]) for axis, of in AXES.items()
        ],
        "codes": [(word.value, words.code(MARKINGS, word)) for word in HANDLING],
        "coded": form.all("handling"),
        "labels": own | {f"r{place}-{name}": label for place in places for name, label in subject.items()},
        # On top of the page, far from its record, a field is named with it.
        "named": own
        | {
            f"r{place}-{name}": f"{record[place]}, {label}"
            for place in places
            for name, label in subject.items()
        },
        "hints": {f"r{place}-{name}": hint for place in places for name, hint in hints.items()},
        "person": tuple(PERSON),
        "firm": tuple(FIRM),
        "further": tuple(FURTHER),
        "capacities": [
            (category.value, words.said(phrase))
            for category, phrase in CAPACITIES.items()
            if category not in _IN_NO_ANSWER
        ],
        "switch": "typed",
    }


def _addable(visit: Visit, attached: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return what a provider can add to what the law has attached already."""
    names = [name for name in USES.values() if name not in attached]
    return list(zip(names, visit.words.speech.conditions(names), strict=True))
