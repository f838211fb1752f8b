"""May this be requested, answered, used? The case first, and then the law; every decision is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from trefpunt.casework.bodies import RequestBody, UnaskedBody
from trefpunt.casework.means import Means
from trefpunt.casework.packages import Came
from trefpunt.errors import InputError
from trefpunt.exchange import Peer
from trefpunt.hits.checks import Wanted, case_refuses, with_agreement
from trefpunt.hits.repeats import Watch, notice
from trefpunt.model import (
    USES,
    Action,
    Authority,
    AuthorityKind,
    Consent,
    ConsentState,
    ContentAnswer,
    ContentRequest,
    DataCategory,
    Fact,
    Ground,
    Marking,
    Officer,
    Purpose,
    Refusal,
    Request,
    Sought,
    Subject,
    handling_codes,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import casework as kept
from trefpunt.store.ledger.cases import find_case
from trefpunt.treaty import Law, Permitted, advise, permit

_HELD: Mapping[AuthorityKind, DataCategory] = {
    AuthorityKind.TAX: DataCategory.VAT_INFORMATION,
    AuthorityKind.CUSTOMS: DataCategory.VAT_INFORMATION,
    AuthorityKind.MUNICIPALITY: DataCategory.MUNICIPAL_SIGNAL,
    AuthorityKind.INTEGRITY_OFFICE: DataCategory.INTEGRITY_REGISTER,
    AuthorityKind.CRISIS_CENTRE: DataCategory.CRISIS_INFORMATION,
}
_MISSING: Mapping[Action, str] = {
    Action.PASS_ON: "consent_missing_pass_on",
    Action.USE_FOR_OTHER_PURPOSE: "consent_missing_other_purpose",
    Action.USE_AS_EVIDENCE: "consent_missing_evidence",
    Action.REVEAL_TO_SUBJECT: "consent_missing_reveal",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What an officer wants to request: in which case, why, about whom, and what.

    Attributes:
        stated: names of the facts that the officer states as true.
        approved_by: a second officer, where the case needs one.
    """

    officer: Officer
    case: str
    purpose: Purpose
    subject: Subject
    sought: tuple[Sought, ...]
    stated: tuple[str, ...] = ()
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an officer wants to send unasked: from which case, why, what, and what binds whoever gets it.

    Attributes:
        stated: names of the facts that the officer states as true, such as that the reasons are recorded.
        conditions: uses that need consent, beside those that the law attaches.
        markings: how good it is, and how it is to be handled; the strictest of an axis counts.
    """

    officer: Officer
    case: str
    purpose: Purpose
    records: tuple[Subject, ...]
    stated: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    approved_by: str = ""
    markings: tuple[Marking, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """What an officer wants to do with an answer.

    Attributes:
        in_own_state, to_tax: what so is of whoever receives it: of the officer's own state, a tax authority.
        purpose: for another purpose, which one.
        approved_by: a second officer, where the case needs one.
    """

    officer: Officer
    action: Action
    purpose: Purpose | None = None
    in_own_state: bool = True
    to_tax: bool = False
    approved_by: str = ""


def may_request(tx: Transaction, wish: Wish, peer: Peer, *, means: Means) -> Ground | Refusal:
    """Decide on a request to a partner."""
    asked = _wished(tx, wish, peer, means=means)
    if isinstance(asked, Refusal):
        return asked
    decided = _decide(tx, asked, peer, means=means)
    watch = Watch(means.case_key, means.trail, means.clock())
    notice(tx, asked, decided, (wish.subject,), watch=watch)
    return decided


def would_permit(tx: Transaction, wish: Wish, peer: Peer, *, means: Means) -> Permitted | Refusal:
    """Say how the texts would decide on a request, without making it: nothing is recorded."""
    asked = _wished(tx, wish, peer, means=means)
    if isinstance(asked, Refusal):
        return asked
    return advise(with_agreement(asked, peer, law=means.law), law=means.law)


def is_stranger(tx: Transaction, number: str, officer: Officer) -> Refusal | None:
    """Return why an officer may see nothing of a case; None for who works on it, or has worked on it."""
    case = find_case(tx, number)
    is_member = case is not None and officer.id in case.members
    return None if is_member else Refusal(code="not_a_member", facts=(("case", number),))


def is_unfiled(request: ContentRequest) -> Refusal | None:
    """Return why nobody reads what a partner sent unasked: it is in no case yet."""
    is_loose = request.is_ours and request.is_unasked and not request.case
    return Refusal(code="not_in_a_case", facts=(("request", request.id),)) if is_loose else None


def turns_away(tx: Transaction, request: ContentRequest, officer: Officer) -> Refusal | None:
    """Return why an officer may see nothing of a request: ours is its case's, a partner's a colleague's."""
    if request.is_ours:
        return is_unfiled(request) or is_stranger(tx, request.case, officer)
    if request.assigned_to in ("", officer.id):
        return None
    return Refusal(code="with_a_colleague", facts=(("officer", request.assigned_to),))


