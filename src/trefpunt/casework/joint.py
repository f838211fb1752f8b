"""Joint cases: opened under an article that permits to work together, joined, left, ended.

What the texts permit to do together today is to plan controls (Benelux Police Treaty, art. 20; VAT
Regulation, arts 28-30); where none does, a joint case cannot be opened, and the refusal says what is
lawful instead.
Letters of a joint case hold references and words of closed lists only, so they go by the node itself; each
is decided on by both sides all the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from trefpunt.casework.jointbodies import InviteBody, StandingBody
from trefpunt.casework.may import content_of, is_stranger
from trefpunt.casework.means import Means
from trefpunt.crypto import blinded_case
from trefpunt.errors import InputError
from trefpunt.exchange import Outgoing, Peer
from trefpunt.exchange.wire import new_id
from trefpunt.hits.checks import Wanted, case_refuses, with_agreement
from trefpunt.model import (
    MEMBER_MOVES,
    Action,
    Authority,
    Event,
    Ground,
    JointCase,
    JointMember,
    JointObject,
    JointTeam,
    LetterKind,
    MemberState,
    Officer,
    Purpose,
    Refusal,
    Request,
    SubjectCategory,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import joint as kept
from trefpunt.store.ledger.teams import find_team
from trefpunt.treaty import permit


@dataclass(frozen=True, slots=True)
class Plan:
    """What an officer wants to work on together: beside which case, why, with whom, until when.

    Attributes:
        stated: names of the facts that the officer states, such as that both agreed on the plan.
        approved_by: a second officer, where the case needs one.
    """

    officer: Officer
    case: str
    purpose: Purpose
    partners: tuple[str, ...]
    until: date
    stated: tuple[str, ...]
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class JointView:
    """A joint case as its officers see it."""

    joint: JointCase
    members: dict[str, MemberState]
    objects: tuple[JointObject, ...]
    why_still: str
    team: JointTeam | None = None


def open_joint(plan: Plan, *, means: Means) -> JointCase | Refusal:
    """Open a joint case and invite partners into it; one refusal stops all.

    Raises:
        InputError: no partner is named, or its end is past.
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was done.
    """
    if not plan.partners or len(set(plan.partners)) != len(plan.partners):
        raise InputError(
            "nobody, or somebody twice, is invited into this joint case", hint="name each partner once"
        )
    if plan.until < means.clock().date():
        raise InputError("the last day of this joint case is past", hint="give a day that is still to come")
    made = JointCase(
        new_id(means.clock(), means.rng),
        means.me.id,
        plan.purpose.value,
        "",
        plan.until,
        plan.case,
        plan.stated,
    )
    with means.ledger.write() as tx:
        articles = list[str]()
        for partner in plan.partners:
            ground = may_join(tx, made, partner, plan.officer, means=means, approved_by=plan.approved_by)
            if isinstance(ground, Refusal):
                return ground
            articles.append(f"{ground.article.instrument} {ground.article.article}")
        made = replace(made, article=articles[0])
        kept.save_joint(tx, made)
        kept.set_member(tx, JointMember(made.id, means.me.id, MemberState.JOINED))
        for partner, article in zip(plan.partners, articles, strict=True):
            kept.set_member(tx, JointMember(made.id, partner, MemberState.INVITED))
            log(tx, Event.JOINT_OPENED, made, plan.officer, means=means, partner=partner, article=article)
            body = InviteBody(made.id, plan.purpose, article, plan.until, (means.me.id, *plan.partners))
            letter = Outgoing(LetterKind.JOINT_INVITE, partner, body.to_json(), actor=plan.officer.id)
            post(tx, made, letter, means=means)
    means.exchange.deliver_due(means.clock())
    return made


def join(
    joint: str,
    case: str,
    *,
    stated: tuple[str, ...],
    officer: Officer,
    means: Means,
    approved_by: str = "",
) -> JointCase | Refusal:
    """Join a joint case beside a case of this node; its opener and all who were invited are told.

    Raises:
        InputError: this node was not invited, or has answered before.
        ExchangeError, AgreementLapsed, LogUnwritable: nothing was done.
    """
    with means.ledger.write() as tx:
        made = replace(find(tx, joint), case=case, stated=stated)
        check_move(tx, joint, means.me.id, MemberState.JOINED)
        if has_ended(made, means=means):
            return Refusal(code="joint_over")
        ground = may_join(tx, made, made.opener, officer, means=means, approved_by=approved_by)
        if isinstance(ground, Refusal):
            return ground
        kept.save_joint(tx, made)
        _stand(tx, made, MemberState.JOINED, officer, means=means)
    means.exchange.deliver_due(means.clock())
    return made


def decline(joint: str, *, officer: Officer, means: Means) -> None:
    """Say no to an invitation.

    Raises:
        InputError: this node was not invited, or has answered before.
    """
    with means.ledger.write() as tx:
        made = find(tx, joint)
        check_move(tx, joint, means.me.id, MemberState.DECLINED)
        _stand(tx, made, MemberState.DECLINED, officer, means=means)
    means.exchange.deliver_due(means.clock())


def leave(joint: str, *, officer: Officer, means: Means) -> Refusal | None:
    """Leave a joint case: from then on nothing is shared with this node or by it.

    Raises:
        InputError: this node is not in it, or opened it.
    """
    with means.ledger.write() as tx:
        made = find(tx, joint)
        if no := is_stranger(tx, made.case, officer):
            return no
        if made.opener == means.me.id:
            raise InputError(
                "who opened a joint case does not leave it", hint="end it with `trefpunt joint close`"
            )
        check_move(tx, joint, means.me.id, MemberState.LEFT)
        _stand(tx, made, MemberState.LEFT, officer, means=means)
    means.exchange.deliver_due(means.clock())
    return None


def close_joint(joint: str, *, officer: Officer, means: Means) -> Refusal | None:
    """End a joint case; everybody in it is told.

    Raises:
        InputError: there is no such joint case.
    """
    with means.ledger.write() as tx:
        made = find(tx, joint)
        if made.opener != means.me.id:
            return Refusal(code="joint_not_opener")
        if no := is_stranger(tx, made.case, officer):
            return no
        kept.end_joint(tx, joint, means.clock())
        log(tx, Event.JOINT_ENDED, made, officer, means=means)
        for partner in reached(tx, kept.members_of(tx, joint), means=means):
            letter = Outgoing(LetterKind.JOINT_CLOSE, partner, {"joint": joint}, actor=officer.id)
            post(tx, made, letter, means=means)
    means.exchange.deliver_due(means.clock())
    return None


def read_joint(joint: str, *, officer: Officer, means: Means) -> JointView | Refusal:
    """Return a joint case with all that is in it here, to an officer of the case beside it.

    An invitation that nobody has answered yet may be read by every officer; nothing is in it.

    Raises:
        InputError: there is no such joint case.
    """
    with means.ledger.write() as tx:
        made = find(tx, joint)
        if made.case and (no := is_stranger(tx, made.case, officer)):
            return no
        log(tx, Event.CASE_READ, made, officer, means=means, what="joint")
        members = kept.members_of(tx, joint)
        no = is_over(made, members, means=means)
        why = "" if no is None else no.code
        return JointView(made, members, tuple(kept.objects_of(tx, joint)), why, find_team(tx, joint))


def may_join(
    tx: Transaction, made: JointCase, partner: str, officer: Officer, *, means: Means, approved_by: str = ""
) -> Ground | Refusal:
    """Decide on working together with one partner: the case first, and then the law. Recorded."""
    if code := means.halted(tx):
        return Refusal(code=code)
    wanted = Wanted(officer, Purpose(made.purpose), approved_by)
    if no := case_refuses(tx, made.case, wanted, officers=means.officers):
        return no
    peer = means.exchange.agreements.peer(partner, tx=tx)
    if peer is None:
        return Refusal(code="partner_unknown", facts=(("partner", partner),))
    asked = planned(made, officer, peer.authority, stated=made.stated, means=means)
    return decide(tx, asked, peer, means=means)


def planned(
    made: JointCase, officer: Officer, holder: Authority, *, stated: Iterable[str], means: Means
) -> Request:
    """Return the act that is decided on: that two authorities plan together."""
    return Request(
        action=Action.PLAN_CONTROL,
        officer=officer,
        holder=holder,
        category=content_of(holder.kind),
        # A plan is about places and firms; nobody in care is ever in it.
        subject_category=SubjectCategory.FIRM,
        purpose=Purpose(made.purpose),
        on=means.clock().date(),
        has_case=True,
        facts=dict.fromkeys(stated, True),
    )


def decide(tx: Transaction, asked: Request, peer: Peer, *, means: Means) -> Ground | Refusal:
    """Decide under this node's own texts whether two authorities may plan together; recorded."""
    if not peer.is_in_force(asked.on):
        return Refusal(code="agreement_lapsed")
    full = with_agreement(asked, peer, law=means.law)
    return permit(full, law=means.law, trail=means.trail, tx=tx, now=means.clock())


