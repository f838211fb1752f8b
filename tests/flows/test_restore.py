"""A restored node does nothing before oversight agrees; then no letter is lost and no number used twice."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from tests.flows.asking import ASKER, HOLDER, ask, publish, strangers, two_nodes
from tests.flows.nodes import Story
from tests.flows.restoring import OVERSEER, Back, backup_of, bring_back, lose

from trefpunt.audit import Trail
from trefpunt.errors import InputError, StoreError
from trefpunt.exchange import Loss, Outgoing
from trefpunt.model import Event, LetterKind, LogEntry, NoHit, OutboxState, Refused
from trefpunt.node import Node, checkpoint_now, gather_cosignatures, reopen
from trefpunt.node.tending import carry
from trefpunt.store.ledger import audit, exchange_inbox, exchange_outbox
from trefpunt.store.ledger import exchange as kept

SOMEBODY, ANOTHER = strangers(2, Random(8))


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = two_nodes(tmp_path)
    overseer = told.node(OVERSEER, kind="oversight_body")
    for name in (ASKER, HOLDER):
        told.agree(told.nodes[name], overseer)
    publish(told)
    yield told
    told.close()


def cosign(node: Node) -> None:
    checkpoint_now(node)
    gather_cosignatures(node)


def notify(node: Node, to: str, conversation: str | None = None) -> tuple[str, str, int]:
    """Send a partner something that needs no ground; return letter, conversation and number."""
    body = {"notice": "synthetic"}
    with node.ledger.write() as tx:
        sent = node.exchange.post(
            tx, None, Outgoing(LetterKind.NODE_RESTORED, to, body, conversation=conversation)
        )
    assert node.exchange.deliver(sent.id, wait_s=5).state is OutboxState.APPLIED
    return sent.id, sent.conversation, sent.seq


def logged(node: Node, trail: Trail | None = None) -> list[LogEntry]:
    with node.ledger.read() as tx:
        stored = list(audit.entries(tx, 0, audit.log_size(tx)))
    read = ((trail or node.trail).read(entry) for entry in stored)
    return [entry for entry in read if entry is not None]


@pytest.fixture
def back(story: Story, tmp_path: Path) -> Back:
    """The asking node is backed up, works on, is lost and comes back as it was."""
    file = backup_of(story.nodes[ASKER], tmp_path / "backup")
    assert isinstance(ask(story, SOMEBODY), NoHit)
    cosign(story.nodes[ASKER])
    lose(story, ASKER)
    return bring_back(story, ASKER, file, tmp_path / "again")


def test_a_restored_node_does_nothing(story: Story, back: Back) -> None:
    for act in (
        lambda: ask(story, ANOTHER),
        lambda: checkpoint_now(back.node),
        lambda: notify(back.node, HOLDER),
    ):
        with pytest.raises(StoreError, match="restored from a backup"):
            act()


def test_a_letter_to_a_restored_node_waits(story: Story, back: Back) -> None:
    holder = story.nodes[HOLDER]
    with holder.ledger.write() as tx:
        sent = holder.exchange.post(
            tx, None, Outgoing(LetterKind.NODE_RESTORED, ASKER, {"notice": "synthetic"})
        )
    assert holder.exchange.deliver(sent.id, wait_s=5).state is OutboxState.WAITING
    reopen(back.node, back.word(story))
    story.clock.now += timedelta(hours=1)
    carry(holder)
    with holder.ledger.read() as tx:
        found = exchange_outbox.find(tx, sent.id)
    assert found is not None
    assert found.state is OutboxState.APPLIED


def test_the_word_is_for_one_restore_and_from_oversight_only(story: Story, back: Back) -> None:
    good = back.word(story)
    other = Back(back.node, type(back.mark)("00" * 16, "", ""))
    for word in (b"", b"{}", other.word(story), good.replace(b'"notes"', b'"nothing"')):
        with pytest.raises(InputError):
            reopen(back.node, word)
    holder = story.nodes[HOLDER]
    story.nodes[OVERSEER], kept_overseer = holder, story.nodes[OVERSEER]
    forged = back.word(story)
    story.nodes[OVERSEER] = kept_overseer
    with pytest.raises(InputError, match="no oversight body"):
        reopen(back.node, forged)
    with pytest.raises(StoreError):
        checkpoint_now(back.node)
    reopen(back.node, good)
    with pytest.raises(InputError, match="does not rest"):
        reopen(back.node, good)


def test_the_tail_of_the_log_comes_back_and_the_restore_is_an_alarm_on_both_sides(
    story: Story, back: Back
) -> None:
    done = reopen(back.node, back.word(story))
    assert done.came_back > 0
    entries = logged(back.node)
    assert Event.QUESTION_ASKED in {entry.event for entry in entries}
    alarms = [entry.facts["alarm"] for entry in entries if entry.event is Event.ALARM]
    assert alarms == ["log_restored", "restore_accepted"]
    there = [entry.facts for entry in logged(story.nodes[OVERSEER]) if entry.event is Event.ALARM]
    assert [facts["restore"] for facts in there] == [back.mark.id]
    cosign(back.node)


def test_a_restored_node_rests_until_its_budgets_are_known_again(story: Story, back: Back) -> None:
    reopen(back.node, back.word(story))
    answer = ask(story, ANOTHER)
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "node_restored"
    story.clock.now += timedelta(days=1)
    cosign(back.node)
    publish(story)
    assert isinstance(ask(story, ANOTHER), NoHit)


def test_no_number_is_used_twice_and_what_came_meanwhile_comes_again(story: Story, tmp_path: Path) -> None:
    asker, holder = story.nodes[ASKER], story.nodes[HOLDER]
    _, conversation, _ = notify(asker, HOLDER)
    file = backup_of(asker, tmp_path / "backup")
    _, _, used = notify(asker, HOLDER, conversation)
    theirs, _, _ = notify(holder, ASKER)
    lose(story, ASKER)
    back = bring_back(story, ASKER, file, tmp_path / "again")
    done = reopen(back.node, back.word(story))
    assert (done.skipped > 0, done.lost > 0) == (True, True)
    carry(back.node)
    carry(holder)
    assert {found.loss for found in back.node.exchange.reconcile(HOLDER)} == {Loss.FORGOTTEN_HERE}
    with back.node.ledger.read() as tx:
        assert exchange_inbox.find(tx, HOLDER, theirs) is not None
    assert notify(back.node, HOLDER, conversation)[2] == used + 1
    with back.node.ledger.read() as tx:
        assert kept.thread(tx, HOLDER, conversation).my_seq == used + 1


def test_a_partner_that_is_away_keeps_it_shut_unless_it_is_left_out(story: Story, back: Back) -> None:
    story.near.away.add(story.nodes[HOLDER].exchange.means.identity.url)
    word = back.word(story)
    with pytest.raises(Exception, match="answer"):
        reopen(back.node, word)
    with pytest.raises(StoreError):
        checkpoint_now(back.node)
    assert reopen(back.node, word, without=(HOLDER,)).reopens_on
