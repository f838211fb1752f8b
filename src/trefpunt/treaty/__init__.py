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
from trefpunt.treaty.decide import PERMIT, Permitted, decide
from trefpunt.treaty.detours import advise
from trefpunt.treaty.facts import FACTS, Change, FactRule
from trefpunt.treaty.instrument import Instrument
from trefpunt.treaty.law import SHIPPED, Law
from trefpunt.treaty.permit import Recorder, permit
from trefpunt.treaty.record import outcome_of, replay
from trefpunt.treaty.show import ArticlePage, place_of, show_article

__all__ = [
    "FACTS",
    "PERMIT",
    "SHIPPED",
    "Approval",
    "ArticlePage",
    "Change",
    "CheckReport",
    "Condition",
    "DetourCode",
    "FactRule",
    "Instrument",
    "Law",
    "Permitted",
    "Recorder",
    "RefusalCode",
    "TextCase",
    "advise",
    "approve",
    "approved_hashes",
    "check_texts",
    "decide",
    "outcome_of",
    "permit",
    "place_of",
    "read_approval",
    "read_cases",
    "replay",
    "show_article",
]
