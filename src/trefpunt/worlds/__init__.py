"""Invented Benelux data: people, firms, and what each authority has of them on record.

Everything is made from a seed and from nothing else, so the same seed gives the same bytes. Names are put
together from halves; numbers come from a function that is handed in, pass their checks and can be nobody's.
All of it is marked synthetic. The truth (who is who) is kept apart from what the authorities see.
Begin with `benelux.py`: `making.py` makes the world step by step, `assembling.py` its files, and
`holdings.py` is the table of what each authority may hold. `small.py` is five registers for a quick test.
"""

from trefpunt.worlds.benelux import LEAST_FIRMS, SIZES, benelux
from trefpunt.worlds.firms import InventedFirm, invent_firm
from trefpunt.worlds.holdings import HOLDINGS, MAY_KNOW, Holding, Knowledge
from trefpunt.worlds.persons import InventedPerson, Numbers, as_subject, invent_person, people
from trefpunt.worlds.small import SmallWorld, small_benelux
from trefpunt.worlds.truth import Truth
from trefpunt.worlds.truth_files import write_truth
from trefpunt.worlds.views import View, ViewFile, WrittenFile, write
from trefpunt.worlds.world import FirmInScheme, Scheme, Trade, World

__all__ = [
    "HOLDINGS",
    "LEAST_FIRMS",
    "MAY_KNOW",
    "SIZES",
    "FirmInScheme",
    "Holding",
    "InventedFirm",
    "InventedPerson",
    "Knowledge",
    "Numbers",
    "Scheme",
    "SmallWorld",
    "Trade",
    "Truth",
    "View",
    "ViewFile",
    "World",
    "WrittenFile",
    "as_subject",
    "benelux",
    "invent_firm",
    "invent_person",
    "people",
    "small_benelux",
    "write",
    "write_truth",
]
