"""Files as services export them become hits at a partner: FollowTheMoney lines, a Latin-1 CSV in Dutch."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.flows.nodes import Story, open_a_case
from tests.worlds.benelux import benelux

from trefpunt import hits, intake
from trefpunt.model import Answer, Hit, NoHit, Purpose, Question, Subject, SubjectCategory
from trefpunt.node import Node
from trefpunt.worlds import write

CASE = "BE-2026-1"
RECIPES = {"police.lu": "sample_ftm_lu", "police.nl": "sample_persons_nl"}


@dataclass
class Told:
    """A holder whose file was loaded and published, and an asker with a file and a case of its own."""

    asker: Node
    holder: Node
    file: Path
    loaded: intake.Summary

    def ask(self, subject: Subject) -> Answer:
        officer, suspect = self.asker.officers["o-1"], replace(subject, category=SubjectCategory.SUSPECT)
        question = Question(
            officer, suspect, Purpose.CRIMINAL_OFFENCES, CASE, stated={"necessary_and_proportionate": True}
        )
        return hits.ask(question, self.holder.me.id, means=self.asker.means)

    def held(self, *categories: SubjectCategory) -> list[Subject]:
        return [one for one in intake.subjects(self.holder.columns) if one.category in categories]


@pytest.fixture(scope="module", params=sorted(RECIPES))
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    story = Story(tmp_path_factory.mktemp("files"))
    asker, holder = story.node("police.be"), story.node(request.param)
    story.agree(asker, holder)
    files = {file.authority.id: file for file in write(benelux(), story.folder / "world")}
    made = {}
    for node in (asker, holder):
        recipe = intake.shipped_recipe(files[node.me.id].recipe)
        made[node.me.id] = intake.load(
            files[node.me.id].path, recipe, officer=node.officers["o-1"], means=node.intake
        )
    open_a_case(asker, CASE)
    given = hits.publish(
        asker.me.id, Purpose.CRIMINAL_OFFENCES, officer=holder.officers["o-1"], means=holder.means
    )
    assert isinstance(given, hits.Published), given
    yield Told(asker, holder, files[holder.me.id].path, made[holder.me.id])
    story.close()


def test_the_file_is_of_the_kind_that_its_service_exports(told: Told) -> None:
    raw = told.file.read_bytes()
    if told.holder.me.id == "police.lu":
        entities = [json.loads(line) for line in raw.decode("utf-8").splitlines()]
        assert {entity["schema"] for entity in entities} == {"Person"}
        return
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert raw.decode("cp1252").startswith("dossiernummer;hoedanigheid;achternaam;voorvoegsel;voornamen;")


def test_every_row_of_the_file_is_on_record(told: Told) -> None:
    assert (told.loaded.rows_read, told.loaded.rejected) == (120, 0)


def test_whom_both_have_on_record_is_a_hit_under_the_spelling_of_the_asker(told: Told) -> None:
    asker, holder = told.asker.me.id, told.holder.me.id
    expected, said = [], []
    for both in benelux().truth.known_to(asker, holder):
        refs = dict(benelux().truth.records[both])
        mine = intake.find(told.asker.columns, refs[asker])
        theirs = intake.find(told.holder.columns, refs[holder])
        assert mine is not None
        assert theirs is not None
        expected.append(Hit if theirs.category in hits.INDEXED else NoHit)
        said.append(type(told.ask(mine)))
    assert said == expected
    assert Hit in said


def test_a_name_with_signs_of_its_own_is_a_hit_when_asked_in_plain_letters(told: Told) -> None:
    signed = [one for one in told.held(SubjectCategory.SUSPECT) if _plain(one) != one]
    assert len(signed) >= 5
    assert {type(told.ask(replace(_plain(one), identifiers=()))) for one in signed[:5]} == {Hit}


def test_a_victim_or_witness_in_the_file_is_no_hit(told: Told) -> None:
    spared = told.held(SubjectCategory.VICTIM, SubjectCategory.WITNESS)
    assert len(spared) >= 5
    assert {type(told.ask(one)) for one in spared[:5]} == {NoHit}


def test_somebody_whom_nobody_has_on_record_is_no_hit(told: Told) -> None:
    assert isinstance(told.ask(benelux().stranger), NoHit)


def _plain(subject: Subject) -> Subject:
    """The same names without accents."""
    names = {
        name: tuple(
            unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode() for value in values
        )
        if name in ("firstName", "lastName")
        else values
        for name, values in subject.properties.items()
    }
    return replace(subject, properties=names)
