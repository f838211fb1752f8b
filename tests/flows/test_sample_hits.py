"""The sample Benelux, asked: a hit in one country, none in the other, and the victim nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from tests.flows.nodes import Story, open_a_case
from tests.worlds.benelux import sample

from trefpunt import hits, intake
from trefpunt.model import Answer, Hit, NoHit, Purpose, Question, Subject, SubjectCategory
from trefpunt.node import Node
from trefpunt.worlds import write

CASE = "PL-2026-0042"


@dataclass
class Asking:
    """The Dutch police, and what it is told by a partner that has loaded and published its files."""

    asker: Node

    def ask(self, subject: Subject, partner: str) -> Answer:
        officer, suspect = self.asker.officers["o-1"], replace(subject, category=SubjectCategory.SUSPECT)
        question = Question(
            officer, suspect, Purpose.CRIMINAL_OFFENCES, CASE, stated={"necessary_and_proportionate": True}
        )
        return hits.ask(question, partner, means=self.asker.means)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    story = Story(tmp_path_factory.mktemp("sample"))
    asker = story.node("police.nl")
    open_a_case(asker, CASE)
    files = write(sample(), story.folder / "files")
    for name in ("police.be", "police.lu"):
        holder = story.node(name)
        story.agree(asker, holder)
        for file in files:
            if file.authority.id == name and file.recipe:
                recipe = intake.shipped_recipe(file.recipe)
                intake.load(file.path, recipe, officer=holder.officers["o-1"], means=holder.intake)
        given = hits.publish(
            asker.me.id, Purpose.CRIMINAL_OFFENCES, officer=holder.officers["o-1"], means=holder.means
        )
        assert isinstance(given, hits.Published), given
    yield Asking(asker)
    story.close()


def test_the_wanted_person_is_a_hit_in_belgium_and_none_in_luxembourg(asking: Asking) -> None:
    assert isinstance(asking.ask(sample().wanted, "police.be"), Hit)
    assert isinstance(asking.ask(sample().wanted, "police.lu"), NoHit)


@pytest.mark.parametrize("partner", ["police.be", "police.lu"])
def test_the_victim_and_a_stranger_are_answered_alike(asking: Asking, partner: str) -> None:
    answers = [asking.ask(subject, partner) for subject in (sample().victim, sample().stranger)]
    assert {type(answer) for answer in answers} == {NoHit}
