"""May this alert be sent, acknowledged, shared further? The memorandum decides; each decision is recorded."""

from collections.abc import Mapping, Sequence

from trefpunt.desks.crisis.means import Means
from trefpunt.exchange import Peer
from trefpunt.hits.checks import with_agreement
from trefpunt.model import (
    Action,
    Alert,
    Authority,
    DataCategory,
    Fact,
    Ground,
    Officer,
    Purpose,
    Refusal,
    Request,
    SubjectCategory,
)
from trefpunt.store.ledger import Transaction
from trefpunt.treaty import permit


def may_tell(
    tx: Transaction, officer: Officer, peer: Peer, stated: Sequence[str], *, means: Means
) -> Ground | Refusal:
    """Decide on telling a partner of a crisis; an acknowledgement tells it something too."""
    facts: dict[str, Fact] = dict.fromkeys(stated, True)
    return _decide(tx, _asked(Action.ALERT, officer, peer.authority, facts, means=means), peer, means=means)


def may_be_told(
    tx: Transaction, officer: Officer, peer: Peer, stated: Sequence[str], *, means: Means
) -> Ground | Refusal:
    """Decide, under this node's own texts, on what a partner tells."""
    facts: dict[str, Fact] = dict.fromkeys(stated, True)
    return _decide(tx, _asked(Action.ALERT, officer, means.work.me, facts, means=means), peer, means=means)


def may_share(
    tx: Transaction, officer: Officer, alert: Alert, peer: Peer, *, means: Means
) -> Ground | Refusal:
    """Decide on sharing further what a partner told: whether it has lifted it is read, and never stated.

    Args:
        peer: from whom the alert came.
    """
    facts: dict[str, Fact] = {"confidentiality_lifted": alert.lifted_at is not None}
    asked = _asked(Action.RESHARE_ALERT, officer, peer.authority, facts, means=means)
    return _decide(tx, asked, peer, means=means)


def _asked(
    action: Action, officer: Officer, holder: Authority, facts: Mapping[str, Fact], *, means: Means
) -> Request:
    return Request(
        action=action,
        officer=officer,
        holder=holder,
        category=DataCategory.CRISIS_INFORMATION,
        subject_category=SubjectCategory.OBJECT,
        purpose=Purpose.CRISIS_MANAGEMENT,
        on=means.work.clock().date(),
        facts=facts,
    )


def _decide(tx: Transaction, request: Request, peer: Peer, *, means: Means) -> Ground | Refusal:
    work = means.work
    if code := work.halted(tx):
        return Refusal(code=code)
    full = with_agreement(request, peer, law=work.law)
    return permit(full, law=work.law, trail=work.trail, tx=tx, now=work.clock())
