"""May a permit be refused, suspended or withdrawn? The law decides on what stands in the file.

Source: Belgian law of 15 January 2024, art. 35 (New Municipal Law, art. 119ter, paras 7-10), arts 19, 21-22.
"""

from dataclasses import dataclass
from datetime import date

from trefpunt.clocks import earliest_day
from trefpunt.desks.permits.means import Means
from trefpunt.hits.checks import Wanted, case_refuses
from trefpunt.model import (
    Action,
    Authority,
    AuthorityKind,
    DataCategory,
    Fact,
    Ground,
    Officer,
    PermitFile,
    Purpose,
    Refusal,
    Request,
    SubjectCategory,
)
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import permits as kept
from trefpunt.treaty import permit

_LOOK_BACK_YEARS = 5


@dataclass(frozen=True, slots=True)
class Refusing:
    """A decision against an applicant that a municipality thinks of.

    Attributes:
        capacity: of whom it is about: applicant or firm.
        oldest: day of the oldest data that it relies on.
        has_concrete_facts: whether it rests on concrete, verifiable facts on file; the officer states it.
    """

    officer: Officer
    case: str
    capacity: SubjectCategory
    oldest: date
    has_concrete_facts: bool


def may_refuse(wanted: Refusing, *, means: Means) -> Ground | Refusal:
    """Decide on it, and record the decision; a person takes the decision on the permit."""
    work = means.work
    with work.ledger.write() as tx:
        if code := work.halted(tx):
            return Refusal(code=code)
        asked = Wanted(wanted.officer, Purpose.PERMIT_DECISION)
        if no := case_refuses(tx, wanted.case, asked, officers=work.officers):
            return no
        file, today = kept.find(tx, wanted.case), work.clock().date()
        # Of the file, register and opinion: nobody can state what was not done.
        facts: dict[str, Fact] = {
            "register_checked": file is not None,
            "opinion_received": file is not None and file.received_at is not None,
            "concrete_facts_recorded": wanted.has_concrete_facts,
            "data_age_years": _age(wanted.oldest, today),
        }
        request = Request(
            action=Action.REFUSE_PERMIT,
            officer=wanted.officer,
            holder=_office(tx, file, means=means),
            category=DataCategory.INTEGRITY_REGISTER,
            subject_category=wanted.capacity,
            purpose=Purpose.PERMIT_DECISION,
            on=today,
            has_case=True,
            facts=facts,
        )
        return permit(request, law=work.law, trail=work.trail, tx=tx, now=work.clock())


def _office(tx: Transaction, file: PermitFile | None, *, means: Means) -> Authority:
    """Return the integrity office: of the file, or whichever this country would have."""
    agreements, me = means.work.exchange.agreements, means.work.me
    peer = None if file is None else agreements.peer(file.partner, tx=tx)
    if peer is not None:
        return peer.authority
    kind = AuthorityKind.INTEGRITY_OFFICE
    return Authority(f"{kind.value}.{me.country.value.lower()}", kind, me.country)


def _age(oldest: date, today: date) -> int:
    """Return an age in years, beyond the limit as soon as the look-back of the law does not reach it."""
    years = today.year - oldest.year
    if oldest >= earliest_day("be.lookback", today):
        return min(years, _LOOK_BACK_YEARS)
    return max(years, _LOOK_BACK_YEARS + 1)
