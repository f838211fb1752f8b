"""Watching the logs of others: cosign what only grew, keep evidence of what did not."""

import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from trefpunt.audit.tree import prove_consistency
from trefpunt.crypto.checkpoints import AddCheckpoint, Checkpoint
from trefpunt.crypto.notes import (
    Note,
    NoteSignature,
    parse_note,
    parse_signature_lines,
    sign_note,
    verify_note,
    with_signatures,
)
from trefpunt.model import Event
from trefpunt.store.ledger import audit, audit_watch

from .samples import NOW
from .watchers import ORIGIN, Watcher, World, seed


def asked(world: World, old: int, new: int) -> AddCheckpoint:
    with world.ledger.read() as tx:
        proof = prove_consistency(tx, old, new)
        return AddCheckpoint(old, tuple(proof), parse_note(audit_watch.checkpoint_of(tx, new).note))


def signed(checkpoint: Checkpoint, *, by: str = "log") -> Note:
    text = checkpoint.to_text()
    return Note(text, (sign_note(text, name=checkpoint.origin, key=seed(by)),))


@pytest.fixture
def watched(world: World) -> World:
    """A log with checkpoints of 256, 512 and 768 that nobody has cosigned."""
    for _ in range(3):
        world.close()
    return world


def test_a_first_checkpoint_is_cosigned(watched: World) -> None:
    question = asked(watched, 0, 256)
    status, answer = watched.oversight.answer(question.to_bytes())
    assert status == 200
    cosigned = Note(question.note.text, parse_signature_lines(answer))
    (found,) = verify_note(cosigned, [watched.oversight.witness.verifier])
    assert found.at_s == int(NOW.timestamp())


def test_a_log_that_grew_is_cosigned_again(watched: World) -> None:
    assert watched.oversight.answer(asked(watched, 0, 256).to_bytes())[0] == 200
    assert watched.oversight.answer(asked(watched, 256, 768).to_bytes())[0] == 200


def test_the_same_checkpoint_may_be_cosigned_twice(watched: World) -> None:
    watched.oversight.answer(asked(watched, 0, 256).to_bytes())
    assert watched.oversight.answer(asked(watched, 256, 256).to_bytes())[0] == 200
    assert len(watched.oversight.notes()) == 1


@pytest.mark.parametrize("old", [0, 512])
def test_another_old_size_is_answered_with_the_right_one(watched: World, old: int) -> None:
    watched.oversight.answer(asked(watched, 0, 256).to_bytes())
    assert watched.oversight.answer(asked(watched, old, 768).to_bytes()) == (409, b"256\n")


def test_a_log_that_was_never_seen_begins_at_zero(watched: World) -> None:
    assert watched.oversight.answer(asked(watched, 256, 768).to_bytes()) == (409, b"0\n")


def test_an_unknown_log_is_not_found(watched: World) -> None:
    question = AddCheckpoint(0, (), signed(Checkpoint("elsewhere.example/log", 256, bytes(32))))
    assert watched.oversight.answer(question.to_bytes()) == (404, b"")


def test_a_checkpoint_that_another_key_signed_is_forbidden(watched: World) -> None:
    question = AddCheckpoint(0, (), signed(Checkpoint(ORIGIN, 256, bytes(32)), by="somebody"))
    assert watched.oversight.answer(question.to_bytes()) == (403, b"")


def test_a_signature_that_does_not_verify_is_forbidden(watched: World) -> None:
    note = asked(watched, 0, 256).note
    forged = replace(note.signatures[0], signature=bytes(64))
    question = AddCheckpoint(0, (), Note(note.text, (forged,)))
    assert watched.oversight.answer(question.to_bytes()) == (403, b"")


def test_lines_of_unknown_keys_are_neither_checked_nor_kept(watched: World) -> None:
    question = asked(watched, 0, 256)
    stranger = NoteSignature("stranger.example", b"abcd", bytes(64))
    note = with_signatures(question.note, [stranger])
    assert watched.oversight.answer(replace(question, note=note).to_bytes())[0] == 200
    assert b"stranger" not in watched.oversight.notes()[0]


