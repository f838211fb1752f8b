"""A text that is being negotiated: a folder like any other, with `draft.toml` beside its rules.

`draft.toml` says which version it is and which folder beside it was the one before, which texts it would
repeal, which articles are open, and what each country says of them. It decides nothing and is not hashed.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from enum import StrEnum
from pathlib import Path
from typing import Any

from trefpunt.errors import PolicyError
from trefpunt.model import Country
from trefpunt.treaty.engine import clause_policy
from trefpunt.treaty.instrument import Instrument, read_instrument
from trefpunt.treaty.law import SHIPPED, Law
from trefpunt.treaty.rules import Clause

DRAFTS = Path(__file__).parent / "drafts"
"""The invented drafts that come with the software; no node decides under any of them."""

FILE = "draft.toml"


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """An article that is not agreed on yet; `question` and `positions` are in words, by language."""

    article: str
    question: Mapping[str, str]
    positions: Mapping[Country, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of a text that is being negotiated.

    Attributes:
        dated: the day of this version.
        previous: the folder of the version before, or None.
        repeals: names of the texts that it would stand in place of.
    """

    text: Instrument
    version: int
    dated: date
    previous: Path | None
    repeals: tuple[str, ...]
    open: tuple[OpenArticle, ...]


class Altered(StrEnum):
    """What one version did to an article."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Alteration:
    """An article that differs between two versions; `lines` begin with `+` or `-`."""

    article: str
    kind: Altered
    lines: tuple[str, ...]


def find_draft(name: str) -> Path:
    """Return the folder that is meant: one of that path, else a text or draft that comes with Trefpunt."""
    places = (Path(name), DRAFTS / name, SHIPPED / name)
    return next((place for place in places if (place / "instrument.toml").is_file()), Path(name))


def repeals_of(folder: Path) -> tuple[str, ...]:
    """Return the names of the texts that a draft would stand in place of; none where it says nothing.

    Raises:
        PolicyError: its `draft.toml` cannot be read.
    """
    return tuple(_raw(folder).get("repeals", ())) if (folder / FILE).is_file() else ()


def read_draft(folder: Path, *, law: Law) -> Draft:
    """Read one version.

    Raises:
        PolicyError: something in it is missing or strange, or it has no such article.
    """
    text, raw = read_instrument(folder, law.engine), _raw(folder)
    try:
        made = Draft(
            text=text,
            version=int(raw["version"]),
            dated=date.fromisoformat(str(raw["dated"])),
            previous=folder.resolve().parent / raw["previous"] if "previous" in raw else None,
            repeals=tuple(raw.get("repeals", ())),
            open=tuple(_open(each) for each in raw.get("open", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unreadable(folder, error) from error
    if strange := [each.article for each in made.open if each.article not in text.terms]:
        raise PolicyError(
            "{file} of {folder} has article {article} open, and the draft has no such article",
            hint="it has {known}",
            file=FILE,
            folder=folder.name,
            article=strange[0],
            known=tuple(text.terms),
        )
    return made


def compare(old: Instrument, new: Instrument, *, law: Law) -> tuple[Alteration, ...]:
    """Return the articles that differ, in the order of the newer text and then of the older."""
    before, after = _written(old, law), _written(new, law)
    found = []
    for article in dict.fromkeys([*after, *before]):
        one, other = before.get(article), after.get(article)
        if one == other:
            continue
        kind = Altered.ADDED if one is None else Altered.REMOVED if other is None else Altered.CHANGED
        found.append(Alteration(article, kind, _differing(one or (), other or ())))
    return tuple(found)


def _differing(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    lines = unified_diff(one, other, n=0, lineterm="")
    return tuple(each for each in lines if not each.startswith(("---", "+++", "@@")))


def _written(text: Instrument, law: Law) -> dict[str, tuple[str, ...]]:
    """Return each article as lines: what its rules are for, each of their conditions, what they attach."""
    lines: dict[str, list[str]] = {article: [] for article in text.terms}
    for rule in text.rules:
        pairs = " ".join(sorted("-".join(pair) for pair in rule.pairs))
        lines[rule.article.article] += [
            f"{rule.kind} {' '.join(sorted(rule.actions))}",
            f"between {pairs}",
            # Its own name is in the rule of a SAMPLE, and differs from version to version.
            *(_condition(clause, law).replace(text.name, "…") for clause in rule.clauses),
        ]
    for article, terms in text.terms.items():
        lines[article] += [f"attaches {word}" for word in terms.conditions]
        lines[article] += [f"channel {terms.channel}"]
    return {article: tuple(each) for article, each in lines.items()}


def _condition(clause: Clause, law: Law) -> str:
    written = " ".join(law.engine.render(clause_policy(clause.body)).split())
    return written[written.index("when") :].rstrip(";")


def _open(raw: Mapping[str, Any]) -> OpenArticle:
    positions = {Country(name): dict(words) for name, words in raw.get("positions", {}).items()}
    return OpenArticle(raw["article"], dict(raw["question"]), positions)


def _raw(folder: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads((folder / FILE).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unreadable(folder, error) from error


def _unreadable(folder: Path, error: Exception) -> PolicyError:
    return PolicyError(
        "{file} of {folder} cannot be read", hint="{fault}", file=FILE, folder=folder.name, fault=repr(error)
    )
