"""The small twin of promise T24: what can be seen of a question, what it may cost, and who is found out."""

from pathlib import Path

import pytest
from tests.promises import t24_budgets as budgets
from tests.promises.t24_cheats import try_cheats
from tests.promises.t24_filters import compare, give_files
from tests.promises.t24_transcripts import watch_questions, watch_stretches


def test_hit_no_hit_and_a_half_known_subject_look_alike(tmp_path: Path) -> None:
    watched = watch_questions(tmp_path, 15)
    assert watched.hits > 0
    assert watched.no_hits > 0
    assert len(watched.shapes) == 1


def test_checkpoints_after_hits_and_after_none_are_alike(tmp_path: Path) -> None:
    hit, none = (watch_stretches(tmp_path / kind, 1, are_hits=kind == "hit") for kind in ("hit", "none"))
    assert hit == none


def test_eight_threads_never_get_more_than_a_budget(tmp_path: Path) -> None:
    for spent in (
        budgets.partner_tries(tmp_path, 600, charge=budgets.charged),
        budgets.officer_tries(tmp_path, 600, charge=budgets.charged_question),
        budgets.wire_tries(tmp_path / "wire", 16, slots=55),
    ):
        assert spent.over == 0
        assert spent.full > 0


def test_a_budget_that_is_looked_at_before_it_is_spent_is_passed(tmp_path: Path) -> None:
    assert budgets.partner_tries(tmp_path, 600, charge=budgets.charged_in_two_steps).over > 0


def test_every_way_to_cheat_is_found(tmp_path: Path) -> None:
    caught = try_cheats(tmp_path, 1)
    assert {name: one.is_all for name, one in caught.items()} == dict.fromkeys(caught, True)


@pytest.mark.parametrize("same_keys", [False, True])
def test_filters_of_days_partners_and_purposes_share_nothing_unless_their_key_is_one(
    tmp_path: Path, same_keys: bool
) -> None:
    links = compare(give_files(tmp_path, 120, same_keys=same_keys))
    assert links.is_unlinkable is not same_keys
