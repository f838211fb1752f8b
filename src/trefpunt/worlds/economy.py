"""The firms of the three countries as numbers: sector, region, size, who sells over the border.

Shape after figures of the National Bank of Belgium and of studies of production networks: heavy tails of size
with an exponent of about 1.3, one firm in twenty exports and one in eleven imports, and sectors that buy from
sectors above them, which makes few triangles and many squares.

Source: NBB working papers 288 and 444; Mattsson et al., arXiv:2103.15777.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trefpunt.model import Country
from trefpunt.worlds.places import REGIONS

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

COUNTRIES: tuple[Country, ...] = (Country.BE, Country.NL, Country.LU)
"""In arrays a country is its place in this list; one more stands for every state outside the three."""
OUTSIDE = len(COUNTRIES)
_SHARES = (0.38, 0.58, 0.04)
_TAIL = 1.3
_EXPORTERS, _IMPORTERS = 0.05, 0.09
_OUTSIDERS = 0.03

# NACE division, and how much a firm of that sector sells to each of the sectors, in the same order.
SECTORS = ("01", "10", "20", "24", "41", "46", "47", "49", "56", "61", "81")
_SELLS_TO = np.array(
    [
        [1, 9, 1, 0, 0, 6, 4, 0, 1, 0, 0],
        [1, 1, 0, 0, 0, 7, 8, 0, 6, 0, 0],
        [3, 2, 1, 4, 2, 5, 1, 0, 0, 0, 2],
        [0, 1, 1, 1, 8, 6, 0, 2, 0, 1, 0],
        [1, 1, 0, 0, 2, 1, 3, 1, 2, 0, 0],
        [2, 3, 2, 2, 4, 2, 9, 1, 4, 3, 1],
        [0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1],
        [2, 3, 2, 3, 2, 6, 4, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0],
        [0, 0, 1, 0, 1, 4, 5, 1, 1, 1, 1],
        [0, 2, 2, 2, 1, 3, 4, 1, 3, 1, 0],
    ],
    dtype=np.float64,
)
SELLS_TO: Floats = np.cumsum(_SELLS_TO, axis=1) / _SELLS_TO.sum(axis=1, keepdims=True)
"""Row by row, the cumulated share of a sector's sales that goes to each sector."""


@dataclass(frozen=True, slots=True)
class Economy:
    """Arrays with one entry a firm; the last `outsiders` of them sit outside the three countries.

    Attributes:
        weight: what a firm sells, in relation to others.
        appetite: what it buys.
    """

    country: Ints
    region: Ints
    sector: Ints
    weight: Floats
    appetite: Floats
    exports: Flags
    imports: Flags
    outsiders: int

    @property
    def firms(self) -> int:
        """Firms within the three countries."""
        return len(self.country) - self.outsiders

    def of(self, country: Country) -> Ints:
        """Return the firms of a country."""
        return np.flatnonzero(self.country == COUNTRIES.index(country))


def draw_economy(firms: int, rng: np.random.Generator) -> Economy:
    """Draw firms of the three countries, and a few partners outside."""
    outsiders = max(8, round(firms * _OUTSIDERS))
    every = firms + outsiders
    counts = [round(share * firms) for share in _SHARES[1:]]
    country = rng.permutation(np.repeat(range(OUTSIDE), [firms - sum(counts), *counts]))
    region = np.zeros(every, np.int64)
    for number, one in enumerate(COUNTRIES):
        regions = np.array([at for at, owner in enumerate(REGIONS) if owner is one])
        here = np.flatnonzero(country == number)
        region[here] = regions[rng.integers(0, len(regions), len(here))]
    region[firms:] = len(REGIONS)
    weight = np.minimum((1 - rng.random(every)) ** (-1 / _TAIL), every**0.6)
    return Economy(
        country=np.concatenate([country, np.full(outsiders, OUTSIDE)]).astype(np.int64),
        region=region,
        sector=rng.integers(0, len(SECTORS), every),
        weight=weight,
        appetite=weight**0.7 * np.exp(0.6 * rng.standard_normal(every)),
        exports=_those(_EXPORTERS, weight, rng),
        imports=_those(_IMPORTERS, weight, rng),
        outsiders=outsiders,
    )


def _those(share: float, weight: Floats, rng: np.random.Generator) -> Flags:
    """Choose a share of the firms, large ones rather than small ones."""
    keys = rng.random(len(weight)) ** (1 / weight)
    chosen = np.zeros(len(weight), np.bool_)
    chosen[np.argsort(keys)[-max(1, round(share * len(weight))) :]] = True
    return chosen
