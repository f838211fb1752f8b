"""A question is asked between two nodes: hit, no hit, refused; both logs tell the same story."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.flows.nodes import Story, load_file, open_a_case
from tests.postgres import server
from tests.worlds.benelux import benelux

from trefpunt import hits
from trefpunt.audit import Filters, Reader, show
from trefpunt.model import (
    Answer,
    Event,
    Hit,
    NoHit,
    Purpose,
    Question,
    Refused,
    Subject,
    SubjectCategory,
)
from trefpunt.node import Node
from trefpunt.worlds import write

STATED = {"necessary_and_proportionate": True}


@pytest.fixture(params=["sqlite", "postgresql"])
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path)
    is_sqlite = request.param == "sqlite"
    ledgers = [{} if is_sqlite else {"ledger": {"url": server().new_database()}} for _ in range(2)]
    nl, be = (
        told.node(name, extra=extra) for name, extra in zip(("police.nl", "police.be"), ledgers, strict=True)
    )
    told.agree(nl, be)
    files = {file.authority.id: file for file in write(benelux(), tmp_path / "world")}
    for node in (nl, be):
        load_file(node, files[node.me.id].path, files[node.me.id].recipe)
    open_a_case(nl)
    yield told
    told.close()


def publish(story: Story) -> None:
    be = story.nodes["police.be"]
    given = hits.publish("police.nl", Purpose.CRIMINAL_OFFENCES, officer=be.officers["o-1"], means=be.means)
    assert isinstance(given, hits.Published), given
    assert given.is_delivered
    assert not given.is_empty


def test_an_index_of_nobody_says_so_to_whoever_gives_it(tmp_path: Path) -> None:
    told = Story(tmp_path)
    nl, be = told.node("police.nl"), told.node("police.be")
    told.agree(nl, be)
    given = hits.publish("police.nl", Purpose.CRIMINAL_OFFENCES, officer=be.officers["o-1"], means=be.means)
    told.close()
    assert isinstance(given, hits.Published), given
    assert given.is_empty


def ask(story: Story, subject: Subject, case: str = "PL-2026-1") -> Answer:
    nl = story.nodes["police.nl"]
    suspect = replace(subject, category=SubjectCategory.SUSPECT)
    question = Question(nl.officers["o-1"], suspect, Purpose.CRIMINAL_OFFENCES, case, stated=STATED)
    return hits.ask(question, "police.be", means=nl.means)


def logged(node: Node) -> list[Event]:
    with node.ledger.write() as tx:
        reader = Reader("o-1", "information_officer", "self_monitoring", node.clock())
        return [entry.event for _, entry in show(tx, Filters(), trail=node.trail, reader=reader)]


def test_somebody_on_record_under_another_spelling_is_a_hit(story: Story) -> None:
    publish(story)
    answer = ask(story, benelux().wanted)
    assert isinstance(answer, Hit), answer
    assert answer.grade is None
    assert answer.key_types == ()


def test_a_stranger_is_no_hit(story: Story) -> None:
    publish(story)
    assert isinstance(ask(story, benelux().stranger), NoHit)


def test_nothing_is_asked_before_the_partner_published(story: Story) -> None:
    answer = ask(story, benelux().wanted)
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "no_index"
    assert Event.LETTER_SENT not in logged(story.nodes["police.nl"])


def test_both_logs_tell_the_same_for_a_hit_and_for_no_hit(story: Story) -> None:
    publish(story)
    ask(story, benelux().wanted)
    told_of_hit = {name: logged(node) for name, node in story.nodes.items()}
    ask(story, benelux().stranger)
    for name, node in story.nodes.items():
        after = logged(node)[len(told_of_hit[name]) :]
        assert after[:1] == [Event.LOG_READ]
        during = [event for event in told_of_hit[name] if event is not Event.LOG_READ]
        assert after[1:][-4:] == during[-4:]
