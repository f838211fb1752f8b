"""What lies on the table of a crisis centre: alerts, what waits, and when each channel must be tested."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from trefpunt.clocks import deadline
from trefpunt.desks.crisis.acknowledging import received
from trefpunt.desks.crisis.cap import AlertContent, read_cap
from trefpunt.desks.crisis.means import Means
from trefpunt.model import Alert, AuthorityKind, Event, Officer
from trefpunt.store.ledger import crisis as kept

TEST_CLOCK = "crisis.test"


@dataclass(frozen=True, slots=True)
class Channel:
    """How the channel to another crisis centre stands: an acknowledged alert or exercise is its test.

    Attributes:
        due_at: by when it must be tested again; None where it never was.
    """

    partner: str
    tested_at: datetime | None
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Alerts with the newest first, and the channels; `now` is when it was looked at."""

    alerts: Sequence[Alert]
    channels: Sequence[Channel]
    now: datetime


def board(*, means: Means) -> Board:
    """Return how everything stands now; what an alert says is in `show_alert`."""
    work = means.work
    now = work.clock()
    with work.ledger.read() as tx:
        alerts = kept.alerts(tx)
        peers = work.exchange.agreements.peers(tx=tx)
    names = {peer.id for peer in peers if peer.authority.kind is AuthorityKind.CRISIS_CENTRE}
    channels = [_channel(name, alerts, now, means=means) for name in sorted(names)]
    return Board(alerts, channels, now)


def show_alert(alert_id: str, *, officer: Officer, means: Means) -> tuple[Alert, AlertContent]:
    """Read what a partner's alert says; the log keeps that it was read.

    Raises:
        InputError: no partner told an alert of this reference.
    """
    with means.work.ledger.write() as tx:
        alert = received(tx, alert_id)
        means.log(tx, Event.CONTENT_READ, alert, officer)
    return alert, read_cap(alert.cap)


def _channel(partner: str, alerts: Sequence[Alert], now: datetime, *, means: Means) -> Channel:
    tested = [
        one.acknowledged_at for one in alerts if one.partner == partner and one.acknowledged_at is not None
    ]
    if not tested:
        return Channel(partner, None, None, is_late=True)
    ends = deadline(TEST_CLOCK, max(tested), country=means.work.me.country)
    return Channel(partner, max(tested), ends.due_at, ends.has_passed(now))
