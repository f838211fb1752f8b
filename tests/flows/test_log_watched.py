"""A log is held against what its witnesses have cosigned, and rests without them; the house goes on."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event as Flag
from threading import Thread

import pytest
from tests.flows.asking import ASKER, HOLDER, PASSPHRASE, ask, publish, strangers, two_nodes
from tests.flows.nodes import Story

from trefpunt import hits
from trefpunt.audit import LogStanding, verify_log
from trefpunt.exchange import InProcess
from trefpunt.model import LetterKind, NoHit, OutboxState, Purpose, Refusal, Refused
from trefpunt.node import (
    Beats,
    Node,
    ask_witnesses,
    checkpoint_now,
    feed_mirror,
    gather_cosignatures,
    give_entry_key,
    quorum_of,
    standing,
    verify_mirrors,
)
from trefpunt.node.tending import keep_house
from trefpunt.store.ledger import audit_watch, exchange_outbox
from trefpunt.store.ledger.exchange import unseen_notices

OVERSEER = "oversight.be"
SOMEBODY = strangers(1, Random(8))[0]


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = two_nodes(tmp_path)
    overseer = told.node(OVERSEER, kind="oversight_body")
    for name in (ASKER, HOLDER):
        told.agree(told.nodes[name], overseer)
    publish(told)
    yield told
    told.close()


def cosigned(story: Story, name: str = ASKER) -> Node:
    node = story.nodes[name]
    checkpoint_now(node)
    gather_cosignatures(node)
    return node


def faults(node: Node, *, is_compared: bool = True) -> set[tuple[str, str]]:
    others = ask_witnesses(node)
    with node.ledger.read() as tx:
        found = verify_log(
            tx,
            node.log.verifier,
            trail=node.trail,
            quorum=quorum_of(node, tx),
            seen=others.seen if is_compared else None,
        )
    return {(fault.code, fault.source) for fault in found.faults}


def older_copy(story: Story, tmp_path: Path) -> Node:
    """Put back the ledger of an hour ago, and let the node go on from there: sound in itself."""
    node = cosigned(story)
    home = tmp_path / "older"
    with node.ledger.write():
        shutil.copytree(node.home, home)
    ask(story, SOMEBODY)
    cosigned(story)
    mine = node.exchange.means.identity.certificate.fingerprint
    older = Node.open(home, PASSPHRASE, carrier=lambda _: InProcess(story.near, mine), clock=story.clock)
    checkpoint_now(older)
    checkpoint_now(older)
    return older


def test_a_log_that_went_on_from_an_older_copy_is_found_only_by_asking_its_witnesses(
    story: Story, tmp_path: Path
) -> None:
    older = older_copy(story, tmp_path)
    assert faults(older, is_compared=False) == set()
    assert {source for _, source in faults(older)} == {OVERSEER, HOLDER}
    assert faults(story.nodes[ASKER]) == set()
    older.close()


def test_witnesses_speak_of_the_own_log_only_and_silent_ones_are_named(story: Story) -> None:
    cosigned(story)
    cosigned(story, HOLDER)
    asker, holder = story.nodes[ASKER], story.nodes[HOLDER]
    peer = asker.exchange.agreements.peer(HOLDER)
    assert peer is not None
    notes = asker.exchange.means.transport.get_witnessed(peer)
    assert notes
    assert all(note.startswith(asker.log.origin.encode()) for note in notes)
    story.near.away.add(holder.exchange.means.identity.url)
    assert ask_witnesses(asker).silent == (HOLDER,)


def test_a_mirror_is_held_against_what_was_cosigned(story: Story) -> None:
    node, overseer = story.nodes[ASKER], story.nodes[OVERSEER]
    peer = node.exchange.agreements.peer(OVERSEER)
    assert peer is not None
    give_entry_key(node, peer)
    cosigned(story)
    report = verify_mirrors(overseer)[node.log.origin]
    assert (report.is_sound, report.complete_to > 0) == (True, True)
    with overseer.ledger.write() as tx:
        run = tx.connection.exec_driver_sql
        # Whoever owns the database can take its guards away; the proof does not rest on them.
        guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_mirror'"
        for name in run(guards).scalars().all():
            run(f"DROP TRIGGER {name}")
        run("UPDATE audit_mirror SET commitment = zeroblob(32) WHERE idx = 3")
    assert not verify_mirrors(overseer)[node.log.origin].is_sound


def test_a_mirror_batch_that_is_refused_is_not_sent_again_and_again(story: Story) -> None:
    node, overseer = story.nodes[ASKER], story.nodes[OVERSEER]
    cosigned(story)
    # Another key than the one the entries are written with: every batch is refused there.
    overseer.keys.put(f"mirror|{node.log.origin}", bytes(32))
    ask(story, SOMEBODY)
    cosigned(story)
    with node.ledger.read() as tx:
        sent = exchange_outbox.of_partner(tx, OVERSEER, limit=100)
        batches = [letter for letter in sent if letter.kind == LetterKind.LOG_MIRROR.value]
        told = [notice.code for notice in unseen_notices(tx)]
    assert batches[-1].state is OutboxState.REFUSED
    assert "letter_refused" in told
    node.exchange.deliver_due(story.clock())
    with node.ledger.read() as tx:
        again = exchange_outbox.find(tx, batches[-1].letter)
    assert again is not None
    assert again.attempts == batches[-1].attempts


def test_a_batch_on_its_way_is_not_sent_beside_another(story: Story) -> None:
    node, there = story.nodes[ASKER], story.nodes[OVERSEER].exchange.means.identity.url
    cosigned(story)
    ask(story, SOMEBODY)
    checkpoint_now(node)
    gather_cosignatures(node)
    story.near.away.add(there)
    with node.ledger.write() as tx:
        audit_watch.set_mirrored(tx, OVERSEER, 0, at=story.clock())
    feed_mirror(node, OVERSEER)
    feed_mirror(node, OVERSEER)
    with node.ledger.read() as tx:
        letters = exchange_outbox.of_partner(tx, OVERSEER, limit=100)
    kinds = [letter.kind for letter in letters if letter.state is OutboxState.WAITING]
    assert kinds.count(LetterKind.LOG_MIRROR.value) <= 1


def test_without_cosignatures_for_three_days_nothing_is_asked_answered_or_published(story: Story) -> None:
    asker = story.nodes[ASKER]
    story.near.away.add(story.nodes[OVERSEER].exchange.means.identity.url)
    cosigned(story)
    story.clock.now += timedelta(days=3, hours=1)
    publish(story)
    assert standing(asker) is LogStanding.READS_ONLY
    answer = ask(story, SOMEBODY)
    assert isinstance(answer, Refused)
    assert (answer.by, answer.refusal.code) == (ASKER, "log_not_cosigned")
    given = hits.publish(HOLDER, Purpose.CRIMINAL_OFFENCES, officer=asker.officers["o-1"], means=asker.means)
    assert isinstance(given, Refusal)
    assert given.code == "log_not_cosigned"
    # The other fact: cosigned again, it goes on.
    story.near.away.clear()
    gather_cosignatures(asker)
    assert isinstance(ask(story, SOMEBODY), NoHit)


def test_a_holder_whose_log_rests_answers_nothing(story: Story) -> None:
    holder = story.nodes[HOLDER]
    object.__setattr__(holder.means, "halted", lambda _: "log_not_cosigned")
    answer = ask(story, SOMEBODY)
    assert isinstance(answer, Refused)
    assert (answer.by, answer.refusal.code) == (HOLDER, "log_not_cosigned")
    object.__setattr__(holder.means, "halted", lambda _: "")
    assert isinstance(ask(story, SOMEBODY), NoHit)


def test_a_log_that_nobody_oversees_rests_too(tmp_path: Path) -> None:
    told = two_nodes(tmp_path)
    publish(told)
    checkpoint_now(told.nodes[ASKER])
    assert isinstance(ask(told, SOMEBODY), NoHit)
    told.clock.now += timedelta(days=3, hours=1)
    publish(told)
    answer = ask(told, SOMEBODY)
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "log_not_cosigned"
    told.close()


def test_keys_are_erased_and_the_log_is_closed_while_a_partner_keeps_the_other_beat_waiting(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, gate, told = story.nodes[HOLDER], Flag(), Flag()
    monkeypatch.setattr("trefpunt.node.tending.carry", lambda _: gate.wait(60))
    erased = Flag()

    def retired(**_: object) -> int:
        erased.set()
        return 0

    monkeypatch.setattr("trefpunt.hits.retire", retired)
    beats = Beats(holder, 0.01, told)
    watcher = Thread(target=lambda: (erased.wait(60), told.set(), gate.set()))
    watcher.start()
    beats.run()
    watcher.join()
    assert erased.is_set()


def test_a_step_that_breaks_stops_none_of_the_others(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = story.nodes[HOLDER]

    def broken(*_: object, **__: object) -> int:
        raise RuntimeError("a name that must not be said")

    monkeypatch.setattr(type(holder.exchange), "expire_due", broken)
    monkeypatch.setattr("trefpunt.hits.retire", broken)
    with holder.ledger.read() as tx:
        before = audit_watch.latest_checkpoint(tx)
    keep_house(holder, checkpoint_at=story.clock.now)
    with holder.ledger.read() as tx:
        after = audit_watch.latest_checkpoint(tx)
    assert after is not None
    assert before is None or after.size > before.size
