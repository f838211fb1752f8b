"""Invented Beneluxes for tests of every room: `benelux()` is quick, `sample()` is the one of a whole week."""

from functools import lru_cache

from trefpunt.naming.synthetic import synthetic_number
from trefpunt.worlds import SmallWorld, World, small_benelux
from trefpunt.worlds import benelux as sample_benelux

SEED = 20171116


@lru_cache(maxsize=8)
def benelux(size: int = 120, seed: int = SEED) -> SmallWorld:
    """Return a small invented Benelux; the same arguments give the same one."""
    return small_benelux(seed, numbers=synthetic_number, size=size)


@lru_cache(maxsize=64)
def sample(firms: int = 400, seed: int = SEED) -> World:
    """Return a sample Benelux of all authorities; the same arguments give the same one."""
    return sample_benelux(seed, numbers=synthetic_number, firms=firms)
