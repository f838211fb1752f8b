"""Signed notes against Go's example, the C2SP specifications and a checkpoint of the public witnesses."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.crypto.checkpoints import parse_checkpoint
from trefpunt.crypto.keys import Algorithm, SigningKey
from trefpunt.crypto.notes import (
    MAX_NOTE_BYTES,
    NoteKind,
    NoteSignature,
    NoteVerifier,
    cosign_note,
    parse_note,
    parse_signature_lines,
    sign_note,
    verify_note,
    with_signatures,
)
from trefpunt.errors import BadSignature, InputError

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "c2sp.json").read_text())
LOG_KEY, WITNESS_KEY = SigningKey.from_seed(bytes(32)), SigningKey.from_seed(bytes(31) + b"\x01")
LOG = NoteVerifier("be.example/log", NoteKind.ED25519, LOG_KEY.public)
WITNESS = NoteVerifier("nl.example/witness", NoteKind.COSIGNATURE, WITNESS_KEY.public)
TEXT = "be.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"


def _signed() -> bytes:
    lines = (
        sign_note(TEXT, name=LOG.name, key=LOG_KEY),
        cosign_note(TEXT, name=WITNESS.name, key=WITNESS_KEY, at_s=1_800_000_000),
    )
    return f"{TEXT}\n{''.join(map(str, lines))}".encode()


def test_the_example_of_go_is_signed_byte_for_byte():
    go = VECTORS["go_note"]
    key = SigningKey.from_seed(bytes.fromhex(go["seed"]))
    assert str(NoteVerifier("PeterNeumann", NoteKind.ED25519, key.public)) == go["verifier"]
    assert str(sign_note(go["text"], name="PeterNeumann", key=key)) == go["line"]


def test_the_example_of_go_verifies():
    go = VECTORS["go_note"]
    by = NoteVerifier.parse(go["verifier"])
    note = parse_note((go["text"] + "\n" + go["line"]).encode())
    assert [signed.by for signed in verify_note(note, [by])] == [by]


def test_a_text_with_an_empty_line_in_it_is_taken_apart_at_the_last_one():
    poem = VECTORS["poem"]
    note = parse_note(poem["note"].encode())
    assert note.text == poem["text"] and note.signatures[0].name == "quasimodo.example/salvatore"
    assert note.to_bytes() == poem["note"].encode()


def test_a_checkpoint_of_the_public_witnesses_verifies():
    real = VECTORS["cosigned"]
    known = [NoteVerifier.parse(text) for text in (real["log"], *real["witnesses"])]
    signed = verify_note(parse_note(real["checkpoint"].encode()), known)
    assert {item.by for item in signed} == set(known)
    assert {item.at_s for item in signed} == {None, real["at_s"]}
    assert parse_checkpoint(parse_note(real["checkpoint"].encode()).text).size == real["size"]


@pytest.mark.parametrize("which", range(5))
def test_a_checkpoint_of_the_public_witnesses_with_another_size_does_not_verify(which: int):
    real = VECTORS["cosigned"]
    by = NoteVerifier.parse((real["log"], *real["witnesses"])[which])
    changed = real["checkpoint"].replace("1432088532", "1432088533").encode()
    with pytest.raises(BadSignature, match="does not verify"):
        verify_note(parse_note(changed), [by])


def test_our_own_note_is_as_it_was_written_down():
    # A golden vector of this project: it changes only when the wire format changes.
    golden = VECTORS["own_golden"]
    assert _signed().decode() == golden["note"]
    assert [str(LOG), str(WITNESS)] == golden["verifiers"]


def test_log_and_witness_are_both_recognised_and_the_time_is_read():
    log, witness = verify_note(parse_note(_signed()), [LOG, WITNESS])
    assert (log.by, log.at_s, witness.by, witness.at_s) == (LOG, None, WITNESS, 1_800_000_000)


def test_a_signature_of_an_unknown_key_is_skipped():
    assert [item.by for item in verify_note(parse_note(_signed()), [WITNESS])] == [WITNESS]


def test_a_note_that_no_known_key_signed_is_not_believed():
    stranger = NoteVerifier(LOG.name, NoteKind.ED25519, WITNESS_KEY.public)
    with pytest.raises(BadSignature, match="no known key"):
        verify_note(parse_note(_signed()), [stranger])


def test_a_signer_counts_once_however_often_its_line_stands_there():
    note = parse_note(_signed())
    again = cosign_note(TEXT, name=WITNESS.name, key=WITNESS_KEY, at_s=1_800_000_001)
    assert len(verify_note(with_signatures(note, [again, again]), [LOG, WITNESS])) == 2


def test_one_false_line_of_a_known_signer_spoils_the_note():
    note = parse_note(_signed())
    false = NoteSignature(WITNESS.name, WITNESS.key_id, bytes(72))
    with pytest.raises(BadSignature, match=WITNESS.name):
        verify_note(with_signatures(note, [false]), [LOG, WITNESS])


@pytest.mark.parametrize("position", range(8))
def test_a_cosignature_with_another_time_does_not_verify(position: int):
    note = parse_note(_signed())
    line = note.signatures[1]
    moved = bytearray(line.signature)
    moved[position] ^= 0x81
    with pytest.raises(BadSignature):
        verify_note(with_signatures(note, [NoteSignature(line.name, line.key_id, bytes(moved))]), [WITNESS])


def test_a_log_signature_never_passes_for_a_cosignature():
    as_witness = NoteVerifier(LOG.name, NoteKind.COSIGNATURE, LOG_KEY.public)
    line = sign_note(TEXT, name=LOG.name, key=LOG_KEY)
    dressed = NoteSignature(LOG.name, as_witness.key_id, bytes(8) + line.signature)
    with pytest.raises(BadSignature):
        verify_note(with_signatures(parse_note(_signed()), [dressed]), [as_witness])


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_a_mangled_verifier_key_is_refused(text: str):
    with pytest.raises(InputError):
        NoteVerifier.parse(text)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"\n\n",
        b"text\r\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"text\n\n\xe2\x80\x94 a AAAAAAA=",
        b"text\n\n\xe2\x80\x94 a AAAA\n",
        b"text\n\n\xe2\x80\x94 a AAAAAA\n",
        b"text\n\n\xe2\x80\x94 a AAAAAAB=\n",
        b"text\n\n\xe2\x80\x94 a  AAAAAAA=\n",
        b"text\n\n\xe2\x80\x94 a+b AAAAAAA=\n",
        b"text\n\n- a AAAAAAA=\n",
        b"te\xfft\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"text\n\n" + b"\xe2\x80\x94 a AAAAAAA=\n" * 65,
        b"x" * MAX_NOTE_BYTES + b"\n",
    ],
)
def test_what_is_no_note_is_refused(data: bytes):
    with pytest.raises(InputError):
        parse_note(data)


def test_the_reply_of_a_witness_is_read_line_by_line():
    lines = parse_signature_lines(VECTORS["witness_reply"].encode())
    assert [line.name for line in lines] == ["witness.example/w1", "witness.example/w1", "witness.example/w2"]
    assert "".join(map(str, lines)) == VECTORS["witness_reply"]


def test_a_p256_key_signs_no_note():
    key = SigningKey.generate(Algorithm.ES256)
    with pytest.raises(InputError):
        sign_note(TEXT, name="be.example/log", key=key)


@pytest.mark.parametrize("text", ["no newline", "\n", "tab\t\n", "return\r\n"])
def test_a_text_that_cannot_stand_in_a_note_is_not_signed(text: str):
    with pytest.raises(InputError):
        sign_note(text, name=LOG.name, key=LOG_KEY)


@given(st.integers(0, len(_signed()) - 1), st.integers(1, 255))
def test_any_changed_byte_is_noticed(position: int, mask: int):
    data = bytearray(_signed())
    data[position] ^= mask
    try:
        found = verify_note(parse_note(bytes(data)), [LOG, WITNESS])
    except (InputError, BadSignature):
        return
    # A changed name or key id makes a line that of a stranger; the other signer still stands.
    assert len(found) == 1 and parse_note(bytes(data)).text == TEXT


def test_a_note_may_be_as_long_as_the_limit_and_carry_64_signatures():
    line = b"\xe2\x80\x94 a AAAAAAA=\n"
    tail = b"\n\n" + line * 64
    assert len(parse_note(b"x" * (MAX_NOTE_BYTES - len(tail)) + tail).signatures) == 64
    with pytest.raises(InputError, match="at most"):
        parse_note(b"x" * (MAX_NOTE_BYTES - len(tail) + 1) + tail)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\n", b"\xe2\x80\x94 a\n", b"a AAAAAAA=\n", b"\xe2\x80\x94 a\x01b AAAAAAA=\n"]
)
def test_lines_that_are_no_signatures_are_refused(data: bytes):
    with pytest.raises(InputError):
        parse_signature_lines(data)


@pytest.mark.parametrize("name", ["", "a b", "a\u2003b", "a+b", "a\x1fb", "a\nb"])
def test_a_name_that_cannot_stand_in_a_line_is_refused(name: str):
    with pytest.raises(InputError):
        NoteVerifier(name, NoteKind.ED25519, LOG_KEY.public)


def test_a_cosignature_from_beyond_the_end_of_time_is_refused():
    late = cosign_note(TEXT, name=WITNESS.name, key=WITNESS_KEY, at_s=2**63)
    with pytest.raises(BadSignature, match="no possible time"):
        verify_note(with_signatures(parse_note(_signed()), [late]), [WITNESS])
    last = cosign_note(TEXT, name=WITNESS.name, key=WITNESS_KEY, at_s=2**63 - 1)
    assert verify_note(parse_note(f"{TEXT}\n{last}".encode()), [WITNESS])[0].at_s == 2**63 - 1
