"""Trade has the shape of real production networks: heavy tails, few triangles, many squares, few borders."""

from functools import cache

import numpy as np
import pytest

from trefpunt.worlds.economy import OUTSIDE, Economy, draw_economy
from trefpunt.worlds.trade import MONTHS, Trades, draw_trades, joined

FIRMS = 20_000


@cache
def made(firms: int = FIRMS) -> tuple[Economy, Trades]:
    rng = np.random.default_rng(7)
    economy = draw_economy(firms, rng)
    return economy, draw_trades(economy, rng)


def links(firms: int = FIRMS) -> tuple[np.ndarray, np.ndarray]:
    economy, trades = made(firms)
    every = len(economy.country)
    return np.divmod(np.unique(trades.seller * every + trades.buyer), every)


def test_there_are_about_fifteen_rows_a_firm() -> None:
    assert 280_000 < len(made()[1]) < 310_000


def test_two_to_four_links_in_a_hundred_go_over_a_border_within_the_three() -> None:
    economy, _ = made()
    seller, buyer = (economy.country[side] for side in links())
    inside = (seller != OUTSIDE) & (buyer != OUTSIDE)
    assert 0.02 < np.mean((seller != buyer) & inside) < 0.04


def test_firms_are_spread_as_the_three_countries_are() -> None:
    economy, _ = made()
    assert np.bincount(economy.country)[:OUTSIDE].tolist() == [7600, 11_600, 800]


def test_the_number_of_customers_has_a_heavy_tail() -> None:
    seller, _ = links()
    customers = np.sort(np.bincount(seller, minlength=FIRMS))[::-1]
    assert customers[0] > 100 * max(1, np.median(customers))
    assert 1.0 < _tail_exponent(customers[customers > 0]) < 1.8


def test_there_are_few_triangles_and_many_squares() -> None:
    triangles, squares, open_triples = _counted(*links(4000))
    assert squares > 5 * triangles
    assert 3 * triangles < 0.05 * open_triples


def test_few_links_are_answered() -> None:
    seller, buyer = links()
    forth = set(zip(seller.tolist(), buyer.tolist(), strict=True))
    assert sum((b, a) in forth for a, b in forth) < 0.03 * len(forth)


def test_a_link_a_year_is_worth_what_the_national_bank_found_on_average() -> None:
    _, trades = made()
    assert trades.net_eur.sum() / len(links()[0]) == pytest.approx(36_456, rel=0.2)


def test_nobody_sells_to_themselves_and_every_month_has_trade() -> None:
    _, trades = made()
    assert not np.any(trades.seller == trades.buyer)
    assert np.bincount(trades.month).shape == (MONTHS,)
    assert trades.net_eur.min() >= 1


def test_joining_adds_up_what_two_firms_traded_in_one_month() -> None:
    one = Trades(*(np.array(column) for column in ([1, 1], [2, 3], [0, 0], [10, 5])))
    other = Trades(*(np.array(column) for column in ([1], [2], [0], [7])))
    assert list(joined(one, other, firms=4).rows()) == [(1, 2, 0, 17), (1, 3, 0, 5)]


def _tail_exponent(degrees: np.ndarray) -> float:
    """Hill's estimate over the largest five in a hundred: the exponent of the complementary CDF."""
    largest = np.sort(degrees)[::-1][: len(degrees) // 20].astype(float)
    return float(1 / np.mean(np.log(largest / largest[-1])))


def _counted(seller: np.ndarray, buyer: np.ndarray) -> tuple[int, int, int]:
    """Count triangles, squares and open triples of the links, taken without direction."""
    near: dict[int, set[int]] = {}
    for one, other in zip(seller.tolist(), buyer.tolist(), strict=True):
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    shared: dict[tuple[int, int], int] = {}
    triples = 0
    for middle in near.values():
        ordered = sorted(middle)
        triples += len(ordered) * (len(ordered) - 1) // 2
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                shared[one, other] = shared.get((one, other), 0) + 1
    triangles = sum(count for (one, other), count in shared.items() if other in near[one]) // 3
    squares = sum(count * (count - 1) // 2 for count in shared.values()) // 2
    return triangles, squares, triples
