"""A sample Benelux in the making: step by step, each from a stream of chance of its own.

Because of the streams, what is added to one step later changes nothing in the others.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from zlib import crc32

import numpy as np

from trefpunt.model import Country
from trefpunt.worlds.clients import Client, invent_clients
from trefpunt.worlds.economy import Economy, draw_economy
from trefpunt.worlds.enterprises import Enterprises, invent_enterprises
from trefpunt.worlds.people import People
from trefpunt.worlds.persons import InventedPerson, Numbers
from trefpunt.worlds.places import Address
from trefpunt.worlds.police_records import PoliceOffice
from trefpunt.worlds.registers import Registers
from trefpunt.worlds.schemes import Plot, draw_plots
from trefpunt.worlds.serials import Serials
from trefpunt.worlds.statements import Habits, Statements, draw_habits, draw_statements
from trefpunt.worlds.town_records import TownHall
from trefpunt.worlds.trade import Trades, draw_trades, joined

CARE, RETURNS = ("care.be/clienten.csv", "CB-"), ("migration.lu/decisions-de-retour.csv", "MR-")
"""File and beginning of the references of the care organisation and of the migration service."""
_CLIENTS, _RETURNS = (1000, 24), (400, 60)
_WORKERS = (14, 22)
_BAN_YEARS = 3


@dataclass(slots=True)
class Making:
    """What is made so far; `make` fills it from top to bottom.

    Attributes:
        housing: place of a decoy among the decoys -> where its workers live.
    """

    seed: int
    numbers: Numbers
    size: int
    serials: Serials = field(init=False)
    people: People = field(init=False)
    registers: Registers = field(init=False)
    police: PoliceOffice = field(init=False)
    towns: TownHall = field(init=False)
    economy: Economy = field(init=False)
    schemes: list[Plot] = field(init=False)
    decoys: list[Plot] = field(init=False)
    enterprises: Enterprises = field(init=False)
    trades: Trades = field(init=False)
    statements: Statements = field(init=False)
    habits: Habits = field(init=False)
    clients: list[tuple[str, Client]] = field(default_factory=list)
    housing: dict[int, Address] = field(default_factory=dict)
    wanted: InventedPerson = field(init=False)
    stranger: InventedPerson = field(init=False)
    applicants: tuple[InventedPerson, ...] = ()
    registered: InventedPerson = field(init=False)
    decision: str = ""
    refused_abroad: tuple[InventedPerson, ...] = ()

    def make(self, progress: Callable[[str], None]) -> None:
        """Make everything but the files."""
        self.serials = Serials(self.numbers, self.chance("numbers"))
        self.people = People(self.chance("people"), self.serials)
        self.registers = Registers(self.chance("registers"))
        self.police = PoliceOffice(self.chance("police"), self.people, self.registers, self.serials)
        self.towns = TownHall(self.chance("towns"), self.people, self.registers)
        for step, what in (
            (self._cast, "the people of the story"),
            (self._found_firms, "firms and their directors"),
            (self._trade, "a year of trade"),
            (self._fill_registers, "registers"),
        ):
            step()
            progress(what)

    def chance(self, step: str) -> Random:
        """Return the stream of chance of a step."""
        return Random(f"{self.seed}/{step}")  # noqa: S311  invented people are no secret

    def _array_chance(self, step: str) -> np.random.Generator:
        return np.random.default_rng([self.seed, crc32(step.encode())])

    def _cast(self) -> None:
        """Invent first whose days and names nobody else may have, the clients of care before all others."""
        count = _at_least(self.size, _CLIENTS)
        rng = self.chance("clients")
        clients = invent_clients(count, rng=rng, serials=self.serials)
        for client in clients:
            self.people.keep_back_day(client.born)
        self.clients = [(self.registers.record(client.id, *CARE), client) for client in clients]
        self.stranger = self.people.invent(Country.NL)
        self.people.keep_back(self.stranger)
        self.wanted = self.police.invent_wanted()
        self.applicants = self.towns.invent_applicants()
        self.registered, self.decision = self.towns.register(self.applicants)
        self.refused_abroad = self.towns.refuse_abroad(self.applicants)

    def _found_firms(self) -> None:
        self.economy = draw_economy(self.size, self._array_chance("economy"))
        self.schemes, self.decoys = draw_plots(self.economy, self.chance("schemes"))
        self.enterprises = invent_enterprises(
            self.economy,
            (*self.schemes, *self.decoys),
            rng=self.chance("enterprises"),
            serials=self.serials,
            people=self.people,
        )

    def _trade(self) -> None:
        every = len(self.economy.country)
        planted = _as_trades([row for plot in (*self.schemes, *self.decoys) for row in plot.rows])
        honest = draw_trades(self.economy, self._array_chance("trade"))
        own = np.isin(_pairs(honest, every), _pairs(planted, every))
        self.trades = joined(honest.only(~own), planted, firms=every)
        ring = _pairs(_as_trades(list(self.schemes[0].rows)), every)
        self.statements = draw_statements(
            self.trades,
            self.economy,
            self._array_chance("statements"),
            always_seen=np.isin(_pairs(self.trades, every), ring),
        )
        silent = frozenset().union(*(plot.silent for plot in self.schemes))
        self.habits = draw_habits(self.economy, silent, self._array_chance("habits"))

    def _fill_registers(self) -> None:
        directors = sorted({mandate.person for mandate in self.enterprises.mandates})
        self.police.fill(self.size, directors)
        rng = self.chance("housing")
        for nth, plot in enumerate(self.decoys):
            if plot.kind == "seasonal_housing":
                self.housing[nth] = self.towns.house(rng.randint(*_WORKERS))
        self.towns.apply_in_the_netherlands()
        self.towns.fill_population(self.size, frozenset({self.wanted.id, self.stranger.id}))
        rng = self.chance("returns")
        for _ in range(_at_least(self.size, _RETURNS)):
            day = date(2026, 1, 5) + timedelta(days=rng.randrange(310))
            facts = {"on": day.isoformat(), "until": day.replace(year=day.year + _BAN_YEARS).isoformat()}
            self.registers.enter(*RETURNS, self.people.invent_from_afar(Country.LU), facts=facts)


def _at_least(size: int, share: tuple[int, int]) -> int:
    one_for, least = share
    return max(least, size // one_for)


def _as_trades(rows: list[tuple[int, int, int, int]]) -> Trades:
    columns = np.array(rows, np.int64).reshape(-1, 4).T
    return Trades(*columns)


def _pairs(trades: Trades, every: int) -> np.ndarray:
    return trades.seller * every + trades.buyer
