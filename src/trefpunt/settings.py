"""The settings of one node: read once, checked whole, handed down; nothing falls back in silence."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from trefpunt.errors import SettingsError

FILE_NAME = "trefpunt.toml"
_LANGUAGE = "en"
_NODE_ID = re.compile(r"[a-z][a-z0-9-]{1,30}\.[a-z]{2}")
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
    """Where the ledger is: nothing for SQLite in the home, else a database of this node alone."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a person may set; `officers` maps a service number to a role."""

    node: NodeSettings
    listen: ListenSettings = field(default_factory=ListenSettings)
    log: LogSettings = field(default_factory=LogSettings)
    hits: HitSettings = field(default_factory=HitSettings)
    exchange: ExchangeSettings = field(default_factory=ExchangeSettings)
    ledger: LedgerSettings = field(default_factory=LedgerSettings)
    officers: Mapping[str, str] = field(default_factory=dict)


_SECTIONS: Mapping[str, type[Any]] = {
    "node": NodeSettings,
    "listen": ListenSettings,
    "log": LogSettings,
    "hits": HitSettings,
    "exchange": ExchangeSettings,
    "ledger": LedgerSettings,
}
_AT_MOST: Mapping[str, int] = {"listen.port": 65_535, "hits.epoch_h": 24, "exchange.letter_lives_h": 168}
_DATABASE = "postgresql+psycopg"
_DATABASE_OPTIONS = frozenset({"host", "passfile", "sslmode", "sslrootcert", "sslcert", "sslkey"})
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
            f"there is no node in {home}", hint="make one with `trefpunt init`, or name --home"
        )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8", hint="save it as UTF-8") from error
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
        raise SettingsError(f"{path} is not TOML", hint=str(error)) from error
    faults = [*_strange_names(raw), *_wrong_values(raw, closed)]
    if faults:
        listed = "".join(f"\n  - {fault}" for fault in faults)
        count = "one setting is" if len(faults) == 1 else f"{len(faults)} settings are"
        raise SettingsError(f"{count} wrong in {path}:{listed}", faults=tuple(faults))
    return raw


def _strange_names(raw: Mapping[str, Any]) -> list[str]:
    faults = []
    for section, values in raw.items():
        if section == "officers":
            continue
        if section not in _SECTIONS:
            faults.append(f"[{section}] is no section; expected {', '.join([*_SECTIONS, 'officers'])}")
        elif isinstance(values, dict):
            known = _fields(_SECTIONS[section])
            faults += [
                f"{section}.{name} is no setting; expected one of {', '.join(known)}"
                for name in values
                if name not in known
            ]
        else:
            faults.append(f"{section} must be a section, written [{section}]")
    return faults


def _wrong_values(raw: Mapping[str, Any], closed: Mapping[str, frozenset[str]]) -> list[str]:
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
                faults.append(f"{full} is missing")
    return faults + _officer_faults(raw.get("officers", {}), closed.get("officers", frozenset()))


def _fault_of(full: str, value: Any, kind: type, allowed: frozenset[str] | None) -> list[str]:
    # Exactly: True would pass for a whole number.
    if not _is_exactly(value, kind):
        wanted = "a whole number" if kind is int else "text in quotes"
        return [f"{full} is {type(value).__name__}, expected {wanted}"]
    if allowed is not None and value not in allowed:
        return [f"{full} is {value!r}, expected one of {', '.join(sorted(allowed))}"]
    if isinstance(value, int):
        return _range_fault(full, value)
    if full == "node.id" and not _NODE_ID.fullmatch(value):
        return [f"node.id is {value!r}, expected a name and a country, such as police.nl"]
    if full == "listen.public_url" and value and not value.startswith("https://"):
        return [f"listen.public_url is {value!r}, expected an address that begins with https://"]
    if full == "ledger.url" and value:
        return _database_faults(value)
    return []


def _database_faults(url: str) -> list[str]:
    # The value is never repeated: somebody may have put a password into it.
    try:
        parts, asked = urlsplit(url), dict(parse_qsl(urlsplit(url).query, strict_parsing=False))
        host = asked.get("host", parts.hostname or "")
    except ValueError:
        return ["ledger.url cannot be read as an address"]
    faults = []
    if parts.scheme != _DATABASE or len(parts.path) < 2:
        faults.append(f"ledger.url is no address of a database, expected {_DATABASE}://user@host/database")
    if parts.password or "password" in asked:
        faults.append("ledger.url has a password in it; put that into a file and name it with passfile=")
    if strange := sorted(set(asked) - _DATABASE_OPTIONS):
        faults.append(f"ledger.url asks for {', '.join(strange)}; expected only {_listed(_DATABASE_OPTIONS)}")
    if not _is_this_machine(host) and asked.get("sslmode") != "verify-full":
        faults.append("ledger.url names another machine without TLS; add sslmode=verify-full and sslrootcert")
    return faults


def _is_this_machine(host: str) -> bool:
    return not host or host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")


def _listed(words: frozenset[str]) -> str:
    return ", ".join(sorted(words))


def _is_exactly(value: Any, kind: type) -> bool:
    return type(value) is kind


def _range_fault(full: str, value: int) -> list[str]:
    least = 0 if full in _MAY_BE_ZERO else 1
    most = _AT_MOST.get(full, 10**9)
    return [] if least <= value <= most else [f"{full} is {value}, expected {least} to {most}"]


def _officer_faults(officers: Any, roles: frozenset[str]) -> list[str]:
    if not isinstance(officers, dict):
        return ["officers must be a section of service number = role"]
    faults = []
    for number, role in officers.items():
        if not _SERVICE_NUMBER.fullmatch(number):
            faults.append(
                "a service number under [officers] has characters other than letters, digits, . _ -"
            )
        if role not in roles:
            faults.append(f"officers: {role!r} is no role, expected one of {', '.join(sorted(roles))}")
    return faults


def _fields(made: type[Any]) -> dict[str, type]:
    return {name: kind for name, kind in made.__annotations__.items() if kind in (str, int)}
