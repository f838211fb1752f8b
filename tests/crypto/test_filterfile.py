"""The published file: nothing is lost in it, nothing in it can be changed, and its bytes are pinned."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from trefpunt.crypto.filterfile import FilterFile, build_section, read, write
from trefpunt.crypto.filterheader import MAX_HEADER, FilterFacts, decode_header
from trefpunt.errors import CryptoError, InputError

GOLDEN = Path(__file__).parents[1] / "vectors" / "trefpunt_fuse32_1.json"
FACTS = FilterFacts(
    holder="SAMPLE Police BE",
    partner="SAMPLE Police NL",
    purpose="SAMPLE art. 14",
    epoch="2026-11-24",
    scheme="1",
    valid_from="2026-11-24T00:00:00Z",
    valid_to="2026-11-25T00:00:00Z",
    is_synthetic=True,
)
COMMITMENT = bytes(range(32))


def fixed(seed: int = 1) -> Callable[[int], bytes]:
    """Give bytes that are the same for ever: the golden file must not hang on a library's generator."""
    calls = iter(range(10**6))
    return lambda size: hashlib.shake_256(f"{seed} {next(calls)}".encode()).digest(size)


def outputs(count: int, name: str = "member") -> list[bytes]:
    return [hashlib.sha512(f"{name} {at}".encode()).digest() for at in range(count)]


def sample() -> bytes:
    first = build_section("P1", COMMITMENT, outputs(120), rng=fixed(1))
    second = build_section("I1", COMMITMENT[::-1], outputs(30, "other"), rng=fixed(2))
    return write(FACTS, [first, second])


def sealed(whole: bytes) -> bytes:
    return whole + hashlib.sha256(whole).digest()


def parts(data: bytes) -> tuple[dict[str, Any], bytes]:
    length = int.from_bytes(data[18:22], "little")
    return json.loads(data[22 : 22 + length]), data[22 + length : -32]


def rebuilt(header: object, body: bytes) -> bytes:
    encoded = header if isinstance(header, bytes) else rfc8785.dumps(header)
    return sealed(data_start(len(encoded)) + encoded + body)


def data_start(length: int) -> bytes:
    return b"TREFPUNT-FUSE32/1\n" + length.to_bytes(4, "little")


def test_the_format_is_pinned_byte_by_byte() -> None:
    golden, data = json.loads(GOLDEN.read_text()), sample()
    assert hashlib.sha256(data).hexdigest() == golden["sha256"]
    assert len(data) == golden["bytes"]
    assert data[:64].hex() == golden["begins"]


def test_a_file_says_what_was_written() -> None:
    data = sample()
    found = read(data)
    assert found.facts == FACTS
    assert [section.head.key_type for section in found.sections] == ["P1", "I1"]
    assert found.section("I1").head.commitment == COMMITMENT[::-1]
    assert found.section("P1").head.capacity == 120
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert json.loads(found.header_bytes)["holder"] == "SAMPLE Police BE"
    assert data[22 : 22 + len(found.header_bytes)] == found.header_bytes


def test_members_are_found_under_their_own_type_only() -> None:
    found = read(sample())
    assert found.section("P1").holds(outputs(120)).all()
    assert not found.section("I1").holds(outputs(120)).any()
    assert not found.section("P1").holds(outputs(5_000, "stranger")).any()
    assert found.section("P1").holds([]).tolist() == []


def test_a_type_that_was_not_published_is_said() -> None:
    with pytest.raises(InputError, match="no section"):
        read(sample()).section("P3")


@settings(max_examples=20, deadline=None)
@given(st.sets(st.binary(min_size=64, max_size=64), max_size=200), st.integers(0, 99))
def test_any_set_of_outputs_survives_the_round_trip(members: set[bytes], seed: int) -> None:
    section = build_section("P1", COMMITMENT, list(members), rng=fixed(seed))
    found = read(write(FACTS, [section]))
    assert found.section("P1").holds(list(members)).all()


SAMPLE = sample()


@given(st.integers(0, len(SAMPLE) - 1), st.integers(1, 255))
def test_any_flipped_byte_is_refused(at: int, flip: int) -> None:
    with pytest.raises(InputError):
        read(SAMPLE[:at] + bytes([SAMPLE[at] ^ flip]) + SAMPLE[at + 1 :])


