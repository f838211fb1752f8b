"""FEBRL as files that others ship: the recipes of this product read them as they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.flows.nodes import Story

from trefpunt.intake import Summary, load, shipped_recipe, subjects
from trefpunt.model import KeyType
from trefpunt.naming import keys_of_many
from trefpunt.node import Node

FOLDER = Path(__file__).parents[3] / "shared/data/linkage/febrl"
NAMES = ("dataset4a.csv", "dataset4b.csv")
MISSING = [name for name in NAMES if not (FOLDER / name).is_file()]

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"beside this checkout, shared/data/linkage/febrl lacks {', '.join(MISSING)}"
)


@pytest.fixture(scope="module", params=["febrl", "febrl_without_identifier"])
def loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Node, list[Summary]]]:
    story = Story(tmp_path_factory.mktemp("febrl"))
    node = story.node("police.nl")
    recipe = shipped_recipe(request.param)
    made = [load(FOLDER / name, recipe, officer=node.officers["o-1"], means=node.intake) for name in NAMES]
    yield request.param, node, made
    story.close()


def test_every_row_of_both_files_is_kept(loaded: tuple[str, Node, list[Summary]]) -> None:
    assert [(made.rows_read, made.kept, made.rejected) for made in loaded[2]] == [(5000, 5000, 0)] * 2


def test_the_spaces_after_the_commas_are_no_part_of_a_name(loaded: tuple[str, Node, list[Summary]]) -> None:
    _, node, _ = loaded
    told = [value for one in subjects(node.columns) for values in one.properties.values() for value in values]
    assert [value for value in told if value != value.strip()] == []


def test_the_number_gives_a_key_to_those_of_whom_no_birth_date_is_known(
    loaded: tuple[str, Node, list[Summary]],
) -> None:
    recipe, node, _ = loaded
    keys = list(keys_of_many(list(subjects(node.columns)), declared=node.means.declared))
    numbered = sum(any(key.type is KeyType.DECLARED_NUMBER for key in mine) for mine in keys)
    assert sum(map(bool, keys)) >= {"febrl": 10_000, "febrl_without_identifier": 9_600}[recipe]
    assert numbered == {"febrl": 10_000, "febrl_without_identifier": 0}[recipe]
