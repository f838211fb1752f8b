"""A refusal comes with its lawful detours before anybody notices: 50 ms, however many ways were tried."""

import time

from tests.treaty.requests import REFUSALS

from trefpunt.model import Request
from trefpunt.treaty import Law, advise

LAW = Law.load(nature="sample")
MOST_S = 0.05


def explained_in_s(request: Request) -> float:
    started = time.process_time()
    advise(request, law=LAW)
    return time.process_time() - started


def test_every_refusal_of_every_text_is_explained_in_50_ms() -> None:
    slow = [case for case in REFUSALS if explained_in_s(case.request) > MOST_S]
    # The neighbours on a machine are measured too, so whoever was late once may try again.
    assert [case.name for case in slow if explained_in_s(case.request) > MOST_S] == []
