"""Canonical JSON against RFC 8785, strict reading against RFC 7493."""

import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.crypto.canonical import MAX_SAFE_INTEGER, canonical_json, parse_strict_json
from trefpunt.errors import InputError

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rfc8785.json").read_text())

_text = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFD))
_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
    # Whole numbers from 2^53 on are written as RFC 8785 says, but strict reading refuses them.
    | st.floats(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
    | _text.filter(lambda text: not any("\ufdd0" <= letter <= "\ufdef" for letter in text)),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcé€", max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


def _parse(text: str | bytes, **limits: int) -> object:
    data = text.encode() if isinstance(text, str) else text
    return parse_strict_json(
        data, max_bytes=limits.get("max_bytes", 10_000), max_depth=limits.get("max_depth", 32)
    )


@pytest.mark.parametrize("case", VECTORS["documents"], ids=lambda case: case["name"])
def test_documents_come_out_as_the_standard_says(case: dict[str, str]):
    assert canonical_json(_parse(case["input"])) == case["canonical"].encode()


@pytest.mark.parametrize(("bits", "expected"), VECTORS["numbers"])
def test_numbers_come_out_as_the_standard_says(bits: str, expected: str):
    number: float = struct.unpack(">d", bytes.fromhex(bits))[0]
    assert canonical_json([number]) == f"[{expected}]".encode()


@given(_values)
def test_any_value_survives_a_round_trip_and_has_one_form(value: object):
    written = canonical_json(value)
    assert canonical_json(_parse(written, max_bytes=10**6)) == written


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53, {1: "a"}, {"a": b"b"}, "\ud800", {"\udfff": 1}]
)
def test_what_canonical_json_cannot_say_is_refused(value: object):
    with pytest.raises(InputError):
        canonical_json(value)


def test_a_value_nested_without_end_is_refused():
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(InputError):
        canonical_json(endless)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a":1,"a":2}', "twice"),
        ('{"a":{"b":1,"b":1}}', "twice"),
        ('{"a":1,"\\u0061":2}', "twice"),
        ("[NaN]", "NaN"),
        ("[-Infinity]", "NaN or infinity"),
        ("[1e400]", "double precision"),
        ("[9007199254740992]", "2^53"),
        ("[" + "9" * 5000 + "]", "2^53"),
        ('["\\ud800"]', "code point"),
        ('{"\\udc00":1}', "code point"),
        ('["\\ufdd0"]', "code point"),
        ('["\\udbff\\udfff"]', "code point"),
        ("\ufeff[]", "not JSON"),
        ("[1,]", "not JSON at byte"),
        ("", "not JSON"),
    ],
)
def test_json_that_two_readers_could_read_differently_is_refused(text: str, said: str):
    with pytest.raises(InputError, match=said.replace("^", r"\^")):
        _parse(text)


def test_bytes_that_are_not_utf8_are_refused():
    with pytest.raises(InputError, match="UTF-8"):
        _parse(b'["\xff"]')


def test_long_json_is_refused_before_it_is_parsed():
    with pytest.raises(InputError, match="at most 4"):
        _parse("[1,2]", max_bytes=4)
    assert _parse("[12]", max_bytes=4) == [12]


def test_json_may_be_nested_as_deep_as_allowed_and_no_deeper():
    assert _parse("[" * 3 + "]" * 3, max_depth=3) == [[[]]]
    with pytest.raises(InputError, match="deeper than 3"):
        _parse("[" * 4 + "]" * 4, max_depth=3)
    with pytest.raises(InputError, match="nested"):
        _parse("[" * 4000 + "]" * 4000)


def test_the_largest_safe_integers_are_read():
    assert _parse(f"[{MAX_SAFE_INTEGER},{-MAX_SAFE_INTEGER},-0]") == [MAX_SAFE_INTEGER, -MAX_SAFE_INTEGER, 0]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_never_crash(data: bytes):
    try:
        _parse(data)
    except InputError as error:
        assert error.hint


def test_the_limits_are_those_of_the_standards():
    assert _parse("[9007199254740991]") == [9007199254740991]
    with pytest.raises(InputError):
        _parse("[9007199254740992]")
    for last in ("\U0001fffe", "\U0010ffff"):
        with pytest.raises(InputError, match="code point"):
            _parse(f'["{last}"]')


def test_32_levels_are_read_when_nothing_else_is_asked():
    assert parse_strict_json(b"[" * 32 + b"]" * 32, max_bytes=100)
    with pytest.raises(InputError, match="deeper than 32"):
        parse_strict_json(b"[" * 33 + b"]" * 33, max_bytes=100)
