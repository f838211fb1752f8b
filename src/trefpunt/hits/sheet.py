"""The sheet of a question: which slot holds what, kept at home until the answer is finished.

Every row fills the same fixed template, so that the partner sees the same number of slots whomever the
question is about. Empty slots are random points; a few canaries, which the holder published and which
must hit, stand at random places among them. The order within a type is random, so that no place tells.
"""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from trefpunt.crypto import Oprf
from trefpunt.model import KeyType, MatchKey

CANARY, EMPTY = -1, -2
# The scalar one, as a blind: whoever multiplies by it again gets the point that was sent.
_ONE = b"\1" + bytes(31)
CANARIES_A_TYPE = 8
"""How many canaries a holder publishes for each key type; a question carries a few of them."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the batch: what is asked there and the blind that hides it.

    Attributes:
        row: number of the subject's row, or CANARY or EMPTY.
    """

    row: int
    content: bytes = field(repr=False)
    blind: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All slots of a batch, per key type, in the order in which they travel."""

    slots: Mapping[KeyType, tuple[Slot, ...]]

    def packed(self) -> bytes:
        """Return the sheet as bytes for the ledger."""
        return json.dumps(
            {
                key_type.value: [[slot.row, _text(slot.content), _text(slot.blind)] for slot in slots]
                for key_type, slots in self.slots.items()
            }
        ).encode()

    @classmethod
    def unpacked(cls, packed: bytes) -> "Sheet":
        """Read the sheet back from the ledger."""
        return cls(
            {
                KeyType(name): tuple(
                    Slot(row, b64decode(content), b64decode(blind)) for row, content, blind in slots
                )
                for name, slots in json.loads(packed).items()
            }
        )


def counts_of(packed: bytes) -> dict[KeyType, int]:
    """Return how many slots of each type a sheet has, without opening them."""
    return {KeyType(name): len(slots) for name, slots in json.loads(packed).items()}


def fill_sheet(
    rows: Sequence[Mapping[KeyType, Sequence[MatchKey]]],
    *,
    template: Mapping[KeyType, int],
    canaries: Mapping[KeyType, Sequence[bytes]],
    oprf: Oprf,
    rng: Callable[[int], bytes] = secrets.token_bytes,
) -> tuple[Sheet, dict[KeyType, list[bytes]]]:
    """Fill the template for every row, add canaries, shuffle and blind.

    Returns:
        The sheet, which stays, and the blinded elements per type, which travel.
    """
    slots: dict[KeyType, tuple[Slot, ...]] = {}
    blinded: dict[KeyType, list[bytes]] = {}
    for key_type, width in sorted(template.items()):
        wanted = [(CANARY, canary) for canary in canaries.get(key_type, ())]
        for number, keys in enumerate(rows):
            mine = [(number, key.encoded()) for key in keys.get(key_type, ())[:width]]
            wanted += mine + [(EMPTY, rng(32)) for _ in range(width - len(mine))]
        wanted.sort(key=lambda _: rng(16))
        slots[key_type], blinded[key_type] = _blinded(wanted, oprf=oprf, rng=rng)
    return Sheet(slots), blinded


def _blinded(
    wanted: Sequence[tuple[int, bytes]], *, oprf: Oprf, rng: Callable[[int], bytes]
) -> tuple[tuple[Slot, ...], list[bytes]]:
    """Blind what says something; an empty slot is a random point already, and is sent as it is."""
    told = [content for row, content in wanted if row != EMPTY]
    fresh = iter(zip(*oprf.blind(told, rng=rng), strict=True))
    empty = iter(oprf.points_of([content for row, content in wanted if row == EMPTY]))
    pairs = [(_ONE, next(empty)) if row == EMPTY else next(fresh) for row, _ in wanted]
    slots = tuple(Slot(row, content, blind) for (row, content), (blind, _) in zip(wanted, pairs, strict=True))
    return slots, [point for _, point in pairs]


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()
