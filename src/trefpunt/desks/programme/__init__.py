"""The desk of the programme: what a week holds, for citizens, in four languages.

Promised: each language says the same, with the same numbers; nothing is seen before its embargo ends; whoever
looks is not known: no cookie, no session, no script. `programme.py` keeps it, `calendar.py` is the iCalendar
feed, and `web` has the page. Begin with `programme.py`.
"""

from trefpunt.desks.programme.calendar import calendar_of
from trefpunt.desks.programme.programme import LANGUAGES, Planned, add, cancel, everything, public

__all__ = ["LANGUAGES", "Planned", "add", "calendar_of", "cancel", "everything", "public"]
