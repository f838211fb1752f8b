"""Names that are typed: an officer, a partner, a word of a closed list, each checked before it is used."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from trefpunt.errors import InputError
from trefpunt.model import Officer
from trefpunt.node import Node

E = TypeVar("E", bound=StrEnum)
_NODE = re.compile(r"[a-z][a-z0-9-]{1,30}\.[a-z]{2}")
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
            f"what was typed is no service number of an officer of {node.me.id}",
            hint=f"expected {_one_of(sorted(node.officers))}; others are listed with their role under "
            f"[officers] in {node.home / 'trefpunt.toml'}",
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
            f"{second.id} asks and approves", hint="--approved-by needs another officer: four eyes see more"
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
        # Two words without quotes make a partner of a surname: what is no node name is not repeated.
        which = name if _NODE.fullmatch(name) else f"word {place} where partners are named"
        nearest = get_close_matches(name, known, n=1)
        raise InputError(
            f"{which} is no partner of {node.me.id}",
            hint=f"did you mean {nearest[0]}?" if nearest else f"expected {_one_of(known)}",
        )
    return list(dict.fromkeys(names))


def word_of(kind: type[E], typed: str, *, what: str) -> E:
    """Return the word of a closed list.

    Raises:
        InputError: there is no such word; the nearest or all are named.
    """
    if typed not in set(kind):
        raise unknown_word(typed, [str(word) for word in kind], what=what)
    return kind(typed)


def unknown_word(typed: str, words: Sequence[str], *, what: str) -> InputError:
    """Return the error of a word that is not in its list; it does not repeat the word."""
    begun = [word for word in words if typed and word.startswith(typed)]
    nearest = begun or get_close_matches(typed, words, n=1)
    return InputError(
        f"there is no such {what}",
        hint=f"did you mean {nearest[0]}?" if nearest else f"expected {_one_of(words)}",
    )


def _one_of(words: Sequence[str]) -> str:
    return f"one of {', '.join(words)}" if words else "nothing yet: there is none"
