"""The settings of one node: read once, checked whole, handed down; nothing falls back in silence."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trefpunt.errors import SettingsError
from trefpunt.sentence import Lines, Sentence

FILE_NAME = "trefpunt.toml"
_LANGUAGE = "en"
_NODE_ID = re.compile(r"[a-z][a-z0-9-]{1,30}\.[a-z]{2}")
# The screens speak plain HTTP, so nobody but this machine may reach them.
_LOOPBACK = re.compile(r"127\.0\.0\.1:([1-9]\d{0,4})")
_ADDRESS = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}):([1-9]\d{0,4})")
_SERVICE_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,31}")


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """Which authority this node is, and whether it is a sample or live, for ever."""

    id: str
    kind: str
    country: str
    name: str
    nature: str
    language: str = _LANGUAGE


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
    """Where the ledger is: without an address in an encrypted file of the home, else in PostgreSQL."""

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
    officers: Mapping[str, str] = field(default_factory=dict)


_SECTIONS: Mapping[str, type[Any]] = {
    "node": NodeSettings,
    "listen": ListenSettings,
    "log": LogSettings,
    "hits": HitSettings,
    "exchange": ExchangeSettings,
    "ledger": LedgerSettings,
    "desk": DeskSettings,
    "news": NewsSettings,
    "crisis": CrisisSettings,
}
_AT_MOST: Mapping[str, int] = {
    "listen.port": 65_535,
    "hits.epoch_h": 24,
    "exchange.letter_lives_h": 168,
    "desk.idle_min": 60,
    "crisis.officers_to_send": 2,
}
_MOST_IN_A_BYTE = 255
_MAY_BE_ZERO = frozenset({"hits.canaries"})


def read_settings(home: Path, *, closed: Mapping[str, frozenset[str]]) -> Settings:
    """Read `trefpunt.toml` of a node's home.

    Args:
        closed: for a setting such as `node.kind`, the words it may have; for `officers`, the roles.

    Raises:
        SettingsError: with a sentence for every wrong setting, all at once.
    """
    path = home / FILE_NAME
    if not path.is_file():
        raise SettingsError(
            "there is no node in {home}", hint="make one with `trefpunt init`, or name --home", home=home
        )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError("{path} is not UTF-8", hint="save it as UTF-8", path=path) from error
    raw = check_settings(text, path=path, closed=closed)
    parts = {name: made(**raw.get(name, {})) for name, made in _SECTIONS.items()}
    return Settings(**parts, officers=dict(raw.get("officers", {})))


def language_in(home: Path) -> str:
    """Return the language of a home's settings, or nothing where they cannot be read that far."""
    try:
        node = tomllib.loads((home / FILE_NAME).read_text(encoding="utf-8")).get("node")
    except (OSError, ValueError):
        return ""
    language = node.get("language", _LANGUAGE) if isinstance(node, dict) else ""
    return language if isinstance(language, str) else ""


