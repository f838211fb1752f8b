"""Letters of joint cases as they come in: each is looked at under this node's own texts before it counts."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from trefpunt.casework.joint import check_move, find, is_over, log
from trefpunt.casework.jointbodies import (
    InviteBody,
    MoveBody,
    StandingBody,
    joint_from_json,
    object_from_json,
)
from trefpunt.casework.jointobjects import check_moves, keep_move, may_take, task_of
from trefpunt.casework.means import Means
from trefpunt.errors import InputError
from trefpunt.exchange import Handler, Outcome, Peer
from trefpunt.model import Event, JointCase, JointMember, Letter, LetterKind, MemberState
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import joint as kept


def joint_handlers(means: Means) -> Mapping[LetterKind, Handler]:
    """Return the handlers of joint cases."""
    return {
        LetterKind.JOINT_INVITE: partial(_on_invite, means=means),
        LetterKind.JOINT_STANDING: partial(_on_standing, means=means),
        LetterKind.JOINT_OBJECT: partial(_on_object, means=means),
        LetterKind.JOINT_MOVED: partial(_on_moved, means=means),
        LetterKind.JOINT_CLOSE: partial(_on_close, means=means),
    }


def _on_invite(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    body = InviteBody.from_json(letter.body)
    if not {peer.id, means.me.id} <= set(body.nodes) or body.joint != letter.conversation:
        raise _not_so()
    made = JointCase(body.joint, peer.id, body.purpose.value, body.article, body.until, "", ())

    def apply(tx: Transaction) -> None:
        if kept.find_joint(tx, made.id) is not None:
            raise InputError("this node was invited into this joint case before", hint="open a new one")
        kept.save_joint(tx, made)
        known = kept.members_of(tx, made.id)
        # Whoever said that it joined and is not invited is in nothing.
        for stranger in set(known) - set(body.nodes):
            kept.set_member(tx, JointMember(made.id, stranger, MemberState.LEFT))
        for node in body.nodes:
            # Another member may have answered before this letter came.
            if node not in known:
                state = MemberState.JOINED if node == peer.id else MemberState.INVITED
                kept.set_member(tx, JointMember(made.id, node, state))
        log(tx, Event.JOINT_INVITED, made, None, means=means, partner=peer.id)

    return Outcome(apply=apply)


def _on_standing(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    body = StandingBody.from_json(letter.body)

    def apply(tx: Transaction) -> None:
        made = kept.find_joint(tx, body.joint)
        if made is not None:
            check_move(tx, body.joint, peer.id, body.state)
            log(
                tx,
                Event.JOINT_MEMBER_TOLD,
                made,
                None,
                means=means,
                partner=peer.id,
                node=peer.id,
                state=body.state.value,
            )
        kept.set_member(tx, JointMember(body.joint, peer.id, body.state))

    return Outcome(apply=apply)


def _on_object(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    body = object_from_json(letter.body, maker=peer.id, at=letter.issued_at)
    if means.me.id not in body.made.audience:
        raise _not_so()

    def apply(tx: Transaction) -> None:
        made = find(tx, body.made.joint)
        if no := may_take(tx, made, body, peer, means=means):
            raise InputError(
                "what was shared may not be taken: {code}",
                hint="the letter is kept as evidence",
                code=no.code,
            )
        if kept.find_object(tx, body.made.id) is not None:
            raise InputError("this was shared before", hint="share it under a reference of its own")
        kept.save_object(tx, body.made)
        log(tx, Event.JOINT_RECEIVED, made, None, means=means, partner=peer.id, subject_ref=body.made.id)

    return Outcome(apply=apply)


def _on_moved(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    body = MoveBody.from_json(letter.body)

    def apply(tx: Transaction) -> None:
        found = task_of(tx, body.task, holder=peer.id)
        if found.joint != body.joint:
            raise _not_so()
        check_moves(found, body.state)
        made = find(tx, body.joint)
        members = kept.members_of(tx, made.id)
        if is_over(made, members, means=means) or members.get(peer.id) is not MemberState.JOINED:
            raise _not_so()
        moved = replace(found, state=body.state.value, reason=body.reason)
        keep_move(tx, made, moved, officer=None, means=means)

    return Outcome(apply=apply)


def _on_close(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    joint = joint_from_json(letter.body)

    def apply(tx: Transaction) -> None:
        made = find(tx, joint)
        if made.opener != peer.id:
            raise _not_so()
        kept.end_joint(tx, joint, means.clock())
        log(tx, Event.JOINT_ENDED, made, None, means=means, partner=peer.id)

    return Outcome(apply=apply)


def _not_so() -> InputError:
    return InputError(
        "a letter of a joint case does not fit what is known of it",
        hint="ask the partner; it is kept as evidence",
    )
