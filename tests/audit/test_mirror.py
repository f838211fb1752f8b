"""A second copy of the log at the oversight body."""

from dataclasses import replace

import pytest

from trefpunt.audit import MirrorBatch, MirrorRefused, Trail, hand_over_key, keep_mirror, mirrored, take_key
from trefpunt.audit.mirror import mark_mirrored, next_batch
from trefpunt.crypto.sealing import BadSeal, make_box_key
from trefpunt.errors import InputError
from trefpunt.model import Event
from trefpunt.store.ledger import audit
from trefpunt.store.ledger.audit_watch import MirroredEntry

from .samples import ENTRY_KEY, LEDGER_KEY, entry
from .tampering import run
from .watchers import ORIGIN, WATCHERS, World


def batch_of(world: World, max_blocks: int = 64) -> MirrorBatch:
    with world.ledger.read() as tx:
        batch = next_batch(tx, ORIGIN, oversight=WATCHERS[0], max_blocks=max_blocks)
    assert batch is not None
    return batch


def keep(world: World, batch: MirrorBatch, *, key: bytes = ENTRY_KEY) -> int:
    with world.oversight.ledger.write() as tx:
        return keep_mirror(tx, ORIGIN, batch, trail=Trail(key))


def held(world: World) -> list[audit.StoredEntry]:
    with world.oversight.ledger.read() as tx:
        return list(mirrored(tx, ORIGIN))


@pytest.fixture
def closed(world: World) -> World:
    """A log with one cosigned checkpoint that is not mirrored yet."""
    world.act(5)
    world.close()
    world.collect()
    return world


def test_the_mirror_holds_what_the_log_holds(world: World) -> None:
    world.round()
    world.round(acts=300)
    with world.ledger.read() as tx:
        assert held(world) == list(audit.entries(tx, 0, 768))
    with world.ledger.read() as tx:
        assert next_batch(tx, ORIGIN, oversight=WATCHERS[0]) is None


def test_the_oversight_body_can_read_it(closed: World) -> None:
    keep(closed, batch_of(closed))
    first = Trail(ENTRY_KEY).read(held(closed)[0])
    assert first is not None
    assert first.event is Event.QUESTION_FINISHED


def test_a_batch_survives_the_way(closed: World) -> None:
    batch = batch_of(closed)
    assert MirrorBatch.from_bytes(batch.to_bytes()) == batch


def test_a_busy_hour_and_a_quiet_one_give_equally_long_batches(world: World) -> None:
    sizes = []
    for acts in (0, 200):
        world.act(acts)
        world.close()
        world.collect()
        sizes.append(len(batch_of(world).to_bytes()))
        world.mirror()
    assert sizes[0] == sizes[1]


def test_a_batch_that_was_kept_already_changes_nothing(closed: World) -> None:
    batch = batch_of(closed)
    assert keep(closed, batch) == keep(closed, batch) == 256


def test_a_batch_that_reaches_further_than_the_one_that_was_lost_is_kept(closed: World) -> None:
    keep(closed, batch_of(closed))
    closed.act(3)
    closed.close()
    closed.collect()
    longer = batch_of(closed)
    assert (longer.first, keep(closed, longer)) == (0, 512)


def test_many_blocks_travel_in_several_batches(world: World) -> None:
    world.act(700)
    world.close()
    world.collect()
    assert world.mirror(max_blocks=1) == 768
    with world.ledger.read() as tx:
        assert held(world) == list(audit.entries(tx, 0, 768))


def test_part_of_a_checkpoint_without_its_proof_is_refused(world: World) -> None:
    world.act(700)
    world.close()
    world.collect()
    batch = batch_of(world, max_blocks=1)
    assert refused(world, replace(batch, path=batch.path[1:])) == ("root_changed", 256)
    assert refused(world, changed(batch, 3, ciphertext=None, erased_by=299, commitment=bytes(32))) == (
        "root_changed",
        256,
    )


def refused(world: World, batch: MirrorBatch, *, key: bytes = ENTRY_KEY) -> tuple[str, int]:
    before = held(world)
    with pytest.raises(MirrorRefused) as caught:
        keep(world, batch, key=key)
    assert held(world) == before
    return caught.value.fault, caught.value.idx


def changed(batch: MirrorBatch, at: int, **changes: bytes | int | None) -> MirrorBatch:
    rows = list(batch.rows)
    rows[at] = replace(rows[at], **changes)  # type: ignore[arg-type]
    return replace(batch, rows=tuple(rows))


def test_a_changed_ciphertext_is_refused(closed: World) -> None:
    assert refused(closed, changed(batch_of(closed), 3, ciphertext=bytes(600))) == ("entry_changed", 3)


def test_a_key_that_does_not_open_the_entries_is_noticed(closed: World) -> None:
    assert refused(closed, batch_of(closed), key=LEDGER_KEY) == ("entry_changed", 0)


def test_a_missing_ciphertext_is_refused(closed: World) -> None:
    assert refused(closed, changed(batch_of(closed), 3, ciphertext=None)) == ("entry_gone", 3)


def test_an_erasure_without_an_act_is_refused(closed: World) -> None:
    batch = changed(batch_of(closed), 3, ciphertext=None, erased_by=9)
    assert refused(closed, batch) == ("erased_without_act", 3)


