"""Working a case: today, opening one, so that a question belongs somewhere.

Requests, answers and joint cases come here. Promised: every look-up names a case that exists, is open, and
has the officer among its members; a case number never leaves the house.
Begin with `cases.py`.
"""

from trefpunt.casework.cases import open_case

__all__ = ["open_case"]
