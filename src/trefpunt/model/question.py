"""Questions: who wants to know, about whom, for which case, under which purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trefpunt.model.authority import Officer
from trefpunt.model.request import Fact, Purpose
from trefpunt.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Question:
    """Hit or no hit about one subject in one case.

    Attributes:
        case: the asking authority's own case number; partners only ever see it blinded.
        approved_by: the second officer, where one is needed.
        stated: what the officer states in the form, by the names of the treaty schema.
    """

    officer: Officer
    subject: Subject
    purpose: Purpose
    case: str
    approved_by: str = ""
    stated: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """The same about many subjects, each row with its own case, where a text provides for list matching."""

    officer: Officer
    rows: tuple[tuple[Subject, str], ...]
    purpose: Purpose
    stated: Mapping[str, Fact] = field(default_factory=dict)