def check_settings(text: str, *, path: Path, closed: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """Return what a text of settings says, once nothing in it is wrong.

    Args:
        path: where the text stands or is to stand, for the message.
        closed: as for `read_settings`.

    Raises:
        SettingsError: with a sentence for every wrong setting, all at once.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("{path} is not TOML", hint="{fault}", path=path, fault=str(error)) from error
    faults = [*_strange_names(raw), *_wrong_values(raw, closed)]
    if faults:
        raise SettingsError(
            "one setting is wrong in {path}:{listed}"
            if len(faults) == 1
            else "{count} settings are wrong in {path}:{listed}",
            faults=tuple(faults),
            count=len(faults),
            path=path,
            listed=Lines(faults),
        )
    return raw


def _strange_names(raw: Mapping[str, Any]) -> list[Sentence]:
    faults = []
    for section, values in raw.items():
        if section == "officers":
            continue
        if section not in _SECTIONS:
            faults.append(
                Sentence(
                    "[{section}] is no section; expected {known}",
                    section=section,
                    known=(*_SECTIONS, "officers"),
                )
            )
        elif isinstance(values, dict):
            known = _fields(_SECTIONS[section])
            faults += [
                Sentence(
                    "{full} is no setting; expected one of {known}",
                    full=f"{section}.{name}",
                    known=tuple(known),
                )
                for name in values
                if name not in known
            ]
        else:
            faults.append(Sentence("{section} must be a section, written [{section}]", section=section))
    return faults


def _wrong_values(raw: Mapping[str, Any], closed: Mapping[str, frozenset[str]]) -> list[Sentence]:
    faults = []
    for section, made in _SECTIONS.items():
        given = raw.get(section, {})
        if not isinstance(given, dict):
            continue
        for name, kind in _fields(made).items():
            full = f"{section}.{name}"
            if name in given:
                faults += _fault_of(full, given[name], kind, closed.get(full))
            elif section == "node" and name != "language":
                faults.append(Sentence("{full} is missing", full=full))
    return faults + _officer_faults(raw.get("officers", {}), closed.get("officers", frozenset()))


def _fault_of(full: str, value: Any, kind: type, allowed: frozenset[str] | None) -> list[Sentence]:
    # Exactly: True would pass for a whole number.
    if not _is_exactly(value, kind):
        return [
            Sentence(
                "{full} is {found}, expected a whole number"
                if kind is int
                else "{full} is {found}, expected text in quotes",
                full=full,
                found=type(value).__name__,
            )
        ]
    if allowed is not None and value not in allowed:
        return [
            Sentence(
                "{full} is '{value}', expected one of {known}",
                full=full,
                value=value,
                known=tuple(sorted(allowed)),
            )
        ]
    if isinstance(value, int):
        return _range_fault(full, value)
    if full == "node.id" and not _NODE_ID.fullmatch(value):
        return [
            Sentence("node.id is '{value}', expected a name and a country, such as police.nl", value=value)
        ]
    if full == "desk.address" and value and not _is_on_loopback(value):
        return [
            Sentence(
                "desk.address is '{value}', expected an address of this machine only, such as 127.0.0.1:7480",
                value=value,
            )
        ]
    if full == "news.address" and value and not _is_address(value):
        return [
            Sentence("news.address is '{value}', expected an address such as 127.0.0.1:7490", value=value)
        ]
    if full == "listen.public_url" and value and not value.startswith("https://"):
        return [
            Sentence(
                "listen.public_url is '{value}', expected an address that begins with https://", value=value
            )
        ]
    return []


def _is_on_loopback(address: str) -> bool:
    found = _LOOPBACK.fullmatch(address)
    return found is not None and int(found[1]) <= _AT_MOST["listen.port"]


def _is_address(address: str) -> bool:
    found = _ADDRESS.fullmatch(address)
    if found is None or int(found[2]) > _AT_MOST["listen.port"]:
        return False
    return all(int(part) <= _MOST_IN_A_BYTE for part in found[1].split("."))


def _is_exactly(value: Any, kind: type) -> bool:
    return type(value) is kind


def _range_fault(full: str, value: int) -> list[Sentence]:
    least = 0 if full in _MAY_BE_ZERO else 1
    most = _AT_MOST.get(full, 10**9)
    if least <= value <= most:
        return []
    return [
        Sentence(
            "{full} is {value}, expected {least} to {most}", full=full, value=value, least=least, most=most
        )
    ]


def _officer_faults(officers: Any, roles: frozenset[str]) -> list[Sentence]:
    if not isinstance(officers, dict):
        return [Sentence("officers must be a section of service number = role")]
    faults = []
    for number, role in officers.items():
        if not _SERVICE_NUMBER.fullmatch(number):
            faults.append(
                Sentence("a service number under [officers] has characters other than letters, digits, . _ -")
            )
        if role not in roles:
            faults.append(
                Sentence(
                    "officers: '{role}' is no role, expected one of {known}",
                    role=role,
                    known=tuple(sorted(roles)),
                )
            )
    return faults


def _fields(made: type[Any]) -> dict[str, type]:
    return {name: kind for name, kind in made.__annotations__.items() if kind in (str, int)}
