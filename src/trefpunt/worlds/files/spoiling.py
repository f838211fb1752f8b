"""Wrong rows, on purpose: what every real export has, so that a rejects file has something to say."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random

from trefpunt.worlds.files.style import Row

_ONE_IN, _LEAST = 150, 4
_ROW_FAULTS = ("cut_short", "no_reference", "twice", "unknown_word")
_NO_SUCH_WORD = "???"


@dataclass(frozen=True, slots=True)
class Spoiling:
    """Which rows of one file go wrong, by their place.

    Attributes:
        broken: place -> fault of an extra row behind it, a copy that cannot be read.
        mistyped: places whose number has a wrong last digit; the row stays.
    """

    broken: dict[int, str]
    mistyped: frozenset[int]
    number_at: int
    word_at: int

    def apply(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Give the rows with those that went wrong among them."""
        for place, row in enumerate(rows):
            kept = _mistype(row, self.number_at) if place in self.mistyped else row
            yield kept
            if place in self.broken:
                yield self._break(kept, self.broken[place])

    def _break(self, row: Row, fault: str) -> Row:
        if fault == "cut_short":
            return row[:-1]
        if fault == "no_reference":
            return ["", *row[1:]]
        if fault == "unknown_word":
            return [*row[: self.word_at], _NO_SUCH_WORD, *row[self.word_at + 1 :]]
        return list(row)


def plan_spoiling(
    refs: Sequence[str],
    *,
    numbered: AbstractSet[str],
    number_at: int,
    word_at: int,
    spared: AbstractSet[str],
    rng: Random,
) -> Spoiling:
    """Choose what goes wrong in a file.

    Args:
        refs: references of its rows, in order.
        numbered: of those, the ones whose row has a number.
        number_at: column of the number, or -1 where there is none.
        word_at: column of a word that the recipe must know, or -1 where there is none.
        spared: references of the people of the story, whose numbers are right.
    """
    count = max(_LEAST, len(refs) // _ONE_IN)
    faults = [fault for fault in _ROW_FAULTS if fault != "unknown_word" or word_at >= 0]
    broken = {
        place: faults[nth % len(faults)] for nth, place in enumerate(rng.sample(range(len(refs)), count))
    }
    with_number = [place for place, ref in enumerate(refs) if ref in numbered and ref not in spared]
    mistyped = frozenset(rng.sample(with_number, min(count // 2, len(with_number))))
    return Spoiling(broken, mistyped - broken.keys(), number_at, word_at)


def _mistype(row: Row, at: int) -> Row:
    """Add one to the last digit: no number of ours passes its check after that."""
    number = row[at]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    return [*row[:at], wrong, *row[at + 1 :]]
