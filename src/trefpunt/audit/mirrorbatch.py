"""What travels to the oversight body at each checkpoint: whole blocks of the log, still encrypted."""

from base64 import b64decode, b64encode
from binascii import Error as BinasciiError
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trefpunt.audit.tree import BLOCK_LEAVES
from trefpunt.crypto.canonical import canonical_json, parse_strict_json
from trefpunt.errors import InputError
from trefpunt.store.ledger.audit_watch import MirroredEntry

MAX_BATCH_BLOCKS = 64
MAX_BATCH_BYTES = 64 * 1024 * 1024
_STEP_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class MirrorBatch:
    """Whole blocks of a log, in order, and what was erased of earlier ones.

    Attributes:
        covered_by: size of the cosigned checkpoint that covers it.
        path: the consistency path from the end of the batch to that checkpoint.
        erased: earlier entry -> the entry of this batch that says it was erased.
    """

    origin: str
    rows: tuple[MirroredEntry, ...]
    covered_by: int
    path: tuple[bytes, ...]
    erased: Mapping[int, int]

    @property
    def first(self) -> int:
        """The first position in it."""
        return self.rows[0].idx

    @property
    def end(self) -> int:
        """One past the last position in it."""
        return self.rows[-1].idx + 1

    def to_bytes(self) -> bytes:
        """Return the batch as JSON, filled up with spaces so that its length tells little of the traffic."""
        rows = [
            [_b64(row.commitment), None if row.ciphertext is None else _b64(row.ciphertext), row.erased_by]
            for row in self.rows
        ]
        value = {
            "v": 1,
            "origin": self.origin,
            "first": self.first,
            "rows": rows,
            "covered_by": self.covered_by,
            "path": [_b64(item) for item in self.path],
            "erased": [[idx, act] for idx, act in sorted(self.erased.items())],
        }
        data = canonical_json(value)
        return data.ljust(-(-len(data) // _STEP_BYTES) * _STEP_BYTES)

    @classmethod
    def from_bytes(cls, data: bytes) -> "MirrorBatch":
        """Read a batch from outside.

        Raises:
            InputError: it has another form.
        """
        value = parse_strict_json(data, max_bytes=MAX_BATCH_BYTES)
        try:
            return cls._of(value)
        except (KeyError, TypeError, ValueError, BinasciiError) as error:
            raise InputError("a mirror batch has another form", hint="both nodes need one version") from error

    @classmethod
    def _of(cls, value: dict[str, Any]) -> "MirrorBatch":
        first = _number(value["first"])
        rows = tuple(
            MirroredEntry(
                first + offset,
                _unb64(commitment),
                None if ciphertext is None else _unb64(ciphertext),
                None if erased_by is None else _number(erased_by),
            )
            for offset, (commitment, ciphertext, erased_by) in enumerate(value["rows"])
        )
        if value["v"] != 1 or not rows or len(rows) % BLOCK_LEAVES or not isinstance(value["origin"], str):
            raise ValueError("another version, or no whole blocks")
        return cls(
            value["origin"],
            rows,
            _number(value["covered_by"]),
            tuple(_unb64(item) for item in value["path"]),
            {_number(idx): _number(act) for idx, act in value["erased"]},
        )


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a position")
    return value


def _b64(data: bytes) -> str:
    return b64encode(data).decode()


def _unb64(text: str) -> bytes:
    return b64decode(text, validate=True)
