"""A text that came in the place of another: dates and names that cannot be are refused when it is read."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from trefpunt.errors import PolicyError
from trefpunt.treaty import SHIPPED, Law

OLD, NEW = "benelux-police-treaty-2004", "benelux-police-treaty"


@pytest.fixture(name="texts")
def _texts(tmp_path: Path) -> Path:
    for name in (OLD, NEW):
        shutil.copytree(SHIPPED / name, tmp_path / name)
    return tmp_path


def test_the_police_treaty_took_over_on_the_day_after_its_predecessor_ended(texts: Path) -> None:
    law = Law.load_whole([texts])
    old, new = law.instrument(OLD), law.instrument(NEW)
    assert old is not None
    assert new is not None
    assert new.replaces == (old.identifiers["bwb_id"],)
    assert (old.valid_to, new.valid_from) == (date(2023, 9, 30), date(2023, 10, 1))


@pytest.mark.parametrize("ends", ["valid_to = 2023-10-01", ""])
def test_two_texts_of_which_one_replaces_the_other_never_hold_on_one_day(texts: Path, ends: str) -> None:
    _change(texts, OLD, "valid_to = 2023-09-30", ends)
    with pytest.raises(PolicyError, match="both hold on 2023-10-01") as refused:
        Law.load_whole([texts])
    assert "valid_to = 2023-09-30" in str(refused.value.hint)


def test_a_text_does_not_replace_the_one_that_replaced_it(texts: Path) -> None:
    _change(texts, OLD, "rank = 11", f'rank = 11\nreplaces = ["{NEW}"]')
    with pytest.raises(PolicyError, match="replaces itself, by way of"):
        Law.load_whole([texts])


def test_a_text_does_not_replace_itself(texts: Path) -> None:
    _change(texts, NEW, "BWBV0001717", NEW)
    with pytest.raises(PolicyError, match="replaces itself"):
        Law.load_whole([texts])


def test_a_text_that_replaces_one_that_is_not_coded_is_read(texts: Path) -> None:
    _change(texts, NEW, "BWBV0001717", "BWBV0009999")
    assert Law.load_whole([texts]).instrument(NEW) is not None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("valid_to = 2023-09-30", "valid_too = 2023-09-30", "has 'valid_too'"),
        ("valid_to = 2023-09-30", "valid_to = 2005-09-30", "ends on 2005-09-30 and begins on 2006-06-01"),
        ("valid_to = 2023-09-30", 'valid_to = "soon"', "cannot be read"),
        ("rank = 11", 'rank = 11\nreplaces = "another"', "cannot be read"),
    ],
)
def test_a_text_that_is_described_wrongly_is_not_read(texts: Path, old: str, new: str, said: str) -> None:
    _change(texts, OLD, old, new)
    with pytest.raises(PolicyError, match=said):
        Law.load_whole([texts])


def _change(texts: Path, name: str, old: str, new: str) -> None:
    described = texts / name / "instrument.toml"
    assert old in described.read_text()
    described.write_text(described.read_text().replace(old, new))
