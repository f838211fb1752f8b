"""What stood in the way, counted: the numbers that a treaty maker can use."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from trefpunt.model import CountedDecision
from trefpunt.treaty.decide import PERMIT


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Refusals of one kind: under which article, between whom, for want of what.

    Attributes:
        article: name of the text and number of the article that refused or came nearest; may be empty.
        asking: kind and country of who asked, such as `police.NL`; so is `holder`.
        missing: names of the facts that were not so.
    """

    article: str
    code: str
    asking: str
    holder: str
    missing: tuple[str, ...]
    n: int


def find_obstacles(counted: Iterable[tuple[CountedDecision, int]]) -> tuple[Obstacle, ...]:
    """Return what refused, the most frequent first.

    Args:
        counted: rows of the counting register with their numbers.
    """
    found: Counter[tuple[str, str, str, str, str]] = Counter()
    for row, n in counted:
        if row.outcome != PERMIT:
            found[row.article, row.outcome, row.asking, row.holder, row.missing] += n
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Obstacle(*row[:4], tuple(row[4].split()), n) for row, n in ordered)
