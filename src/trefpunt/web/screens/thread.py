"""A request's own page: what is sought and why, how far it is, what came of it, and who works on it."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from trefpunt import casework
from trefpunt.casework import Handed, Item, Thread
from trefpunt.errors import InputError
from trefpunt.model import ContentRequest, OutboxState, Refusal, Subject
from trefpunt.web.screens.inbox import due_of, is_running
from trefpunt.web.screens.treaties import address_of
from trefpunt.web.screens.trouble import no_page, not_permitted
from trefpunt.web.subjectform import CAPACITIES, FIRM, PERSON, SUBJECT_LABELS, label_of
from trefpunt.web.visit import Pages, Visit, see
from trefpunt.web.wording import Phrase
from trefpunt.words.casework import ANSWER_KINDS, CONSENT_STATES, CONTENT_STATES, SOUGHT, USES, WHY_NOT
from trefpunt.words.codes import PURPOSES, ROLES
from trefpunt.words.law import FACTS

_UNDER_WAY = (OutboxState.WAITING, OutboxState.STORED)
_FAILED = (OutboxState.REFUSED, OutboxState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Came:
    """One answer as the page lists it: `reason` is why something is left out."""

    reference: str
    kind: str
    reason: str
    at: str
    package: str


def show(visit: Visit, pages: Pages) -> Response:
    """Show a request to whoever may read it; others are told who works on it."""
    try:
        found = casework.read_thread(
            visit.named["reference"], officer=visit.officer, means=visit.node.casework
        )
    except InputError:
        return no_page(visit, pages)
    if isinstance(found, Refusal):
        if found.code != "with_a_colleague":
            # The same page as for a request that is not there: that there is one is nobody else's business.
            return no_page(visit, pages)
        return not_permitted(visit, pages, found, take_over=visit.named["reference"])
    return pages.page(visit, "thread.html", **_shown(visit, found))


def assign(visit: Visit, pages: Pages) -> Response:
    """Give a request to a colleague, or take it over."""
    reference, to = visit.named["reference"], visit.node.officers.get(visit.form.one("to"))
    if to is None or reference not in _assignable(visit):
        return no_page(visit, pages)
    casework.assign(reference, to, officer=visit.officer, means=visit.node.casework)
    return see(f"/requests/{reference}" if to.id == visit.officer.id else "/inbox")


def file(visit: Visit, pages: Pages) -> Response:
    """Put what a partner sent unasked into a case of this officer."""
    reference, case = visit.named["reference"], visit.form.one("case")
    try:
        filed = casework.file_unasked(reference, case, officer=visit.officer, means=visit.node.casework)
    except InputError:
        return no_page(visit, pages)
    return not_permitted(visit, pages, filed) if isinstance(filed, Refusal) else see(f"/requests/{reference}")


def package(visit: Visit, pages: Pages) -> Response:
    """Give the package of a request or an answer, to hand over by its channel."""
    try:
        handed = casework.fetch_package(
            visit.named["reference"], officer=visit.officer, means=visit.node.casework
        )
    except InputError:
        return no_page(visit, pages)
    if not isinstance(handed, Handed):
        return no_page(visit, pages)
    headers = {"content-disposition": f'attachment; filename="{handed.name}"'}
    return Response(handed.token, media_type="application/octet-stream", headers=headers)


def facts_about(visit: Visit, subject: Subject) -> list[tuple[str, str]]:
    """Return what is said about a subject, each beside its label."""
    words = visit.words
    # A letter has its names in the order of the alphabet; a reader looks for the surname first.
    order = (*PERSON.values(), *FIRM.values())
    found = sorted(subject, key=lambda one: order.index(one[0]) if one[0] in order else len(order))
    shown = [(words.said(label_of(name, subject.schema)), value) for name, value in found]
    shown += [(number.scheme, number.value) for number in subject.identifiers]
    return [*shown, (words.said(SUBJECT_LABELS["capacity"]), words.said(CAPACITIES[subject.category]))]


def _assignable(visit: Visit) -> set[str]:
    """Return what this officer may give to somebody: any partner's request, and those of his own cases."""
    found = casework.inbox(means=visit.node.casework).items
    return {item.request.id for item in found if not item.request.is_ours or _is_of(visit, item.request)}


def _is_of(visit: Visit, request: ContentRequest) -> bool:
    return visit.officer.id in (request.officer, request.assigned_to)


def _shown(visit: Visit, found: Thread) -> dict[str, Any]:
    made, words, speech = found.request, visit.words, visit.words.speech
    # What waits to be clarified has what it had when it stopped.
    stands = found.stands_at or visit.node.clock()
    left = (made.due_at - stands).total_seconds() if is_running(made) and made.due_at else None
    return {
        "made": made,
        "article": address_of(made.article),
        "is_open": is_running(made),
        "is_late": left is not None and left < 0,
        "state": words.code(CONTENT_STATES, made.state.value),
        "due": due_of(visit, Item(made, found.answers, left)),
        "purpose": words.code(PURPOSES, made.purpose),
        "role": words.code(ROLES, made.role),
        "channel": speech.channel(made.channel),
        "by_letter": made.channel == "trefpunt",
        "subject": facts_about(visit, made.subject),
        "sought": [words.code(SOUGHT, word.value) for word in made.sought],
        "stated": [words.code(FACTS, name) for name in made.stated],
        "conditions": speech.conditions(made.conditions),
        "answers": [
            Came(
                answer.id,
                words.code(ANSWER_KINDS, answer.kind.value),
                words.code(WHY_NOT, answer.reason) if answer.reason else "",
                words.moment(answer.answered_at),
                answer.id if answer.id in found.packages else "",
            )
            for answer in found.answers
        ],
        "consents": [
            (
                one.answer,
                words.code(USES, one.use.value),
                one.partner,
                words.code(CONSENT_STATES, one.state.value),
            )
            for one in found.consents
        ],
        "steps": [(words.moment(step.at), step.is_ours, speech.step(step)) for step in found.steps],
        "package": made.id if made.id in found.packages else "",
        "is_under_way": found.sent in _UNDER_WAY,
        "failed": _failed(visit, found),
        "lives_h": visit.node.settings.exchange.letter_lives_h,
        "received_at": words.moment(made.received_at),
        "officers": sorted(visit.node.officers),
    }


def _failed(visit: Visit, found: Thread) -> str:
    """Return why the last letter did not arrive, where it never will; empty where all is well."""
    if found.sent not in _FAILED:
        return ""
    if found.sent is OutboxState.EXPIRED:
        return visit.words.said(Phrase("It could not be brought in time."))
    return visit.words.speech.why(Refusal(code=found.reason)) if found.reason else ""
