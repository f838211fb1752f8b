"""Two nodes, one with its ledger in PostgreSQL and one in a file: the same story over the same letters."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.flows.nodes import Story, load_file, open_a_case
from tests.flows.requesting import TEXTS, answered, requested
from tests.postgres import server
from tests.worlds.benelux import benelux

from trefpunt import hits
from trefpunt.model import Hit, NoHit, Purpose, Question, SubjectCategory
from trefpunt.worlds import write


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path)
    nl = told.node("police.nl", extra={"ledger": {"url": server().new_database()}})
    be = told.node("police.be")
    told.agree(nl, be, texts=(*TEXTS, "sample-art14-agreement"))
    open_a_case(nl)
    yield told
    told.close()


def test_a_node_on_postgres_asks_and_is_answered(story: Story, tmp_path: Path) -> None:
    nl, be = story.nodes["police.nl"], story.nodes["police.be"]
    assert not (nl.home / "ledger.db").exists()
    for file in write(benelux(), tmp_path / "world"):
        if file.authority.id == be.me.id:
            load_file(be, file.path, file.recipe)
    given = hits.publish("police.nl", Purpose.CRIMINAL_OFFENCES, officer=be.officers["o-1"], means=be.means)
    assert isinstance(given, hits.Published), given
    for subject, answer in ((benelux().wanted, Hit), (benelux().stranger, NoHit)):
        question = Question(
            nl.officers["o-1"],
            replace(subject, category=SubjectCategory.SUSPECT),
            Purpose.CRIMINAL_OFFENCES,
            "PL-2026-1",
            stated={"necessary_and_proportionate": True},
        )
        assert isinstance(hits.ask(question, "police.be", means=nl.means), answer)


def test_a_node_on_postgres_requests_and_keeps_the_answer(story: Story) -> None:
    assert answered(story, requested(story)).conditions
