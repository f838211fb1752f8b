"""Names that are typed: an officer, a partner, a word of a closed list, each checked before it is used."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from trefpunt.errors import InputError
from trefpunt.model import Officer, Purpose
from trefpunt.node import Node
from trefpunt.sentence import Sentence
from trefpunt.settings import FILE_NAME

E = TypeVar("E", bound=StrEnum)
_NODE = re.compile(r"[a-z][a-z0-9-]{1,30}\.[a-z]{2}")
_HINTS: Mapping[str, str] = {
    "nearest": "did you mean {nearest}?",
    "all": "expected one of {words}",
    "none": "there is none yet",
}
_CASE = re.compile(r"[\w./:#()+-](?:[\w ./:#()+-]{0,58}[\w./:#()+-])?")


def case_number(typed: str) -> str:
    """Return a case number as it is typed.

    Raises:
        InputError: it is empty, long, or has signs that would break a line of the log.
    """
    if not typed:
        raise InputError("no case is named", hint="add --case NUMBER; `trefpunt case open` makes one")
    if _CASE.fullmatch(typed) is None:
        raise InputError(
            "this is no case number",
            hint="expected 1 to 60 letters, digits, spaces within, and . / : # ( ) + - _",
        )
    return typed


def officer_of(node: Node, number: str) -> Officer:
    """Return the officer behind a service number.

    Raises:
        InputError: no officer of this node has it.
    """
    officer = node.officers.get(number)
    if officer is None:
        raise InputError(
            "what was typed is no service number of an officer of {node}",
            hint="expected one of {numbers}; others are listed with their role under [officers] in {file}"
            if node.officers
            else "list the officers with their role under [officers] in {file}",
            node=node.me.id,
            numbers=tuple(sorted(node.officers)),
            file=node.home / FILE_NAME,
        )
    return officer


def second_officer_of(node: Node, number: str, first: Officer) -> Officer | None:
    """Return the second officer who was named, or None where none was.

    Raises:
        InputError: it is no officer, or the first one again.
    """
    if not number:
        return None
    second = officer_of(node, number)
    if second.id == first.id:
        raise InputError(
            "{officer} asks and approves",
            hint="--approved-by needs another officer: four eyes see more",
            officer=second.id,
        )
    return second


def partners_of(node: Node, names: Sequence[str]) -> list[str]:
    """Return the partners that were named, each once; nothing is asked of anybody before all are known.

    Raises:
        InputError: one of them is no partner; the known ones are named.
    """
    known = sorted({peer.id for peer in node.exchange.agreements.peers()})
    for place, name in enumerate(names, start=1):
        if name in known:
            continue
        nearest = _nearest(name, known)
        # Two words without quotes make a partner of a surname: what is no node name is not repeated.
        raise InputError(
            "{name} is no partner of {node}"
            if _NODE.fullmatch(name)
            else "word {place} where partners are named is no partner of {node}",
            hint=_HINTS[_hint_for(known, nearest)],
            name=name,
            place=place,
            node=node.me.id,
            nearest=nearest,
            words=tuple(known),
        )
    return list(dict.fromkeys(names))


def word_of(kind: type[E], typed: str, *, no_such: Sentence) -> E:
    """Return the word of a closed list.

    Raises:
        InputError: there is no such word; the nearest or all are named.
    """
    if typed not in set(kind):
        raise unknown_word(typed, [str(word) for word in kind], no_such=no_such)
    return kind(typed)


def purpose_of(typed: str) -> Purpose:
    """Return the purpose that was typed.

    Raises:
        InputError: there is no such purpose.
    """
    return word_of(Purpose, typed, no_such=Sentence("there is no such purpose"))


def unknown_word(typed: str, words: Sequence[str], *, no_such: Sentence) -> InputError:
    """Return the error of a word that is not in its list; it does not repeat the word.

    Args:
        no_such: says of which list.
    """
    begun = next((word for word in words if typed and word.startswith(typed)), "")
    nearest = begun or _nearest(typed, words)
    return InputError(
        "{no_such}",
        hint=_HINTS[_hint_for(words, nearest)],
        no_such=no_such,
        nearest=nearest,
        words=tuple(words),
    )


def _nearest(typed: str, words: Sequence[str]) -> str:
    return next(iter(get_close_matches(typed, words, n=1)), "")


def _hint_for(words: Sequence[str], nearest: str) -> str:
    return "nearest" if nearest else "all" if words else "none"
