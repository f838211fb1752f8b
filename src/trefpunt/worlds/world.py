"""The sample Benelux as a value: what each authority has, the people of the story, and the truth apart."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from trefpunt.model import Country, Subject
from trefpunt.worlds.authorities import TAX
from trefpunt.worlds.firms import InventedFirm
from trefpunt.worlds.truth import Truth
from trefpunt.worlds.views import View


@dataclass(frozen=True, slots=True)
class FirmInScheme:
    """One firm with its part in a scheme; a partner outside the three has no name and no country."""

    id: str
    part: str
    vat: str
    name: str = ""
    country: Country | None = None


@dataclass(frozen=True, slots=True)
class Trade:
    """What one firm sold to another in a month (YYYY-MM), in whole euros."""

    seller_vat: str
    buyer_vat: str
    month: str
    net_eur: int

    @property
    def countries(self) -> tuple[str, str]:
        """The country codes before the two VAT numbers; XX stands for one outside the three."""
        return self.seller_vat[:2], self.buyer_vat[:2]

    @property
    def is_over_a_border(self) -> bool:
        """Whether the two sit in different countries."""
        return self.countries[0] != self.countries[1]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme, or an honest double of one.

    Attributes:
        kind: `carousel`, `carousel_beyond` (it closes outside the three countries), or a decoy's:
            `cash_pooling`, `toll_manufacturing`, `seasonal_housing`, `domiciliation`.
        trades: what the firms traded in it, by month; empty where trade is not what it is about.
        explanation: of a decoy, what is honest about it; else empty.
        address: the one place that it is about, if it is about one.
    """

    id: str
    kind: str
    firms: tuple[FirmInScheme, ...]
    trades: tuple[Trade, ...]
    explanation: str = ""
    address: str = ""

    def known_to(self, authority: str) -> tuple[Trade, ...]:
        """Return the trades of which a tax administration has a recapitulative statement."""
        own = next((country.value for country, one in TAX.items() if one.id == authority), "")
        return tuple(trade for trade in self.trades if trade.is_over_a_border and own in trade.countries)


@dataclass(frozen=True, slots=True)
class World:
    """An invented Benelux of a whole week.

    Attributes:
        wanted: a suspect as a Dutch officer would describe them: on record with the Belgian police alone,
            under another surname and without number.
        stranger: somebody whom nobody has on record.
        victim: a client of the care organisation, whom no other authority has in any form.
        applicants: who applied to the city for a permit, as they are; `ref` is the invented id.
        registered: the one of them whom the Belgian register of decisions has.
        decision: reference of that decision.
        refused_abroad: those of them whom the Dutch municipality refused.
        schemes: the ring among three firms of three countries first.
        firms: every firm within the three countries.
        trades: gives every trade of the year, which no authority sees whole: seller's and buyer's invented
            id, month, euros.
    """

    seed: int
    views: tuple[View, ...]
    truth: Truth
    wanted: Subject
    stranger: Subject
    victim: Subject
    applicants: tuple[Subject, ...]
    registered: Subject
    decision: str
    refused_abroad: tuple[Subject, ...]
    schemes: tuple[Scheme, ...]
    decoys: tuple[Scheme, ...]
    firms: Mapping[str, InventedFirm]
    trades: Callable[[], Iterator[tuple[str, str, str, int]]]

    @property
    def ring(self) -> Scheme:
        """The ring among three firms, one a country: every statement about it came in, on both sides."""
        return self.schemes[0]

    def view(self, authority: str) -> View:
        """Return what one authority has, by its id."""
        return next(view for view in self.views if view.authority.id == authority)
