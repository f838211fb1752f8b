"""What firms hand in and what arrives: the trade of a year as tax administrations come to see it.

A recapitulative statement is handed in by the seller at home and passed on to the buyer's country. Of its
rows a few never come in, a few arrive on one side only, a few come late, and one in two hundred names a VAT
number that is wrong. Belgium has a yearly listing of domestic customers besides; the others have none.

Source: Directive 2006/112/EC, art. 262; Belgian VAT Code, art. 53quinquies, for customers above EUR 250.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from trefpunt.model import Country
from trefpunt.worlds.economy import COUNTRIES, Economy, Flags, Ints
from trefpunt.worlds.trade import MONTHS, YEAR, Trades

LISTED_FROM_EUR = 250
_NOT_SENT, _NOT_PASSED_ON, _LATE, _WRONG = 0.012, 0.008, 0.02, 0.005
_NOT_FILED, _FORGOTTEN = 0.02, 0.01
_DUE_DAYS, _LATE_DAYS = (5, 25), (30, 62)
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Statements:
    """Every row of trade over a border, and how it fared.

    Attributes:
        trades: sorted by seller, buyer and month.
        is_sent: whether the seller handed it in.
        is_passed_on: whether it reached the buyer's country; only what was sent can.
        is_wrong: whether the buyer's VAT number was mistyped.
        filed_s: when it was handed in, in seconds after the last day of its month.
    """

    trades: Trades
    seller_country: Ints
    buyer_country: Ints
    is_sent: Flags
    is_passed_on: Flags
    is_wrong: Flags
    filed_s: Ints

    def sent_in(self, country: Country) -> Ints:
        """Return the rows that sellers of a country handed in."""
        return np.flatnonzero(self.is_sent & (self.seller_country == COUNTRIES.index(country)))

    def received_by(self, country: Country) -> Ints:
        """Return the rows about buyers of a country that came from elsewhere."""
        return np.flatnonzero(self.is_passed_on & (self.buyer_country == COUNTRIES.index(country)))


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """What one Belgian firm declares for one quarter, in whole euros."""

    firm: int
    quarter: int
    domestic_eur: int
    supplied_abroad_eur: int
    acquired_abroad_eur: int
    bought_eur: int


def draw_statements(
    trades: Trades, economy: Economy, rng: np.random.Generator, *, always_seen: Flags
) -> Statements:
    """Draw the fate of every row over a border; those that are `always_seen` come whole and in time.

    Args:
        always_seen: one entry a row of `trades`.
    """
    seller, buyer = economy.country[trades.seller], economy.country[trades.buyer]
    over = np.flatnonzero(seller != buyer)
    count, safe = len(over), always_seen[over]
    is_sent = (rng.random(count) >= _NOT_SENT) | safe
    is_passed_on = is_sent & ((rng.random(count) >= _NOT_PASSED_ON) | safe)
    is_late = (rng.random(count) < _LATE) & ~safe
    days = np.where(is_late, rng.integers(*_LATE_DAYS, count), rng.integers(*_DUE_DAYS, count))
    return Statements(
        trades=trades.only(seller != buyer),
        seller_country=seller[over],
        buyer_country=buyer[over],
        is_sent=is_sent,
        is_passed_on=is_passed_on,
        is_wrong=(rng.random(count) < _WRONG) & ~safe,
        filed_s=days * _DAY_S + rng.integers(0, _DAY_S, count),
    )


def filed_at(month: int, seconds: int) -> datetime:
    """Return the local moment so many seconds after a month of the year has ended."""
    ended = datetime(YEAR + (month + 1) // MONTHS, (month + 1) % MONTHS + 1, 1)  # noqa: DTZ001  as on the form
    return ended + timedelta(seconds=seconds)


def listed_customers(trades: Trades, economy: Economy, silent: Flags) -> Iterator[tuple[int, int, int]]:
    """Give seller, customer and euros of the year for every Belgian listing, sorted by seller and customer.

    Args:
        silent: one entry a firm: who hands in no listing.
    """
    belgian = COUNTRIES.index(Country.BE)
    inside = (economy.country[trades.seller] == belgian) & (economy.country[trades.buyer] == belgian)
    rows = trades.only(inside & ~silent[trades.seller])
    pairs, place = np.unique(rows.seller * len(economy.country) + rows.buyer, return_inverse=True)
    total = np.zeros(len(pairs), np.int64)
    np.add.at(total, place, rows.net_eur)
    listed = total > LISTED_FROM_EUR
    seller, buyer = np.divmod(pairs[listed], len(economy.country))
    yield from zip(seller.tolist(), buyer.tolist(), total[listed].tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Habits:
    """How firms declare: one row a firm and one column a quarter.

    Attributes:
        is_filed: whether anything was handed in.
        is_forgotten: whether what was acquired abroad is left out, by an honest mistake.
        is_silent: one entry a firm: who declares nothing, whatever they trade.
    """

    is_filed: Flags
    is_forgotten: Flags
    is_silent: Flags


def draw_habits(economy: Economy, silent: frozenset[int], rng: np.random.Generator) -> Habits:
    """Draw how each firm declares; the silent ones always hand in a statement, of zeros."""
    shape = (len(economy.country), MONTHS // 3)
    is_silent = np.zeros(shape[0], np.bool_)
    is_silent[sorted(silent)] = True
    is_filed = (rng.random(shape) >= _NOT_FILED) | is_silent[:, None]
    return Habits(is_filed, rng.random(shape) < _FORGOTTEN, is_silent)


def own_statements(trades: Trades, economy: Economy, habits: Habits) -> Iterator[OwnStatement]:
    """Give what Belgian firms declare, by firm and quarter."""
    at_home = economy.country[trades.seller] == economy.country[trades.buyer]
    columns = [
        _by_quarter(economy, firm[chosen], trades.only(chosen))
        for firm, chosen in (
            (trades.seller, at_home),
            (trades.seller, ~at_home),
            (trades.buyer, ~at_home),
            (trades.buyer, at_home),
        )
    ]
    columns[2][habits.is_forgotten] = 0
    for firm in economy.of(Country.BE).tolist():
        for quarter in np.flatnonzero(habits.is_filed[firm]).tolist():
            amounts = (0 if habits.is_silent[firm] else int(column[firm, quarter]) for column in columns)
            yield OwnStatement(firm, quarter, *amounts)


def _by_quarter(economy: Economy, firm: Ints, trades: Trades) -> Ints:
    sums = np.zeros((len(economy.country), MONTHS // 3), np.int64)
    np.add.at(sums, (firm, trades.month // 3), trades.net_eur)
    return sums
