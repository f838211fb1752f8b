"""All treaty texts of a node, read once: which rules bear on an act, a pair of countries and a day."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from trefpunt.crypto.canonical import canonical_json
from trefpunt.errors import PolicyError
from trefpunt.model import Action, Country, Request
from trefpunt.treaty.codes import RefusalCode
from trefpunt.treaty.engine import Engine
from trefpunt.treaty.instrument import Instrument, read_instrument
from trefpunt.treaty.partitions import Partition, Partitions, sort_rules
from trefpunt.treaty.rules import Rule, RuleKind
from trefpunt.treaty.succession import check_succession
from trefpunt.treaty.terms import Terms

SHIPPED = Path(__file__).parent / "texts"
"""The texts that come with the software."""


@dataclass(frozen=True, slots=True)
class Law:
    """The law as this node knows it. Immutable; make one with `Law.load`.

    Attributes:
        nature: `sample` or `live`, for ever.
        withdrawn: permits that are not in use here, with the code that says why. Forbids always are.
        hash: over the schema, the nature and all texts.
    """

    nature: str
    instruments: tuple[Instrument, ...]
    engine: Engine
    withdrawn: Mapping[str, RefusalCode]
    hash: str
    _days: tuple[date, ...]
    _partitions: Partitions
    _by_name: Mapping[str, Instrument]

    @classmethod
    def load(
        cls,
        folders: Iterable[Path] = (SHIPPED,),
        *,
        nature: str,
        signed_hashes: frozenset[tuple[str, str]] = frozenset(),
        country: Country | None = None,
        marks: frozenset[str] = frozenset({"T"}),
        switched_on: frozenset[str] = frozenset(),
    ) -> "Law":
        """Read all texts in these folders.

        Args:
            folders: each is a text, or holds texts.
            signed_hashes: (hash of a text, country) for each text that a named lawyer of it has signed.
            country: the node's own; a live node must have one.
            marks: of T, S and R, the ones whose permits are in use; on a live node never more than T.
            switched_on: names of texts that a sample node uses although they are off or not marked T.

        Raises:
            PolicyError: a text that does not load; no decision is taken under any of them.
        """
        if nature not in ("sample", "live") or (nature == "live" and country is None):
            raise PolicyError(
                "a {nature} node without more", hint="nature is sample, or live in a country", nature=nature
            )
        engine = Engine()
        found = [read_instrument(folder, engine) for folder in _text_folders(folders)]
        instruments = tuple(sorted(found, key=lambda text: (text.rank, text.name)))
        if len({text.name for text in instruments}) < len(instruments):
            raise PolicyError("two texts have the same name", hint="give each folder its own name")
        check_succession(instruments)
        use = _Use(nature, signed_hashes, country, marks, switched_on)
        texts = tuple(text for text in instruments if not (nature == "live" and text.is_sample))
        withdrawn = dict(use.withdrawn(instruments))
        days = tuple(sorted(set(_turning_days(instruments))))
        return cls(
            nature=nature,
            instruments=instruments,
            engine=engine,
            withdrawn=MappingProxyType(withdrawn),
            hash=_hash(engine, nature, instruments, withdrawn),
            _days=days,
            _partitions=Partitions(sort_rules(instruments, texts, days), withdrawn),
            _by_name=MappingProxyType({text.name: text for text in instruments}),
        )

    @classmethod
    def load_whole(cls, folders: Iterable[Path] = (SHIPPED,)) -> "Law":
        """Read all texts with everything switched on, as only a check of them does."""
        folders = tuple(folders)
        names = frozenset(folder.name for folder in _text_folders(folders))
        return cls.load(folders, nature="sample", switched_on=names)

    def hashes(self) -> tuple[tuple[str, str], ...]:
        """Return the name and hash of every text, sorted by name: what agreements cite."""
        return tuple(sorted((text.name, text.hash) for text in self.instruments))

    def partition(self, request: Request) -> Partition | None:
        """Return the rules that bear on a request, or None before the first day of any text."""
        era = bisect_right(self._days, request.on)
        pair = (request.officer.authority.country, request.holder.country)
        return self._partitions.get((era, request.action, pair))

    def instrument(self, name: str) -> Instrument | None:
        """Return a text by name, or None."""
        return self._by_name.get(name)

    def is_off(self, text: Instrument) -> bool:
        """Tell whether a text could permit, and permits nothing here until it is switched on."""
        permits = [rule.id for rule in text.rules if rule.kind is RuleKind.PERMIT]
        code = RefusalCode.TEXT_NOT_SWITCHED_ON
        return bool(permits) and all(self.withdrawn.get(rule_id) is code for rule_id in permits)

    def texts_on_agreement(self, action: Action) -> frozenset[str]:
        """Return the names of the texts that permit an act only where an agreement rests on them."""
        return frozenset(
            rule.article.instrument
            for text in self.instruments
            for rule in text.rules
            if rule.kind is RuleKind.PERMIT
            and action in rule.actions
            and any("agreement_in_force" in clause.facts for clause in rule.clauses)
        )

    def turned_on(self, day: date) -> date | None:
        """Return the last day, up to this one, on which anything began or ended; None before the first."""
        era = bisect_right(self._days, day)
        return self._days[era - 1] if era else None

    def with_texts(
        self, texts: Iterable[Instrument], *, tried: frozenset[str], others_permit: bool = True
    ) -> "Law":
        """Return this law with other texts in it: what a draft is tried under, and nothing is done under.

        Args:
            tried: names of the texts whose permits count, whatever their mark and whoever has signed.
            others_permit: whether the permits of all other texts count too; their forbids always do.
        """
        instruments = tuple(sorted(texts, key=lambda text: (text.rank, text.name)))
        withdrawn = {
            rule.id: self.withdrawn.get(rule.id, RefusalCode.NO_GROUND)
            for text in instruments
            for rule in text.rules
            if text.name not in tried
            and rule.kind is RuleKind.PERMIT
            and (not others_permit or rule.id in self.withdrawn)
        }
        usable = tuple(
            text
            for text in instruments
            if text.name in tried or not (self.nature == "live" and text.is_sample)
        )
        days = tuple(sorted(set(_turning_days(instruments))))
        return replace(
            self,
            instruments=instruments,
            withdrawn=MappingProxyType(withdrawn),
            hash=_hash(self.engine, self.nature, instruments, withdrawn),
            _days=days,
            _partitions=Partitions(sort_rules(instruments, usable, days), withdrawn),
            _by_name=MappingProxyType({text.name: text for text in instruments}),
        )

    def terms(self, rule: Rule) -> Terms:
        """Return what the rule's article attaches to its yes."""
        text = self.instrument(rule.article.instrument)
        if text is None:
            raise PolicyError(
                "no text {instrument} is loaded",
                hint="load the law again",
                instrument=rule.article.instrument,
            )
        return text.terms[rule.article.article]


