"""Sealing: what opens, what does not, and that lengths tell nothing."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.crypto.sealing import (
    OVERHEAD_BYTES,
    BadSeal,
    blinded_case,
    commitment,
    make_box_key,
    open_from,
    open_sealed,
    seal,
    seal_to,
)
from trefpunt.errors import InputError

KEY, OTHER = bytes(range(32)), bytes(32)
PRIVATE, PUBLIC = make_box_key()


@given(st.binary(max_size=2000), st.binary(max_size=40), st.none() | st.integers(1, 600))
def test_any_plaintext_survives_sealing(plaintext: bytes, aad: bytes, pad_to: int | None):
    assert open_sealed(KEY, seal(KEY, plaintext, aad, pad_to=pad_to), aad) == plaintext


@given(st.binary(max_size=300), st.none() | st.integers(1, 600))
def test_any_plaintext_survives_sealing_to_a_reader(plaintext: bytes, pad_to: int | None):
    assert open_from(PRIVATE, seal_to(PUBLIC, plaintext, b"log", pad_to=pad_to), b"log") == plaintext


def test_a_hit_and_no_hit_have_one_length():
    lengths = {len(seal(KEY, text, b"", pad_to=256)) for text in (b"", b"no hit", b"hit " + bytes(248))}
    assert lengths == {256 + OVERHEAD_BYTES}
    assert len({len(seal_to(PUBLIC, text, b"", pad_to=256)) for text in (b"no hit", b"hit" * 80)}) == 1
    assert len(seal(KEY, bytes(253), b"", pad_to=256)) == 512 + OVERHEAD_BYTES


def test_sealing_twice_gives_two_ciphertexts():
    assert seal(KEY, b"a", b"") != seal(KEY, b"a", b"")
    assert seal_to(PUBLIC, b"a", b"") != seal_to(PUBLIC, b"a", b"")


def test_the_nonce_comes_from_the_randomness_handed_in():
    sealed = seal(KEY, b"a", b"", rng=bytes)
    assert sealed == seal(KEY, b"a", b"", rng=bytes)
    assert sealed[:13] == b"\x01" + bytes(12)


def test_another_key_or_place_opens_nothing():
    sealed = seal(KEY, b"a", b"row 1")
    for key, aad in ((OTHER, b"row 1"), (KEY, b"row 2")):
        with pytest.raises(BadSeal):
            open_sealed(key, sealed, aad)


def test_another_reader_or_purpose_opens_nothing():
    sealed = seal_to(PUBLIC, b"a", b"log")
    for private, info in ((make_box_key()[0], b"log"), (PRIVATE, b"mail")):
        with pytest.raises(BadSeal):
            open_from(private, sealed, info)


@given(st.integers(0, 300), st.integers(0, 7))
def test_any_flipped_bit_is_noticed(position: int, bit: int):
    for sealed, opening in (
        (seal(KEY, b"entry", b"", pad_to=64), lambda data: open_sealed(KEY, data, b"")),
        (seal_to(PUBLIC, b"entry", b"", pad_to=64), lambda data: open_from(PRIVATE, data, b"")),
    ):
        changed = bytearray(sealed)
        # The top bit of an X25519 point is not part of it (RFC 7748), but HPKE binds it all the same.
        changed[position % len(changed)] ^= 1 << bit
        with pytest.raises(BadSeal):
            opening(bytes(changed))


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28, 32])
def test_a_piece_of_sealed_bytes_opens_nothing(length: int):
    with pytest.raises(BadSeal):
        open_sealed(KEY, seal(KEY, b"entry", b"")[:length], b"")
    with pytest.raises(BadSeal):
        open_from(PRIVATE, seal_to(PUBLIC, b"entry", b"")[:length], b"")


def test_keys_of_another_length_are_refused():
    for use in (
        lambda: seal(b"short", b"", b""),
        lambda: open_sealed(b"short", b"", b""),
        lambda: seal_to(b"short", b"", b""),
        lambda: open_from(b"short", b"", b""),
        lambda: blinded_case(b"short", "NL", "1"),
        lambda: commitment(b"short", b""),
    ):
        with pytest.raises(InputError):
            use()


def test_a_public_key_that_is_no_usable_point_is_refused():
    with pytest.raises(InputError):
        seal_to(bytes(32), b"a", b"")


def test_a_size_class_of_nothing_is_refused():
    with pytest.raises(InputError):
        seal(KEY, b"", b"", pad_to=0)


def _hpke_open_by_hand(private: bytes, sealed: bytes, info: bytes) -> bytes:
    """RFC 9180 spelled out: base mode, KEM 0x0020, KDF 0x0001, AEAD 0x0002."""

    def extract(salt: bytes, label: bytes, data: bytes, suite: bytes) -> bytes:
        return hmac.new(salt, b"HPKE-v1" + suite + label + data, hashlib.sha256).digest()

    def expand(secret: bytes, label: bytes, data: bytes, suite: bytes, length: int) -> bytes:
        labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + data + b"\x01"
        return hmac.new(secret, labelled, hashlib.sha256).digest()[:length]

    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x02"
    own = X25519PrivateKey.from_private_bytes(private)
    shared = own.exchange(X25519PublicKey.from_public_bytes(sealed[:32]))
    both = sealed[:32] + own.public_key().public_bytes_raw()
    secret = expand(extract(b"", b"eae_prk", shared, kem), b"shared_secret", both, kem, 32)
    context = b"\x00" + extract(b"", b"psk_id_hash", b"", suite) + extract(b"", b"info_hash", info, suite)
    schedule = extract(secret, b"secret", b"", suite)
    key, nonce = (
        expand(schedule, b"key", context, suite, 32),
        expand(schedule, b"base_nonce", context, suite, 12),
    )
    return AESGCM(key).decrypt(nonce, sealed[32:], b"")


def test_sealing_to_a_reader_is_hpke_as_the_standard_spells_it():
    sealed = seal_to(PUBLIC, b"entry", b"log", pad_to=16)
    assert _hpke_open_by_hand(PRIVATE, sealed[1:], b"\x01log") == b"\x00\x00\x00\x05entry" + bytes(7)


def test_a_commitment_is_the_hash_of_salt_and_entry():
    assert commitment(KEY, b"entry") == hashlib.sha256(KEY + b"entry").digest()
    assert commitment(OTHER, b"entry") != commitment(KEY, b"entry")


def test_a_case_has_another_number_for_each_partner():
    numbers = {blinded_case(KEY, partner, case) for partner in ("NL", "LU") for case in ("7", "8")}
    assert len(numbers) == 4 and all(len(number) == 64 for number in numbers)
    assert blinded_case(KEY, "NL", "7") == blinded_case(KEY, "NL", "7") != blinded_case(OTHER, "NL", "7")


def test_partner_and_case_do_not_run_into_one_another():
    assert blinded_case(KEY, "NL-1", "23") != blinded_case(KEY, "NL-12", "3")
