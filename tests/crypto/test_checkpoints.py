"""Checkpoints and the request to a witness, against the examples of C2SP."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trefpunt.crypto.checkpoints import AddCheckpoint, Checkpoint, parse_add_checkpoint, parse_checkpoint
from trefpunt.crypto.keys import SigningKey
from trefpunt.crypto.merkle import NodeTable, consistency_path_from, leaf_hash, root_from, verify_consistency
from trefpunt.crypto.notes import Note, sign_note
from trefpunt.errors import InputError

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "c2sp.json").read_text())
ROOT = b64encode(bytes(32)).decode()


def _note(checkpoint: Checkpoint) -> Note:
    line = sign_note(checkpoint.to_text(), name="be.example/log", key=SigningKey.from_seed(bytes(32)))
    return Note(checkpoint.to_text(), (line,))


def test_the_request_in_the_specification_is_read_and_written_alike():
    example = VECTORS["add_checkpoint"]
    asked = parse_add_checkpoint(example["body"].encode())
    assert (asked.old_size, len(asked.proof)) == (example["old_size"], example["lines"])
    assert asked.checkpoint().size == example["size"]
    assert asked.to_bytes() == example["body"].encode()


def test_a_request_to_a_witness_carries_a_proof_that_verifies():
    nodes = NodeTable([leaf_hash(bytes([number])) for number in range(40)])
    new = Checkpoint("be.example/log", 40, root_from(nodes, 40))
    body = AddCheckpoint(23, tuple(consistency_path_from(nodes, 23, 40)), _note(new)).to_bytes()
    asked = parse_add_checkpoint(body)
    verify_consistency(
        23, 40, path=asked.proof, old_root=root_from(nodes, 23), new_root=asked.checkpoint().root
    )


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20),
    st.integers(0, 2**62),
    st.binary(min_size=32, max_size=32),
    st.lists(st.text("abc 1", min_size=1, max_size=5), max_size=2),
)
def test_any_checkpoint_survives_a_round_trip(origin: str, size: int, root: bytes, extensions: list[str]):
    checkpoint = Checkpoint(origin, size, root, tuple(extensions))
    assert parse_checkpoint(checkpoint.to_text()) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"log\n1\n{ROOT}",
        f"log\n{ROOT}\n",
        f"\n1\n{ROOT}\n",
        f"log\n01\n{ROOT}\n",
        f"log\n-1\n{ROOT}\n",
        f"log\n\u0661\n{ROOT}\n",
        f"log\n1_0\n{ROOT}\n",
        f"log\n{2**62 + 1}\n{ROOT}\n",
        f"log\n1\n{ROOT[:-1]}\n",
        "log\n1\nAAAA\n",
        "log\n1\n" + ROOT[:-2] + "B=\n",
        f"log\n1\n{ROOT}\n\n",
        "log\n1\n\u20ac\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str):
    with pytest.raises(InputError):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "old\n\n",
        "old 01\n\n",
        "new 1\n\n",
        f"old 0\n{ROOT}\n\n",
        "old 3\nAAAA\n\n",
        "old 9\n\n",
        "old \u0661\n\n",
    ],
)
def test_a_malformed_request_is_refused(head: str):
    note = _note(Checkpoint("be.example/log", 8, bytes(32))).to_bytes()
    with pytest.raises(InputError):
        parse_add_checkpoint(head.encode() + note)


def test_a_request_has_at_most_63_lines_of_proof():
    note = _note(Checkpoint("be.example/log", 8, bytes(32))).to_bytes()
    assert len(parse_add_checkpoint(b"old 3\n" + f"{ROOT}\n".encode() * 63 + b"\n" + note).proof) == 63
    with pytest.raises(InputError, match="64"):
        parse_add_checkpoint(b"old 3\n" + f"{ROOT}\n".encode() * 64 + b"\n" + note)


def test_a_request_that_is_too_long_is_refused_before_it_is_read():
    with pytest.raises(InputError, match="at most"):
        parse_add_checkpoint(b"old 3\n" * 20_000)


@pytest.mark.parametrize("size", [-1, 2**62 + 1])
def test_a_checkpoint_of_an_impossible_size_is_not_made(size: int):
    with pytest.raises(InputError):
        Checkpoint("be.example/log", size, bytes(32))


def test_a_request_for_the_same_size_is_read():
    note = _note(Checkpoint("be.example/log", 8, bytes(32))).to_bytes()
    assert parse_add_checkpoint(b"old 8\n\n" + note).old_size == 8


@pytest.mark.parametrize(("old", "proof"), [(-1, ()), (2**62 + 1, ()), (0, (bytes(32),)), (3, (bytes(31),))])
def test_a_request_that_cannot_be_true_is_not_made(old: int, proof: tuple[bytes, ...]):
    with pytest.raises(InputError):
        AddCheckpoint(old, proof, _note(Checkpoint("be.example/log", 8, bytes(32))))


@pytest.mark.parametrize("size", [0, 2**62])
def test_the_smallest_and_the_largest_size_are_taken(size: int):
    checkpoint = Checkpoint("be.example/log", size, bytes(32))
    assert parse_checkpoint(checkpoint.to_text()) == checkpoint
    assert parse_add_checkpoint(AddCheckpoint(size, (), _note(checkpoint)).to_bytes()).old_size == size


def test_a_request_may_be_as_long_as_a_whole_proof_and_a_whole_note():
    note = _note(Checkpoint("be.example/log", 8, bytes(32))).to_bytes()
    last = b"\xe2\x80\x94 be.example/log " + b64encode(bytes(4 + 3000)) + b"\n"
    body = b"old 3\n" + f"{ROOT}\n".encode() * 63 + b"\n" + note + last * 16
    assert len(parse_add_checkpoint(body).note.signatures) == 17


@pytest.mark.parametrize("root", [bytes(31), bytes(33)])
def test_a_root_of_another_length_is_refused(root: bytes):
    with pytest.raises(InputError):
        Checkpoint("be.example/log", 1, root)


@pytest.mark.parametrize(
    ("origin", "extensions"), [("", ()), ("two\nlines", ()), ("log", ("",)), ("log", ("a\nb",))]
)
def test_a_line_that_is_empty_or_two_is_refused(origin: str, extensions: tuple[str, ...]):
    with pytest.raises(InputError):
        Checkpoint(origin, 1, bytes(32), extensions)
