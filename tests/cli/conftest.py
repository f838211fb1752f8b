"""What every test of the command line begins with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.worlds.benelux import benelux

from trefpunt.model import AuthorityKind
from trefpunt.worlds import write

from .desk import Desk

TEXTS = ("benelux-police-treaty", "sample-art14-agreement", "sample-list-matching")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The invented file of each authority."""
    folder = tmp_path_factory.mktemp("world")
    return {file.authority.id: file.path for file in write(benelux(), folder)}


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, files: dict[str, Path]) -> Iterator[Desk]:
    """Two police nodes and an oversight body, paired and loaded, with an index and a case."""
    made = Desk(tmp_path_factory.mktemp("desk"))
    for node_id, language in (("police.nl", "nl"), ("police.be", "en")):
        made.node(node_id, language=language)
    made.node("oversight.be", AuthorityKind.OVERSIGHT)
    made.agree("police.nl", "police.be", TEXTS)
    for node_id in ("police.nl", "police.be"):
        made.agree("oversight.be", node_id, ("house-limits",))
    for node_id, recipe in (("police.nl", "sample_persons_nl"), ("police.be", "sample_persons_be")):
        short = node_id.replace(".", "-")
        typed = made.type(
            node_id, "intake", "load", str(files[node_id]), "--recipe", recipe, "--officer", f"{short}-1"
        )
        assert typed.code == 0, typed.said
    typed = made.type("police.be", "publish", "police.nl", "--officer", "police-be-1")
    assert typed.code == 0, typed.said
    typed = made.type("police.nl", "case", "open", "P-1", "--officer", "police-nl-1")
    assert typed.code == 0, typed.said
    yield made
    made.close()


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command speak English, at a node that speaks Dutch too."""
    monkeypatch.setenv("TREFPUNT_LANGUAGE", "en")


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without nodes, for tests that change what others would see."""
    made = Desk(tmp_path)
    yield made
    made.close()
