"""After a restore: what the backup had not comes back from the mirror."""

import shutil

import pytest

from trefpunt.audit import Cosigned, LogBroken, catch_up
from trefpunt.audit.mirror import mirrored
from trefpunt.model import Event
from trefpunt.store.ledger import audit, audit_watch

from .tampering import run
from .watchers import ORIGIN, World


def restored_too_old(world: World) -> World:
    """Two rounds and an erasure are lost: the ledger is the backup of before."""
    world.round(acts=5)
    world.act(7)
    world.ledger.close()
    shutil.copy(world.folder / "ledger.db", world.folder / "backup.db")
    with world.ledger.write() as tx:
        world.erase(tx, 1)
    world.round(acts=300)
    world.round(acts=4)
    world.ledger.close()
    for name in ("ledger.db-wal", "ledger.db-shm"):
        (world.folder / name).unlink(missing_ok=True)
    shutil.copy(world.folder / "backup.db", world.folder / "ledger.db")
    return world


def come_back(world: World) -> int:
    with world.oversight.ledger.read() as tx:
        rows = list(mirrored(tx, ORIGIN))
        cosigned = list(audit_watch.witnessed(tx, ORIGIN))
    with world.ledger.write() as tx:
        return catch_up(tx, world.log, rows, cosigned=cosigned, now=world.now)


def test_what_was_lost_comes_back(world: World) -> None:
    restored_too_old(world)
    with world.ledger.read() as tx:
        had = audit.log_size(tx)
    assert come_back(world) == 1024 - had
    report = world.verify(world.seen())
    assert report.is_sound, report.faults
    assert (report.size, report.checkpoints) == (1025, 3)


def test_erasures_stay_erased(world: World) -> None:
    restored_too_old(world)
    come_back(world)
    with world.ledger.read() as tx:
        (stored,) = audit.entries(tx, 1, 2)
    assert stored.ciphertext is None


def test_a_restore_is_an_alarm(world: World) -> None:
    restored_too_old(world)
    come_back(world)
    with world.ledger.read() as tx:
        (stored,) = audit.entries(tx, 1024, 1025)
    said = world.log.trail.read(stored)
    assert said is not None
    assert (said.event, said.facts["alarm"]) == (Event.ALARM, "log_restored")


def test_the_witnesses_go_on_with_a_log_that_came_back(world: World) -> None:
    restored_too_old(world)
    come_back(world)
    world.close()
    assert set(world.collect().values()) == {Cosigned.DONE}
    assert world.mirror() > 1024
    assert not any(watcher.evidence() for watcher in world.watchers.values())


def test_a_log_that_went_on_otherwise_does_not_come_back(world: World) -> None:
    restored_too_old(world)
    world.act(1)
    with pytest.raises(LogBroken, match="differs_from_mirror"):
        come_back(world)
    assert not world.verify(world.seen()).is_sound


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE audit_mirror SET commitment = zeroblob(32) WHERE idx = 2", "differs_from_mirror at 2"),
        ("UPDATE audit_mirror SET ciphertext = zeroblob(600) WHERE idx = 400", "entry_changed at 400"),
        ("DELETE FROM audit_mirror WHERE idx = 400", "leaf_gone at 400"),
        ("UPDATE audit_mirror SET ciphertext = NULL, erased_by = 900 WHERE idx = 3", "without_act at 3"),
        ("UPDATE audit_mirror SET ciphertext = NULL, erased_by = 5 WHERE idx = 3", "without_act at 3"),
        (
            "UPDATE audit_mirror SET ciphertext = NULL, erased_by = 900, commitment = zeroblob(32)"
            " WHERE idx = 400",
            "root_changed at 768",
        ),
    ],
)
def test_a_mirror_that_was_touched_brings_nothing_back(world: World, sql: str, fault: str) -> None:
    restored_too_old(world)
    run(world.oversight.ledger, sql)
    with pytest.raises(LogBroken, match=fault):
        come_back(world)


def with_an_act_lost(world: World, *, is_in_backup: bool) -> World:
    """An entry reached the mirror as erased already, and the act that erased it is lost with the ledger."""
    world.round(acts=5)
    if is_in_backup:
        world.act(9)
    world.ledger.copy_to(world.folder / "backup.db")
    if not is_in_backup:
        world.act(9)
    world.close()
    with world.ledger.write() as tx:
        world.erase(tx, 260, 262)
    world.collect()
    world.mirror()
    world.ledger.close()
    for name in ("ledger.db-wal", "ledger.db-shm"):
        (world.folder / name).unlink(missing_ok=True)
    shutil.copy(world.folder / "backup.db", world.folder / "ledger.db")
    return world


@pytest.mark.parametrize("is_in_backup", [True, False])
def test_an_erasure_whose_act_was_lost_is_written_again_and_accuses_nobody(
    world: World, is_in_backup: bool
) -> None:
    with_an_act_lost(world, is_in_backup=is_in_backup)
    come_back(world)
    with world.ledger.read() as tx:
        gone = [stored.idx for stored in audit.entries(tx, 0, 600) if stored.ciphertext is None]
        said = [world.log.trail.read(stored) for stored in audit.entries(tx, 512, audit.log_size(tx))]
    assert gone == [260, 262]
    assert [(one.event, one.facts.get("acts_lost")) for one in said if one is not None] == [
        (Event.ALARM, "1"),
        (Event.ERASURE_DONE, None),
    ]
    assert world.verify(world.seen()).is_sound
    # And the mirror goes on: it waited for that very act.
    world.round()
    assert world.verify(world.seen()).is_sound


def test_an_erasure_by_an_act_that_lies_too_far_off_does_not_come_back(world: World) -> None:
    with_an_act_lost(world, is_in_backup=True)
    run(world.oversight.ledger, "UPDATE audit_mirror SET erased_by = 99999999 WHERE idx = 262")
    with pytest.raises(LogBroken, match="without_act at 262"):
        come_back(world)


def test_a_log_that_lacks_nothing_is_only_an_alarm(world: World) -> None:
    world.round()
    assert come_back(world) == 0
    assert world.verify(world.seen()).is_sound
