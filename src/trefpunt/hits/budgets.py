"""Budgets on both sides, because a service that says hit or no hit is an oracle.

The answering node counts declared slots per partner and key type a day, as the agreement says. The asking
node counts questions per officer and per case a day, so that cheap cases do not defeat the first.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from trefpunt.crypto import canonical_json
from trefpunt.model import Agreement, Refusal
from trefpunt.settings import HitSettings
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import budgets as kept

_ALL = "all"


def charge_officer(
    tx: Transaction, *, officer: str, case: str, rows: int, settings: HitSettings, now: datetime
) -> Refusal | None:
    """Charge one question, or the rows of a list, to the officer and to the case.

    Args:
        case: empty for a list, whose rows have a budget of their own, however few they are.

    Returns:
        None when it fits; otherwise a refusal with the number left and the moment it renews. Nothing is
        charged then.
    """
    is_list = not case
    limits = {
        ("list" if is_list else "officer", officer): (
            settings.list_rows_per_officer_a_day if is_list else settings.questions_per_officer_a_day
        )
    }
    if not is_list:
        limits["case", case] = settings.questions_per_case_a_day
    for (side, who), limit in limits.items():
        left = limit - kept.slots_spent(tx, day=_day(now), side=side, who=who).get(_ALL, 0)
        if rows > left:
            return _spent(f"budget_{'officer' if side == 'list' else side}", left=left, asked=rows, now=now)
    for side, who in limits:
        kept.spend(tx, day=_day(now), side=side, who=who, slots={_ALL: rows})
    return None


def charge_partner(
    tx: Transaction,
    *,
    partner: str,
    letter: str,
    slots: Mapping[str, int],
    agreement: Agreement,
    now: datetime,
) -> Refusal | None:
    """Charge the declared slots of a question to the partner that asks; the same letter costs once.

    An id is its sender's own choice: what was paid is this partner's letter with these slots and no other.

    Returns:
        None when every key type fits; otherwise a refusal for the first that does not. A type that the
        agreement gives no budget has none.
    """
    paid = _receipt_of(partner, letter, slots)
    if kept.is_charged(tx, paid):
        return None
    limits = {budget.key_type: budget.slots_a_day for budget in agreement.budgets}
    before = kept.slots_spent(tx, day=_day(now), side="partner", who=partner)
    for key_type, asked in sorted(slots.items()):
        left = limits.get(key_type, 0) - before.get(key_type, 0)
        if asked > left:
            return _spent("budget_partner", left=max(left, 0), asked=asked, now=now, key_type=key_type)
    kept.spend(tx, day=_day(now), side="partner", who=partner, slots=slots)
    kept.mark_charged(tx, paid, _day(now))
    return None


def _receipt_of(partner: str, letter: str, slots: Mapping[str, int]) -> str:
    return sha256(canonical_json([partner, letter, dict(slots)])).hexdigest()


def _day(now: datetime) -> str:
    return now.date().isoformat()


def _spent(code: str, *, left: int, asked: int, now: datetime, key_type: str = "") -> Refusal:
    renews_at = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    facts = {"left": str(left), "asked": str(asked), "renews_at": renews_at.isoformat(), "key_type": key_type}
    return Refusal(code=code, facts=tuple((name, value) for name, value in facts.items() if value))
