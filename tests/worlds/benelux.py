"""A small invented Benelux for tests of every room: `benelux()`. Synthetic."""

from functools import lru_cache

from trefpunt.naming.synthetic import synthetic_number
from trefpunt.worlds import World, small_benelux

SEED = 20171116


@lru_cache(maxsize=8)
def benelux(size: int = 120, seed: int = SEED) -> World:
    """Return an invented Benelux; the same arguments give the same one."""
    return small_benelux(seed, numbers=synthetic_number, size=size)
