"""The file in which a holder publishes its filters: `TREFPUNT-FUSE32/1`, pinned byte by byte.

    magic    18 bytes   TREFPUNT-FUSE32/1 and a line feed
    length    4 bytes   of the header, little-endian
    header              canonical JSON: facts, and per section its type, commitment, shape, seeds and hash
    tables              32-bit words, little-endian, section after section, shard after shard
    checksum 32 bytes   SHA-256 of everything before it

A section holds one key type under one OPRF key. From an output of 64 bytes, bytes 0 to 3 (big-endian)
choose the shard by their leading bits, bytes 8 to 15 (little-endian) are the key in that shard's filter.
The checksum finds accidents; the holder signs `header_bytes` and `sha256` elsewhere.
"""

import hashlib
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trefpunt.crypto.filterheader import (
    MAX_HEADER,
    MAX_SHARD_BITS,
    FilterFacts,
    SectionHead,
    decode_header,
    encode_header,
)
from trefpunt.crypto.filters import FuseFilter, Keys, build, padded_capacity
from trefpunt.crypto.group import Rng
from trefpunt.errors import CryptoError, InputError
from trefpunt.sentence import Sentence

MAX_FILE_BYTES = 1 << 30
OUTPUT_SIZE = 64
_NAME, _VERSION = b"TREFPUNT-FUSE32/", b"1\n"
_MAGIC = _NAME + _VERSION
_LENGTH, _CHECKSUM = 4, 32
_SHARD_KEYS = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """The filters of one key type, and the commitment to the OPRF key its outputs were made with."""

    head: SectionHead
    shards: tuple[FuseFilter, ...]

    def holds(self, outputs: Sequence[bytes]) -> NDArray[np.bool_]:
        """Say of every OPRF output whether the holder published it; wrong for one stranger in 2^32.

        Raises:
            CryptoError: an output is not 64 bytes.
        """
        keys, places = _split(outputs, self.head.shard_bits)
        found = np.zeros(len(keys), np.bool_)
        for at, shard in enumerate(self.shards):
            here = places == at
            found[here] = shard.holds(keys[here])
        return found


@dataclass(frozen=True, slots=True, eq=False)
class FilterFile:
    """A filter file that was read and checked; `header_bytes` and `sha256` are what its holder signed."""

    facts: FilterFacts
    sections: tuple[Section, ...]
    header_bytes: bytes
    sha256: str

    def section(self, key_type: str) -> Section:
        """Give the section of a key type.

        Raises:
            InputError: the holder publishes no such type to us.
        """
        for section in self.sections:
            if section.head.key_type == key_type:
                return section
        raise InputError(
            "the file has no section of this key type", hint="ask only types that the agreement names"
        )


def build_section(
    key_type: str,
    commitment: bytes,
    outputs: Sequence[bytes],
    *,
    capacity: int | None = None,
    rng: Rng = secrets.token_bytes,
) -> Section:
    """Build the section of one key type.

    Args:
        commitment: the public key of the OPRF key.
        outputs: of the OPRF, 64 bytes each; repeated ones count once.
        capacity: `padded_capacity` of the outputs unless given; give more to stay in one size class.
        rng: secret randomness.

    Raises:
        CryptoError: an output is not 64 bytes, or there are more than the capacity.
    """
    room = padded_capacity(len(outputs)) if capacity is None else capacity
    bits = _shard_bits(room)
    keys, places = _split(outputs, bits)
    shards = tuple(
        build(keys[places == at], capacity=_shard_capacity(room, bits), rng=rng) for at in range(1 << bits)
    )
    seeds = tuple(shard.seed for shard in shards)
    digest = hashlib.sha256(_body(shards)).hexdigest()
    return Section(SectionHead(key_type, commitment, room, shards[0].geometry, seeds, digest), shards)


def write(facts: FilterFacts, sections: Sequence[Section]) -> bytes:
    """Write the sections as one file.

    Raises:
        InputError: a fact is outside its limits, or a key type comes twice or not at all.
    """
    header = encode_header(facts, tuple(section.head for section in sections))
    bodies = [_body(section.shards) for section in sections]
    whole = b"".join([_MAGIC, len(header).to_bytes(_LENGTH, "little"), header, *bodies])
    return whole + hashlib.sha256(whole).digest()


