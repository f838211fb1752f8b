"""The sample Benelux: a seed in, a world out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from trefpunt.errors import InputError
from trefpunt.model import SubjectCategory
from trefpunt.worlds.assembling import Assembly
from trefpunt.worlds.clients import client_as_subject
from trefpunt.worlds.firms import InventedFirm
from trefpunt.worlds.making import Making
from trefpunt.worlds.persons import Numbers, as_subject
from trefpunt.worlds.places import Address
from trefpunt.worlds.schemes import Plot, country_of
from trefpunt.worlds.trade import YEAR
from trefpunt.worlds.truth import Truth
from trefpunt.worlds.world import FirmInScheme, Scheme, Trade, World

SIZES: Mapping[str, int] = {"XS": 400, "S": 20_000}
"""How many firms a world of each size has; a demonstration takes the smallest."""
LEAST_FIRMS = 150
"""A world of fewer firms has not everybody whom the story needs."""


def benelux(
    seed: int,
    *,
    numbers: Numbers,
    firms: int = SIZES["XS"],
    progress: Callable[[str], None] = lambda _: None,
) -> World:
    """Invent a Benelux; the same seed and number of firms give the same one, byte for byte.

    Args:
        numbers: gives the n-th synthetic number of a scheme.
        firms: within the three countries, of which 38 in 100 in Belgium, 58 in the Netherlands.
        progress: called with what was just made.

    Raises:
        InputError: too few firms for the story, or more than there are synthetic numbers for.
    """
    if firms < LEAST_FIRMS:
        raise InputError("too few firms for a sample Benelux", hint="expected 150 or more")
    made = Making(seed, numbers, firms)
    made.make(progress)
    views = Assembly(made).views(progress)
    as_applicant = partial(as_subject, category=SubjectCategory.APPLICANT)
    return World(
        seed=seed,
        views=views,
        truth=Truth(
            {id_: tuple(records) for id_, records in made.registers.records.items()}, dict(made.people.made)
        ),
        wanted=as_subject(made.wanted, category=SubjectCategory.SUSPECT),
        stranger=as_subject(made.stranger),
        victim=client_as_subject(made.clients[0][1]),
        applicants=tuple(as_applicant(person) for person in made.applicants),
        registered=as_applicant(made.registered),
        decision=made.decision,
        refused_abroad=tuple(as_applicant(person) for person in made.refused_abroad),
        schemes=tuple(_told(made, made.schemes, "scheme")),
        decoys=tuple(_told(made, made.decoys, "decoy")),
        firms={firm.id: firm for firm in made.enterprises.firms},
        trades=partial(_every_trade, made),
    )


def _told(made: Making, plots: Sequence[Plot], what: str) -> Iterator[Scheme]:
    for nth, plot in enumerate(plots):
        parts = tuple(_firm(made, number, part) for number, part in plot.firms.items())
        address = _address(made, nth, plot)
        yield Scheme(f"{what}-{nth}", plot.kind, parts, tuple(_trades(made, plot)), plot.explanation, address)


def _address(made: Making, nth: int, plot: Plot) -> str:
    at: Address | InventedFirm
    if plot.kind == "seasonal_housing":
        at = made.housing[nth]
    elif plot.kind == "domiciliation":
        at = made.enterprises.firms[next(iter(plot.firms))]
    else:
        return ""
    return f"{at.street} {at.house_number}, {at.town.name}"


def _firm(made: Making, number: int, part: str) -> FirmInScheme:
    vat, country = made.enterprises.vat[number], country_of(made.economy, number)
    if country is None:
        return FirmInScheme(_id(made, number), part, vat)
    firm = made.enterprises.firms[number]
    return FirmInScheme(firm.id, part, vat, f"{firm.name} {firm.form}", country)


def _trades(made: Making, plot: Plot) -> Iterator[Trade]:
    totals: dict[tuple[int, int, int], int] = {}
    for seller, buyer, month, euros in plot.rows:
        totals[seller, buyer, month] = totals.get((seller, buyer, month), 0) + euros
    vat = made.enterprises.vat
    for (seller, buyer, month), euros in sorted(totals.items(), key=lambda item: (item[0][2], item[0])):
        yield Trade(vat[seller], vat[buyer], _month(month), euros)


def _every_trade(made: Making) -> Iterator[tuple[str, str, str, int]]:
    for seller, buyer, month, euros in made.trades.rows():
        yield _id(made, seller), _id(made, buyer), _month(month), euros


def _id(made: Making, number: int) -> str:
    inside = made.economy.firms
    return f"firm-{number}" if number < inside else f"outside-{number - inside}"


def _month(month: int) -> str:
    return f"{YEAR}-{month + 1:02}"
