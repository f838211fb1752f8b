"""What this node did with data on a person, found by the strong keys of the person's description.

It is a proposal: an officer looks at it and decides. What is about a victim or a witness is never in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from trefpunt import hits
from trefpunt.hits.marks import marks_of, strong_keys
from trefpunt.intake import subjects
from trefpunt.model import (
    AnswerKind,
    AuthorityKind,
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
        found = [*_asked(tx, marks_of(means.case_key, mine), means=means), *_exchanged(tx, is_same)]
    found += _recorded(is_same, means=means)
    acts = {
        Processing(means.me.id, act, article, partner, f"{at:%Y-%m}")
        for act, article, partner, at, category in found
        if category not in PROTECTED
    }
    hidden = any(category in PROTECTED for *_, category in found)
    # The compartment of care is closed: what is in it is told by its own people, face to face.
    if means.me.kind is AuthorityKind.CARE:
        return Found((), bool(found))
    return Found(tuple(sorted(acts)), hidden)


_Act = tuple[ProcessingAct, str, str, datetime, SubjectCategory]


def _asked(tx: Transaction, marks: set[str], *, means: hits.Means) -> Iterator[_Act]:
    for article, partner, at in concerned.questions_marked(tx, marks):
        yield ProcessingAct.ASKED, article, partner, at, SubjectCategory.OTHER


def _exchanged(tx: Transaction, is_same: _Same) -> Iterator[_Act]:
    for one in casework.requests(tx):
        gave, got = ProcessingAct.PROVIDED, ProcessingAct.RECEIVED
        if is_same(one.subject):
            first = ProcessingAct.REQUESTED if one.is_ours else ProcessingAct.REQUESTED_HERE
            if one.is_unasked:
                first = got if one.is_ours else gave
            yield _act(first, one, one.received_at, one.subject)
        for given in casework.answers_to(tx, one.id, is_ours=not one.is_ours):
            if given.kind is not AnswerKind.REFUSED:
                for record in filter(is_same, given.records):
                    yield _act(gave if given.is_ours else got, one, given.answered_at, record)


def _act(act: ProcessingAct, one: ContentRequest, at: datetime, subject: Subject) -> _Act:
    return act, one.article, one.partner, at, subject.category


def _recorded(is_same: _Same, *, means: hits.Means) -> Iterator[_Act]:
    for record in filter(is_same, subjects(means.columns)):
        loaded = means.clock() if record.provenance is None else record.provenance.loaded_on
        at = datetime(loaded.year, loaded.month, 1, tzinfo=means.clock().tzinfo)
        yield ProcessingAct.RECORDED, "", "", at, record.category
