"""A question that touches honey is told to whoever oversees the asker, and to nobody else."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from tests.flows.asking import ASKER, HOLDER, ask, publish, strangers, two_nodes
from tests.flows.nodes import Story
from tests.flows.tapped import Tap

from trefpunt.audit import Filters, Reader, show
from trefpunt.exchange import Outgoing
from trefpunt.model import Event, LetterKind, LogEntry, NoHit, OutboxState, Subject
from trefpunt.node import Node

BAIT = strangers(3, Random(11))


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    told = two_nodes(tmp_path)
    monkeypatch.setattr("trefpunt.hits.honey.people", lambda count, *, rng: BAIT)
    publish(told)
    yield told
    told.close()


def oversee(story: Story) -> Node:
    overseer = story.node("oversight.nl", kind="oversight_body")
    story.agree(story.nodes[ASKER], overseer)
    return overseer


def logged(node: Node, event: Event) -> list[LogEntry]:
    with node.ledger.write() as tx:
        reader = Reader("o-1", "information_officer", "self_monitoring", node.clock())
        found = show(tx, Filters(event=event), trail=node.trail, reader=reader)
        return [entry for _, entry in found]


def kinds_after(story: Story, subject: Subject) -> dict[str, list[str]]:
    """Ask, let every letter go, and return what kinds each node was sent."""
    tap = Tap().set_on(story)
    assert isinstance(ask(story, subject), NoHit)
    story.nodes[ASKER].exchange.deliver_due(story.clock())
    names = {node.exchange.means.identity.url: name for name, node in story.nodes.items()}
    sent: dict[str, list[str]] = {name: [] for name in story.nodes}
    for passed in tap.drain():
        sent[names[passed.to]].append(passed.kind)
    return sent


def test_a_touch_is_no_hit_and_only_the_overseer_reads_of_it(story: Story) -> None:
    overseer = oversee(story)
    sent = kinds_after(story, BAIT[0])
    assert sent["oversight.nl"] == ["honey.touched>"]
    assert sent[HOLDER] == ["hit.question>hit.answer", "receipt"]
    (read,) = logged(overseer, Event.HONEY_TOUCHED)
    (mine,) = logged(story.nodes[ASKER], Event.HONEY_TOUCHED)
    assert read.facts["question"] == mine.facts["question"]


def test_the_holder_sees_no_difference_between_bait_and_a_stranger(story: Story) -> None:
    assert kinds_after(story, BAIT[1])[HOLDER] == kinds_after(story, strangers(1, Random(5))[0])[HOLDER]


def test_without_an_overseer_a_touch_is_logged_at_home(story: Story) -> None:
    kinds_after(story, BAIT[2])
    assert len(logged(story.nodes[ASKER], Event.HONEY_TOUCHED)) == 1
    assert logged(story.nodes[HOLDER], Event.HONEY_TOUCHED) == []


def test_the_log_does_not_say_which_bait_it_was(story: Story) -> None:
    kinds_after(story, BAIT[0])
    (entry,) = logged(story.nodes[ASKER], Event.HONEY_TOUCHED)
    assert entry.subject_ref == ""
    assert BAIT[0].properties["lastName"][0] not in repr(entry)


def test_a_notice_of_a_partner_is_kept_short(story: Story) -> None:
    before = len(logged(story.nodes[HOLDER], Event.ALARM))
    outgoing = Outgoing(LetterKind.NOTICE, HOLDER, {"notice": "x" * 500})
    assert story.nodes[ASKER].exchange.call(None, outgoing, wait_s=20).state is OutboxState.APPLIED
    assert len(logged(story.nodes[HOLDER], Event.ALARM)[before:][0].facts["notice"]) == 64
