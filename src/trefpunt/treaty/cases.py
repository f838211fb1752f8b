"""The cases of a text: files that a lawyer reads, each an act and the answer that must come out.

`permit/<name>.toml` is one act in full. `refuse/<name>.toml` says `as = "<permit>"` and lists what differs,
one fact at a time, with the code that must come out: two answers beside each other show what the fact does.
A case marked `apart = true` may differ in more: it shows how far a rule reaches.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from trefpunt.errors import PolicyError
from trefpunt.model import (
    Action,
    Authority,
    AuthorityKind,
    Country,
    DataCategory,
    Officer,
    Purpose,
    Request,
    Role,
    SubjectCategory,
)

_WHO = ("action", "asking", "role", "holder", "category", "subject", "purpose", "on", "has_case")


@dataclass(frozen=True, slots=True)
class TextCase:
    """One case; `expect` is an article of the text where it permits, and a refusal code where not.

    Attributes:
        name: folder/file, with a number for each case of a refuse file.
        facts: the act as flat facts, so that two cases can be laid beside each other.
        pair: name of the permit case that differs in one fact, or nothing if it stands apart.
    """

    name: str
    title: str
    expect: str
    is_permit: bool
    facts: Mapping[str, Any]
    pair: str = ""

    @property
    def request(self) -> Request:
        """The act as a request."""
        return request_of_facts(self.facts)


def read_cases(folder: Path) -> tuple[TextCase, ...]:
    """Read all cases of a text, the permits first.

    Raises:
        PolicyError: a case that cannot be read, or a refuse case without its permit.
    """
    try:
        permits = {path.stem: _permit(path) for path in sorted((folder / "permit").glob("*.toml"))}
        refusals = [
            case for path in sorted((folder / "refuse").glob("*.toml")) for case in _refuse(path, permits)
        ]
    except (OSError, KeyError, TypeError, ValueError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(
            "the cases of {folder} cannot be read", hint="{fault}", folder=folder.name, fault=repr(error)
        ) from error
    return (*permits.values(), *refusals)


def differing(one: TextCase, other: TextCase) -> tuple[str, ...]:
    """Return the names of the facts in which two cases differ."""
    names = sorted(set(one.facts) | set(other.facts))
    return tuple(name for name in names if _value(one, name) != _value(other, name))


def request_of_facts(facts: Mapping[str, Any]) -> Request:
    """Build a request from flat facts; `asking` and `holder` are written `police.nl`."""
    return Request(
        action=Action(facts["action"]),
        officer=Officer("synthetic", Role(facts["role"]), _authority(facts["asking"])),
        holder=_authority(facts["holder"]),
        category=DataCategory(facts["category"]),
        subject_category=SubjectCategory(facts["subject"]),
        purpose=Purpose(facts["purpose"]),
        on=_day(facts["on"]),
        has_case=facts.get("has_case", False),
        facts={name: value for name, value in facts.items() if name not in _WHO},
    )


def _permit(path: Path) -> TextCase:
    raw = tomllib.loads(path.read_text("utf-8"))
    facts = {**raw["request"], **raw.get("facts", {})}
    return TextCase(f"permit/{path.stem}", raw["title"], raw["expect"], is_permit=True, facts=facts)


def _refuse(path: Path, permits: Mapping[str, TextCase]) -> Iterator[TextCase]:
    raw = tomllib.loads(path.read_text("utf-8"))
    permit = permits[raw["as"]]
    for number, case in enumerate(raw["case"], 1):
        yield TextCase(
            name=f"refuse/{path.stem}-{number}",
            title=case["because"],
            expect=case["expect"],
            is_permit=False,
            facts={**permit.facts, **case["except"]},
            pair="" if case.get("apart", False) else permit.name,
        )


def _value(case: TextCase, name: str) -> Any:
    return case.facts.get(name, False)


def _authority(text: str) -> Authority:
    kind, country = text.rsplit(".", 1)
    return Authority(text, AuthorityKind(kind), Country(country.upper()))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
