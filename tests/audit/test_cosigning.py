"""Gathering cosignatures, and what the node may still do without them."""

from datetime import timedelta

import pytest

from trefpunt.audit import Cosigned, LogStanding, is_complete, latest_complete, log_standing
from trefpunt.audit.cosigning import cosigned_note
from trefpunt.crypto.notes import Note, cosign_note, with_signatures
from trefpunt.errors import BadSignature, PeerUnreachable
from trefpunt.model import Event
from trefpunt.store.ledger import audit, audit_watch

from .tampering import cut
from .watchers import WATCHERS, World, seed

DAY_S = 86_400


def standing(world: World, *, later_s: int = 0) -> LogStanding:
    with world.ledger.read() as tx:
        return log_standing(
            tx,
            world.quorum,
            now=world.now + timedelta(seconds=later_s),
            alarm_after_s=DAY_S,
            reads_only_after_s=3 * DAY_S,
        )


def note_of(world: World) -> Note:
    with world.ledger.read() as tx:
        latest = audit_watch.latest_checkpoint(tx)
        assert latest is not None
        return cosigned_note(tx, latest)


def alarms(world: World) -> list[str]:
    with world.ledger.read() as tx:
        said = [world.log.trail.read(stored) for stored in audit.entries(tx, 0, 9999)]
    return [entry.facts["alarm"] for entry in said if entry and entry.event is Event.ALARM]


@pytest.mark.parametrize(
    ("away", "counts"),
    [
        ((), True),
        (("lu.test-police",), True),
        (("be.test-police",), True),
        (("be.test-police", "lu.test-police"), False),
        (("be.test-oversight",), False),
    ],
)
def test_a_checkpoint_counts_with_oversight_and_one_partner(
    world: World, away: tuple[str, ...], counts: bool
) -> None:
    for name in away:
        world.watchers[name].is_away = True
    world.close()
    outcomes = world.collect()
    assert {name for name, outcome in outcomes.items() if outcome is Cosigned.UNREACHED} == set(away)
    assert is_complete(note_of(world), world.quorum) is counts


def test_a_note_that_nobody_cosigned_does_not_count(world: World) -> None:
    world.close()
    assert not is_complete(note_of(world), world.quorum)
    assert not is_complete(Note(note_of(world).text, ()), world.quorum)


def test_a_forged_cosignature_is_not_believed(world: World) -> None:
    world.close()
    note = note_of(world)
    forged = cosign_note("other\n", name=f"{WATCHERS[0]}/witness", key=seed(WATCHERS[0]), at_s=1)
    with pytest.raises(BadSignature):
        is_complete(with_signatures(note, [forged]), world.quorum)


def test_an_oversight_body_is_not_its_own_partner(world: World) -> None:
    world.close()
    world.collect()
    quorum = world.quorum
    alone = type(quorum)(quorum.oversight, (quorum.oversight,))
    assert not is_complete(note_of(world), alone)


def test_an_answer_that_was_lost_is_asked_for_again(world: World) -> None:
    world.close()

    def lost(name: str, body: bytes) -> tuple[int, bytes]:
        world.send(name, body)
        raise PeerUnreachable("the answer was lost")

    assert set(world.collect(lost).values()) == {Cosigned.UNREACHED}
    assert set(world.collect().values()) == {Cosigned.DONE}
    assert alarms(world) == []


def test_a_cosigner_that_was_away_for_a_while_catches_up(world: World) -> None:
    world.round()
    world.watchers["lu.test-police"].is_away = True
    world.round()
    world.round()
    world.watchers["lu.test-police"].is_away = False
    world.close()
    assert set(world.collect().values()) == {Cosigned.DONE}


def test_who_has_cosigned_already_is_not_asked_again(world: World) -> None:
    world.close()
    world.collect()
    asked: list[str] = []
    world.collect(lambda name, _body: (asked.append(name), (500, b""))[1])
    assert asked == []


def test_a_log_that_was_cut_is_an_alarm(world: World) -> None:
    world.round()
    world.round()
    cut(world, 257)
    world.now += timedelta(seconds=1)
    with world.ledger.write() as tx:
        tx.connection.exec_driver_sql("DELETE FROM audit_cosignature")
    assert set(world.collect().values()) == {Cosigned.BEHIND}
    assert alarms(world) == ["log_behind"] * 3


def test_a_log_that_was_forked_is_an_alarm(world: World) -> None:
    world.round()
    cut(world, 0)
    world.act(1)
    world.close()
    assert set(world.collect().values()) == {Cosigned.FORKED}
    assert alarms(world) == ["log_forked"] * 3


@pytest.mark.parametrize("answer", [(200, b"no line\n"), (200, b""), (500, b""), (409, b"x\n"), (404, b"")])
def test_an_answer_that_is_no_cosignature_is_not_kept(world: World, answer: tuple[int, bytes]) -> None:
    world.close()
    assert set(world.collect(lambda _name, _body: answer).values()) == {Cosigned.REFUSED}
    assert len(note_of(world).signatures) == 1


def test_the_line_of_another_witness_is_not_kept(world: World) -> None:
    world.close()
    assert world.collect(lambda _name, body: world.send(WATCHERS[2], body)) == {
        WATCHERS[0]: Cosigned.REFUSED,
        WATCHERS[1]: Cosigned.REFUSED,
        WATCHERS[2]: Cosigned.DONE,
    }


def test_a_log_without_a_checkpoint_asks_nobody(world: World) -> None:
    assert set(world.collect().values()) == {Cosigned.DONE}
    assert standing(world) is LogStanding.SOUND


@pytest.mark.parametrize(
    ("waited_s", "allowed"),
    [
        (DAY_S - 1, LogStanding.SOUND),
        (DAY_S, LogStanding.ALARM),
        (3 * DAY_S - 1, LogStanding.ALARM),
        (3 * DAY_S, LogStanding.READS_ONLY),
    ],
)
def test_without_cosignatures_comes_an_alarm_and_then_only_reading(
    world: World, waited_s: int, allowed: LogStanding
) -> None:
    world.close()
    assert standing(world, later_s=waited_s) is allowed


def test_the_age_of_the_first_checkpoint_that_waits_counts(world: World) -> None:
    world.round()
    world.close()
    world.now += timedelta(days=2)
    world.close()
    assert standing(world) is LogStanding.ALARM
    world.collect()
    assert standing(world, later_s=30 * DAY_S) is LogStanding.SOUND


def test_the_latest_checkpoint_that_counts_is_found(world: World) -> None:
    world.round()
    world.close()
    with world.ledger.read() as tx:
        found = latest_complete(tx, world.quorum)
    assert found is not None
    assert found.size == 256
