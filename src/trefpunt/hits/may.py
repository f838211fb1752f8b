"""May this be asked, answered, published? The case, the second officer, the budget, and then the law.

Every check that is not law comes first and is a refusal like any other. The decision itself is recorded by
`treaty.permit`, in the transaction that charges the budget: no ground without its trace.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar, cast

from trefpunt.exchange import Peer
from trefpunt.hits.bodies import QuestionBody
from trefpunt.hits.budgets import charge_officer
from trefpunt.hits.checks import Wanted, case_refuses, with_agreement
from trefpunt.hits.means import Means
from trefpunt.hits.repeats import Watch, notice
from trefpunt.model import (
    Action,
    AuthorityKind,
    DataCategory,
    Fact,
    Ground,
    Letter,
    ListQuestion,
    Officer,
    Purpose,
    Question,
    Refusal,
    Request,
    Role,
    Subject,
    SubjectCategory,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import hits as kept
from trefpunt.treaty import Permitted, advise, permit

_Word = TypeVar("_Word", bound=StrEnum)
_INDEX_OF: Mapping[AuthorityKind, DataCategory] = {
    AuthorityKind.POLICE: DataCategory.POLICE_INDEX,
    AuthorityKind.TAX: DataCategory.TAX_INDEX,
    AuthorityKind.CUSTOMS: DataCategory.TAX_INDEX,
    AuthorityKind.MUNICIPALITY: DataCategory.MUNICIPAL_INDEX,
    AuthorityKind.INTEGRITY_OFFICE: DataCategory.INTEGRITY_REGISTER,
}


def may_ask(question: Question, partner: str, *, means: Means) -> Ground | Refusal:
    """Decide on one question; what it costs is charged only if it may be asked."""
    stated = stated_in(question)
    subject = question.subject
    asked = _Asked(Action.ASK_HIT, question.officer, question.purpose, subject.category, stated, (subject,))
    with means.ledger.write() as tx:
        wanted = Wanted(question.officer, question.purpose, question.approved_by)
        no = case_refuses(tx, question.case, wanted, officers=means.officers)
        ground = no or _decide(tx, asked, partner, means=means)
        if isinstance(ground, Refusal):
            return ground
        over = charge_officer(
            tx,
            officer=question.officer.id,
            case=question.case,
            rows=1,
            settings=means.settings,
            now=means.clock(),
        )
        return over or ground


def would_be_permitted(question: Question, partner: str, *, means: Means) -> Permitted | Refusal:
    """Say how the texts would decide on a question, without asking it: nothing is recorded or charged."""
    asked = _Asked(
        Action.ASK_HIT,
        question.officer,
        question.purpose,
        question.subject.category,
        stated_in(question),
    )
    with means.ledger.read() as tx:
        wanted = Wanted(question.officer, question.purpose, question.approved_by)
        request = case_refuses(tx, question.case, wanted, officers=means.officers) or _request(
            tx, asked, partner, means=means
        )
    return request if isinstance(request, Refusal) else advise(request, law=means.law)


def may_ask_list(question: ListQuestion, partner: str, *, means: Means) -> Ground | Refusal:
    """Decide on a whole list at once; every row needs a case that the officer works on.

    The texts decide by what a subject is, so a list is about one kind and one category.
    """
    if len({(subject.schema, subject.category) for subject, _ in question.rows}) != 1:
        return Refusal(code="list_is_mixed")
    category, stated = question.rows[0][0].category, stated_in_list(question)
    about = tuple(subject for subject, _ in question.rows)
    asked = _Asked(Action.MATCH_LIST, question.officer, question.purpose, category, stated, about)
    with means.ledger.write() as tx:
        cases = sorted({case for _, case in question.rows})
        wanted = Wanted(question.officer, question.purpose)
        refused = (case_refuses(tx, case, wanted, officers=means.officers) for case in cases)
        ground = next((no for no in refused if no), None) or _decide(tx, asked, partner, means=means)
        if isinstance(ground, Refusal):
            return ground
        over = charge_officer(
            tx,
            officer=question.officer.id,
            case="",
            rows=len(question.rows),
            settings=means.settings,
            now=means.clock(),
        )
        return over or ground


def may_continue_list(part: kept.AskedQuestion, *, means: Means) -> Ground | Refusal:
    """Decide anew before the sample of a list is asked for: the law may have changed since."""
    officer = Officer(part.officer, Role(part.role), means.me)
    category = SubjectCategory(part.subject_category)
    stated: dict[str, Fact] = dict.fromkeys(part.stated, True)
    asked = _Asked(Action.MATCH_LIST, officer, Purpose(part.purpose), category, stated)
    with means.ledger.write() as tx:
        return _decide(tx, asked, part.partner, means=means)


def may_answer(letter: Letter, peer: Peer, body: QuestionBody, *, means: Means) -> Ground | Refusal:
    """Decide, under this node's own texts, on what a partner put."""
    request = Request(
        action=Action.MATCH_LIST if body.listing else Action.ASK_HIT,
        officer=Officer("", _listed(Role, body.role), peer.authority),
        holder=means.me,
        category=index_of(means.me.kind),
        subject_category=_listed(SubjectCategory, body.subject_category),
        purpose=_listed(Purpose, letter.purpose),
        on=means.clock().date(),
        has_case=all(body.cases),
        # What a question is by its form is seen here, whatever the partner states.
        facts={**dict.fromkeys(body.stated, True), "names_one_subject": len(body.cases) == 1},
    )
    with means.ledger.write() as tx:
        if code := means.halted(tx):
            return Refusal(code=code)
        request = with_agreement(request, peer, law=means.law)
        ground = permit(request, law=means.law, trail=means.trail, tx=tx, now=means.clock())
    if isinstance(ground, Ground) and not ground.rests_on(letter.article):
        return Refusal(
            code="article_not_ours", facts=(("article", letter.article),), decision=ground.decision
        )
    return ground


