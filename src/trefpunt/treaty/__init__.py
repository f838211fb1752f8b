"""May we? Treaty texts as rules that a lawyer can read, and the only room that makes a Ground.

Promises: nothing is permitted on an error, an unknown fact or a word outside the schema; a yes and a no are
recorded alike, in the caller's transaction, and no ground comes out unrecorded; every decision can be taken
again from what was recorded; SAMPLE texts permit nothing on a live node, and nothing anywhere without an
agreement in force. Begin with `permit.py`; the texts themselves are folders under `texts/`.
"""

from trefpunt.treaty.approvals import Approval, approve, approved_hashes, read_approval
from trefpunt.treaty.cases import TextCase, read_cases
from trefpunt.treaty.check import CheckReport, check_texts
from trefpunt.treaty.codes import Condition, DetourCode, RefusalCode
from trefpunt.treaty.counting import counted_of, request_counted
from trefpunt.treaty.decide import PERMIT, Permitted, decide
from trefpunt.treaty.detours import advise
from trefpunt.treaty.draft import (
    DRAFTS,
    Alteration,
    Altered,
    Draft,
    OpenArticle,
    compare,
    find_draft,
    read_draft,
    repeals_of,
)
from trefpunt.treaty.facts import FACTS, Change, FactRule
from trefpunt.treaty.guarding import LEAST, Guarded, guard
from trefpunt.treaty.instrument import Instrument
from trefpunt.treaty.law import SHIPPED, Law
from trefpunt.treaty.obstacles import Obstacle, find_obstacles
from trefpunt.treaty.permit import Recorder, permit
from trefpunt.treaty.picture import Bar, draw
from trefpunt.treaty.record import outcome_of, replay
from trefpunt.treaty.show import ArticlePage, place_of, show_article
from trefpunt.treaty.simulate import Effect, Shift, Simulation, simulate
from trefpunt.treaty.trial import Trial, try_out

__all__ = [
    "DRAFTS",
    "FACTS",
    "LEAST",
    "PERMIT",
    "SHIPPED",
    "Alteration",
    "Altered",
    "Approval",
    "ArticlePage",
    "Bar",
    "Change",
    "CheckReport",
    "Condition",
    "DetourCode",
    "Draft",
    "Effect",
    "FactRule",
    "Guarded",
    "Instrument",
    "Law",
    "Obstacle",
    "OpenArticle",
    "Permitted",
    "Recorder",
    "RefusalCode",
    "Shift",
    "Simulation",
    "TextCase",
    "Trial",
    "advise",
    "approve",
    "approved_hashes",
    "check_texts",
    "compare",
    "counted_of",
    "decide",
    "draw",
    "find_draft",
    "find_obstacles",
    "guard",
    "outcome_of",
    "permit",
    "place_of",
    "read_approval",
    "read_cases",
    "read_draft",
    "repeals_of",
    "replay",
    "request_counted",
    "show_article",
    "simulate",
    "try_out",
]