def has_ended(made: JointCase, *, means: Means) -> bool:
    """Tell whether a joint case was ended, or its last day is past."""
    return made.ended_at is not None or made.until < means.clock().date()


def is_over(made: JointCase, members: dict[str, MemberState], *, means: Means) -> Refusal | None:
    """Return why nothing further is shared by this node; None where it may be."""
    if has_ended(made, means=means):
        return Refusal(code="joint_over")
    if members.get(means.me.id) is not MemberState.JOINED:
        return Refusal(code="joint_not_joined", facts=(("partner", means.me.id),))
    return None


def find(tx: Transaction, joint: str) -> JointCase:
    """Return a joint case.

    Raises:
        InputError: there is none of this reference here.
    """
    found = kept.find_joint(tx, joint)
    if found is None:
        raise InputError("there is no such joint case on this node", hint="`trefpunt joint list` has them")
    return found


def check_move(tx: Transaction, joint: str, node: str, to: MemberState) -> None:
    """Look whether a node may stand so from how it stands now.

    Raises:
        InputError: it may not.
    """
    now = kept.members_of(tx, joint).get(node)
    if now is None or to not in MEMBER_MOVES[now]:
        raise InputError(
            "a member of a joint case cannot become {state} from here",
            hint="`trefpunt joint show` says how it stands",
            state=to.value,
        )


