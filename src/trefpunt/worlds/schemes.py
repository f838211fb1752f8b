"""Schemes that hide behind borders, and honest firms that look like them: who takes part, what they trade.

Firms are chosen among those that are there, so that no number, name or place in a file tells which they are;
what they do comes on top of their ordinary trade. There are twice as many honest ones as schemes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, pairwise
from random import Random

from trefpunt.model import Country
from trefpunt.worlds.economy import COUNTRIES, OUTSIDE, Economy
from trefpunt.worlds.trade import MONTHS

Row = tuple[int, int, int, int]
"""Seller, buyer, month and whole euros, firms by their number."""

_FIRMS_A_SCHEME = 2500
_LEAST = 2
# Nobody very small and nobody very large: a ring neither shows by its size nor drowns.
_MIDDLE = (0.3, 0.9)
_AT_ONE_ADDRESS = 7


@dataclass(frozen=True, slots=True)
class Plot:
    """A scheme or a decoy while the world is being made.

    Attributes:
        firms: number of a firm -> its part.
        rows: what they trade on top of their ordinary trade.
        silent: firms that hand in statements without turnover, whatever they trade.
        young: firms that were founded shortly before it began.
        first_month: in which it began.
        explanation: of a decoy, what is honest about it.
    """

    kind: str
    firms: dict[int, str]
    rows: tuple[Row, ...] = ()
    silent: frozenset[int] = frozenset()
    young: frozenset[int] = frozenset()
    first_month: int = 0
    explanation: str = ""


@dataclass(slots=True)
class _Casting:
    """Chooses firms, each for one part."""

    economy: Economy
    rng: Random
    taken: set[int] = field(default_factory=set)

    def one(self, country: Country | None) -> int:
        """Return a firm of middling size that has no part yet; None asks for a partner outside."""
        if country is None:
            first = self.economy.firms
            return self._untaken(range(first, first + self.economy.outsiders))
        there = self.economy.of(country)
        by_size = there[self.economy.weight[there].argsort(kind="stable")].tolist()
        return self._untaken(by_size[int(_MIDDLE[0] * len(by_size)) : int(_MIDDLE[1] * len(by_size))])

    def _untaken(self, among: Sequence[int]) -> int:
        chosen = self.rng.choice([firm for firm in among if firm not in self.taken])
        self.taken.add(chosen)
        return chosen


def draw_plots(economy: Economy, rng: Random) -> tuple[list[Plot], list[Plot]]:
    """Return schemes, the ring among three countries first, and twice as many decoys."""
    casting, count = _Casting(economy, rng), max(_LEAST, economy.firms // _FIRMS_A_SCHEME)
    schemes = [make(casting) for make, _ in zip(cycle(_SCHEMES), range(count), strict=False)]
    decoys = [make(casting) for make, _ in zip(cycle(_DECOYS), range(2 * count), strict=False)]
    return schemes, decoys


def _carousel(casting: _Casting) -> Plot:
    """Goods go round three countries on paper; the Belgian firm declares nothing and sells them at home."""
    conduit, missing, broker = (casting.one(country) for country in (Country.NL, Country.BE, Country.LU))
    first, rows = _rounds(casting.rng, (conduit, missing, broker, conduit))
    return Plot(
        "carousel",
        {conduit: "conduit", missing: "missing_trader", broker: "broker"},
        rows,
        silent=frozenset({missing}),
        young=frozenset({missing}),
        first_month=first,
    )


def _carousel_beyond(casting: _Casting) -> Plot:
    """A carousel that closes outside the three countries: between its two foreign ends nobody here sees."""
    conduit, missing, broker = (casting.one(country) for country in (Country.NL, Country.BE, Country.BE))
    bought_by, sold_by = casting.one(None), casting.one(None)
    first, rows = _rounds(casting.rng, (sold_by, conduit, missing, broker, bought_by))
    parts = {conduit: "conduit", missing: "missing_trader", broker: "broker"}
    return Plot(
        "carousel_beyond",
        {**parts, bought_by: "partner_outside", sold_by: "partner_outside"},
        rows,
        silent=frozenset({missing}),
        young=frozenset({missing}),
        first_month=first,
    )


def _rounds(rng: Random, path: Sequence[int]) -> tuple[int, tuple[Row, ...]]:
    """Send goods along a path several times; return the first month and every row.

    Evasions: amounts are split over two months, months are left out, margins go up and down.
    """
    rounds = rng.randint(3, 6)
    first = rng.randint(1, MONTHS - rounds - 2)
    left_out = rng.randrange(1, rounds)
    rows: list[Row] = []
    base = rng.lognormvariate(12.2, 0.4)
    for nth in range(rounds):
        if nth == left_out:
            continue
        value = base * rng.uniform(0.8, 1.25)
        for seller, buyer in pairwise(path):
            at_once = value * rng.choice((1.0, 1.0, rng.uniform(0.55, 0.9)))
            rows.append((seller, buyer, first + nth, round(at_once)))
            if at_once < value:
                rows.append((seller, buyer, first + nth + 1, round(value - at_once)))
            value *= rng.uniform(0.97, 1.04)
    return first, tuple(rows)


def _cash_pooling(casting: _Casting) -> Plot:
    """One group in three countries whose firms charge one another for money and management, all year."""
    firms = [casting.one(country) for country in COUNTRIES]
    base, rng = casting.rng.lognormvariate(11.5, 0.4), casting.rng
    rows = tuple(
        (seller, buyer, month, round(base * rng.uniform(0.93, 1.07)))
        for month in range(MONTHS)
        for seller, buyer in zip(firms, (*firms[1:], firms[0]), strict=True)
    )
    explanation = "firms of one group; interest and management are charged round, and declared"
    return Plot("cash_pooling", dict.fromkeys(firms, "group"), rows, explanation=explanation)


def _toll_manufacturing(casting: _Casting) -> Plot:
    """Goods that go to a workshop over the border and come back dearer, month after month."""
    owner, workshop = casting.one(Country.BE), casting.one(Country.NL)
    rng, fee = casting.rng, casting.rng.uniform(1.08, 1.18)
    rows: list[Row] = []
    for month in range(MONTHS - 1):
        value = rng.lognormvariate(11.8, 0.25)
        rows += [(owner, workshop, month, round(value)), (workshop, owner, month + 1, round(value * fee))]
    explanation = "the goods return because they were worked on; the fee is declared on both sides"
    return Plot(
        "toll_manufacturing", {owner: "owner", workshop: "workshop"}, tuple(rows), explanation=explanation
    )


def _seasonal_housing(casting: _Casting) -> Plot:
    """A grower who houses seasonal workers at one address, with a permit for it."""
    employer = casting.one(Country.NL)
    explanation = "many people at one address, in the season, in housing with a permit"
    return Plot("seasonal_housing", {employer: "employer"}, explanation=explanation)


def _domiciliation(casting: _Casting) -> Plot:
    """A centre where many firms have their seat, as its licence says."""
    country = casting.rng.choice((Country.BE, Country.BE, Country.NL))
    centre, *guests = (casting.one(country) for _ in range(_AT_ONE_ADDRESS))
    firms = {centre: "centre", **dict.fromkeys(guests, "guest")}
    explanation = "a licensed centre rents out seats; its guests have nothing else in common"
    return Plot("domiciliation", firms, explanation=explanation)


_SCHEMES: tuple[Callable[[_Casting], Plot], ...] = (_carousel, _carousel_beyond)
_DECOYS = (_cash_pooling, _toll_manufacturing, _seasonal_housing, _domiciliation)


def country_of(economy: Economy, firm: int) -> Country | None:
    """Return the country of a firm, or None for one outside the three."""
    number = int(economy.country[firm])
    return None if number == OUTSIDE else COUNTRIES[number]
