"""May I ask this? The answer of the texts on one page, to be printed; nothing is asked, sent or recorded."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import Response

from trefpunt.desks import permits
from trefpunt.desks.permits import Inquiry
from trefpunt.model import Action, Article, AuthorityKind, Country, DataCategory, Detour, Purpose, Refusal
from trefpunt.treaty import FACTS, Permitted
from trefpunt.web.form import Fault, Form, day_of
from trefpunt.web.mayform import CASE, HINTS, LABELS, TYPED, Known, read_inquiry
from trefpunt.web.screens.treaties import address_of
from trefpunt.web.subjectform import CAPACITIES
from trefpunt.web.visit import Pages, Visit
from trefpunt.web.whyform import facts_to_state
from trefpunt.web.wording import Phrase
from trefpunt.words.acts import ACTS, DATA, KINDS, MARKS
from trefpunt.words.codes import PURPOSES
from trefpunt.words.law import CHANNELS, WAYS
from trefpunt.words.law import FACTS as FACT_WORDS


@dataclass(frozen=True, slots=True)
class Cited:
    """An article as it is relied on: in words, where it is read, and how well it is known."""

    words: str
    address: str
    mark: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A lawful way instead: what, under which articles, and what must be so first; `is_open` today."""

    what: str
    articles: tuple[Cited, ...]
    needs: tuple[str, ...]
    channel: str
    due: str
    is_open: bool


def show(visit: Visit, pages: Pages) -> Response:
    """Show the form."""
    today = visit.node.clock().date().isoformat()
    start = {"act": ("ask_hit",), "purpose": ("criminal_offences",), "on": (today,), "case": ("yes",)}
    return _form_page(visit, pages, Form(start))


def act(visit: Visit, pages: Pages) -> Response:
    """Give the answer, or the form again with what was typed."""
    form, known = visit.form, _known(visit, visit.form)
    if form.one("step") == "change":
        return _form_page(visit, pages, form)
    filled = read_inquiry(form, known)
    if filled.inquiry is None:
        return _form_page(visit, pages, form, faults=filled.faults)
    return _answer_page(visit, pages, filled.inquiry)


def _known(visit: Visit, form: Form) -> Known:
    node, wanted = visit.node, form.one("act")
    acts = (Action(wanted),) if wanted in set(Action) else tuple(Action)
    # What a text could ask for before that act; before it is chosen, before any.
    facts = {name for one in acts for name in facts_to_state(node.law, one)}
    # What was ticked for another act is kept and does no harm: the texts do not look at it.
    facts |= set(form.all("state")) & set(FACTS)
    return Known(
        officer=visit.officer,
        partners=tuple(sorted({peer.id for peer in node.exchange.agreements.peers()})),
        facts=tuple(name for name in FACTS if name in facts),
        today=node.clock().date(),
    )


def _form_page(visit: Visit, pages: Pages, form: Form, *, faults: tuple[Fault, ...] = ()) -> Response:
    words, known = visit.words, _known(visit, form)
    return pages.page(
        visit,
        "may.html",
        status=422 if faults else 200,
        typed={field: form.one(field) for field in TYPED},
        ticked=form.all("state"),
        labels={field: words.said(phrase) for field, phrase in LABELS.items()},
        hints={field: words.said(phrase) for field, phrase in HINTS.items()},
        faults=[(fault.field, words.said(fault.phrase)) for fault in faults],
        acts=[(one.value, words.code(ACTS, one)) for one in Action],
        partners=[(name, name) for name in known.partners],
        kinds=[(one.value, words.code(KINDS, one)) for one in AuthorityKind],
        lands=[(one.value, words.country(one.value)) for one in Country],
        data=[(one.value, words.code(DATA, one)) for one in DataCategory],
        capacities=[(one.value, words.said(phrase)) for one, phrase in CAPACITIES.items()],
        purposes=[(one.value, words.code(PURPOSES, one)) for one in Purpose],
        yes_or_no=[("yes", words.t("Yes")), ("no", words.t("No"))],
        facts=[(name, words.code(FACT_WORDS, name)) for name in known.facts],
        facts_of=words.code(ACTS, form.one("act")) if form.one("act") in set(Action) else "",
        switch="typed",
    )


