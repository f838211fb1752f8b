"""What a question comes back with: a hit, no hit, a refusal, or not yet."""

from dataclasses import dataclass
from datetime import datetime

from trefpunt.model.ground import Article, Refusal
from trefpunt.model.key import Grade, KeyType


@dataclass(frozen=True, slots=True)
class Hit:
    """The partner holds something about the subject.

    Attributes:
        reference: the question's own reference; a later request names it.
        grade: the strongest grade that matched, or None where the text answers existence only.
        key_types: which types matched, empty under existence.
    """

    partner: str
    reference: str
    article: Article
    grade: Grade | None = None
    key_types: tuple[KeyType, ...] = ()


@dataclass(frozen=True, slots=True)
class NoHit:
    """The partner's index holds nothing with any key of the subject; it does not prove that nobody knows."""

    partner: str
    reference: str
    article: Article


@dataclass(frozen=True, slots=True)
class Refused:
    """A question that was not asked, or not answered; `by` is who said no."""

    partner: str
    by: str
    refusal: Refusal
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """The letter is on its way or the partner is still at it; the reference finds the answer later."""

    partner: str
    reference: str
    since: datetime
    reason: str = ""


Answer = Hit | NoHit | Refused | Pending
