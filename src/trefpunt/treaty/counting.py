"""What the counting register keeps of a decision: every fact it turned on, and nobody it was about.

The day is left out where it can be: the first of the month stands for it, unless the law changed within the
month. So the register knows nothing finer than the law itself does, and can still be replayed.
"""

from datetime import date

from trefpunt.model import CountedDecision, LogEntry, Refusal, Request
from trefpunt.treaty.decide import Permitted
from trefpunt.treaty.law import Law
from trefpunt.treaty.record import UNREADABLE, request_of


def counted_of(entry: LogEntry, answer: Permitted | Refusal, *, law: Law) -> CountedDecision:
    """Return the row of a decision, made of its log entry: kinds and countries for the two authorities."""
    facts = entry.facts
    return CountedDecision(
        month=f"{entry.at:%Y-%m}",
        law_of=_law_of(facts["on"], law),
        action=facts["action"],
        asking=f"{facts['asking_kind']}.{facts['asking_country']}",
        role=facts["role"],
        holder=f"{facts['holder_kind']}.{facts['holder_country']}",
        category=facts["category"],
        subject_category=facts["subject_category"],
        purpose=facts["purpose"],
        stated=facts["stated"],
        outcome=facts["outcome"],
        article=entry.article,
        missing=" ".join(answer.missing) if isinstance(answer, Refusal) else "",
    )


def request_counted(counted: CountedDecision) -> Request:
    """Build the request again; its officer has no number, and its authorities no other name than their kind.

    Raises:
        InputError: the row is none that `counted_of` made.
    """
    asking_kind, _, asking_country = counted.asking.partition(".")
    holder_kind, _, holder_country = counted.holder.partition(".")
    return request_of(
        {
            "action": counted.action,
            "asking": counted.asking.lower(),
            "asking_kind": asking_kind,
            "asking_country": asking_country,
            "role": counted.role,
            "holder": counted.holder.lower(),
            "holder_kind": holder_kind,
            "holder_country": holder_country,
            "category": counted.category,
            "subject_category": counted.subject_category,
            "purpose": counted.purpose,
            "on": counted.law_of,
            "stated": counted.stated,
        }
    )


def _law_of(on: str, law: Law) -> str:
    if on == UNREADABLE:
        return UNREADABLE
    day = date.fromisoformat(on)
    first, turned = day.replace(day=1), law.turned_on(day)
    return max(first, turned or first).isoformat()