@given(st.integers(0, len(SAMPLE) - 1))
def test_any_cut_is_refused(length: int) -> None:
    with pytest.raises(InputError):
        read(SAMPLE[:length])


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_magic_are_refused_as_input(junk: bytes) -> None:
    for data in (junk, b"TREFPUNT-FUSE32/1\n" + junk, sealed(b"TREFPUNT-FUSE32/1\n" + junk)):
        with pytest.raises(InputError):
            read(data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\3\4", "does not begin"),
        (b"TREFPUNT-FUSE32/2\n" + bytes(99), "another version"),
        (b"TREFPUNT-FUSE32/1\n", "cut short"),
        (SAMPLE[:-1], "checksum"),
        (sealed(SAMPLE), "its header asks for"),
        (sealed(data_start(10**6) + bytes(99)), "longer than itself"),
    ],
)
def test_a_broken_frame_is_named(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(data)


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(InputError, match="at most 100 are read"):
        read(SAMPLE, max_bytes=100)


def test_a_table_that_does_not_match_its_hash_is_refused() -> None:
    header, body = parts(SAMPLE)
    with pytest.raises(InputError, match="does not match its hash"):
        read(rebuilt(header, bytes(len(body))))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("is_synthetic", 1),
        ("holder", ""),
        ("partner", "two\nlines"),
        ("purpose", 7),
        ("epoch", "x" * 201),
        ("scheme", None),
        ("valid_from", "2026-11-24"),
        ("valid_from", "2026-13-24T00:00:00Z"),
        ("valid_to", "2026-11-24T00:00:00Z"),
        ("sections", []),
        ("sections", {}),
        ("sections", [1]),
        ("sections", [{}]),
        ("unknown", 1),
    ],
)
def test_a_header_field_outside_its_limits_is_named(name: str, value: object) -> None:
    header, body = parts(SAMPLE)
    with pytest.raises(InputError, match=name if name in header and value != [{}] else "unknown"):
        read(rebuilt(header | {name: value}, body))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("arity", 3),
        ("type", ""),
        ("commitment", "00"),
        ("capacity", 99),
        ("capacity", True),
        ("segment", 0),
        ("segments", 3),
        ("seeds", []),
        ("seeds", "0" * 16),
        ("seeds", ["0" * 16] * 3),
        ("seeds", ["0" * 15]),
        ("seeds", [5]),
        ("sha256", "F" * 64),
        ("type", "I1"),
    ],
)
def test_a_section_field_outside_its_limits_is_named(name: str, value: object) -> None:
    header, body = parts(SAMPLE)
    header["sections"][0][name] = value
    with pytest.raises(InputError, match=f"the field {name} "):
        read(rebuilt(header, body))


@pytest.mark.parametrize(
    "header",
    [
        b"{",
        b"[]",
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b'{"a":NaN}',
        b"[" * 100_000,
        b"\xff",
        b" " * (1 << 20) + b"{}",
    ],
)
def test_a_header_that_is_not_canonical_json_is_refused(header: bytes) -> None:
    with pytest.raises(InputError):
        read(rebuilt(header, bytes(64)))


def test_a_header_that_is_too_large_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(InputError, match="at most 1,048,576 bytes"):
        decode_header(bytes(MAX_HEADER + 1))


def test_a_fact_outside_its_limits_is_not_written() -> None:
    section = build_section("P1", COMMITMENT, [])
    with pytest.raises(InputError, match="valid_to"):
        write(replace(FACTS, valid_to=FACTS.valid_from), [section])
    with pytest.raises(InputError, match="type"):
        write(FACTS, [section, section])


def test_an_output_of_another_length_is_refused() -> None:
    with pytest.raises(CryptoError, match="64 bytes"):
        build_section("P1", COMMITMENT, [bytes(32)])
    with pytest.raises(CryptoError, match="64 bytes"):
        read(SAMPLE).section("P1").holds([bytes(65)])


def test_more_outputs_than_the_capacity_are_refused() -> None:
    with pytest.raises(CryptoError, match="do not fit"):
        build_section("P1", COMMITMENT, outputs(101), capacity=100)
    with pytest.raises(CryptoError, match="cannot hold"):
        build_section("P1", COMMITMENT, [], capacity=1 << 31)


def test_the_length_of_a_file_tells_the_size_class_only() -> None:
    lengths = {len(write(FACTS, [build_section("P1", COMMITMENT, outputs(count))])) for count in (0, 57, 100)}
    assert len(lengths) == 1


def test_a_large_section_is_sharded_and_loses_nothing() -> None:
    section = build_section("P1", COMMITMENT, outputs(3_000), capacity=1_100_000)
    found: FilterFile = read(write(FACTS, [section]))
    assert found.section("P1").head.shard_bits == 1 and len(found.section("P1").shards) == 2
    assert found.section("P1").holds(outputs(3_000)).all()
    assert not found.section("P1").holds(outputs(3_000, "stranger")).any()