@dataclass(frozen=True, slots=True)
class _Use:
    """Which permits a node may use. Forbids are never withdrawn: a missing signature must not open a door."""

    nature: str
    signed: frozenset[tuple[str, str]]
    country: Country | None
    marks: frozenset[str]
    switched_on: frozenset[str]

    def withdrawn(self, instruments: Iterable[Instrument]) -> Iterator[tuple[str, RefusalCode]]:
        for text in instruments:
            for rule in text.rules:
                why = self._why_not(text, rule)
                if rule.kind is RuleKind.PERMIT and why is not None:
                    yield rule.id, why

    def _why_not(self, text: Instrument, rule: Rule) -> RefusalCode | None:
        if text.is_sample:
            return RefusalCode.SAMPLE_ON_LIVE_NODE if self.nature == "live" else None
        # What nobody has read, or what waits for states to take part, is tried out on samples only.
        is_tried_out = self.nature == "sample" and text.name in self.switched_on
        marks = self.marks if self.nature == "sample" else self.marks & {"T"}
        if not is_tried_out and (text.is_off or rule.article.mark not in marks):
            return RefusalCode.TEXT_NOT_SWITCHED_ON
        if self.nature == "live" and (text.hash, str(self.country)) not in self.signed:
            return RefusalCode.TEXT_NOT_SIGNED
        return None


def _text_folders(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        if (folder / "instrument.toml").is_file():
            yield folder
            continue
        inside = sorted(path.parent for path in folder.glob("*/instrument.toml"))
        if not inside:
            raise PolicyError(
                "there is no treaty text in {folder}", hint="expected */instrument.toml", folder=folder
            )
        yield from inside


def _turning_days(instruments: Iterable[Instrument]) -> Iterator[date]:
    for text in instruments:
        for rule in text.rules:
            yield rule.valid_from
            if rule.valid_to is not None:
                yield rule.valid_to + timedelta(days=1)


def _hash(
    engine: Engine, nature: str, instruments: tuple[Instrument, ...], withdrawn: Mapping[str, RefusalCode]
) -> str:
    parts = {
        "schema": hashlib.sha256(engine.schema_text.encode()).hexdigest(),
        "nature": nature,
        "texts": [[text.name, text.hash] for text in instruments],
        "withdrawn": sorted(withdrawn),
    }
    return hashlib.sha256(canonical_json(parts)).hexdigest()
