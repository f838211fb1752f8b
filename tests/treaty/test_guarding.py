from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from trefpunt.treaty import LEAST, guard


@dataclass(frozen=True)
class Line:
    n: int


def guarded(*counts: int) -> tuple[list[int], int]:
    found = guard(Line(count) for count in counts)
    return [line.n for line in found.rows], found.together


def test_small_rows_are_shown_together_and_large_ones_by_themselves() -> None:
    assert guarded(9, 1, 40, 3, 2) == ([40, 9], 6)
    assert guarded(9, 40) == ([40, 9], 0)


def test_a_small_row_that_the_total_would_give_away_takes_the_next_with_it() -> None:
    assert guarded(40, 9, 4) == ([40], 13)
    assert guarded(40, 9, 1, 1) == ([40], 11)


def test_nothing_but_small_rows_is_one_number() -> None:
    assert guarded(1, 2) == ([], 3)
    assert guarded() == ([], 0)


@given(st.lists(st.integers(1, 50), max_size=20))
def test_any_guarded_rows_add_up_and_show_nothing_small(counts: list[int]) -> None:
    found = guard(Line(count) for count in counts)
    assert found.total == sum(counts)
    assert all(line.n >= LEAST for line in found.rows)
    assert not found.rows or found.together == 0 or found.together >= LEAST
    assert not found.rows or found.hidden != 1
