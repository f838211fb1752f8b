"""Hit or no hit: ask, answer, publish.

A partner publishes an index of whom it holds: a filter under random keys that end within a day. A question
is decided by the texts of both countries, travels blinded, and is finished at home: the partner learns that
it was asked, and not about whom; the asker learns hit or no hit, and nothing else. Promised: nothing leaves
without a ground; hit and no hit are equally long and equally logged; budgets on both sides are never
exceeded. Not promised: that an index is complete, or that an asking node is honest about its case.
Begin with `ask.py`, then `answer.py` and `finish.py`.
"""

from trefpunt.hits.ask import ask, ask_many, foresee, look_up
from trefpunt.hits.handlers import handlers
from trefpunt.hits.indexes import retire
from trefpunt.hits.lists import answers_of, ask_list, continue_list
from trefpunt.hits.means import Means
from trefpunt.hits.publish import INDEXED, Progress, Published, publish

__all__ = [
    "INDEXED",
    "Means",
    "Progress",
    "Published",
    "answers_of",
    "ask",
    "ask_list",
    "ask_many",
    "continue_list",
    "foresee",
    "handlers",
    "look_up",
    "publish",
    "retire",
]
