"""Statements as they come in: most of them, some late, some on one side only, some with a wrong number."""

from collections import Counter
from functools import cache

import numpy as np
from tests.worlds.benelux import sample
from tests.worlds.reading import rows_of, text_of

from trefpunt.model import Country
from trefpunt.naming import Fault, check_identifier
from trefpunt.worlds.economy import Economy, draw_economy
from trefpunt.worlds.statements import Statements, draw_statements, filed_at
from trefpunt.worlds.trade import Trades, draw_trades


@cache
def drawn() -> tuple[Economy, Trades, Statements]:
    rng = np.random.default_rng(5)
    economy = draw_economy(20_000, rng)
    trades = draw_trades(economy, rng)
    nobody = np.zeros(len(trades), np.bool_)
    return economy, trades, draw_statements(trades, economy, rng, always_seen=nobody)


def test_one_to_three_statements_in_a_hundred_are_missing_on_a_side() -> None:
    _, _, statements = drawn()
    assert 0.01 < 1 - statements.is_passed_on.mean() < 0.03
    assert statements.is_passed_on.mean() < statements.is_sent.mean() < 1


def test_what_was_not_handed_in_is_passed_on_to_nobody() -> None:
    _, _, statements = drawn()
    assert not np.any(statements.is_passed_on & ~statements.is_sent)


def test_one_number_in_two_hundred_is_wrong_and_fails_its_check() -> None:
    world = sample(firms=3000)
    rows = rows_of(world, "tax.nl/icp-opgaven.csv")
    buyers = [row["afnemer"] for row in rows if row["afnemer"][:2] != "XX"]
    wrong = [
        buyer for buyer in buyers if isinstance(check_identifier(f"{buyer[:2].lower()}.vat", buyer), Fault)
    ]
    assert 0 < len(wrong) < 0.02 * len(buyers)
    assert 0.003 < drawn()[2].is_wrong.mean() < 0.008


def test_some_come_a_month_or_two_late() -> None:
    _, _, statements = drawn()
    assert 0.01 < np.mean(statements.filed_s > 29 * 86_400) < 0.03
    assert filed_at(11, 0).isoformat() == "2026-01-01T00:00:00"


def test_what_must_be_seen_is_seen_in_time_and_whole() -> None:
    economy, trades, _ = drawn()
    everything = np.ones(len(trades), np.bool_)
    seen = draw_statements(trades, economy, np.random.default_rng(5), always_seen=everything)
    assert np.all(seen.is_passed_on)
    assert not np.any(seen.is_wrong)
    assert seen.filed_s.max() < 26 * 86_400


def test_what_one_country_hands_in_the_other_receives_but_for_a_few() -> None:
    world = sample(firms=3000)
    sent = Counter(
        _pair(row) for row in rows_of(world, "tax.nl/icp-opgaven.csv") if row["afnemer"][:2] == "BE"
    )
    received = Counter(
        _pair(row) for row in rows_of(world, "tax.be/vies.csv") if row["leverancier"][:2] == "NL"
    )
    assert received - sent == Counter()
    assert 0 < (sent - received).total() < 0.03 * sent.total()


def test_a_belgian_listing_names_domestic_customers_above_the_threshold() -> None:
    listing = text_of(sample(), "tax.be/klantenlisting.xml")
    assert 'issuedBy="NL"' not in listing
    amounts = [int(part.split(".")[0]) for part in listing.split("<TurnOver>")[1:]]
    assert len(amounts) > 100
    assert min(amounts) > 250


def test_honest_firms_forget_what_they_acquired_in_some_quarters_too() -> None:
    world = sample(firms=3000)
    (missing,) = (firm.vat for firm in world.ring.firms if firm.country is Country.BE)
    acquired = {(row["afnemer"], _quarter(row)) for row in rows_of(world, "tax.be/vies.csv")}
    declared = {
        (row["btw-nummer"], row["kwartaal"]): int(row["rooster 86"])
        for row in rows_of(world, "tax.be/btw-aangiften.csv")
        if row["btw-nummer"] != missing
    }
    forgotten = [one for one in acquired if declared.get(one) == 0]
    assert 0 < len(forgotten) < 0.05 * len(acquired)


def _quarter(row: dict[str, str]) -> str:
    return str((int(row["tijdvak"][5:]) + 2) // 3)


def _pair(row: dict[str, str]) -> tuple[str, str, str]:
    return row["leverancier"], row["afnemer"], row["tijdvak"]
