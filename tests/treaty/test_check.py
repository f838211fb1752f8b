import shutil
from pathlib import Path

import pytest

from trefpunt.treaty import SHIPPED, check_texts


def test_every_text_loads_and_every_case_comes_out_as_it_says() -> None:
    report = check_texts()
    assert report.faults == ()
    assert report.rules >= 145
    assert report.cases >= 1_500


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("policy.cedar", "when { context.factual_reasons_recorded }", "", "wrong_outcome"),
        ("policy.cedar", "permit (", "permit !(", "policy"),
        ("refuse/4-2-order.toml", "factual_reasons_recorded = false", "urgent = false", "wrong_outcome"),
        ("refuse/4-2-order.toml", "factual_reasons_recorded = false", 'role = "love"', "wrong_outcome"),
        ("refuse/4-2-order.toml", "{ factual", '{ asking = "tax.nl", factual', "not_one_fact"),
        ("refuse/4-2-order.toml", "{ factual_reasons_recorded = false }", "{ }", "not_one_fact"),
        ("refuse/4-2-order.toml", "conditions_missing", "no_ground", "wrong_outcome"),
        ("refuse/4-2-order.toml", 'as = "4-2-order"', 'as = "elsewhere"', "policy"),
        ("permit/4-2-order.toml", 'expect = "4(2)"', 'expect = "4(1)"', "wrong_outcome"),
    ],
)
def test_a_check_finds(tmp_path: Path, file: str, old: str, new: str, code: str) -> None:
    path = shutil.copytree(SHIPPED, tmp_path / "texts") / "benelux-police-treaty" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    assert code in {fault.code for fault in check_texts([tmp_path / "texts"]).faults}


def test_a_permit_without_a_refuse_beside_it_is_a_fault(tmp_path: Path) -> None:
    texts = shutil.copytree(SHIPPED, tmp_path / "texts")
    (texts / "benelux-police-treaty" / "refuse" / "4-2-order.toml").unlink()
    assert [fault.code for fault in check_texts([texts]).faults] == ["no_refuse_case"]


def test_a_rule_that_no_case_tries_is_a_fault(tmp_path: Path) -> None:
    texts = shutil.copytree(SHIPPED, tmp_path / "texts")
    for path in (texts / "benelux-crisis-memorandum").rglob("5-lifted*.toml"):
        path.unlink()
    assert {fault.code for fault in check_texts([texts]).faults} == {"untried_rule"}
