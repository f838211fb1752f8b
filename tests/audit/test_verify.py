"""Reading the whole log again and holding it against all that was ever signed over it."""

import random
import shutil
from pathlib import Path

import pytest

from trefpunt.audit import Trail
from trefpunt.errors import LogUnwritable, PeerUnreachable

from .samples import LEDGER_KEY, entry
from .tampering import ATTACKS, run
from .watchers import WATCHERS, World


@pytest.fixture(scope="module")
def three_rounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with three checkpoints, cosigned and mirrored, to be copied for each attack."""
    folder = tmp_path_factory.mktemp("world")
    world = World.make(folder)
    for _ in range(3):
        world.round(acts=4)
    world.shut()
    return folder


@pytest.fixture
def old_world(three_rounds: Path, tmp_path: Path) -> World:
    shutil.copytree(three_rounds, tmp_path / "copy")
    return World.make(tmp_path / "copy")


def test_a_log_that_nobody_touched_is_sound(old_world: World) -> None:
    report = old_world.verify(old_world.seen())
    assert report.is_sound, report.faults
    assert (report.size, report.checkpoints, report.complete_to) == (769, 3, 768)
    old_world.shut()


@pytest.mark.parametrize("attack", ATTACKS, ids=list(ATTACKS))
def test_what_was_done_to_the_log_is_found(old_world: World, attack: str) -> None:
    ATTACKS[attack](old_world)
    report = old_world.verify(old_world.seen())
    assert report.first_fault is not None
    old_world.shut()


@pytest.mark.parametrize(
    "attack",
    [name for name in ATTACKS if name not in {"change a node of the tree", "forge a cosignature"}],
)
def test_a_witness_alone_finds_it_without_the_mirror(old_world: World, attack: str) -> None:
    ATTACKS[attack](old_world)
    report = old_world.verify(old_world.seen(WATCHERS[1], with_mirror=False))
    assert not report.is_sound
    old_world.shut()


@pytest.mark.parametrize(
    ("attack", "code", "at"),
    [
        ("delete an entry with its leaf", "leaf_gone", 1),
        ("swap two ciphertexts", "entry_changed", 1),
        ("say that an entry was erased", "erased_without_act", 1),
        ("delete a checkpoint", "checkpoint_gone", 512),
        ("cut the tail back to an older checkpoint", "truncated", 513),
    ],
)
def test_the_first_fault_names_its_place(old_world: World, attack: str, code: str, at: int) -> None:
    ATTACKS[attack](old_world)
    first = old_world.verify(old_world.seen()).first_fault
    assert first is not None
    assert (first.code, first.at) == (code, at)
    old_world.shut()


def test_an_older_copy_of_the_ledger_is_found(world: World) -> None:
    world.round()
    world.ledger.close()
    shutil.copy(world.folder / "ledger.db", world.folder / "older.db")
    world = World.make(world.folder)
    world.round()
    world.shut()
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):
        (world.folder / name).unlink(missing_ok=True)
    shutil.copy(world.folder / "older.db", world.folder / "ledger.db")
    world = World.make(world.folder)
    assert world.verify().is_sound
    faults = world.verify(world.seen()).faults
    assert {(fault.code, fault.source) for fault in faults} >= {
        ("truncated", WATCHERS[0]),
        ("truncated", WATCHERS[1]),
    }
    world.shut()


def test_a_log_written_anew_with_all_keys_fools_only_who_asks_nobody(old_world: World) -> None:
    ATTACKS["write the whole log anew, with all keys"](old_world)
    assert old_world.verify().is_sound
    codes = {fault.code for fault in old_world.verify(old_world.seen()).faults}
    assert {"forked", "differs_from_mirror"} <= codes
    old_world.shut()


def test_another_log_that_a_witness_knows_is_no_fault(old_world: World) -> None:
    seen = old_world.seen()
    seen.notes["elsewhere"] = [b"not a note"]  # type: ignore[index]
    assert {fault.code for fault in old_world.verify(seen).faults} == {"witness_note"}
    old_world.shut()


def test_an_erased_entry_leaves_a_sound_log(old_world: World) -> None:
    with old_world.ledger.write() as tx:
        old_world.erase(tx, 0, 1, 2)
    report = old_world.verify(old_world.seen())
    assert report.is_sound, report.faults
    assert report.erased == 3
    old_world.shut()


def test_a_report_holds_no_more_than_a_thousand_faults(old_world: World) -> None:
    run(old_world.ledger, "UPDATE audit_entry SET ciphertext = x'00'")
    with old_world.ledger.write() as tx:
        Trail(LEDGER_KEY).record_often(tx, entry(), 600)
    assert len(old_world.verify(old_world.seen()).faults) == 1000
    old_world.shut()


def honest_run(world: World, seed: int) -> None:
    """Work, checkpoints, cosigning and mirroring with crashes and lost answers at random places."""
    rng = random.Random(seed)

    def lossy(name: str, body: bytes) -> tuple[int, bytes]:
        if rng.random() < 0.2:
            raise PeerUnreachable("away")
        answer = world.send(name, body)
        if rng.random() < 0.2:
            raise PeerUnreachable("the answer was lost")
        return answer

    for _ in range(rng.randrange(4, 9)):
        step = rng.randrange(5)
        if step == 0:
            world.act(rng.randrange(300))
        elif step == 1:
            crash_in_the_middle(world, rng)
        elif step == 2:
            world.close()
        elif step == 3:
            world.collect(lossy)
        elif world.oversight.notes():
            world.collect()
            world.mirror()


def crash_in_the_middle(world: World, rng: random.Random) -> None:
    try:
        with world.ledger.write() as tx:
            world.log.trail.record_often(tx, entry(), rng.randrange(1, 300))
            raise LogUnwritable("cut off")
    except LogUnwritable:
        world.ledger.close()


@pytest.mark.parametrize("seed", range(12))
def test_honest_work_with_crashes_gives_no_false_alarm(world: World, seed: int) -> None:
    honest_run(world, seed)
    report = world.verify(world.seen())
    assert report.is_sound, report.faults
    assert not [w for w in world.watchers.values() if w.evidence()]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 400))
def test_much_honest_work_with_crashes_gives_no_false_alarm(world: World, seed: int) -> None:
    honest_run(world, seed)
    assert world.verify(world.seen()).is_sound
