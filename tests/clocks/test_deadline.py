import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.clocks import (
    CLOCKS,
    ClockKind,
    Suspension,
    Unit,
    add_working_days,
    deadline,
    earliest_day,
    is_working_day,
)
from trefpunt.errors import InputError
from trefpunt.model import Country

BY_HAND = json.loads((Path(__file__).parents[1] / "vectors/legal_clocks_by_hand.json").read_text())["cases"]
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
RUNNING = sorted(key for key, rule in CLOCKS.items() if rule.kind is not ClockKind.LOOK_BACK)
STOPPING = sorted(key for key, rule in CLOCKS.items() if rule.may_stop)
WORKING = sorted(key for key, rule in CLOCKS.items() if rule.limit[0].unit is Unit.WORKING_DAYS)
COUNTRIES = st.sampled_from(Country)


@pytest.mark.parametrize("case", BY_HAND, ids=lambda case: case["why"])
def test_a_clock_runs_out_when_a_calendar_says_so(case: dict[str, Any]) -> None:
    stops = tuple(
        Suspension(*(datetime.fromisoformat(text) for text in stop)) for stop in case.get("stops", ())
    )
    found = deadline(
        case["key"],
        datetime.fromisoformat(case["received_at"]),
        country=Country(case["country"]),
        suspensions=stops,
        is_extended=case.get("is_extended", False),
    )
    assert found.due_at == datetime.fromisoformat(case["due_at"])


def test_every_clock_was_counted_by_hand_and_so_was_every_extension_and_every_stop() -> None:
    assert {case["key"] for case in BY_HAND} == set(RUNNING)
    extended = {key for key, rule in CLOCKS.items() if rule.extended}
    assert {case["key"] for case in BY_HAND if case.get("is_extended")} == extended
    assert {case["key"] for case in BY_HAND if len(case.get("stops", ())) > 1} >= {"pol.other", "nl.bibob"}


@given(st.sampled_from(RUNNING), MOMENTS, COUNTRIES)
def test_any_clock_runs_out_after_it_started(key: str, received_at: datetime, country: Country) -> None:
    found = deadline(key, received_at, country=country)
    assert found.due_at > received_at
    assert not found.has_passed(received_at)


@given(st.sampled_from(STOPPING), MOMENTS, COUNTRIES, st.integers(0, 7), st.integers(1, 2_000_000))
def test_any_suspension_moves_the_end_by_its_length(
    key: str, received_at: datetime, country: Country, after_h: int, length_s: int
) -> None:
    since = received_at + timedelta(hours=after_h)
    stop = Suspension(since, since + timedelta(seconds=length_s))
    plain = deadline(key, received_at, country=country)
    stopped = deadline(key, received_at, country=country, suspensions=(stop,))
    assert stopped.due_at - plain.due_at == timedelta(seconds=length_s)
    assert stopped.stopped_s == length_s


def test_a_suspension_after_the_end_comes_too_late() -> None:
    received_at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    late = Suspension(received_at + timedelta(hours=9), received_at + timedelta(hours=20))
    found = deadline("pol.urgent.direct", received_at, country=Country.BE, suspensions=(late,))
    assert found.due_at == received_at + timedelta(hours=8)


def test_two_suspensions_that_overlap_count_once() -> None:
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    hour = timedelta(hours=1)
    stops = (Suspension(at + hour, at + 3 * hour), Suspension(at + 2 * hour, at + 4 * hour))
    found = deadline("pol.urgent.direct", at, country=Country.BE, suspensions=stops)
    assert found.due_at == at + 11 * hour


def test_a_suspension_before_receipt_does_not_count() -> None:
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    stop = Suspension(at - timedelta(hours=5), at - timedelta(hours=1))
    found = deadline("pol.urgent.direct", at, country=Country.BE, suspensions=(stop,))
    assert found.due_at == at + timedelta(hours=8)


@given(st.sampled_from(WORKING), MOMENTS, COUNTRIES)
def test_any_working_day_clock_ends_on_a_working_day_and_skips_the_others(
    key: str, received_at: datetime, country: Country
) -> None:
    count = CLOCKS[key].limit[0].count
    day = received_at.date()
    end = add_working_days(day, count, country)
    between = [day + timedelta(days=number) for number in range(1, (end - day).days + 1)]
    assert is_working_day(end, country)
    assert sum(is_working_day(each, country) for each in between) == count


@given(MOMENTS, COUNTRIES)
def test_any_held_person_is_free_after_six_hours_outside_the_night(at: datetime, country: Country) -> None:
    held = deadline("pol.pursuit.hold", at, country=country).due_at - at
    assert timedelta(hours=6) <= held <= timedelta(hours=16)


@given(st.sampled_from([key for key in RUNNING if CLOCKS[key].extended]), MOMENTS, COUNTRIES)
def test_any_extension_makes_the_clock_run_longer(key: str, at: datetime, country: Country) -> None:
    plain = deadline(key, at, country=country)
    longer = deadline(key, at, country=country, is_extended=True)
    assert plain.can_extend
    assert longer.due_at > plain.due_at
    assert not longer.can_extend


def test_a_look_back_reaches_five_years() -> None:
    assert earliest_day("be.lookback", date(2028, 2, 29)) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("key", "more"),
    [
        ("no.such.clock", {}),
        ("be.lookback", {}),
        ("pol.other", {"is_extended": True}),
        (
            "breach",
            {
                "suspensions": (
                    Suspension(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)),
                )
            },
        ),
    ],
)
def test_a_clock_refuses_what_the_law_does_not_know(key: str, more: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        deadline(key, datetime(2026, 3, 2, tzinfo=UTC), country=Country.BE, **more)


def test_a_moment_without_time_zone_starts_nothing() -> None:
    with pytest.raises(InputError, match="time zone"):
        deadline("breach", datetime(2026, 3, 2), country=Country.BE)  # noqa: DTZ001


def test_nothing_but_a_look_back_looks_back() -> None:
    with pytest.raises(InputError):
        earliest_day("breach", date(2026, 3, 2))


def test_every_clock_names_its_basis_and_how_well_it_is_known() -> None:
    assert all(rule.basis and rule.starts and rule.mark in {"T", "S", "R"} for rule in CLOCKS.values())
