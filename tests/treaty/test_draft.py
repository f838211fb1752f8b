from pathlib import Path
from shutil import copytree

import pytest

from trefpunt.errors import PolicyError
from trefpunt.model import Country
from trefpunt.treaty import (
    DRAFTS,
    SHIPPED,
    Altered,
    Law,
    check_texts,
    compare,
    find_draft,
    read_draft,
    repeals_of,
)

LAW = Law.load(nature="sample")
FIRST, SECOND = DRAFTS / "sample-hit-draft-1", DRAFTS / "sample-hit-draft-2"


@pytest.mark.parametrize("folder", [FIRST, SECOND], ids=lambda folder: folder.name)
def test_every_case_of_a_draft_comes_out_beside_the_law(folder: Path) -> None:
    assert check_texts((SHIPPED, folder)).faults == ()


def test_no_node_loads_a_draft() -> None:
    assert not any("draft" in text.name for text in LAW.instruments)


def test_a_draft_has_open_articles_with_positions_and_the_version_before() -> None:
    draft = read_draft(SECOND, law=LAW)
    assert (draft.version, draft.previous) == (2, FIRST)
    assert [each.article for each in draft.open] == ["1", "2"]
    assert set(draft.open[0].positions) == set(Country)
    assert all("SAMPLE" in said for each in draft.open for said in each.question.values())


def test_two_versions_are_laid_side_by_side() -> None:
    found = compare(read_draft(FIRST, law=LAW).text, read_draft(SECOND, law=LAW).text, law=LAW)
    assert [(each.article, each.kind) for each in found] == [("1", Altered.CHANGED), ("2", Altered.ADDED)]
    assert "-between BE-NL NL-BE" in found[0].lines
    assert not any("has_case" in line for line in found[0].lines)


def test_a_version_compared_with_itself_has_changed_nothing() -> None:
    text = read_draft(FIRST, law=LAW).text
    assert compare(text, text, law=LAW) == ()


def test_a_draft_is_found_by_path_or_by_name() -> None:
    assert find_draft(str(FIRST)) == find_draft(FIRST.name) == FIRST
    assert find_draft("sample-art14-agreement") == SHIPPED / "sample-art14-agreement"
    assert repeals_of(SHIPPED / "sample-art14-agreement") == ()


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("version = 1", "version = "), ('article = "1"', 'article = "99"'), ("dated = 2026-09-14", "")],
)
def test_a_draft_file_that_is_wrong_is_said_to_be(tmp_path: Path, was: str, becomes: str) -> None:
    folder = tmp_path / "changed"
    copytree(FIRST, folder)
    file = folder / "draft.toml"
    file.write_text(file.read_text().replace(was, becomes))
    with pytest.raises(PolicyError):
        read_draft(folder, law=LAW)
