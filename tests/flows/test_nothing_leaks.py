"""Whatever passes between two nodes, and whatever the answering one keeps: the subject is not in it."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from tests.flows.asking import ASKER, HOLDER, ask, publish, two_nodes
from tests.flows.emptied import on_disk, poured_out
from tests.flows.leaking import SUBJECT
from tests.flows.needles import needles_of
from tests.flows.nodes import Story
from tests.flows.tapped import Tap, heard

from trefpunt.hits.bodies import QuestionBody
from trefpunt.model import NoHit, Pending

NEEDLES = needles_of(SUBJECT)
_WRITE = QuestionBody.to_json


@pytest.fixture
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    told = two_nodes(tmp_path_factory.mktemp("leaks"))
    yield told
    told.close()


def test_nothing_on_the_wire_and_nothing_that_the_holder_keeps_is_about_the_subject(story: Story) -> None:
    tap = Tap().set_on(story)
    publish(story)
    answer = ask(story, SUBJECT)
    assert isinstance(answer, NoHit)
    wire = heard(tap)
    assert len(wire) > 20_000
    assert b"hit.question" in wire
    assert NEEDLES.search(wire) == set()
    holder = story.nodes[HOLDER]
    assert NEEDLES.search(poured_out(holder)) == set()
    assert NEEDLES.search(on_disk(holder)) == set()


def test_the_asker_itself_has_the_subject_no_longer_than_the_question_is_open(story: Story) -> None:
    publish(story)
    asker, holder = story.nodes[ASKER], story.nodes[HOLDER]
    story.near.away.add(holder.exchange.means.identity.url)
    answer = ask(story, SUBJECT)
    assert isinstance(answer, Pending)
    # The control of this file: the search does find whoever is there.
    assert NEEDLES.search(poured_out(asker)) != set()
    story.near.away.clear()
    story.clock.now = story.clock.now.replace(minute=30)
    asker.exchange.deliver_due(story.clock())
    assert NEEDLES.search(poured_out(asker)) == set()
    assert NEEDLES.search(on_disk(asker)) == set()


@pytest.mark.parametrize("name", ["lastName", "firstName", "birthDate", "birthPlace"])
def test_a_leak_in_a_body_is_noticed(story: Story, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value = SUBJECT.properties[name][0]
    tap = Tap().set_on(story)
    publish(story)
    monkeypatch.setattr(QuestionBody, "to_json", lambda self: _WRITE(replace(self, stated=(value,))))
    ask(story, SUBJECT)
    assert NEEDLES.search(heard(tap)) != set()
    assert NEEDLES.search(poured_out(story.nodes[HOLDER])) != set()


def test_a_subject_whom_the_holder_has_would_be_found_there() -> None:
    assert NEEDLES.search(Random(0).randbytes(99) + SUBJECT.properties["lastName"][0].encode()) != set()