def read(data: bytes, *, max_bytes: int = MAX_FILE_BYTES) -> FilterFile:
    """Read a filter file and check every byte of it.

    Raises:
        InputError: too large, not of this format or version, cut short, changed, or not consistent.
    """
    if len(data) > max_bytes:
        raise _refuse(
            Sentence("is {count} bytes", count=format(len(data), ",")),
            Sentence("at most {max_bytes} are read", max_bytes=format(max_bytes, ",")),
        )
    _check_frame(data)
    start = len(_MAGIC) + _LENGTH
    end = start + int.from_bytes(data[len(_MAGIC) : start], "little")
    if end - start > min(MAX_HEADER, len(data) - _CHECKSUM - start):
        raise _refuse(
            Sentence("names a header longer than itself"), Sentence("the program that wrote it is at fault")
        )
    header = data[start:end]
    facts, heads = decode_header(header)
    expected = end + sum(head.body_bytes for head in heads) + _CHECKSUM
    if len(data) != expected:
        raise _refuse(
            Sentence("is {count} bytes", count=format(len(data), ",")),
            Sentence("its header asks for {expected}", expected=format(expected, ",")),
        )
    sections = []
    for head in heads:
        sections.append(_read_section(head, data[end : end + head.body_bytes]))
        end += head.body_bytes
    return FilterFile(facts, tuple(sections), header, hashlib.sha256(data).hexdigest())


def _check_frame(data: bytes) -> None:
    if not data.startswith(_NAME):
        raise _refuse(
            Sentence("does not begin as a filter file does"), Sentence("was another file sent in its place?")
        )
    if not data.startswith(_MAGIC):
        raise _refuse(
            Sentence("is of another version"),
            Sentence("this node reads TREFPUNT-FUSE32/1; one of the nodes needs an upgrade"),
        )
    if len(data) < len(_MAGIC) + _LENGTH + _CHECKSUM:
        raise _refuse(Sentence("is cut short"), Sentence("fetch it again"))
    if hashlib.sha256(data[:-_CHECKSUM]).digest() != data[-_CHECKSUM:]:
        raise _refuse(
            Sentence("does not match its checksum"),
            Sentence("it was cut short or changed on the way; fetch it again"),
        )


def _read_section(head: SectionHead, body: bytes) -> Section:
    if hashlib.sha256(body).hexdigest() != head.sha256:
        raise _refuse(
            Sentence("has a section that does not match its hash"),
            Sentence("the program that wrote it is at fault"),
        )
    words = np.frombuffer(body, "<u4").reshape(len(head.seeds), -1)
    pairs = zip(head.seeds, words, strict=True)
    return Section(head, tuple(FuseFilter(seed, head.geometry, table) for seed, table in pairs))


def _body(shards: Sequence[FuseFilter]) -> bytes:
    return b"".join(shard.table.astype("<u4").tobytes() for shard in shards)


def _shard_bits(capacity: int) -> int:
    bits = max(0, math.ceil(math.log2(capacity / _SHARD_KEYS)))
    if bits > MAX_SHARD_BITS:
        raise CryptoError(
            "a section cannot hold {capacity} keys",
            hint="publish at most 1,000,000,000 of a type",
            capacity=capacity,
        )
    return bits


def _shard_capacity(capacity: int, bits: int) -> int:
    # Outputs spread over shards by chance: six standard deviations fit all but one publication in a billion.
    mean = capacity / (1 << bits)
    return capacity if bits == 0 else math.ceil(mean + 6 * math.sqrt(mean))


def _split(outputs: Sequence[bytes], bits: int) -> tuple[Keys, NDArray[np.intp]]:
    """Give the key of every output, and the shard it belongs to."""
    if any(len(output) != OUTPUT_SIZE for output in outputs):
        raise CryptoError("an output is not 64 bytes", hint="give what finish or outputs returned")
    heads = b"".join(output[:16] for output in outputs)
    wide = np.frombuffer(heads, np.uint8).reshape(len(outputs), 16)
    keys = np.ascontiguousarray(wide[:, 8:16]).view("<u8").reshape(-1).astype(np.uint64)
    prefixes = np.ascontiguousarray(wide[:, :4]).view(">u4").reshape(-1).astype(np.uint64)
    return keys, (prefixes >> np.uint64(32 - bits)).astype(np.intp)


def _refuse(seen: Sentence, advice: Sentence) -> InputError:
    return InputError("the filter file {seen}", hint="{advice}", seen=seen, advice=advice)
