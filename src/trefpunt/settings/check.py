"""What is wrong with settings, all of it at once, in a sentence each."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from trefpunt.sentence import Sentence
from trefpunt.settings.sections import SECTIONS

_NODE_ID = re.compile(r"[a-z][a-z0-9-]{1,30}\.[a-z]{2}")
# The screens speak plain HTTP, so nobody but this machine may reach them.
_LOOPBACK = re.compile(r"127\.0\.0\.1:([1-9]\d{0,4})")
_ADDRESS = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}):([1-9]\d{0,4})")
_SERVICE_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,31}")
_AT_MOST: Mapping[str, int] = {
    "listen.port": 65_535,
    "hits.epoch_h": 24,
    "exchange.letter_lives_h": 168,
    "desk.idle_min": 60,
    "crisis.officers_to_send": 2,
}
_MOST_IN_A_BYTE = 255
_DATABASE = "postgresql+psycopg"
_DATABASE_FORM = "postgresql+psycopg://user@host/database"
_DATABASE_OPTIONS = frozenset({"host", "passfile", "sslmode", "sslrootcert", "sslcert", "sslkey"})
_MAY_BE_ZERO = frozenset({"hits.canaries"})


def faults_in(raw: Mapping[str, Any], closed: Mapping[str, frozenset[str]]) -> list[Sentence]:
    """Return a sentence for every fault; `closed` has the words of settings that have a closed list."""
    return [*_strange_names(raw), *_wrong_values(raw, closed)]


def _strange_names(raw: Mapping[str, Any]) -> list[Sentence]:
    faults = []
    for section, values in raw.items():
        if section == "officers":
            continue
        if section not in SECTIONS:
            faults.append(
                Sentence(
                    "[{section}] is no section; expected {known}",
                    section=section,
                    known=(*SECTIONS, "officers"),
                )
            )
        elif isinstance(values, dict):
            known = _fields(SECTIONS[section])
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
    for section, made in SECTIONS.items():
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
    if full == "ledger.url" and value:
        return _database_faults(value)
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


def _database_faults(url: str) -> list[Sentence]:
    # The value is never repeated: somebody may have put a password into it.
    try:
        parts, asked = urlsplit(url), dict(parse_qsl(urlsplit(url).query, strict_parsing=False))
        host = asked.get("host", parts.hostname or "")
    except ValueError:
        return [Sentence("ledger.url cannot be read as an address")]
    faults = []
    if parts.scheme != _DATABASE or len(parts.path) < 2:
        faults.append(
            Sentence(
                "ledger.url is no address of a database, expected {form}",
                form=_DATABASE_FORM,
            )
        )
    if parts.password or "password" in asked:
        faults.append(
            Sentence("ledger.url has a password in it; put that into a file and name it with passfile=")
        )
    if strange := sorted(set(asked) - _DATABASE_OPTIONS):
        faults.append(
            Sentence(
                "ledger.url asks for {strange}; expected only {known}",
                strange=tuple(strange),
                known=tuple(sorted(_DATABASE_OPTIONS)),
            )
        )
    if not _is_this_machine(host) and asked.get("sslmode") != "verify-full":
        faults.append(
            Sentence("ledger.url names another machine without TLS; add sslmode=verify-full and sslrootcert")
        )
    return faults


def _is_this_machine(host: str) -> bool:
    return not host or host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")


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
