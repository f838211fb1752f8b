"""`treaty repeats` and `treaty settle`: the protection officer's queue."""

from pathlib import Path

import pytest
from tests.flows.nodes import Story, open_a_case
from tests.worlds.benelux import benelux

from trefpunt.hits.may import may_ask
from trefpunt.model import Purpose, Question

from .desk import PASSPHRASE, Typed, type_line


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node at which one refused question came again with a reason."""
    story = Story(tmp_path_factory.mktemp("repeats"))
    asker = story.node("police.nl")
    story.agree(asker, story.node("police.be"))
    case = open_a_case(asker)
    for stated in ({}, {"necessary_and_proportionate": True}):
        question = Question(
            asker.officers["o-1"], benelux().wanted, Purpose.CRIMINAL_OFFENCES, case, stated=stated
        )
        may_ask(question, "police.be", means=asker.means)
    story.close()
    (story.folder / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    return story.folder / "police.nl"


def typed_at(home: Path, *words: str) -> Typed:
    passphrase = str(home.parent / "passphrase")
    return type_line(*words, "--home", str(home), "--passphrase-file", passphrase)


def test_the_queue_says_what_was_said_otherwise_and_is_settled_with_evidence(home: Path):
    told = typed_at(home, "treaty", "repeats", "--officer", "dpo-1")
    assert told.code == 0, told.said
    assert "needs evidence of the change" in told.out
    assert "it is on record why this is needed" in " ".join(told.out.split())
    (found,) = typed_at(home, "treaty", "repeats", "--officer", "dpo-1", "--json").json["repeats"]
    assert found["changed"] == ["necessary_and_proportionate"]
    done = typed_at(
        home, "treaty", "settle", found["decision"], "--officer", "dpo-1", "--evidence", "FILE-12"
    )
    assert (done.code, "evidence noted" in done.out) == (0, True)
    assert typed_at(home, "treaty", "repeats", "--officer", "dpo-1", "--json").json == {"repeats": []}
    (settled,) = typed_at(home, "treaty", "repeats", "--officer", "dpo-1", "--settled", "--json").json[
        "repeats"
    ]
    assert (settled["evidence"], settled["settled_by"]) == ("FILE-12", "dpo-1")
    again = typed_at(home, "treaty", "settle", found["decision"], "--officer", "dpo-1")
    assert (again.code != 0, "waits for nobody" in again.err) == (True, True)


def test_only_a_protection_officer_looks(home: Path):
    for words in (("treaty", "repeats"), ("treaty", "settle", "d-1")):
        typed = typed_at(home, *words, "--officer", "o-1")
        assert (typed.code, "is no protection officer" in typed.err) == (2, True)
