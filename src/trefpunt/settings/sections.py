"""Every section of the settings, with its defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """Which authority this node is, and whether it is a sample or live, for ever."""

    id: str
    kind: str
    country: str
    name: str
    nature: str
    language: str = LANGUAGE


@dataclass(frozen=True, slots=True)
class ListenSettings:
    """Where other nodes knock: the address to bind, and the one that partners are told."""

    host: str = "127.0.0.1"
    port: int = 7400
    public_url: str = ""

    @property
    def url(self) -> str:
        """The address that goes into agreements."""
        return self.public_url or f"https://{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class LogSettings:
    """When checkpoints are made, and how long the node may go on without cosignatures."""

    checkpoint_every_s: int = 3600
    alarm_after_h: int = 24
    read_only_after_h: int = 72


@dataclass(frozen=True, slots=True)
class HitSettings:
    """Budgets on the asking side, and the life of an index."""

    wait_s: int = 20
    questions_per_officer_a_day: int = 50
    questions_per_case_a_day: int = 25
    list_rows_per_officer_a_day: int = 20_000
    epoch_h: int = 24
    canaries: int = 2


@dataclass(frozen=True, slots=True)
class ExchangeSettings:
    """How long letters live and how often the outbox is looked at."""

    letter_lives_h: int = 72
    deliver_every_s: int = 2
    invitation_lives_min: int = 60


@dataclass(frozen=True, slots=True)
class LedgerSettings:
    """Where the ledger is: nothing for SQLite in the home, else a database of this node alone."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Where the officers' screens are, such as 127.0.0.1:7480; without an address there are none.

    Attributes:
        idle_min: a session in which nothing is done ends after so many minutes.
    """

    address: str = ""
    idle_min: int = 15

    @property
    def host(self) -> str:
        """The address to bind."""
        return self.address.partition(":")[0]

    @property
    def port(self) -> int:
        """The port to bind; 0 where there are no screens."""
        return int(self.address.partition(":")[2] or 0)

    @property
    def url(self) -> str:
        """What a browser on this machine is pointed at."""
        return f"http://{self.address}"


@dataclass(frozen=True, slots=True)
class NewsSettings:
    """Where the public reads the programme, such as 127.0.0.1:7490; without an address nowhere."""

    address: str = ""

    @property
    def host(self) -> str:
        """The address to bind."""
        return self.address.partition(":")[0]

    @property
    def port(self) -> int:
        """The port to bind; 0 where there is no public page."""
        return int(self.address.partition(":")[2] or 0)

    @property
    def url(self) -> str:
        """Where the page is, before any proxy."""
        return f"http://{self.address}"


@dataclass(frozen=True, slots=True)
class CrisisSettings:
    """How many officers it takes to send an alert: 2 for four eyes, 1 where one is on duty alone."""

    officers_to_send: int = 2


@dataclass(frozen=True, slots=True)
class LawSettings:
    """Names of texts, with a space between, that a sample node tries out although they are off."""

    switched_on: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a person may set; `officers` maps a service number to a role."""

    node: NodeSettings
    listen: ListenSettings = field(default_factory=ListenSettings)
    log: LogSettings = field(default_factory=LogSettings)
    hits: HitSettings = field(default_factory=HitSettings)
    exchange: ExchangeSettings = field(default_factory=ExchangeSettings)
    ledger: LedgerSettings = field(default_factory=LedgerSettings)
    desk: DeskSettings = field(default_factory=DeskSettings)
    news: NewsSettings = field(default_factory=NewsSettings)
    crisis: CrisisSettings = field(default_factory=CrisisSettings)
    law: LawSettings = field(default_factory=LawSettings)
    officers: Mapping[str, str] = field(default_factory=dict)


SECTIONS: Mapping[str, type[Any]] = {
    "node": NodeSettings,
    "listen": ListenSettings,
    "log": LogSettings,
    "hits": HitSettings,
    "exchange": ExchangeSettings,
    "ledger": LedgerSettings,
    "desk": DeskSettings,
    "news": NewsSettings,
    "crisis": CrisisSettings,
    "law": LawSettings,
}
