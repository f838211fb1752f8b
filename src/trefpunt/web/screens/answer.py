"""An answer: read within its case, with what binds it; used only as law and provider permit.

A use that is refused says what to ask of whom, and has a button that asks for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.responses import Response

from trefpunt import casework
from trefpunt.casework import Reading, Use
from trefpunt.errors import InputError, TrefpuntError
from trefpunt.model import USES, Action, Consent, ConsentState, Ground, LetterKind, Purpose, Refusal
from trefpunt.web.form import Fault, Form
from trefpunt.web.screens.thread import facts_about
from trefpunt.web.screens.trouble import no_page, not_permitted
from trefpunt.web.visit import Pages, Visit, see
from trefpunt.web.whyform import second_officers
from trefpunt.web.wording import Phrase
from trefpunt.words.casework import ANSWER_KINDS, CONSENT_STATES, MARKINGS, WHY_NOT
from trefpunt.words.casework import USES as USE_WORDS
from trefpunt.words.codes import PURPOSES

_LABELS: Mapping[str, Phrase] = {
    "use": Phrase("Use"),
    "for_purpose": Phrase("For which other purpose"),
    "approved_by": Phrase("Second officer"),
}
_NEEDS_EYES = "needs_second_approval"
_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a use that was tried: permitted or not, why, and of whom consent can be or was asked."""

    use: str = ""
    words: str = ""
    is_permitted: bool = False
    lines: tuple[str, ...] = ()
    ask_of: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a page of an answer shows beside the answer."""

    came: Came | None = None
    faults: tuple[Fault, ...] = ()
    trouble: tuple[str, ...] = field(default=())


def show(visit: Visit, pages: Pages) -> Response:
    """Show an answer; the log keeps that it was read."""
    return _page(visit, pages, _Shown())


def act(visit: Visit, pages: Pages) -> Response:
    """Do what the button says: read with a second officer, use, copy, or ask for consent."""
    step, form = visit.form.one("step"), visit.form
    if step == "ask" and form.one("use") in set(USES):
        return _ask(visit, pages, Action(form.one("use")))
    if step not in ("use", "copy"):
        return _page(visit, pages, _Shown())
    if faults := tuple(_faults(visit, form)):
        return _page(visit, pages, _Shown(faults=faults))
    use = Use(
        visit.officer,
        Action(form.one("use")),
        Purpose(form.one("for_purpose")) if form.one("for_purpose") else None,
        in_own_state=form.one("abroad") != "yes",
        to_tax=form.one("to_tax") == "yes",
        approved_by=form.one("approved_by"),
    )
    return _used(visit, pages, use, is_copy=step == "copy")


def _used(visit: Visit, pages: Pages, use: Use, *, is_copy: bool) -> Response:
    reference, means = visit.named["reference"], visit.node.casework
    found: str | Ground | Refusal
    try:
        if is_copy:
            found = casework.copy_answer(reference, use, means=means)
        else:
            found = casework.use_answer(reference, use, means=means)
    except InputError:
        return no_page(visit, pages)
    if isinstance(found, str):
        headers = {"content-disposition": f'attachment; filename="{reference}-{use.action.value}.json"'}
        return Response(found, media_type=_JSON, headers=headers)
    return _page(visit, pages, _Shown(_came(visit, use.action, found)))


def _came(visit: Visit, use: Action, found: Ground | Refusal) -> Came:
    speech, words = visit.words.speech, visit.words.code(USE_WORDS, use.value)
    if isinstance(found, Ground):
        lines = (speech.article(found.article), *speech.conditions(found.conditions))
        return Came(use.value, words, True, lines)
    ask_of: tuple[str, ...] = ()
    if "provider" in dict(found.facts):
        ask_of = casework.who_may_consent(visit.named["reference"], means=visit.node.casework)
    waits_for = tuple(
        one.partner for one in _asked(visit) if one.use is use and one.state is ConsentState.ASKED
    )
    ask_of = tuple(name for name in ask_of if name not in waits_for)
    return Came(use.value, words, False, speech.refusal(found), ask_of, waits_for)


def _ask(visit: Visit, pages: Pages, use: Action) -> Response:
    reference = visit.named["reference"]
    try:
        asked = casework.ask_consent(
            reference, use, officer=visit.officer, of=visit.form.one("of"), means=visit.node.casework
        )
    except TrefpuntError as error:
        return _page(visit, pages, _Shown(trouble=visit.words.speech.error(error)))
    if isinstance(asked, Refusal):
        return not_permitted(visit, pages, asked)
    return see(f"/answers/{reference}")


def _faults(visit: Visit, form: Form) -> Iterator[Fault]:
    if form.one("use") not in set(USES):
        yield Fault("use", Phrase("Choose what you want to do with it."))
    purpose = form.one("for_purpose")
    if purpose and purpose not in set(Purpose):
        yield Fault("for_purpose", Phrase("Choose one of the purposes."))
    elif not purpose and form.one("use") == Action.USE_FOR_OTHER_PURPOSE.value:
        yield Fault("for_purpose", Phrase("Say for which purpose."))
    second = form.one("approved_by")
    if second and second not in {number for number, _ in second_officers(visit)}:
        yield Fault("approved_by", Phrase("Choose another officer of this node: four eyes see more."))


def _page(visit: Visit, pages: Pages, shown: _Shown) -> Response:
    second = visit.form.one("approved_by")
    try:
        found = casework.read_answer(
            visit.named["reference"], officer=visit.officer, means=visit.node.casework, approved_by=second
        )
    except InputError:
        return no_page(visit, pages)
    if isinstance(found, Refusal) and found.code == _NEEDS_EYES:
        return _eyes_page(visit, pages, replace(found, articles=()), is_wrong=bool(second))
    if isinstance(found, Refusal):
        # The same page as for an answer that is not there, unless it is about the own case.
        if found.code == "not_a_member":
            return no_page(visit, pages)
        return not_permitted(visit, pages, found)
    return pages.page(
        visit, "answer.html", status=422 if shown.faults else 200, **_values(visit, found, shown)
    )


def _eyes_page(visit: Visit, pages: Pages, refusal: Refusal, *, is_wrong: bool) -> Response:
    fault = Phrase("Choose another officer of this node: four eyes see more.")
    return pages.page(
        visit,
        "four_eyes.html",
        status=422 if is_wrong else 200,
        reference=visit.named["reference"],
        lines=visit.words.speech.refusal(refusal),
        labels={name: visit.words.said(phrase) for name, phrase in _LABELS.items()},
        typed={"approved_by": visit.form.one("approved_by")},
        faults=[("approved_by", visit.words.said(fault))] if is_wrong else [],
        officers=second_officers(visit),
        switch="typed",
    )


def _values(visit: Visit, found: Reading, shown: _Shown) -> dict[str, Any]:
    words, answer, form = visit.words, found.answer, visit.form
    asked = _asked(visit)
    return {
        "made": found.request,
        "answer": answer,
        "kind": words.code(ANSWER_KINDS, answer.kind.value),
        "reason": _reason(visit, answer.reason),
        "at": words.moment(answer.answered_at),
        "records": [(record.ref, facts_about(visit, record)) for record in answer.records],
        "conditions": words.speech.conditions(answer.conditions),
        "markings": [words.code(MARKINGS, one) for one in answer.markings],
        "uses": [(use.value, words.code(USE_WORDS, use.value)) for use in USES],
        "purposes": [(purpose.value, words.code(PURPOSES, purpose)) for purpose in Purpose],
        "officers": second_officers(visit),
        "consents": [_consent(visit, one) for one in asked],
        "is_under_way": casework.is_under_way(
            {one.partner for one in asked}, LetterKind.CONSENT_ASKED, means=visit.node.casework
        ),
        "lives_h": visit.node.settings.exchange.letter_lives_h,
        "came": shown.came,
        "faults": [(fault.field, words.said(fault.phrase)) for fault in shown.faults],
        "trouble": shown.trouble,
        "labels": {name: words.said(phrase) for name, phrase in _LABELS.items()},
        "typed": {name: form.one(name) for name in (*_LABELS, "abroad", "to_tax")},
        "switch": "typed",
    }


def _asked(visit: Visit) -> list[Consent]:
    """Return what this node asked for the answer."""
    found = casework.inbox(means=visit.node.casework).consents
    return [one for one in found if one.is_ours and one.answer == visit.named["reference"]]


def _reason(visit: Visit, code: str) -> str:
    """Return why something is left out: a reason of the closed list, or why the partner's texts refuse."""
    if not code or code in WHY_NOT:
        return visit.words.code(WHY_NOT, code) if code else ""
    return visit.words.speech.why(Refusal(code=code))


def _consent(visit: Visit, consent: Consent) -> tuple[str, str, str]:
    words = visit.words
    state = words.code(CONSENT_STATES, consent.state.value)
    if consent.until is not None:
        state = words.said(Phrase("given until {until}", until=consent.until))
    return words.code(USE_WORDS, consent.use.value), consent.partner, state
