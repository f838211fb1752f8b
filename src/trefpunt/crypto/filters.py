"""A static set that answers "may be in" or "is not in" in 36 bits a key: a binary fuse filter.

Every key has four places in a table of 32-bit words, one in each of four neighbouring segments, and a
fingerprint; the table is filled so that the four words of every key in the set add up (by exclusive or) to
its fingerprint. A key outside the set passes with a chance of 2^-32. Nothing in the table tells which words
are used: it starts as noise. The set is filled up with random keys to a size class, so that its true size
does not show.

Four places and not three: with three, no table under 37 bits a key could be filled for 100,000 keys.

Source: T. M. Graf and D. Lemire, "Binary Fuse Filters: Fast and Smaller Than Xor Filters" (2022).
"""

import math
import secrets
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trefpunt.crypto.group import Rng
from trefpunt.crypto.peeling import solve
from trefpunt.errors import CryptoError

ARITY = 4
MIN_CAPACITY = 100
MAX_CAPACITY = 1 << 24
_TRIES = 64

# Part of the file format: the constants of the 64-bit finalizer of MurmurHash3, and two odd salts.
_MULTIPLIERS = (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53)
_SALTS = (0x9E3779B97F4A7C15, 0xD1B54A32D192ED03)
_LOW = np.uint64(0xFFFFFFFF)

Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Geometry:
    """The shape of a table: how many segments of how many words."""

    segment: int
    segments: int

    @property
    def words(self) -> int:
        """How many 32-bit words the table has."""
        return self.segment * self.segments


@dataclass(frozen=True, slots=True, eq=False)
class FuseFilter:
    """A filled table with the seed it was filled under."""

    seed: int
    geometry: Geometry
    table: NDArray[np.uint32]

    def holds(self, keys: Keys) -> NDArray[np.bool_]:
        """Say of every key whether it may be in the set; a key of the set always is."""
        held: NDArray[np.bool_] = self.residues(keys) == 0
        return held

    def residues(self, keys: Keys) -> NDArray[np.uint32]:
        """Give what is left of every key's fingerprint: 0 for keys of the set, noise for all others."""
        places, left = locate(keys, self.seed, self.geometry)
        for row in places:
            left = left ^ self.table[row]
        return left


def padded_capacity(count: int) -> int:
    """Give the size class of a set: `count` rounded up to two significant digits, at least 100.

    The size of a filter tells this class and nothing more: 100,000 stays, 100,001 becomes 110,000.
    """
    unit: int = 10 ** max(len(str(count)) - 2, 0)
    return max(MIN_CAPACITY, -(-count // unit) * unit)


def geometry_for(capacity: int) -> Geometry:
    """Choose the shape of a table for this many keys.

    Measured from 100 to 1,000,000 keys: about nine seeds in ten fill the table, which takes 59 bits a key at
    100, 43.8 at 1,000, 35.9 at 100,000 and 34.9 at 1,000,000.

    Raises:
        CryptoError: the capacity is under 100 or above 16,777,216.
    """
    if not MIN_CAPACITY <= capacity <= MAX_CAPACITY:
        raise CryptoError(
            "a filter cannot hold {capacity} keys",
            hint="give 100 to 16,777,216; shard a larger set",
            capacity=capacity,
        )
    segment = max(8, round(0.2 * capacity**0.76))
    words = capacity * (1 + 16.2 / math.log(capacity) ** 2)
    return Geometry(segment, max(ARITY, math.ceil(words / segment)))


def build(keys: Keys, *, capacity: int, rng: Rng = secrets.token_bytes) -> FuseFilter:
    """Build the filter of these keys, filled up to `capacity` with random ones.

    Args:
        keys: 64 bits each, uniformly distributed, such as a part of OPRF outputs; repeated ones count once.
        capacity: of `padded_capacity`, so that the size does not give the set away.
        rng: secret randomness for the filling, the noise and the seeds.

    Raises:
        CryptoError: there are more keys than the capacity, or no seed of 64 could fill the table.
    """
    geometry, distinct = geometry_for(capacity), np.unique(keys)
    if distinct.size > capacity:
        raise CryptoError(
            "{size} keys do not fit a capacity of {capacity}",
            hint="use padded_capacity",
            size=distinct.size,
            capacity=capacity,
        )
    filling = np.frombuffer(rng(8 * (capacity - distinct.size)), "<u8")
    members = np.unique(np.concatenate([distinct, filling]))
    for _ in range(_TRIES):
        seed = int.from_bytes(rng(8), "little")
        places, prints = locate(members, seed, geometry)
        noise = np.frombuffer(rng(4 * geometry.words), "<u4").astype(np.uint32)
        table = solve(places, prints, noise)
        if table is not None:
            return FuseFilter(seed, geometry, table)
    raise CryptoError(
        "no seed could fill the filter", hint="the keys or the randomness are not random; check both"
    )


def locate(keys: Keys, seed: int, geometry: Geometry) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
    """Compute the four places of every key, as rows, and its fingerprint."""
    first = _mix(keys + np.uint64(seed))
    starts = _scale(first >> np.uint64(32), geometry.segments - ARITY + 1)
    rows = []
    for salt in _SALTS:
        drawn = _mix(first ^ np.uint64(salt))
        rows += [_scale(drawn >> np.uint64(32), geometry.segment), _scale(drawn & _LOW, geometry.segment)]
    places = [(starts + np.uint64(at)) * np.uint64(geometry.segment) + row for at, row in enumerate(rows)]
    return np.stack(places).astype(np.intp), (first & _LOW).astype(np.uint32)


def _mix(words: Keys) -> Keys:
    mixed = words ^ (words >> np.uint64(33))
    for multiplier in _MULTIPLIERS:
        mixed = mixed * np.uint64(multiplier)
        mixed ^= mixed >> np.uint64(33)
    return mixed


def _scale(halves: Keys, limit: int) -> Keys:
    return (halves * np.uint64(limit)) >> np.uint64(32)
