"""Needles: a subject in every clothing that we could think of, and a search for all of them at once."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from trefpunt.model import Subject
from trefpunt.naming import keys_of

# Shorter ones turn up in noise by chance.
LEAST_BYTES = 6
_PIECE = 4 * 1024 * 1024
_ORDERS = ("%Y{0}%m{0}%d", "%d{0}%m{0}%Y", "%m{0}%d{0}%Y")
_PERSONAL = ("firstName", "lastName", "birthPlace", "address")


@dataclass(frozen=True)
class Needles:
    """Bytes that give the subject away, each with what it is; `search` looks for all of them at once.

    Attributes:
        named: needle -> what it is, such as `lastName utf-16 base64`.
    """

    named: Mapping[bytes, str]
    _seen: np.ndarray = field(repr=False)
    _heads: np.ndarray = field(repr=False)
    _by_head: Mapping[int, tuple[bytes, ...]] = field(repr=False)

    def search(self, haystack: bytes) -> set[str]:
        """Return what of the subject is in the haystack."""
        found: set[str] = set()
        longest = max(len(needle) for needle in self.named)
        for start in range(0, len(haystack), _PIECE):
            found |= self._search_piece(haystack[start : start + _PIECE + longest])
        return found

    def _search_piece(self, piece: bytes) -> set[str]:
        if len(piece) < LEAST_BYTES:
            return set()
        raw = np.frombuffer(piece, np.uint8)
        pairs = raw[:-1].astype(np.uint16) | (raw[1:].astype(np.uint16) << 8)
        places = np.flatnonzero(self._seen[pairs[:-2]] & self._seen_second[pairs[2:]])
        found = set()
        for place in places[np.isin(_heads_at(raw, places), self._heads)].tolist():
            head = int.from_bytes(piece[place : place + 4], "little")
            found |= {self.named[one] for one in self._by_head[head] if piece.startswith(one, place)}
        return found

    @property
    def _seen_second(self) -> np.ndarray:
        table = np.zeros(1 << 16, np.bool_)
        table[self._heads >> 16] = True
        return table


def needles_of(*some: Subject, without: str = "") -> Needles:
    """Return every clothing of the subjects' numbers, names, birth dates and places, and match keys.

    Args:
        without: kind of what is left out, such as `birthDate`: a day is nobody's own, a day in a key is.
    """
    named: dict[bytes, str] = {}
    for subject in some:
        for name, raw in _dressed(subject):
            if len(raw) >= LEAST_BYTES and name.split()[0] != without:
                # The plainest name first: a key may be a number and nothing else.
                named.setdefault(raw, name)
    heads = np.unique(np.array([int.from_bytes(raw[:4], "little") for raw in named], np.uint32))
    seen = np.zeros(1 << 16, np.bool_)
    seen[heads & 0xFFFF] = True
    by_head: dict[int, tuple[bytes, ...]] = {}
    for raw in named:
        head = int.from_bytes(raw[:4], "little")
        by_head[head] = (*by_head.get(head, ()), raw)
    return Needles(named, seen, heads, by_head)


def _heads_at(raw: np.ndarray, places: np.ndarray) -> np.ndarray:
    return sum((raw[places + at].astype(np.uint32) << (8 * at) for at in range(4)), np.uint32(0))


def _dressed(subject: Subject) -> Iterator[tuple[str, bytes]]:
    for name, text in _texts(subject):
        for coding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            raw = text.encode(coding, errors="ignore")
            yield from _carried(f"{name} {coding}", raw)
        yield f"{name} JSON", json.dumps(text).strip('"').encode()
        yield from _hashed(name, text.encode())
    for key in keys_of(subject):
        yield from _carried(f"key {key.type}", key.encoded())
        yield from _carried(f"key {key.type} value", key.value.encode())
        yield from _hashed(f"key {key.type}", key.encoded())
        yield from _hashed(f"key {key.type} value", key.value.encode())


def _texts(subject: Subject) -> Iterator[tuple[str, str]]:
    for number in subject.identifiers:
        digits = "".join(sign for sign in number.value if sign.isalnum())
        yield from _cased("number", (number.value, digits))
    for value in subject.values("phone"):
        # With or without the country's code, as one writes it at home.
        yield from _cased("phone", (value, value.removeprefix("+"), value[-9:]))
    for name in _PERSONAL:
        for value in subject.values(name):
            plain = value.replace("-", " ")
            yield from _cased(name, (value, plain, plain.replace(" ", ""), *plain.split()))
    for value in subject.values("birthDate"):
        day = date.fromisoformat(value)
        dressed = (day.strftime(order.format(sign)) for order in _ORDERS for sign in ("", "-", "/", ".", " "))
        yield from _cased("birthDate", tuple(dressed))


def _cased(name: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    for value in values:
        for dressed in {value, value.upper(), value.lower(), value.title()}:
            yield name, dressed
            yield f"{name} reversed", dressed[::-1]


def _carried(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, raw
    yield f"{name} hex", raw.hex().encode()
    yield f"{name} HEX", raw.hex().upper().encode()
    for offset in range(3):
        inner = _inner(raw, offset)
        yield f"{name} base64", inner
        yield f"{name} base64url", inner.translate(bytes.maketrans(b"+/", b"-_"))


def _inner(raw: bytes, offset: int) -> bytes:
    """Return the middle of the base64 of these bytes, where it does not depend on what stands around them."""
    # They begin `offset` places into a group of three; whole groups of six bits after that are their own.
    coded = base64.b64encode(bytes(offset) + raw)
    first = -(-8 * offset // 6)
    last = 8 * (offset + len(raw)) // 6
    return coded[first:last]


def _hashed(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    for algorithm in ("sha256", "sha1", "md5", "sha512"):
        yield from _carried(f"{name} {algorithm}", hashlib.new(algorithm, raw).digest())
    yield from _carried(f"{name} HMAC", hmac.new(b"", raw, hashlib.sha256).digest())
