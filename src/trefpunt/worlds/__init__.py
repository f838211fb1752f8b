"""Invented Benelux data: people, firms, and what five authorities have of them on record.

Everything is made from a seed and from nothing else, so the same seed gives the same bytes. Names are put
together from halves; numbers come from a function that is handed in, pass their checks and can be nobody's.
All of it is marked synthetic. The truth (who is who) is kept apart from what the authorities see.
Begin with `small.py`; `persons.py` has the people and the ways in which registers spell them,
`small_formats.py` the files that each authority would export.
"""

from trefpunt.worlds.firms import InventedFirm, invent_firm
from trefpunt.worlds.persons import InventedPerson, Numbers, as_subject, invent_person, people
from trefpunt.worlds.small import Truth, View, World, WrittenFile, small_benelux, write

__all__ = [
    "InventedFirm",
    "InventedPerson",
    "Numbers",
    "Truth",
    "View",
    "World",
    "WrittenFile",
    "as_subject",
    "invent_firm",
    "invent_person",
    "people",
    "small_benelux",
    "write",
]
