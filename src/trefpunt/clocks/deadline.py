"""When a legal clock runs out: from a key and a moment to the last moment in time.

A day that the event falls on is not counted, a limit in days or longer ends with its last day, and a month
that lacks the day ends with its own last day. A limit that ends on a free day is not moved to the next
working day: that is the stricter reading.
Source: Regulation (EEC, Euratom) 1182/71, arts 2-3, but for the last sentence.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trefpunt.clocks.holidays import is_working_day
from trefpunt.clocks.table import CLOCKS, ClockKind, ClockRule, Span, Unit
from trefpunt.errors import InputError
from trefpunt.model import Country

ZONES: Mapping[Country, ZoneInfo] = {
    Country.BE: ZoneInfo("Europe/Brussels"),
    Country.NL: ZoneInfo("Europe/Amsterdam"),
    Country.LU: ZoneInfo("Europe/Luxembourg"),
}
_WAKES = time(9)
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time in which a clock stood still; for one that still does, give the present moment as its end."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a clock that started runs out.

    Attributes:
        due_at: the last moment that is still in time, in UTC.
        stopped_s: for how long it stood still, in seconds.
        can_extend: whether it could be extended and has not been.
    """

    key: str
    received_at: datetime
    due_at: datetime
    rule: ClockRule
    stopped_s: int = 0
    is_extended: bool = False
    can_extend: bool = False

    def has_passed(self, now: datetime) -> bool:
        """Tell whether it is too late."""
        return now > self.due_at


def deadline(
    key: str,
    received_at: datetime,
    *,
    country: Country,
    suspensions: tuple[Suspension, ...] = (),
    is_extended: bool = False,
) -> Deadline:
    """Return when a clock that started at a moment runs out in a country.

    Args:
        key: one of `CLOCKS`.
        received_at: what starts the clock, aware.
        suspensions: each moves the end by the time for which the clock stood still.

    Raises:
        InputError: an unknown key, a moment without time zone, or a clock that cannot stop, or not be
            extended, as asked.
    """
    rule = _rule(key, received_at, is_extended=is_extended)
    zone = ZONES[country]
    spans = rule.extended if is_extended else rule.limit
    due = received_at.astimezone(UTC)
    for span in spans:
        due = _after(due, span, zone, country)
    if suspensions and not rule.may_stop:
        raise InputError("the clock {key} does not stop", hint="leave the suspension out", key=key)
    stopped = timedelta()
    for stop in _merged(suspensions, received_at):
        if stop.since <= due:
            due += stop.until - stop.since
            stopped += stop.until - stop.since
    return Deadline(
        key=key,
        received_at=received_at.astimezone(UTC),
        due_at=due,
        rule=rule,
        stopped_s=int(stopped.total_seconds()),
        is_extended=is_extended,
        can_extend=bool(rule.extended) and not is_extended,
    )


def earliest_day(key: str, on: date) -> date:
    """Return the first day that a look-back reaches, counted from the day of the request.

    Raises:
        InputError: the key is no look-back.
    """
    rule = CLOCKS.get(key)
    if rule is None or rule.kind is not ClockKind.LOOK_BACK:
        raise InputError("'{key}' is no look-back", hint="expected be.lookback", key=key)
    day = on
    for span in rule.limit:
        day = _add_months(day, -12 * span.count)
    return day


def add_working_days(day: date, count: int, country: Country) -> date:
    """Return the `count`-th working day after a day, which itself is not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day, country)
    return day


def _rule(key: str, received_at: datetime, *, is_extended: bool) -> ClockRule:
    rule = CLOCKS.get(key)
    if rule is None:
        raise InputError("'{key}' is no clock", hint="see trefpunt.clocks.CLOCKS", key=key)
    if rule.kind is ClockKind.LOOK_BACK:
        raise InputError("{key} looks back", hint="ask clocks.earliest_day", key=key)
    if received_at.tzinfo is None:
        raise InputError(
            "a clock was started without time zone", hint="take the moment from the node's clock"
        )
    if is_extended and not rule.extended:
        raise InputError("the clock {key} cannot be extended", hint="leave the extension out", key=key)
    return rule


def _after(moment: datetime, span: Span, zone: ZoneInfo, country: Country) -> datetime:
    if span.unit is Unit.HOURS:
        return moment + timedelta(hours=span.count)
    if span.unit is Unit.WAKING_HOURS:
        return _waking(moment, timedelta(hours=span.count), zone)
    return _end_of(_day_after(moment.astimezone(zone).date(), span, country), zone)


def _day_after(day: date, span: Span, country: Country) -> date:
    if span.unit is Unit.WORKING_DAYS:
        return add_working_days(day, span.count, country)
    if span.unit is Unit.MONTHS:
        return _add_months(day, span.count)
    if span.unit is Unit.YEARS:
        return _add_months(day, 12 * span.count)
    return day + timedelta(days=span.count * (7 if span.unit is Unit.WEEKS else 1))


def _waking(moment: datetime, left: timedelta, zone: ZoneInfo) -> datetime:
    while True:
        day = moment.astimezone(zone).date()
        wakes = datetime.combine(day, _WAKES, zone).astimezone(UTC)
        midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        moment = max(moment, wakes)
        if moment + left <= midnight:
            return moment + left
        left -= midnight - moment
        moment = midnight


def _add_months(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, _LAST_SECOND, zone).astimezone(UTC)


def _merged(suspensions: tuple[Suspension, ...], received_at: datetime) -> tuple[Suspension, ...]:
    """Return the stops in order, cut at the start of the clock, with overlaps joined."""
    merged: list[Suspension] = []
    for stop in sorted(suspensions, key=lambda stop: stop.since):
        since, until = max(stop.since, received_at), stop.until
        if until <= since:
            continue
        if merged and since <= merged[-1].until:
            merged[-1] = Suspension(merged[-1].since, max(merged[-1].until, until))
        else:
            merged.append(Suspension(since, until))
    return tuple(merged)
