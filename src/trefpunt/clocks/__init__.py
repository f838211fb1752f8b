"""Deadlines as the law counts them.

Promises: hours elapse in UTC whatever the local clock does; days, months and working days are those of the
country that answers, with its public holidays; a clock never runs out before it starts; every clock names
its legal basis and how well that is known. `CLOCKS` is the whole table, `deadline` starts one of its clocks,
and nothing here reads the present time. Begin with `table.py`.
"""

from trefpunt.clocks.deadline import (
    Deadline,
    Suspension,
    add_working_days,
    deadline,
    earliest_day,
)
from trefpunt.clocks.holidays import easter, holidays, is_working_day
from trefpunt.clocks.table import CLOCKS, ClockKind, ClockRule, Span, Unit

__all__ = [
    "CLOCKS",
    "ClockKind",
    "ClockRule",
    "Deadline",
    "Span",
    "Suspension",
    "Unit",
    "add_working_days",
    "deadline",
    "earliest_day",
    "easter",
    "holidays",
    "is_working_day",
]
