"""`world`: an invented Benelux on disk, views and truth apart."""

from pathlib import Path

import pytest

from .desk import type_line


def test_views_and_truth_are_written_apart_and_listed(tmp_path: Path):
    typed = type_line("world", "--out", str(tmp_path / "new"), "--firms", "200")
    assert typed.code == 0, typed.said
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["truth", "views"]
    assert (tmp_path / "new" / "views" / "police.be" / "personen.csv").exists()
    assert "sample_police_be_persons" in typed.out
    assert "give it to no node" in typed.out


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(tmp_path: Path):
    for name, seed in (("one", "7"), ("same", "7"), ("other", "8")):
        assert type_line("world", "--out", str(tmp_path / name), "--firms", "200", "--seed", seed).code == 0
    one, same, other = (written(tmp_path / name) for name in ("one", "same", "other"))
    assert one == same
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] == other[name] and not name.endswith("README.txt")] == []


def test_what_is_there_is_not_written_over(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    typed = type_line("world", "--out", str(tmp_path))
    assert (typed.code, "is not empty" in typed.err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--size", "XXL"), "one of XS, S"), (("--firms", "3"), "150"), (("--firms", "90000"), "run out")],
)
def test_a_size_that_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], said: str
):
    typed = type_line("world", "--out", str(tmp_path / "new"), *words)
    assert (typed.code, said in typed.err) == (2, True)
    assert not (tmp_path / "new").exists()


def written(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
