"""Pairing two nodes of the story, the way their officers would."""

import time
from collections.abc import Sequence
from datetime import timedelta

from trefpunt.demo.stage import Stage
from trefpunt.errors import ExchangeError
from trefpunt.exchange.invitation import Terms
from trefpunt.model import AuthorityKind, Budget, KeyType, Purpose, Verdict
from trefpunt.node import Node, give_entry_key

_SLOTS_A_DAY = 5_000
_TRIES, _PAUSE_S = 100, 0.2


def pair(stage: Stage, inviting: str, invited: str, *, texts: Sequence[str]) -> None:
    """Let one node invite another over the wire, and a second officer on each side confirm."""
    one, other = stage.nodes[inviting], stage.nodes[invited]
    hashes, today = dict(one.law.hashes()), one.clock().date()
    terms = Terms(
        texts={name: hashes[name] for name in texts},
        purposes=tuple(purpose.value for purpose in Purpose),
        budgets=tuple(Budget(key_type.value, _SLOTS_A_DAY) for key_type in KeyType),
        valid_from=today,
        valid_to=today + timedelta(days=30),
    )
    invitation = one.exchange.invite(terms, officer=stage.officer(inviting, 1))
    peer = other.exchange.accept(invitation.line, officer=stage.officer(invited, 1))
    for node, name in ((other, invited), (one, inviting)):
        node.exchange.say(peer.agreement.id, Verdict.ACCEPT, officer=stage.officer(name, 2))
    _until_in_force(one, invited, other, inviting)
    for node, partner in ((one, invited), (other, inviting)):
        overseer = node.exchange.agreements.peer(partner)
        if overseer is not None and overseer.authority.kind is AuthorityKind.OVERSIGHT:
            give_entry_key(node, overseer)


def _until_in_force(one: Node, invited: str, other: Node, inviting: str) -> None:
    """Wait until both verdicts have arrived: a running node notices a new certificate every two seconds."""
    for _ in range(_TRIES):
        if _is_in_force(one, invited) and _is_in_force(other, inviting):
            return
        time.sleep(_PAUSE_S)
        for node in (one, other):
            node.exchange.deliver_due(node.clock())
    raise ExchangeError(
        "{one} and {other} did not agree in time",
        hint="see the .out files of both",
        one=inviting,
        other=invited,
    )


def _is_in_force(node: Node, partner: str) -> bool:
    peer = node.exchange.agreements.peers(partner=partner)[0]
    return peer.is_in_force(node.clock().date())
