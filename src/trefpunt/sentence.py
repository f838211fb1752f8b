"""Sentences with named places: what rooms hand up in English, and doors say in their own language."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_ABSENT = "…"
# Facts come from partners and files too: what is shown of one stays short and on its line.
_LONGEST_FACT = 400


@dataclass(frozen=True, slots=True, init=False)
class Sentence:
    """An English sentence, and the facts in its places; neither ever holds a personal value.

    A place is a name in braces, such as `{file}`; any other brace is just that. A fact may be a sentence
    again, several values, or `Lines`.
    """

    template: str
    facts: Mapping[str, object]

    def __init__(self, template: str, /, **facts: object) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "facts", facts)

    def __str__(self) -> str:
        return fill(self.template, self.facts, shown=in_english)


class Lines(tuple[Sentence, ...]):
    """Sentences that stand below one another."""

    __slots__ = ()


def places(template: str) -> set[str]:
    """Return the names of the facts that a template has a place for."""
    return set(_PLACE.findall(template))


def fill(template: str, facts: Mapping[str, object], *, shown: Callable[[object], str]) -> str:
    """Put facts in their places; nothing in a fact is taken for a place, and a missing one leaves a gap."""
    return _PLACE.sub(lambda found: shown(facts[found[1]]) if found[1] in facts else _ABSENT, template)


def listed(values: tuple[object, ...], *, shown: Callable[[object], str]) -> str:
    """Join several facts: lines below one another, anything else behind one another."""
    if isinstance(values, Lines):
        return "".join(f"\n  - {shown(value)}" for value in values)
    return ", ".join(shown(value) for value in values)


def in_english(value: object) -> str:
    """Return a fact as logs and messages in English have it."""
    if isinstance(value, Sentence):
        return str(value)
    return listed(value, shown=in_english) if isinstance(value, tuple) else plain(value)


def plain(value: object) -> str:
    """Return a value as text that stays on its line."""
    text = str(value)[:_LONGEST_FACT]
    return text if text.isprintable() else "".join(map(_printable, text))


def _printable(sign: str) -> str:
    return sign if sign.isprintable() else " " if sign.isspace() else "?"
