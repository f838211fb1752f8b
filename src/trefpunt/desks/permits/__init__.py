"""The desk of the permits: may I ask this, the register check, and what a refusal must rest on.

Promised: the register is asked hit or no hit, under the law of 15 January 2024 and in a case; a copy of the
decision is requested on a hit only; whether register and opinion are there is read from the file and never
stated; abroad nothing is asked, and the refusal says what is lawful instead. Begin with `register.py`.
"""

from trefpunt.desks.permits.files import Clock, clocks_of, files, note_opinion
from trefpunt.desks.permits.inquiry import Inquiry, may_i
from trefpunt.desks.permits.means import Means
from trefpunt.desks.permits.noting import inform_by, note_informed, note_use, uses
from trefpunt.desks.permits.refusing import Refusing, may_refuse
from trefpunt.desks.permits.register import Checked, check

__all__ = [
    "Checked",
    "Clock",
    "Inquiry",
    "Means",
    "Refusing",
    "check",
    "clocks_of",
    "files",
    "inform_by",
    "may_i",
    "may_refuse",
    "note_informed",
    "note_opinion",
    "note_use",
    "uses",
]