def may_answer(
    tx: Transaction, body: RequestBody, peer: Peer, purpose: str, *, means: Means
) -> Ground | Refusal:
    """Decide, under this node's own texts, on what a partner requests."""
    if code := means.halted(tx):
        return Refusal(code=code)
    if purpose not in set(Purpose):
        return Refusal(code="outside_schema")
    wish = Wish(Officer("", body.role, peer.authority), "", Purpose(purpose), body.subject, body.sought)
    stated: dict[str, Fact] = dict.fromkeys(body.stated, True)
    return _decide(tx, _asked(wish, means.me, stated, means=means), peer, means=means)


def may_send(tx: Transaction, offer: Offer, peer: Peer, *, means: Means) -> Ground | Refusal:
    """Decide on sending a partner what it did not ask for."""
    if code := means.halted(tx):
        return Refusal(code=code)
    wanted = Wanted(offer.officer, offer.purpose, offer.approved_by)
    if no := case_refuses(tx, offer.case, wanted, officers=means.officers):
        return no
    return _of_each(tx, _sent(offer, means.me, peer.authority, means=means), peer, means=means)


def may_take(tx: Transaction, body: UnaskedBody, came: Came, *, means: Means) -> Ground | Refusal:
    """Decide, under this node's own texts, on what a partner sent unasked."""
    if code := means.halted(tx):
        return Refusal(code=code)
    if came.purpose not in set(Purpose):
        return Refusal(code="outside_schema")
    officer = Officer("", body.role, came.peer.authority)
    offer = Offer(officer, "", Purpose(came.purpose), body.records, body.stated)
    sent = _sent(offer, came.peer.authority, means.me, means=means)
    return as_cited(_of_each(tx, sent, came.peer, means=means), came)


def as_cited(ground: Ground | Refusal, came: Came) -> Ground | Refusal:
    """Refuse what rests, by its letter, on another article than those that permit it here."""
    if isinstance(ground, Refusal) or not came.article or ground.rests_on(came.article):
        return ground
    return Refusal(code="article_not_ours", facts=(("article", came.article),), decision=ground.decision)


def may_use(
    tx: Transaction, answer: ContentAnswer, request: ContentRequest, use: Use, *, means: Means
) -> Ground | Refusal:
    """Decide on a use of an answer: the law first, then what the provider has attached to it.

    Returns:
        The ground, or a refusal that names the provider, of whom consent is to be asked.
    """
    if code := means.halted(tx):
        return Refusal(code=code)
    if no := is_unfiled(request):
        return no
    purpose = _purpose_of(use, request)
    wanted = Wanted(use.officer, Purpose(request.purpose), use.approved_by)
    if no := case_refuses(tx, request.case, wanted, officers=means.officers):
        return no
    peer = means.exchange.agreements.peer(request.partner, tx=tx)
    if peer is None:
        return Refusal(code="partner_unknown", facts=(("partner", request.partner),))
    given = [one for one in kept.consents_for(tx, answer.id) if holds(one, use.action, means.clock())]
    asked = Request(
        action=use.action,
        officer=use.officer,
        holder=peer.authority,
        category=DataCategory(request.category),
        subject_category=request.subject.category,
        purpose=purpose,
        on=means.clock().date(),
        has_case=True,
        facts=_facts_of(given, answer, request, use, is_judicial=_is_judicial(tx, given, peer, means=means)),
    )
    decided = _decide(tx, asked, peer, means=means)
    if isinstance(decided, Refusal):
        return replace(decided, facts=(*decided.facts, ("provider", peer.id)))
    if USES[use.action] in answer.conditions and not given:
        return Refusal(
            code=_MISSING[use.action],
            decision=decided.decision,
            action=use.action.value,
            articles=decided.articles,
            facts=(("provider", peer.id),),
        )
    return decided


def is_asked_again(answer: ContentAnswer, request: ContentRequest, use: Action, *, law: Law) -> bool:
    """Tell whether the provider, or the article of the request, lets an answer be used so only with leave."""
    if USES[use] in answer.conditions:
        return True
    name, _, article = request.article.partition(" ")
    text = law.instrument(name)
    terms = None if text is None else text.terms.get(article)
    # Where no more is known than that it is another law, it is asked again.
    return terms is None or use in terms.ask_again_before


def _purpose_of(use: Use, request: ContentRequest) -> Purpose:
    if use.action is Action.USE_AS_EVIDENCE:
        return Purpose.CRIMINAL_EVIDENCE
    return use.purpose or Purpose(request.purpose)


def holds(consent: Consent, use: Action, now: datetime) -> bool:
    """Tell whether a consent is given for a use, and holds at a moment."""
    return (
        consent.state is ConsentState.GIVEN
        and consent.use is use
        and consent.until is not None
        and now <= consent.until
        and consent.decided_at is not None
        # Prior: a consent that comes after the use mends nothing.
        and consent.decided_at <= now
    )