def _answer_page(visit: Visit, pages: Pages, inquiry: Inquiry) -> Response:
    found = permits.may_i(inquiry, means=visit.node.permits)
    refusal = found if isinstance(found, Refusal) else None
    permitted = found if isinstance(found, Permitted) else None
    return pages.page(
        visit,
        "may_answer.html",
        why="" if refusal is None else visit.words.speech.why(refusal),
        articles=_cited(visit, found.articles),
        terms=() if permitted is None else _terms(visit, permitted),
        conditions=() if permitted is None else visit.words.speech.conditions(permitted.conditions),
        again=()
        if permitted is None
        else [visit.words.code(ACTS, one) for one in permitted.ask_again_before],
        missing=() if refusal is None else [visit.words.code(FACT_WORDS, name) for name in refusal.missing],
        ways=() if refusal is None else [_way(visit, one) for one in refusal.detours],
        is_yes=permitted is not None,
        shown=_shown(visit),
        typed=visit.form.hidden(*TYPED),
        at=visit.words.moment(visit.node.clock()),
        law_hash=visit.node.law.hash,
        switch="typed",
    )


def _cited(visit: Visit, articles: Iterable[Article]) -> tuple[Cited, ...]:
    found = []
    for one in articles:
        named = f"{one.instrument} {one.article}"
        mark = visit.words.code(MARKS, one.mark)
        found.append(Cited(visit.words.speech.cited(named), address_of(named), mark, one.is_sample))
    return tuple(dict.fromkeys(found))


def _terms(visit: Visit, found: Permitted) -> list[tuple[str, str]]:
    """Return what comes with a yes, each beside its name: channel, clock, until when it is kept."""
    words = visit.words
    terms = [(words.t("Channel and form"), words.code(CHANNELS, found.channel))]
    if found.channel == "trefpunt":
        terms[0] = (terms[0][0], words.t("Trefpunt itself: by letter, with the form of these screens"))
    due = words.speech.deadline(found.deadline)
    terms.append((words.t("Clock"), due or words.t("The text that decides sets none.")))
    if found.keep_until is not None:
        terms.append((words.t("Kept until"), words.speech.day(found.keep_until)))
    return terms


def _way(visit: Visit, one: Detour) -> Way:
    return Way(
        what=visit.words.code(WAYS, one.code),
        articles=_cited(visit, one.articles),
        needs=tuple(visit.words.code(FACT_WORDS, name) for name, _ in one.changes),
        channel="" if one.channel == "none" else visit.words.code(CHANNELS, one.channel),
        due=visit.words.speech.deadline(one.deadline),
        is_open=one.is_open,
    )


def _shown(visit: Visit) -> list[tuple[str, str]]:
    """Return what was filled in, each beside its label."""
    words, form = visit.words, visit.form
    day = day_of(form.one("on"))
    said = {
        "act": words.code(ACTS, form.one("act")),
        "kind": words.code(KINDS, form.one("kind")) if form.one("kind") else "",
        "land": words.country(form.one("land")) if form.one("land") else "",
        "about": words.code(DATA, form.one("about")) if form.one("about") else "",
        "capacity": words.said(_capacity(form.one("capacity"))),
        "purpose": words.code(PURPOSES, form.one("purpose")),
        "on": "" if day is None else words.speech.day(day),
        "case": words.t("Yes") if form.one("case") == CASE[0] else words.t("No"),
        "state": "; ".join(words.code(FACT_WORDS, name) for name in form.all("state")),
    }
    found = ((words.said(LABELS[field]), said.get(field, form.one(field))) for field in TYPED)
    return [(label, value) for label, value in found if value]


def _capacity(typed: str) -> Phrase:
    return next(phrase for category, phrase in CAPACITIES.items() if category.value == typed)
