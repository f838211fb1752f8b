"""Questions: who wants to know, about whom, for which case, under which purpose."""

from dataclasses import dataclass

from trefpunt.model.authority import Officer
from trefpunt.model.request import Purpose
from trefpunt.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Question:
    """Hit or no hit about one subject in one case.

    Attributes:
        case: the asking authority's own case number; partners only ever see it blinded.
        is_protected: whether the case marks the subject as being in a protected capacity.
        approved_by: the second officer, where one is needed.
    """

    officer: Officer
    subject: Subject
    purpose: Purpose
    case: str
    is_protected: bool = False
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """The same about many subjects, each row with its own case, where a text provides for list matching."""

    officer: Officer
    rows: tuple[tuple[Subject, str], ...]
    purpose: Purpose
