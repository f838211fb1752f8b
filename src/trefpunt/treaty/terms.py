"""What an article attaches to its yes: channel, conditions, clock, and what must be asked again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from trefpunt.clocks import CLOCKS
from trefpunt.errors import PolicyError
from trefpunt.model import Action, AnswerMode, Fact, Grade, KeyType, MatchTerms
from trefpunt.treaty.codes import Condition
from trefpunt.treaty.facts import FACTS

CHANNELS = frozenset({"trefpunt", "siena", "direct", "vat_forms", "crisis_channel", "own_system", "none"})


@dataclass(frozen=True, slots=True)
class ClockChoice:
    """A clock that runs where all of these facts are true."""

    clock: str
    when: frozenset[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds whoever acts under an article; `clocks` is read from the top, the last one is for all.

    Attributes:
        channel_if: another channel, where a fact is stated: (fact, channel).
        source, mark: of an article without a rule of its own, which binds by its conditions or by the form.
    """

    title: Mapping[str, str]
    channel: str = "trefpunt"
    channel_if: tuple[str, str] | None = None
    conditions: tuple[Condition, ...] = ()
    clocks: tuple[ClockChoice, ...] = ()
    keep_days: int | None = None
    ask_again_before: tuple[Action, ...] = ()
    match: MatchTerms | None = None
    source: str = ""
    mark: str = ""

    def channel_for(self, facts: Mapping[str, Fact]) -> str:
        """Return the channel that is prescribed for an act with these facts."""
        fact, other = self.channel_if or ("", "")
        return other if facts.get(fact) is True else self.channel

    def deadline(self, facts: Mapping[str, Fact]) -> str:
        """Return the key of the clock that runs, or nothing."""
        stated = {name for name, value in facts.items() if value is True}
        return next((choice.clock for choice in self.clocks if choice.when <= stated), "")

    def keep_until(self, on: date) -> date | None:
        """Return the last day on which what is received may be kept, or None where the text sets none."""
        return None if self.keep_days is None else on + timedelta(days=self.keep_days)


def read_terms(raw: Mapping[str, Any], where: str) -> Terms:
    """Read one `[article."..."]` table of an instrument.

    Raises:
        PolicyError: a name or a word that is on no closed list.
    """
    known = {
        "title",
        "channel",
        "channel_if",
        "conditions",
        "clock",
        "keep_days",
        "ask_again_before",
        "match",
        "source",
        "mark",
    }
    if strange := sorted(set(raw) - known):
        raise PolicyError(
            "{where} has '{strange}'",
            hint="expected {known}",
            where=where,
            strange=strange[0],
            known=tuple(sorted(known)),
        )
    try:
        return Terms(
            title=dict(raw["title"]),
            channel=_channel(raw.get("channel", "trefpunt")),
            channel_if=_channel_if(raw["channel_if"]) if "channel_if" in raw else None,
            conditions=tuple(Condition(word) for word in raw.get("conditions", ())),
            clocks=tuple(_clock(entry) for entry in raw.get("clock", ())),
            keep_days=raw.get("keep_days"),
            ask_again_before=tuple(Action(word) for word in raw.get("ask_again_before", ())),
            match=_match(raw["match"]) if "match" in raw else None,
            source=raw.get("source", ""),
            mark=raw.get("mark", ""),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PolicyError(
            "{where} is not as expected", hint="{fault}", where=where, fault=str(error)
        ) from error


def _channel(word: str) -> str:
    if word not in CHANNELS:
        raise ValueError(f"{word!r} is no channel, expected one of {', '.join(sorted(CHANNELS))}")
    return word


def _channel_if(raw: Mapping[str, Any]) -> tuple[str, str]:
    if raw["fact"] not in FACTS:
        raise ValueError(f"{raw['fact']!r} is no fact")
    return raw["fact"], _channel(raw["channel"])


def _clock(raw: Mapping[str, Any]) -> ClockChoice:
    if raw["key"] not in CLOCKS:
        raise ValueError(f"{raw['key']!r} is no clock")
    return ClockChoice(raw["key"], frozenset(raw.get("when", ())))


def _match(raw: Mapping[str, Any]) -> MatchTerms:
    terms = MatchTerms(
        answers=AnswerMode(raw["answers"]),
        least_grade=Grade(raw["least_grade"]),
        key_types=frozenset(KeyType(word) for word in raw["key_types"]),
    )
    if terms.answers is AnswerMode.EXISTENCE and terms.least_grade is not Grade.STRONG:
        raise ValueError("an answer of existence alone knows no grades, so its least grade is strong")
    return terms
