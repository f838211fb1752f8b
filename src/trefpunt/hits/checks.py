"""What is checked beside the law before a partner is turned to: case, second officer, agreement."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from trefpunt.exchange import Peer
from trefpunt.model import CaseState, Fact, Officer, Purpose, Refusal, Request
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger.cases import find_case
from trefpunt.treaty import Law


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants to look something up in a case, what for, and which second officer agrees."""

    officer: Officer
    purpose: Purpose
    approved_by: str = ""


def case_refuses(
    tx: Transaction, number: str, wanted: Wanted, *, officers: Collection[str]
) -> Refusal | None:
    """Return why nothing may be looked up in this case; None where it may.

    Args:
        officers: service numbers of this node: a second officer must be one of them.
    """
    case = find_case(tx, number)
    facts = (("case", number),)
    if case is None:
        return Refusal(code="no_such_case", facts=facts)
    if case.state is CaseState.CLOSED:
        return Refusal(code="case_closed", facts=facts)
    if wanted.officer.id not in case.members:
        return Refusal(code="not_a_member", facts=facts)
    if case.purpose != wanted.purpose.value:
        return Refusal(code="purpose_not_of_case", facts=facts)
    if case.is_protected and wanted.approved_by not in set(officers) - {wanted.officer.id}:
        return Refusal(code="needs_second_approval", facts=facts)
    return None


def with_agreement(request: Request, peer: Peer, *, law: Law) -> Request:
    """Add what only this node knows: on which texts the agreement rests, and whether one is for this act."""
    texts = {name for name, _ in peer.agreement.texts}
    in_force = peer.is_in_force(request.on) and bool(texts & law.texts_on_agreement(request.action))
    # Named, so that no text decides that the two never agreed on.
    agreed: dict[str, Fact] = {"agreement_in_force": in_force, "agreed_texts": " ".join(sorted(texts))}
    return replace(request, facts={**request.facts, **agreed})
