"""Known answers and refusals of the group, on every libsodium at hand."""

import ctypes
import importlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.crypto.group import Group, load_group
from trefpunt.crypto.xmd import expand
from trefpunt.errors import CryptoError

VECTORS = Path(__file__).parents[1] / "vectors"
POINTS = json.loads((VECTORS / "rfc9496_ristretto255.json").read_text())
EXPANSION = json.loads((VECTORS / "rfc9380_expand_xmd_sha512.json").read_text())
ORDER = 2**252 + 27742317777372353535851937790883648493
IDENTITY = bytes(32)
BAD = [encoding for group in POINTS["invalid_encodings"].values() for encoding in group]


def scalar(number: int) -> bytes:
    return number.to_bytes(32, "little")


@pytest.fixture(params=["system", "bundled"])
def group(request: pytest.FixtureRequest) -> Group:
    loaded = load_group() if request.param == "system" else load_group(())
    if request.param not in loaded.source:
        pytest.skip("no system libsodium here; the bundled one is tested")
    return loaded


@pytest.fixture
def generator() -> bytes:
    return bytes.fromhex(POINTS["multiples_of_generator"][1])


@pytest.mark.parametrize("case", EXPANSION["cases"])
def test_expansion_gives_the_known_answers(case: dict[str, str]) -> None:
    wanted = bytes.fromhex(case["uniform"])
    assert expand([case["message"].encode()], EXPANSION["dst"].encode(), len(wanted)) == [wanted]


def test_a_long_domain_tag_is_hashed_first() -> None:
    digest = "H2C-OVERSIZE-DST-" + "t" * 256
    short = importlib.import_module("hashlib").sha512(digest.encode()).digest()
    assert expand([b"m"], b"t" * 256, 32) == expand([b"m"], short, 32)


@pytest.mark.parametrize(("dst", "length"), [(b"", 32), (b"tag", 0), (b"tag", 16_321)])
def test_an_expansion_outside_the_standard_is_refused(dst: bytes, length: int) -> None:
    with pytest.raises(CryptoError):
        expand([b"m"], dst, length)


def test_small_multiples_of_the_generator_are_the_known_ones(group: Group, generator: bytes) -> None:
    wanted = [bytes.fromhex(text) for text in POINTS["multiples_of_generator"]]
    assert [group.multiply_base(scalar(at)) for at in range(1, 16)] == wanted[1:]
    assert group.multiply_each([scalar(at) for at in range(1, 16)], [generator] * 15) == wanted[1:]
    assert [group.add([generator] * at) for at in range(1, 16)] == wanted[1:]


def test_uniform_bytes_map_to_the_known_points(group: Group) -> None:
    uniform = [bytes.fromhex(case["uniform"]) for case in POINTS["from_uniform"]]
    assert [point.hex() for point in group.map_to_group(uniform)] == [
        case["point"] for case in POINTS["from_uniform"]
    ]


@pytest.mark.parametrize("encoding", BAD)
def test_an_invalid_encoding_is_refused_everywhere(group: Group, generator: bytes, encoding: str) -> None:
    bad = bytes.fromhex(encoding)
    assert group.is_valid_points([generator, bad]) == [True, False]
    for attempt in (
        lambda: group.multiply(scalar(2), [generator, bad]),
        lambda: group.multiply_each([scalar(2)] * 2, [generator, bad]),
        lambda: group.add([generator, bad]),
    ):
        with pytest.raises(CryptoError, match="point 1 "):
            attempt()


def test_the_identity_is_refused(group: Group, generator: bytes) -> None:
    assert group.is_valid_points([IDENTITY, b"short"]) == [False, False]
    minus = group.multiply(scalar(ORDER - 1), [generator])[0]
    for attempt in (
        lambda: group.multiply(scalar(2), [IDENTITY]),
        lambda: group.multiply_base(scalar(0)),
        lambda: group.add([generator, minus]),
        lambda: group.add([]),
    ):
        with pytest.raises(CryptoError):
            attempt()


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_wrong_length_never_reaches_the_library(group: Group, generator: bytes, size: int) -> None:
    wrong = bytes(size)
    for attempt in (
        lambda: group.multiply(wrong, [generator]),
        lambda: group.multiply(scalar(2), [wrong]),
        lambda: group.multiply_each([wrong], [generator]),
        lambda: group.multiply_base(wrong),
        lambda: group.add([wrong]),
        lambda: group.map_to_group([wrong]),
        lambda: group.reduce(wrong),
        lambda: group.scalar_add(scalar(1), wrong),
        lambda: group.invert([wrong]),
    ):
        with pytest.raises(CryptoError, match="is not"):
            attempt()


def test_uneven_batches_are_refused(group: Group, generator: bytes) -> None:
    with pytest.raises(CryptoError, match="1 items here and 2 there"):
        group.multiply_each([scalar(2)], [generator] * 2)


def test_a_scalar_is_canonical_and_not_zero(group: Group) -> None:
    claims = {0: False, 1: True, ORDER - 1: True, ORDER: False, ORDER + 1: False, 2**255: False}
    assert {number: group.is_scalar(scalar(number)) for number in claims} == claims
    assert not group.is_scalar(b"\1")


@given(left=st.integers(1, ORDER - 1), right=st.integers(1, ORDER - 1))
def test_any_two_scalars_follow_arithmetic(left: int, right: int) -> None:
    group = load_group()
    assert group.scalar_add(scalar(left), scalar(right)) == scalar((left + right) % ORDER)
    assert group.scalar_sub(scalar(left), scalar(right)) == scalar((left - right) % ORDER)
    assert group.scalar_mul(scalar(left), scalar(right)) == scalar(left * right % ORDER)
    assert group.invert([scalar(left), scalar(right)]) == [
        scalar(pow(left, -1, ORDER)),
        scalar(pow(right, -1, ORDER)),
    ]


@given(st.binary(min_size=64, max_size=64))
def test_any_64_bytes_reduce_to_their_remainder(wide: bytes) -> None:
    assert load_group().reduce(wide) == scalar(int.from_bytes(wide, "little") % ORDER)


def test_nothing_inverts_to_nothing_and_zero_to_an_error(group: Group) -> None:
    assert group.invert([]) == []
    with pytest.raises(CryptoError, match="no inverse"):
        group.invert([scalar(3), scalar(0)])


def test_random_scalars_are_valid_and_a_broken_source_is_noticed(group: Group) -> None:
    drawn = group.random_scalars(50)
    assert len(set(drawn)) == 50 and all(map(group.is_scalar, drawn))
    with pytest.raises(CryptoError, match="zero"):
        group.random_scalars(2, rng=bytes)


def test_both_libraries_hash_alike() -> None:
    messages = [str(at).encode() for at in range(20)]
    assert load_group().hash_to_group(messages, b"tag") == load_group(()).hash_to_group(messages, b"tag")


def test_the_source_names_the_library_and_its_version() -> None:
    assert load_group(()).source.startswith("bundled rbcl, libsodium 1.")
    assert "_lib" not in repr(load_group(()))


def test_a_library_without_the_group_is_passed_over() -> None:
    assert "bundled" in load_group(("no-such-library.so", "libc.so.6")).source


def test_no_library_at_all_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(CryptoError, match="install the system's libsodium"):
        load_group(())


def test_a_bundled_library_that_does_not_start_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    class Module:
        lib_path = "/nonexistent/libsodium.so"
        _sodium = ctypes.CDLL(None)

    monkeypatch.setattr(importlib, "import_module", lambda name: Module)
    with pytest.raises(CryptoError, match="no usable libsodium"):
        load_group(())