def log(
    tx: Transaction, event: Event, made: JointCase, officer: Officer | None, *, means: Means, **said: str
) -> None:
    """Write an act in a joint case to the log, under this node's own case."""
    places = {"article": made.article, "purpose": made.purpose, "case": made.case, "subject_ref": made.id}
    means.log(tx, event, officer, **(places | said))


def post(tx: Transaction, made: JointCase, outgoing: Outgoing, *, means: Means) -> None:
    """Put a letter of a joint case into the outbox; all letters of one joint case go in one conversation."""
    case = blinded_case(means.case_key, outgoing.to, made.case) if made.case else ""
    means.exchange.post(tx, None, replace(outgoing, conversation=made.id, case=case))


def _stand(tx: Transaction, made: JointCase, state: MemberState, officer: Officer, *, means: Means) -> None:
    members = kept.members_of(tx, made.id)
    kept.set_member(tx, JointMember(made.id, means.me.id, state))
    log(tx, Event.JOINT_MEMBER_TOLD, made, officer, means=means, node=means.me.id, state=state.value)
    for partner in reached(tx, members, means=means):
        body = StandingBody(made.id, state).to_json()
        post(tx, made, Outgoing(LetterKind.JOINT_STANDING, partner, body, actor=officer.id), means=means)


def reached(tx: Transaction, members: dict[str, MemberState], *, means: Means) -> list[str]:
    """Return the other nodes that are in or were invited and have an agreement in force with this one."""
    today, found = means.clock().date(), list[str]()
    for node, state in members.items():
        peer = means.exchange.agreements.peer(node, tx=tx)
        is_in = state in (MemberState.INVITED, MemberState.JOINED)
        if is_in and node != means.me.id and peer is not None and peer.is_in_force(today):
            found.append(node)
    return found
