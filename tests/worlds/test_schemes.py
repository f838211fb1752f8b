"""A ring among three countries, one that closes elsewhere, and twice as many honest firms that look alike."""

import pytest
from tests.worlds.benelux import SEED, sample
from tests.worlds.reading import rows_of, text_of

from trefpunt.model import Country
from trefpunt.worlds import Scheme, Trade, World

SEEDS = [SEED, 1, 2, 3, 4]


def _sold_by(scheme: Scheme, country: str) -> set[Trade]:
    return {trade for trade in scheme.trades if trade.seller_vat[:2] == country}


def _stated(world: World, file: str) -> set[Trade]:
    rows = (list(row.values()) for row in rows_of(world, file))
    return {Trade(seller, buyer, month, int(euros)) for seller, buyer, month, euros, *_ in rows}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ring_has_one_firm_in_each_country_and_goes_round(seed: int) -> None:
    ring = sample(seed=seed).ring
    assert [firm.country for firm in ring.firms] == [Country.NL, Country.BE, Country.LU]
    legs = {(trade.seller_vat[:2], trade.buyer_vat[:2]) for trade in ring.trades}
    assert legs == {("NL", "BE"), ("BE", "LU"), ("LU", "NL")}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_tax_service_sees_more_than_two_of_the_three_legs(seed: int) -> None:
    ring = sample(seed=seed).ring
    for authority in ("tax.be", "tax.nl", "tax.lu"):
        assert len({(trade.seller_vat, trade.buyer_vat) for trade in ring.known_to(authority)}) == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_every_leg_of_the_ring_is_in_the_files_of_both_its_countries(seed: int) -> None:
    world = sample(seed=seed)
    legs = {country: _sold_by(world.ring, country) for country in ("NL", "BE", "LU")}
    assert legs["NL"] <= _stated(world, "tax.nl/icp-opgaven.csv") & _stated(world, "tax.be/vies.csv")
    assert legs["LU"] <= _stated(world, "tax.lu/etats-recapitulatifs.csv") & _stated(world, "tax.nl/vies.csv")
    assert legs["BE"] <= _stated(world, "tax.lu/vies.csv")
    listed = text_of(world, "tax.be/ic-opgaven.xml")
    assert all(f">{trade.buyer_vat[2:]}<" in listed for trade in legs["BE"])


def test_goods_keep_their_value_around_the_ring_and_months_go_forward() -> None:
    ring = sample().ring
    sold = dict.fromkeys(("NL", "BE", "LU"), 0)
    for trade in ring.trades:
        sold[trade.seller_vat[:2]] += trade.net_eur
    assert max(sold.values()) < 1.2 * min(sold.values())
    assert [trade.month for trade in ring.trades] == sorted(trade.month for trade in ring.trades)


def test_the_missing_trader_declares_nothing_and_hands_in_no_listing() -> None:
    world = sample()
    (missing,) = (firm for firm in world.ring.firms if firm.part == "missing_trader")
    declared = [row for row in rows_of(world, "tax.be/btw-aangiften.csv") if row["btw-nummer"] == missing.vat]
    assert len(declared) == 4
    assert {row[header] for row in declared for header in row if header.startswith("rooster")} == {"0"}
    assert f"<VATNumber>{missing.vat[2:]}</VATNumber>" not in text_of(world, "tax.be/klantenlisting.xml")


def test_the_missing_trader_is_young_when_it_begins() -> None:
    world = sample()
    (missing,) = (firm for firm in world.ring.firms if firm.part == "missing_trader")
    began = min(trade.month for trade in world.ring.trades)
    assert world.firms[missing.id].founded_on.isoformat()[:7] < began
    assert world.firms[missing.id].founded_on.year >= 2024


def test_the_second_scheme_cannot_be_closed_within_the_three_countries() -> None:
    scheme = sample().schemes[1]
    assert scheme.kind == "carousel_beyond"
    bought_from = {trade.buyer_vat: trade.seller_vat for trade in scheme.trades}
    inside = [firm.vat for firm in scheme.firms if firm.country is not None]
    steps = {vat: bought_from[vat] for vat in inside}
    assert sum(seller.startswith("XX") for seller in steps.values()) == 1
    outside = {
        vat for trade in scheme.trades for vat in (trade.seller_vat, trade.buyer_vat) if vat[:2] == "XX"
    }
    assert len(outside) == 2


@pytest.mark.parametrize("firms", [400, 10_000])
def test_there_are_twice_as_many_honest_ones_and_each_says_why(firms: int) -> None:
    world = sample(firms=firms)
    assert len(world.decoys) == 2 * len(world.schemes)
    assert all(decoy.explanation for decoy in world.decoys)
    assert {decoy.kind for decoy in world.decoys} == {
        "cash_pooling",
        "toll_manufacturing",
        "seasonal_housing",
        "domiciliation",
    }


def test_no_firm_has_two_parts() -> None:
    world = sample(firms=10_000)
    parts = [firm.id for scheme in (*world.schemes, *world.decoys) for firm in scheme.firms]
    assert len(parts) == len(set(parts))


def test_a_cash_pool_is_a_ring_that_is_declared() -> None:
    world = sample()
    pool = decoy(world.decoys, "cash_pooling")
    assert len({(trade.seller_vat, trade.buyer_vat) for trade in pool.trades}) == 3
    vat = next(firm.vat for firm in pool.firms if firm.country is Country.BE)
    declared = [row for row in rows_of(world, "tax.be/btw-aangiften.csv") if row["btw-nummer"] == vat]
    assert all(int(row["rooster 46"]) > 100_000 for row in declared)


def test_a_domiciliation_centre_is_the_address_of_its_guests() -> None:
    world = sample()
    centre = decoy(world.decoys, "domiciliation")
    at = {(world.firms[firm.id].street, world.firms[firm.id].house_number) for firm in centre.firms}
    assert len(at) == 1
    assert len(centre.firms) >= 7


def test_seasonal_workers_live_at_one_address_about_which_there_is_a_signal() -> None:
    world = sample()
    address = decoy(world.decoys, "seasonal_housing").address
    living = [row for row in rows_of(world, "muni.nl/brp.csv") if _place(row) == address]
    told = [row["code"] for row in rows_of(world, "muni.nl/signalen.csv") if _place(row) == address]
    assert len(living) >= 14
    assert "RES1" in told


def decoy(decoys: tuple[Scheme, ...], kind: str) -> Scheme:
    return next(one for one in decoys if one.kind == kind)


def _place(row: dict[str, str]) -> str:
    return f"{row['straat']} {row['huisnummer']}, {row['plaats']}"
