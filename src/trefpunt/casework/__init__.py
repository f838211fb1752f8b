"""Working a case: requests for content, their answers, consents, and what an answer may be used for.

Promised: every look-up names a case that exists, is open, and has the officer among its members; a case
number never leaves the house; what binds an answer binds every way out of it (`uses.py`); content goes by the
channel that the text prescribes, and where that is another, as a signed package that is handed over.
Begin with `requests.py`, then `answers.py` and `uses.py`; `joint.py` is what several nodes work on, and
`timeline.py` what was done in a case.
"""

from trefpunt.casework.answers import Given, Reply, send_answer
from trefpunt.casework.bodies import WhyNot
from trefpunt.casework.bundle import seal_bundle
from trefpunt.casework.cases import close_case, hand_over, open_case
from trefpunt.casework.checking import BundleFault, Checked, check_bundle
from trefpunt.casework.concerned import (
    ConcernedView,
    JointAnswer,
    ask_about,
    compose_letter,
    read_about,
    take_in,
)
from trefpunt.casework.concernedanswers import Decided, answer_about, join_answers
from trefpunt.casework.consents import ask_consent, decide_consent, who_may_consent
from trefpunt.casework.handlers import handlers, take_package
from trefpunt.casework.inbox import Inbox, Item, assign, inbox
from trefpunt.casework.joint import (
    JointView,
    Plan,
    close_joint,
    decline,
    join,
    leave,
    open_joint,
    read_joint,
)
from trefpunt.casework.jointobjects import Share, hash_of, move_task, note_privately, open_tasks, share
from trefpunt.casework.may import Offer, Use, Wish, is_asked_again
from trefpunt.casework.means import Means
from trefpunt.casework.packages import Handed
from trefpunt.casework.report import CaseReport, Drawing, draw_up
from trefpunt.casework.requests import Foreseen, Sent, foresee_request, send_request
from trefpunt.casework.steps import RULES, Move, StepRule, take_step
from trefpunt.casework.teams import missing_clauses, note_team
from trefpunt.casework.threads import Thread, fetch_package, is_under_way, read_thread
from trefpunt.casework.timeline import Moment, moments_of, read_timeline
from trefpunt.casework.unasked import Information, Told, file_unasked, send_unasked
from trefpunt.casework.uses import Reading, copy_answer, export_answer, read_answer, use_answer

__all__ = [
    "RULES",
    "BundleFault",
    "CaseReport",
    "Checked",
    "ConcernedView",
    "Decided",
    "Drawing",
    "Foreseen",
    "Given",
    "Handed",
    "Inbox",
    "Information",
    "Item",
    "JointAnswer",
    "JointView",
    "Means",
    "Moment",
    "Move",
    "Offer",
    "Plan",
    "Reading",
    "Reply",
    "Sent",
    "Share",
    "StepRule",
    "Thread",
    "Told",
    "Use",
    "WhyNot",
    "Wish",
    "answer_about",
    "ask_about",
    "ask_consent",
    "assign",
    "check_bundle",
    "close_case",
    "close_joint",
    "compose_letter",
    "copy_answer",
    "decide_consent",
    "decline",
    "draw_up",
    "export_answer",
    "fetch_package",
    "file_unasked",
    "foresee_request",
    "hand_over",
    "handlers",
    "hash_of",
    "inbox",
    "is_asked_again",
    "is_under_way",
    "join",
    "join_answers",
    "leave",
    "missing_clauses",
    "moments_of",
    "move_task",
    "note_privately",
    "note_team",
    "open_case",
    "open_joint",
    "open_tasks",
    "read_about",
    "read_answer",
    "read_joint",
    "read_thread",
    "read_timeline",
    "seal_bundle",
    "send_answer",
    "send_request",
    "send_unasked",
    "share",
    "take_in",
    "take_package",
    "take_step",
    "use_answer",
    "who_may_consent",
]