def test_an_erasure_before_the_entry_is_refused(closed: World) -> None:
    batch = changed(batch_of(closed), 3, ciphertext=None, erased_by=1)
    assert refused(closed, batch) == ("erased_without_act", 3)


def test_an_act_erases_nothing_that_came_after_it(world: World) -> None:
    with world.ledger.write() as tx:
        world.log.trail.record(tx, entry(event=Event.ERASURE_DONE, facts={"erased": "3"}))
    world.act(5)
    world.close()
    world.collect()
    batch = changed(batch_of(world), 3, ciphertext=None, erased_by=0)
    assert refused(world, batch) == ("erased_without_act", 3)


def test_other_entries_than_the_cosigned_ones_are_refused(closed: World) -> None:
    batch = batch_of(closed)
    rows = (batch.rows[0], *batch.rows[:-1])
    moved = tuple(MirroredEntry(i, row.commitment, None, 9999) for i, row in enumerate(rows))
    assert refused(closed, replace(batch, rows=moved)) == ("root_changed", 256)


def test_what_the_oversight_body_did_not_cosign_is_not_sent(world: World) -> None:
    world.act(5)
    world.close()
    with world.ledger.read() as tx:
        assert next_batch(tx, ORIGIN, oversight=WATCHERS[0]) is None


def test_what_the_oversight_body_did_not_cosign_is_refused(closed: World) -> None:
    batch = replace(batch_of(closed), covered_by=512)
    assert refused(closed, batch) == ("not_cosigned", 512)


def test_a_gap_is_refused(closed: World) -> None:
    with closed.ledger.write() as tx:
        mark_mirrored(tx, WATCHERS[0], 256, now=closed.now)
    closed.close()
    closed.collect()
    assert refused(closed, batch_of(closed)) == ("gap", 0)


def test_the_log_of_another_is_refused(closed: World) -> None:
    batch = replace(batch_of(closed), origin="elsewhere.example/log")
    assert refused(closed, batch) == ("another_log", 0)


def test_what_is_held_is_never_overwritten(closed: World) -> None:
    batch = batch_of(closed)
    keep(closed, batch)
    assert refused(closed, changed(batch, 3, commitment=bytes(32))) == ("differs", 3)
    assert refused(closed, changed(batch, 3, ciphertext=bytes(600))) == ("differs", 3)


def test_an_erasure_reaches_the_mirror(closed: World) -> None:
    closed.mirror()
    with closed.ledger.write() as tx:
        closed.erase(tx, 1, 2)
    closed.close()
    closed.collect()
    closed.mirror()
    assert [row.idx for row in held(closed) if row.ciphertext is None] == [1, 2]
    assert closed.verify(closed.seen()).is_sound


def test_an_entry_erased_before_it_was_mirrored_waits_for_its_act(closed: World) -> None:
    with closed.ledger.write() as tx:
        closed.erase(tx, 1)
    keep(closed, batch_of(closed))
    with closed.ledger.write() as tx:
        mark_mirrored(tx, WATCHERS[0], 256, now=closed.now)
    closed.close()
    closed.collect()
    assert closed.mirror() == 512
    assert closed.verify(closed.seen()).is_sound


def test_an_erasure_that_is_promised_and_never_done_is_refused(closed: World) -> None:
    keep(closed, changed(batch_of(closed), 3, ciphertext=None, erased_by=300))
    with closed.ledger.write() as tx:
        mark_mirrored(tx, WATCHERS[0], 256, now=closed.now)
    closed.close()
    closed.collect()
    assert refused(closed, batch_of(closed)) == ("erased_without_act", 3)


def test_a_mirror_that_was_touched_shows_in_the_comparison(closed: World) -> None:
    closed.mirror()
    run(closed.oversight.ledger, "UPDATE audit_mirror SET commitment = zeroblob(32) WHERE idx = 4")
    first = closed.verify(closed.seen()).first_fault
    assert first is not None
    assert (first.code, first.at, first.source) == ("differs_from_mirror", 4, WATCHERS[0])


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"v":1,"origin":"x","first":0,"rows":[],"erased":[]}', b'{"v":1,"first":-1}'],
)
def test_bytes_that_are_no_batch_are_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        MirrorBatch.from_bytes(data)


def test_the_key_of_the_entries_reaches_the_oversight_body_alone() -> None:
    private, public = make_box_key()
    body = hand_over_key(ENTRY_KEY, origin=ORIGIN, oversight_box=public)
    assert take_key(body, origin=ORIGIN, box_key=private) == ENTRY_KEY
    with pytest.raises(BadSeal):
        take_key(body, origin=ORIGIN, box_key=make_box_key()[0])


@pytest.mark.parametrize("change", [{"v": 2}, {"origin": "other"}, {"sealed": 3}, {"sealed": "no base64!"}])
def test_a_key_letter_of_another_form_is_refused(change: dict[str, object]) -> None:
    private, public = make_box_key()
    body = {**hand_over_key(ENTRY_KEY, origin=ORIGIN, oversight_box=public), **change}
    with pytest.raises(InputError):
        take_key(body, origin=ORIGIN, box_key=private)
