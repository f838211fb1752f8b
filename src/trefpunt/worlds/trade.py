"""Who sells to whom, in which month, for how much: the honest trade of an economy, as arrays.

A link is a pair of firms; most stay within their country, and nearly half within their region. Each lasts
some months of the year, and each of its months is a row.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trefpunt.worlds.economy import COUNTRIES, OUTSIDE, SELLS_TO, Economy, Flags, Floats, Ints

YEAR = 2025
MONTHS = 12
_ROWS_A_FIRM = 15
_MEAN_MONTHS = 4
_BORDER_SHARE, _OUTSIDE_SHARE = 0.03, 0.015
_IN_REGION = 0.45
# Mean value of a link a year is EUR 36,456, highly skewed. Source: NBB working paper 444.
_MEAN_LINK_EUR, _SPREAD = 36_456, 1.7
# Where a firm of each country sells to beyond its border: BE, NL, LU.
_BEYOND = np.array([[0.0, 0.85, 0.15], [0.9, 0.0, 0.1], [0.6, 0.4, 0.0]])


@dataclass(frozen=True, slots=True)
class Trades:
    """One row a seller, buyer and month; `month` counts from 0, amounts are whole euros."""

    seller: Ints
    buyer: Ints
    month: Ints
    net_eur: Ints

    def __len__(self) -> int:
        return len(self.seller)

    def rows(self) -> Iterator[tuple[int, int, int, int]]:
        """Give each row as numbers."""
        yield from zip(
            *(column.tolist() for column in (self.seller, self.buyer, self.month, self.net_eur)), strict=True
        )

    def only(self, chosen: Flags) -> "Trades":
        """Return the rows that are chosen."""
        columns = (self.seller, self.buyer, self.month, self.net_eur)
        return Trades(*(column[chosen] for column in columns))


def draw_trades(economy: Economy, rng: np.random.Generator) -> Trades:
    """Draw the honest trade of a year: about 15 rows a firm."""
    seller, buyer = _links(economy, rng)
    months = np.minimum(rng.geometric(1 / _MEAN_MONTHS, len(seller)), MONTHS)
    first = rng.integers(0, MONTHS, len(seller))
    yearly = np.exp(np.log(_MEAN_LINK_EUR) - _SPREAD**2 / 2 + _SPREAD * rng.standard_normal(len(seller)))
    at = np.repeat(np.arange(len(seller)), months)
    nth = np.arange(len(at)) - np.repeat(np.cumsum(months) - months, months)
    wobble = np.exp(0.3 * rng.standard_normal(len(at)))
    amount = np.maximum(1, np.rint(yearly[at] / months[at] * wobble)).astype(np.int64)
    return Trades(seller[at], buyer[at], (first[at] + nth) % MONTHS, amount)


def joined(first: Trades, second: Trades, *, firms: int) -> Trades:
    """Return both, with one row a seller, buyer and month, in the order of those three.

    Args:
        firms: more than any firm's number.
    """
    seller, buyer, month, amount = (
        np.concatenate([getattr(first, name), getattr(second, name)])
        for name in ("seller", "buyer", "month", "net_eur")
    )
    names, place = np.unique((seller * firms + buyer) * MONTHS + month, return_inverse=True)
    total = np.zeros(len(names), np.int64)
    np.add.at(total, place, amount)
    pairs, month = np.divmod(names, MONTHS)
    seller, buyer = np.divmod(pairs, firms)
    return Trades(seller, buyer, month, total)


def _links(economy: Economy, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw pairs of a seller and a buyer, each pair once."""
    wanted = economy.firms * _ROWS_A_FIRM // _MEAN_MONTHS
    seller = _pick(economy.weight[: economy.firms], wanted, rng)
    buyer = _buyers(economy, seller, _buyer_country(economy, seller, rng), rng)
    from_outside = _from_outside(economy, round(wanted * _OUTSIDE_SHARE), rng)
    seller, buyer = np.concatenate([seller, from_outside[0]]), np.concatenate([buyer, from_outside[1]])
    pairs = np.unique(seller * len(economy.country) + buyer)
    seller, buyer = np.divmod(pairs, len(economy.country))
    return seller[seller != buyer], buyer[seller != buyer]


def _buyer_country(economy: Economy, seller: Ints, rng: np.random.Generator) -> Ints:
    """Say for each link in which country its buyer is: only exporters sell beyond the border."""
    country, where = economy.country[seller], economy.country[seller].copy()
    may = economy.exports[seller]
    rate = min(0.9, (_BORDER_SHARE + _OUTSIDE_SHARE) * len(seller) / max(1, may.sum()))
    abroad = may & (rng.random(len(seller)) < rate)
    inside = abroad & (rng.random(len(seller)) < _BORDER_SHARE / (_BORDER_SHARE + _OUTSIDE_SHARE))
    where[abroad & ~inside] = OUTSIDE
    for number in range(len(COUNTRIES)):
        chosen = inside & (country == number)
        where[chosen] = np.searchsorted(np.cumsum(_BEYOND[number]), rng.random(chosen.sum()), side="right")
    return where


def _buyers(economy: Economy, seller: Ints, where: Ints, rng: np.random.Generator) -> Ints:
    """Draw a buyer for each link: in its country or the seller's own region, and in a sector that buys."""
    buyer = np.empty(len(seller), np.int64)
    sector = (rng.random(len(seller))[:, None] > SELLS_TO[economy.sector[seller]]).sum(axis=1)
    is_near = (rng.random(len(seller)) < _IN_REGION) & (where == economy.country[seller])
    # A region is named by its number behind those of the countries, so that one loop does for both.
    place = np.where(is_near, OUTSIDE + 1 + economy.region[seller], where)
    for number in np.unique(place).tolist():
        near = number > OUTSIDE
        there = np.flatnonzero(economy.region == number - OUTSIDE - 1 if near else economy.country == number)
        for one in range(len(SELLS_TO)):
            chosen = np.flatnonzero((place == number) & (sector == one))
            fits = there[economy.sector[there] == one]
            fits = fits if len(fits) else there
            buyer[chosen] = fits[_pick(economy.appetite[fits], len(chosen), rng)]
    return buyer


def _from_outside(economy: Economy, count: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    outside = np.flatnonzero(economy.country == OUTSIDE)
    importers = np.flatnonzero(economy.imports[: economy.firms])
    return rng.choice(outside, count), importers[_pick(economy.appetite[importers], count, rng)]


def _pick(weight: Floats, count: int, rng: np.random.Generator) -> Ints:
    """Draw places in a list by weight."""
    reached = np.cumsum(weight)
    places: Ints = np.searchsorted(reached, rng.random(count) * reached[-1], side="right").astype(np.int64)
    return places
