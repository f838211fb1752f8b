"""What this node did with data on a person, found by the strong keys of the person's description.

It is a proposal: an officer looks at it and decides. What is about a victim or a witness is never in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from trefpunt import hits
from trefpunt.casework.may import holds, is_asked_again
from trefpunt.hits.marks import marks_of, strong_keys
from trefpunt.intake import subjects
from trefpunt.model import (
    Action,
    AnswerKind,
    AuthorityKind,
    ContentAnswer,
    ContentRequest,
    Processing,
    ProcessingAct,
    Subject,
    SubjectCategory,
)
from trefpunt.naming import keys_of
from trefpunt.store.ledger import Transaction, casework, concerned

PROTECTED = frozenset({SubjectCategory.VICTIM, SubjectCategory.WITNESS})

_Same = Callable[[Subject], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """What may be told, and whether there is something that never is."""

    told: tuple[Processing, ...]
    is_protected: bool


def search(subject: Subject, *, means: hits.Means) -> Found:
    """Return what this node did with data on whoever this describes."""
    declared = means.declared
    mine = strong_keys(keys_of(subject, declared=declared))

    def is_same(other: Subject) -> bool:
        return not mine.isdisjoint(keys_of(other, declared=declared))

    with means.ledger.read() as tx:
        found = [*_asked(tx, marks_of(means.case_key, mine)), *_exchanged(tx, is_same, means=means)]
    found += _recorded(is_same, means=means)
    acts = {
        Processing(means.me.id, act, article, partner, f"{at:%Y-%m}")
        for act, article, partner, at, may_be_told in found
        if may_be_told
    }
    hidden = any(not may_be_told for *_, may_be_told in found)
    # The compartment of care is closed: what is in it is told by its own people, face to face.
    if means.me.kind is AuthorityKind.CARE:
        return Found((), bool(found))
    return Found(tuple(sorted(acts)), hidden)


_Act = tuple[ProcessingAct, str, str, datetime, bool]


def _asked(tx: Transaction, marks: set[str]) -> Iterator[_Act]:
    for article, partner, at in concerned.questions_marked(tx, marks):
        yield ProcessingAct.ASKED, article, partner, at, True


def _exchanged(tx: Transaction, is_same: _Same, *, means: hits.Means) -> Iterator[_Act]:
    for one in casework.requests(tx):
        if is_same(one.subject) and not one.is_unasked:
            act = ProcessingAct.REQUESTED if one.is_ours else ProcessingAct.REQUESTED_HERE
            yield act, one.article, one.partner, one.received_at, one.subject.category not in PROTECTED
        for given in casework.answers_to(tx, one.id, is_ours=not one.is_ours):
            if given.kind is AnswerKind.REFUSED:
                continue
            act = ProcessingAct.PROVIDED if given.is_ours else ProcessingAct.RECEIVED
            is_free = given.is_ours or _is_free(tx, given, one, means=means)
            for record in filter(is_same, given.records):
                may_be_told = is_free and record.category not in PROTECTED
                yield act, one.article, one.partner, given.answered_at, may_be_told


def _is_free(tx: Transaction, given: ContentAnswer, one: ContentRequest, *, means: hits.Means) -> bool:
    """Tell whether what a partner gave may be revealed to whom it is about; else the partner tells it."""
    use = Action.REVEAL_TO_SUBJECT
    if not is_asked_again(given, one, use, law=means.law):
        return True
    consents = casework.consents_for(tx, given.id)
    return any(holds(consent, use, means.clock()) for consent in consents)


def _recorded(is_same: _Same, *, means: hits.Means) -> Iterator[_Act]:
    for record in filter(is_same, subjects(means.columns)):
        loaded = means.clock() if record.provenance is None else record.provenance.loaded_on
        at = datetime(loaded.year, loaded.month, 1, tzinfo=means.clock().tzinfo)
        yield ProcessingAct.RECORDED, "", "", at, record.category not in PROTECTED