def may_publish(partner: str, purpose: Purpose, *, officer: Officer, means: Means) -> Ground | Refusal:
    """Decide on giving a partner an index; by construction it ends, and holds no victims or witnesses."""
    stated: dict[str, Fact] = {"victims_left_out": True, "end_date_set": True}
    asked = _Asked(Action.PUBLISH_INDEX, officer, purpose, SubjectCategory.SUSPECT, stated)
    with means.ledger.write() as tx:
        return _decide(tx, asked, partner, means=means)


def stated_in(question: Question) -> dict[str, Fact]:
    """Return what the officer states, and what a question is by its form: about one subject."""
    return {**question.stated, "names_one_subject": True}


def stated_in_list(question: ListQuestion) -> dict[str, Fact]:
    """Return what the officer states of a list, and whether each row has a case of its own."""
    return {**question.stated, "each_row_has_case": all(case for _, case in question.rows)}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an officer of this node wants to do with a partner; `about` is whom it is noticed again by."""

    action: Action
    officer: Officer
    purpose: Purpose
    subject: SubjectCategory
    stated: Mapping[str, Fact]
    about: tuple[Subject, ...] = ()


def _decide(tx: Transaction, asked: _Asked, partner: str, *, means: Means) -> Ground | Refusal:
    request = _request(tx, asked, partner, means=means)
    if isinstance(request, Refusal):
        return request
    now = means.clock()
    decided = permit(request, law=means.law, trail=means.trail, tx=tx, now=now)
    if asked.about:
        notice(tx, request, decided, asked.about, watch=Watch(means.case_key, means.trail, now))
    return decided


def _request(tx: Transaction, asked: _Asked, partner: str, *, means: Means) -> Request | Refusal:
    if code := means.halted(tx):
        return Refusal(code=code)
    peer = means.exchange.agreements.peer(partner, tx=tx)
    if peer is None:
        return Refusal(code="partner_unknown", facts=(("partner", partner),))
    publishes = asked.action is Action.PUBLISH_INDEX
    request = Request(
        action=asked.action,
        officer=asked.officer,
        holder=peer.authority,
        category=index_of(means.me.kind if publishes else peer.authority.kind),
        subject_category=asked.subject,
        purpose=asked.purpose,
        on=means.clock().date(),
        has_case=not publishes,
        facts=asked.stated,
    )
    return with_agreement(request, peer, law=means.law)


def _listed(kind: type[_Word], word: str) -> _Word:
    """Return a word of a closed list; a strange one stays as it came, and the texts refuse it."""
    return kind(word) if word in set(kind) else cast(_Word, word)


def index_of(kind: AuthorityKind) -> DataCategory:
    """Return what an authority of this kind can be asked hit or no hit of."""
    return _INDEX_OF.get(kind, DataCategory.POLICE_INFORMATION)