def _facts_of(
    given: list[Consent], answer: ContentAnswer, request: ContentRequest, use: Use, *, is_judicial: bool
) -> dict[str, Fact]:
    is_written = bool(given)
    codes = handling_codes(Marking(word) for word in answer.markings)
    return {
        **({"handling_codes": codes} if codes else {}),
        "prior_written_consent": is_written,
        "consent_names_this_case": any(one.case == request.case for one in given),
        "judicial_leave_given": is_judicial,
        # Whoever permits another use says thereby that it could do so itself: the form says it.
        "provider_permits": is_written,
        "provider_could_do_so_itself": is_written,
        "provider_set_no_limit": USES[Action.USE_FOR_OTHER_PURPOSE] not in answer.conditions,
        # An export names provider, article and conditions, and each record its source and handling.
        "classification_kept": True,
        "provenance_kept": True,
        "recipient_in_own_state": use.in_own_state,
        "recipient_is_tax_authority": use.to_tax,
    }


def _is_judicial(tx: Transaction, given: list[Consent], provider: Peer, *, means: Means) -> bool:
    judges = (means.exchange.agreements.peer(one.partner, tx=tx) for one in given)
    return any(judge is not None and is_judge_of(judge, provider) for judge in judges)


def is_judge_of(one: Peer, provider: Peer) -> bool:
    """Tell whether an authority is justice in the provider's country, which may give leave there."""
    return one.authority.kind is AuthorityKind.JUSTICE and one.authority.country is provider.authority.country


def content_of(kind: AuthorityKind, sought: tuple[Sought, ...] = ()) -> DataCategory:
    """Return what a request to an authority of this kind is about; an opinion is no register."""
    if kind is AuthorityKind.INTEGRITY_OFFICE and Sought.OPINION in sought:
        return DataCategory.INTEGRITY_OPINION
    return _HELD.get(kind, DataCategory.POLICE_INFORMATION)


def check_sought(sought: tuple[Sought, ...], holder: Authority) -> None:
    """Check that an opinion is sought alone, of an office that gives them: its article covers nothing else.

    Raises:
        InputError: it is not.
    """
    if Sought.OPINION not in sought:
        return
    if len(sought) > 1:
        raise InputError("an opinion is sought with something else", hint="make a request for each")
    if holder.kind is not AuthorityKind.INTEGRITY_OFFICE:
        raise InputError(
            "{partner} gives no opinions on integrity", hint="an integrity office does", partner=holder.id
        )


def _wished(tx: Transaction, wish: Wish, peer: Peer, *, means: Means) -> Request | Refusal:
    if code := means.halted(tx):
        return Refusal(code=code)
    wanted = Wanted(wish.officer, wish.purpose, wish.approved_by)
    if no := case_refuses(tx, wish.case, wanted, officers=means.officers):
        return no
    stated: dict[str, Fact] = dict.fromkeys(wish.stated, True)
    return _asked(wish, peer.authority, stated, means=means)


def _asked(wish: Wish, holder: Authority, stated: Mapping[str, Fact], *, means: Means) -> Request:
    return Request(
        action=Action.REQUEST_CONTENT,
        officer=wish.officer,
        holder=holder,
        category=content_of(holder.kind, wish.sought),
        subject_category=wish.subject.category,
        purpose=wish.purpose,
        on=means.clock().date(),
        has_case=True,
        # What a request is by its form is seen, whatever anybody states.
        facts={
            **stated,
            "names_one_subject": True,
            "ask_is_specific": bool(wish.sought),
            "standard_form_used": True,
        },
    )


def _sent(offer: Offer, sender: Authority, receiver: Authority, *, means: Means) -> list[Request]:
    """Return one act for each capacity in which somebody is in what is sent."""
    return [
        Request(
            action=Action.SEND_UNASKED,
            officer=offer.officer,
            holder=receiver,
            category=content_of(sender.kind),
            subject_category=category,
            purpose=offer.purpose,
            on=means.clock().date(),
            has_case=True,
            facts=dict.fromkeys(offer.stated, True),
        )
        for category in dict.fromkeys(record.category for record in offer.records)
    ]


def _of_each(tx: Transaction, acts: list[Request], peer: Peer, *, means: Means) -> Ground | Refusal:
    """Decide on several acts of which one refusal stops all."""
    for act in acts:
        decided = _decide(tx, act, peer, means=means)
        if isinstance(decided, Refusal):
            return decided
    return decided


def _decide(tx: Transaction, request: Request, peer: Peer, *, means: Means) -> Ground | Refusal:
    full = with_agreement(request, peer, law=means.law)
    return permit(full, law=means.law, trail=means.trail, tx=tx, now=means.clock())
