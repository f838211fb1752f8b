"""Invented entries, keys and counts for the tests of the log. Synthetic."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from trefpunt.model import Count, Event, LogEntry

ENTRY_KEY = bytes(range(32))
LEDGER_KEY = bytes(range(32, 64))
NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)

_ENTRY = LogEntry(
    event=Event.QUESTION_FINISHED,
    actor="NL-0042",
    role="officer",
    at=NOW,
    article="bnl-police-2018/art-6",
    purpose="prevention",
    case="PL-2026-000123",
    subject_ref="subject/9f3a",
    partner="be.test-police",
)
_COUNT = Count(
    month="2026-11",
    event="question_finished",
    article="bnl-police-2018/art-6",
    asking="nl.test-police",
    holder="be.test-police",
    kind="police",
    category="firm",
    outcome="hit",
)


def entry(**changes: Any) -> LogEntry:
    """Return an entry like any other."""
    return replace(_ENTRY, **changes)


def counted(**changes: Any) -> Count:
    """Return a row of the counting register."""
    return replace(_COUNT, **changes)


def fixed_rng(seed: int = 1) -> Callable[[int], bytes]:
    """Return randomness that is the same in every run."""
    return random.Random(seed).randbytes


def made_entries() -> st.SearchStrategy[LogEntry]:
    """Make entries with any text that JSON can carry."""
    text = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=60)
    return st.builds(
        LogEntry,
        event=st.sampled_from(Event),
        actor=text,
        role=text,
        at=st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        article=text,
        purpose=text,
        case=text,
        subject_ref=text,
        partner=text,
        facts=st.dictionaries(text, text, max_size=4),
    )