@pytest.mark.parametrize(
    "body", [b"", b"old 0\n", b"old x\n\n", b"old 300\n\n", b"\xff\n\n", b"old 0\n\nno note\n"]
)
def test_what_is_malformed_is_a_bad_request(watched: World, body: bytes) -> None:
    assert watched.oversight.answer(body) == (400, b"")


def test_an_old_size_beyond_the_checkpoint_is_a_bad_request(watched: World) -> None:
    body = asked(watched, 256, 256).to_bytes().replace(b"old 256", b"old 257")
    assert watched.oversight.answer(body) == (400, b"")


def refused_fork(watched: World, checkpoint: Checkpoint, old: int = 256) -> tuple[int, bytes]:
    watched.oversight.answer(asked(watched, 0, 256).to_bytes())
    proof = asked(watched, 256, 768).proof if checkpoint.size > 256 else ()
    return watched.oversight.answer(AddCheckpoint(old, proof, signed(checkpoint)).to_bytes())


@pytest.mark.parametrize(("size", "fault"), [(256, "two_roots"), (768, "not_consistent")])
def test_a_fork_is_refused_and_kept_as_evidence(watched: World, size: int, fault: str) -> None:
    checkpoint = Checkpoint(ORIGIN, size, b"f" * 32)
    assert refused_fork(watched, checkpoint) == (422, b"")
    (found,) = watched.oversight.evidence()
    assert found.fault == fault
    assert checkpoint.to_text().encode() in found.body
    assert len(watched.oversight.notes()) == 1


def test_a_fork_is_an_alarm_once(watched: World) -> None:
    for _ in range(2):
        refused_fork(watched, Checkpoint(ORIGIN, 256, b"f" * 32))
    watcher = watched.oversight
    with watcher.ledger.read() as tx:
        said = [watcher.witness.trail.read(stored) for stored in audit.entries(tx, 0, 9)]
    assert [entry.event for entry in said if entry] == [Event.ALARM]


def test_an_empty_tree_has_the_root_of_nothing(watched: World) -> None:
    question = AddCheckpoint(0, (), signed(Checkpoint(ORIGIN, 0, bytes(32))))
    assert watched.oversight.answer(question.to_bytes()) == (422, b"")


def test_a_cosignature_that_could_not_be_kept_is_not_given(watched: World) -> None:
    watcher = watched.oversight
    with pytest.raises(ZeroDivisionError), watcher.ledger.write() as tx:
        audit_watch.add_witnessed(tx, ORIGIN, audit_watch.KeptCheckpoint(256, bytes(32), b"note", NOW))
        raise ZeroDivisionError
    assert watcher.notes() == []


def test_racing_forks_never_get_two_roots_for_one_size(watched: World) -> None:
    watcher = watched.oversight
    bodies = [
        AddCheckpoint(0, (), signed(Checkpoint(ORIGIN, size, bytes([root]) * 32))).to_bytes()
        for size in (256, 512)
        for root in range(8)
    ]
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda b=body: answers.append(watcher.answer(b)[0])) for body in bodies
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] + [409] * 15
    assert len(watcher.notes()) == 1


RACER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.audit.watchers import ORIGIN, Watcher, seed
from tests.audit.samples import LEDGER_KEY
from trefpunt.crypto.checkpoints import AddCheckpoint, Checkpoint
from trefpunt.crypto.notes import Note, sign_note
from trefpunt.store.ledger import Ledger

watcher = Watcher("be.test-oversight", Ledger.open_sqlite(Path(sys.argv[2]), LEDGER_KEY))
for size in range(1, 40):
    text = Checkpoint(ORIGIN, size, sys.argv[3].encode() * 32).to_text()
    note = Note(text, (sign_note(text, name=ORIGIN, key=seed("log")),))
    print(watcher.answer(AddCheckpoint(0, (), note).to_bytes())[0])
"""


def test_two_processes_never_cosign_two_roots_for_one_size(world: World) -> None:
    path = world.folder / "be.test-oversight.db"
    root = str(__file__).removesuffix("tests/audit/test_witness.py")
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, root, str(path), name], stdout=subprocess.PIPE, text=True
        )
        for name in "ab"
    ]
    answers = [line for racer in racers for line in racer.communicate()[0].split()]
    assert sorted(answers) == ["200"] + ["409"] * 77
    assert isinstance(world.oversight, Watcher)
    assert len(world.oversight.notes()) == 1
