"""A treaty text as a folder: what it is, its rules, and the hash that a lawyer signs.

The hash covers `instrument.toml` and `policy.cedar`: all that decides. Prose and cases may grow a language
or an example without breaking the agreements that cite the text.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

from trefpunt.crypto.canonical import canonical_json
from trefpunt.errors import PolicyError
from trefpunt.model import Article, Country
from trefpunt.treaty.codes import RefusalCode
from trefpunt.treaty.engine import Engine
from trefpunt.treaty.rules import Pair, Rule, RuleKind, actions_of, clauses_of, only_where_cited
from trefpunt.treaty.terms import Terms, read_terms

MARKS = frozenset({"T", "S", "R", "H", "SAMPLE"})
"""T the text was read, S known at second hand, R recalled, H a rule of this house, SAMPLE is not law."""

_KNOWN = frozenset(
    [
        "article",
        "between",
        "bwb_id",
        "celex",
        "eli",
        "is_off",
        "is_sample",
        "legal_basis",
        "numac",
        "publication_date",
        "rank",
        "regulatory_layer",
        "replaces",
        "short",
        "title",
        "url",
        "valid_from",
        "valid_to",
    ]
)
_ANNOTATIONS = frozenset({"article", "source", "mark", "refusal", "explains", "pairs", "valid_from"})


@dataclass(frozen=True, slots=True)
class Instrument:
    """One treaty text; field names follow the Dutch machine-readable law project where it has them.

    Attributes:
        name: the folder's name.
        rank: the lower, the sooner its article is named first.
        short: how lawyers call it in a reference such as BPT-4.3, or nothing.
        replaces: folder names or official identifiers of the texts in whose place it came.
        is_off: whether its permits are off until a sample node switches the text on, whatever their mark.
        hash: SHA-256 of what decides, hex.
    """

    name: str
    folder: Path
    title: Mapping[str, str]
    regulatory_layer: str
    identifiers: Mapping[str, str]
    url: str
    valid_from: date
    valid_to: date | None
    is_sample: bool
    rank: int
    short: str
    replaces: tuple[str, ...]
    is_off: bool
    hash: str
    rules: tuple[Rule, ...]
    terms: Mapping[str, Terms]

    @property
    def marks(self) -> tuple[str, ...]:
        """How well the articles are known: each mark once."""
        of_rules = {rule.article.mark for rule in self.rules}
        return tuple(sorted(of_rules | {terms.mark for terms in self.terms.values() if terms.mark}))


def read_instrument(folder: Path, engine: Engine) -> Instrument:
    """Read one folder.

    Raises:
        PolicyError: something in it is missing, strange, or does not fit the schema.
    """
    try:
        described = (folder / "instrument.toml").read_bytes()
        policy = (folder / "policy.cedar").read_bytes()
        raw = tomllib.loads(described.decode())
        return _instrument(folder, raw, policy.decode(), engine, _hash(described, policy))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise PolicyError(
            "the text {folder} cannot be read", hint="{fault}", folder=folder.name, fault=str(error)
        ) from error


def _instrument(
    folder: Path, raw: Mapping[str, Any], policy: str, engine: Engine, text_hash: str
) -> Instrument:
    name = folder.name
    _check_described(name, raw)
    terms = {
        article: read_terms(table, f"{name} {article}") for article, table in raw.get("article", {}).items()
    }
    reader = _RuleReader(name, raw, terms)
    rules = tuple(reader.read(number, each) for number, each in enumerate(engine.read(policy, name), 1))
    _check_articles_without_rule(name, terms, {rule.article.article for rule in rules})
    return Instrument(
        name=name,
        folder=folder,
        title=dict(raw["title"]),
        regulatory_layer=raw["regulatory_layer"],
        identifiers={key: raw[key] for key in ("bwb_id", "celex", "numac", "eli") if key in raw},
        url=raw.get("url", ""),
        valid_from=raw["valid_from"],
        valid_to=raw.get("valid_to"),
        is_sample=bool(raw.get("is_sample", False)),
        rank=int(raw["rank"]),
        short=raw.get("short", ""),
        replaces=_listed(raw.get("replaces", [])),
        is_off=bool(raw.get("is_off", False)),
        hash=text_hash,
        rules=rules,
        terms=terms,
    )


def _listed(names: object) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError("replaces is a list of names or identifiers in quotes")
    return tuple(names)


def _check_described(name: str, raw: Mapping[str, Any]) -> None:
    # A date under a name that nobody reads would leave a text in force for ever.
    if strange := sorted(set(raw) - _KNOWN):
        raise PolicyError(
            "the text {name} has '{strange}'",
            hint="known are {known}",
            name=name,
            strange=strange[0],
            known=tuple(sorted(_KNOWN)),
        )
    if "valid_to" in raw and raw["valid_to"] < raw["valid_from"]:
        raise PolicyError(
            "the text {name} ends on {end} and begins on {begin}",
            hint="valid_to is its last day, on or after valid_from",
            name=name,
            end=raw["valid_to"].isoformat(),
            begin=raw["valid_from"].isoformat(),
        )


def _check_articles_without_rule(name: str, terms: Mapping[str, Terms], ruled: set[str]) -> None:
    for article, each in terms.items():
        if article not in ruled and (not each.source or each.mark not in MARKS):
            raise PolicyError(
                "{where} has no rule",
                hint="give it a rule, or a source and a mark in instrument.toml",
                where=f"{name} {article}",
            )


class _RuleReader:
    """Turns Cedar's JSON into rules, with what the instrument says about all of them."""

    def __init__(self, name: str, raw: Mapping[str, Any], terms: Mapping[str, Terms]) -> None:
        self._name, self._raw, self._terms = name, raw, terms
        self._is_sample = bool(raw.get("is_sample", False))

    def read(self, number: int, policy: Mapping[str, Any]) -> Rule:
        notes: Mapping[str, str] = policy.get("annotations", {})
        where = f"{self._name}, rule {number}"
        if strange := sorted(set(notes) - _ANNOTATIONS):
            raise PolicyError(
                "{where} has @{strange}",
                hint="known are {known}",
                where=where,
                strange=strange[0],
                known=tuple(sorted(_ANNOTATIONS)),
            )
        rule_id = f"{self._name}/{notes['article']}/{number}"
        if self._is_sample and policy["effect"] == "permit":
            policy = only_where_cited(policy, self._name)
        rule = Rule(
            id=rule_id,
            kind=_kind(policy, notes),
            article=self._article(notes, where),
            actions=actions_of(policy, where),
            pairs=frozenset(_pairs(notes["pairs"].split() if "pairs" in notes else self._raw["between"])),
            valid_from=_day(notes["valid_from"]) if "valid_from" in notes else self._raw["valid_from"],
            valid_to=self._raw.get("valid_to"),
            refusal=RefusalCode(notes["refusal"]) if "refusal" in notes else None,
            policy=policy,
            clauses=clauses_of(rule_id, policy),
        )
        self._check(rule, where)
        return rule

    def _article(self, notes: Mapping[str, str], where: str) -> Article:
        number, mark = notes["article"], notes["mark"]
        if mark not in MARKS:
            raise PolicyError(
                "{where} has the mark '{mark}'",
                hint="expected {known}",
                where=where,
                mark=mark,
                known=tuple(sorted(MARKS)),
            )
        if number not in self._terms:
            raise PolicyError(
                "{where} is of article {number}",
                hint="give it a table in instrument.toml",
                where=where,
                number=number,
            )
        title = self._terms[number].title["en"]
        return Article(self._name, number, title, notes["source"], mark, self._is_sample)

    def _check(self, rule: Rule, where: str) -> None:
        if self._is_sample != (rule.article.mark == "SAMPLE"):
            raise PolicyError(
                "{where} is half a SAMPLE", hint="mark the instrument and every rule, or none", where=where
            )
        if (rule.kind is RuleKind.PERMIT) == (rule.refusal is not None):
            raise PolicyError(
                "{where} has no code", hint="a forbid carries @refusal, a permit does not", where=where
            )
        asks_agreement = any(clause.body == _IN_FORCE for clause in rule.clauses)
        if self._is_sample and rule.kind is RuleKind.PERMIT and not asks_agreement:
            raise PolicyError(
                "{where} permits by itself", hint="add `when { context.agreement_in_force }`", where=where
            )


_IN_FORCE = {".": {"left": {"Var": "context"}, "attr": "agreement_in_force"}}


def _kind(policy: Mapping[str, Any], notes: Mapping[str, str]) -> RuleKind:
    if policy["effect"] == "permit":
        return RuleKind.PERMIT
    return RuleKind.EXPLAIN if "explains" in notes else RuleKind.FORBID


def _pairs(words: list[str]) -> list[Pair]:
    """Read `BE-NL` as both directions, `BE-BE` as inside one country, `cross` and `home` as all of each."""
    pairs: list[Pair] = []
    for word in words:
        if word == "cross":
            pairs += permutations(Country, 2)
        elif word == "home":
            pairs += [(country, country) for country in Country]
        else:
            one, other = (Country(part) for part in word.split("-"))
            pairs += [(one, other), (other, one)]
    return pairs


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _hash(described: bytes, policy: bytes) -> str:
    # A checkout that writes other line ends must not break an agreement.
    parts = [hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest() for data in (described, policy)]
    return hashlib.sha256(canonical_json(parts)).hexdigest()
