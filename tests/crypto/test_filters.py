"""The filter never loses a key, lets one stranger in 2^32 pass, and does not show its size."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trefpunt.crypto import filters
from trefpunt.crypto.filters import Keys, build, geometry_for, locate, padded_capacity
from trefpunt.crypto.peeling import solve
from trefpunt.errors import CryptoError


def random_keys(count: int, seed: int = 1) -> Keys:
    return np.random.default_rng(seed).integers(0, 2**64, count, dtype=np.uint64)


def fixed(seed: int) -> Callable[[int], bytes]:
    return np.random.default_rng(seed).bytes


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1), max_size=300), st.integers(0, 1000))
def test_any_set_of_keys_is_found_again(members: list[int], seed: int) -> None:
    keys = np.array(members, np.uint64)
    built = build(keys, capacity=padded_capacity(len(members)), rng=fixed(seed))
    assert built.holds(keys).all()


def test_an_empty_set_builds_a_filter_that_holds_no_one() -> None:
    built = build(random_keys(0), capacity=100)
    assert not built.holds(random_keys(10_000)).any()
    assert built.holds(random_keys(0)).shape == (0,)


def test_repeated_keys_count_once() -> None:
    keys = np.repeat(random_keys(100), 3)
    assert build(keys, capacity=100).holds(keys).all()


def test_the_same_randomness_gives_the_same_filter() -> None:
    first, again = (build(random_keys(500), capacity=500, rng=fixed(3)) for _ in range(2))
    assert first.seed == again.seed and (first.table == again.table).all()
    assert build(random_keys(500), capacity=500, rng=fixed(4)).seed != first.seed


def test_a_stranger_passes_once_in_2_to_the_32() -> None:
    """Measured on parts of the fingerprint: each byte lets 1 in 256 pass, both halves 1 in 65,536."""
    built = build(random_keys(20_000), capacity=20_000, rng=fixed(5))
    left = built.residues(random_keys(2_000_000, seed=2))
    assert built.table.dtype.itemsize == 4
    assert not (left == 0).any()
    for shift in (0, 8, 16, 24):
        assert ((left >> shift) & 0xFF == 0).mean() == pytest.approx(1 / 256, rel=0.05)
    for shift in (0, 16):
        assert 10 <= ((left >> shift) & 0xFFFF == 0).sum() <= 60


def test_every_bit_of_a_strangers_residue_is_even_and_independent_of_its_places() -> None:
    built = build(random_keys(5_000), capacity=5_000, rng=fixed(6))
    strangers = random_keys(400_000, seed=7)
    left, (places, _) = built.residues(strangers), locate(strangers, built.seed, built.geometry)
    low = places[0] < np.median(places[0])
    for bit in range(32):
        ones = (left >> bit) & 1
        assert ones.mean() == pytest.approx(0.5, abs=0.005)
        assert ones[low].mean() == pytest.approx(0.5, abs=0.007)


def test_keys_that_differ_in_one_bit_share_nothing() -> None:
    base = random_keys(1_000)
    for bit in (0, 31, 63):
        _, prints = locate(base, 9, geometry_for(1_000))
        _, others = locate(base ^ np.uint64(1 << bit), 9, geometry_for(1_000))
        flips = np.unpackbits((prints ^ others).view(np.uint8)).mean()
        assert flips == pytest.approx(0.5, abs=0.02)


def test_the_table_shows_neither_empty_words_nor_the_size() -> None:
    few, many = build(random_keys(10), capacity=1_000), build(random_keys(1_000), capacity=1_000)
    assert few.geometry == many.geometry
    assert (few.table == 0).sum() <= 1 and (many.table == 0).sum() <= 1


@pytest.mark.parametrize(
    ("count", "capacity"),
    [(0, 100), (99, 100), (100, 100), (101, 110), (1_234, 1_300), (100_000, 100_000), (100_001, 110_000)],
)
def test_a_size_class_tells_two_digits(count: int, capacity: int) -> None:
    assert padded_capacity(count) == capacity


@given(st.integers(0, 10_000_000))
def test_any_size_class_fits_and_stays_within_a_tenth(count: int) -> None:
    capacity = padded_capacity(count)
    assert count <= capacity <= max(100, count * 1.1)
    assert padded_capacity(capacity) == capacity
    assert len(str(capacity).rstrip("0")) <= 2


def test_a_hundred_thousand_keys_take_at_most_36_bits_each() -> None:
    assert 4 * geometry_for(100_000).words <= 450_000


@pytest.mark.parametrize("capacity", [99, 16_777_217])
def test_a_capacity_outside_the_limits_is_refused(capacity: int) -> None:
    with pytest.raises(CryptoError, match="cannot hold"):
        geometry_for(capacity)


def test_more_keys_than_the_capacity_are_refused() -> None:
    with pytest.raises(CryptoError, match="101 keys do not fit"):
        build(random_keys(101), capacity=100)


def test_an_unlucky_seed_is_followed_by_another() -> None:
    geometry = geometry_for(100)

    def fills(seed: int) -> bool:
        places, prints = locate(random_keys(100), seed, geometry)
        return solve(places, prints, np.zeros(geometry.words, np.uint32)) is not None

    unlucky = next(seed for seed in range(1_000) if not fills(seed))
    lucky = next(seed for seed in range(1_000) if fills(seed))
    seeds = iter([unlucky, lucky])
    built = build(
        random_keys(100),
        capacity=100,
        rng=lambda size: next(seeds).to_bytes(8, "little") if size == 8 else bytes(size),
    )
    assert built.seed == lucky and built.holds(random_keys(100)).all()


def test_randomness_that_never_helps_ends_in_an_error() -> None:
    geometry = geometry_for(100)
    unlucky = next(
        seed
        for seed in range(1_000)
        if solve(*locate(random_keys(100), seed, geometry), np.zeros(geometry.words, np.uint32)) is None
    )
    with pytest.raises(CryptoError, match="no seed"):
        build(
            random_keys(100), capacity=100, rng=lambda size: unlucky.to_bytes(max(size, 8), "little")[:size]
        )


@pytest.mark.parametrize("count", [100, 1_000, 10_000])
def test_seeds_seldom_fail(count: int) -> None:
    geometry = geometry_for(count)
    filled = 0
    for seed in range(30):
        places, prints = locate(random_keys(count, seed), seed, geometry)
        filled += solve(places, prints, np.zeros(geometry.words, np.uint32)) is not None
    assert filled >= 20


def test_a_hundred_thousand_keys_build_in_half_a_second() -> None:
    keys = random_keys(100_000)
    began = time.process_time()
    built = build(keys, capacity=100_000)
    assert time.process_time() - began < 0.5
    assert built.holds(keys).all()


@pytest.mark.slow
def test_a_million_keys_build_in_six_seconds() -> None:
    keys = random_keys(1_000_000)
    began = time.process_time()
    built = build(keys, capacity=1_000_000)
    assert time.process_time() - began < 6
    assert built.holds(keys).all() and not built.holds(random_keys(1_000_000, seed=9)).any()


def test_the_mixing_is_pinned() -> None:
    places, prints = locate(np.array([0, 1, 2**63], np.uint64), 42, filters.Geometry(1_000, 50))
    assert places.T.tolist() == PINNED_PLACES
    assert prints.tolist() == PINNED_PRINTS


PINNED_PLACES = [[23933, 24252, 25589, 26736], [5792, 6112, 7522, 8564], [31026, 32737, 33749, 34305]]
PINNED_PRINTS = [2386713036, 77256213, 1288419470]
