"""Requests for the tests of treaty: the cases of the texts, random ones, and garbage."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from trefpunt.model import (
    Action,
    Authority,
    AuthorityKind,
    Country,
    DataCategory,
    Officer,
    Purpose,
    Request,
    Role,
    SubjectCategory,
)
from trefpunt.treaty import FACTS, SHIPPED, TextCase, read_cases

CASES: tuple[TextCase, ...] = tuple(
    case for folder in sorted(SHIPPED.iterdir()) if folder.is_dir() for case in read_cases(folder)
)
PERMITS = tuple(case for case in CASES if case.is_permit)
REFUSALS = tuple(case for case in CASES if not case.is_permit)
SPREAD = REFUSALS[::5]
"""Every fifth refusal, for what takes some hundred decisions each."""
TEXTS = "sample-art14-agreement sample-list-matching sample-municipality"


def police_hit(**facts: Any) -> Request:
    """The Dutch police ask the Belgian police about a suspect, all in order but the agreement."""
    stated = {"names_one_subject": True, "necessary_and_proportionate": True, **facts}
    return Request(
        action=Action.ASK_HIT,
        officer=Officer("NL-007", Role.INFORMATION_OFFICER, authority(AuthorityKind.POLICE, Country.NL)),
        holder=authority(AuthorityKind.POLICE, Country.BE),
        category=DataCategory.POLICE_INDEX,
        subject_category=SubjectCategory.SUSPECT,
        purpose=Purpose.CRIMINAL_OFFENCES,
        on=date(2026, 11, 23),
        has_case=True,
        facts=stated,
    )


def authority(kind: AuthorityKind, country: Country) -> Authority:
    return Authority(f"{kind}.{country.lower()}", kind, country)


AUTHORITIES = st.builds(authority, st.sampled_from(AuthorityKind), st.sampled_from(Country))
OFFICERS = st.builds(Officer, st.just("X-1"), st.sampled_from(Role), AUTHORITIES)
DAYS = st.sampled_from(
    [date(2010, 1, 1), date(2015, 5, 5), date(2023, 10, 1), date(2024, 12, 12)]
) | st.dates(date(2017, 1, 1), date(2030, 1, 1))
_VALUES: dict[type, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(0, 12),
    str: st.sampled_from([TEXTS, "sample-list-matching", ""]),
}
_CODES = st.sampled_from(["H0", "H1 H2", "H2 H3", ""])
_OF_ONE = {name: _CODES if rule.words else _VALUES[rule.kind] for name, rule in FACTS.items()}
# A few at a time: a request that states a hundred facts at random fits nothing.
STATED = st.dictionaries(st.sampled_from(sorted(FACTS)), st.none(), max_size=8).flatmap(
    lambda names: st.fixed_dictionaries({name: _OF_ONE[name] for name in names})
)
ANYTHING = st.builds(
    Request,
    action=st.sampled_from(Action),
    officer=OFFICERS,
    holder=AUTHORITIES,
    category=st.sampled_from(DataCategory),
    subject_category=st.sampled_from(SubjectCategory),
    purpose=st.sampled_from(Purpose),
    on=DAYS,
    has_case=st.booleans(),
    facts=STATED,
)


@st.composite
def near_requests(draw: st.DrawFn) -> Request:
    """A case of a text, with up to three of its parts taken from another request: close to the line."""
    request = draw(st.sampled_from(CASES)).request
    other = draw(ANYTHING)
    parts = ("action", "officer", "holder", "category", "subject_category", "purpose", "on", "has_case")
    for part in draw(st.lists(st.sampled_from(parts), max_size=2)):
        request = replace(request, **{part: getattr(other, part)})
    changed = draw(st.dictionaries(st.sampled_from(sorted(FACTS)), st.booleans(), max_size=2))
    facts = {**request.facts, **{name: value for name, value in changed.items() if FACTS[name].kind is bool}}
    return replace(request, facts=facts)


REQUESTS = near_requests() | ANYTHING
