"""`treaty obstacles`, `treaty simulate`, `treaty draft show`: what the law stopped, and another law would."""

import csv
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.treaty.asked import put

from .desk import Desk, type_line

NL, DRAFT = "police.nl", "sample-hit-draft-2"
ASKED = 250


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A node in whose register 250 questions of the sample world are counted."""
    made = Desk(tmp_path_factory.mktemp("asked"))
    node = made.node(NL)
    put(node.ledger, node.trail, ASKED, law=node.law)
    yield made
    made.close()


def test_obstacles_are_counted_by_article_pair_and_what_is_missing(asked: Desk):
    typed = asked.type(NL, "treaty", "obstacles")
    assert typed.code == 0, typed.said
    for said in ("art. 14 of", "No agreement under art. 14", "police.BE → police.NL"):
        assert said in typed.out
    assert "too small to show by themselves" in typed.out


def test_obstacles_as_json_add_up_and_name_nobody(asked: Desk):
    typed = asked.type(NL, "treaty", "obstacles", "--json")
    found = typed.json
    named = [row for row in found["obstacles"] if row["code"] == "no_agreement_art14"]
    assert {row["article"] for row in named} == {"benelux-police-treaty 14"}
    assert all(row["n"] >= 5 for row in found["obstacles"])
    assert sum(row["n"] for row in found["obstacles"]) + found["together"]["n"] == found["total"]
    assert "NL-" not in typed.out


def test_small_rows_are_shown_to_whoever_asks_for_them(asked: Desk):
    typed = asked.type(NL, "treaty", "obstacles", "--json", "--unguarded")
    assert typed.json["together"] == {"rows": 0, "n": 0}
    assert min(row["n"] for row in typed.json["obstacles"]) < 5


def test_before_the_first_month_there_is_everything_and_after_the_last_nothing(asked: Desk):
    whole = asked.type(NL, "treaty", "obstacles", "--json", "--since", "2026-01-01").json["total"]
    some = asked.type(NL, "treaty", "obstacles", "--json", "--since", "2026-06-15").json["total"]
    none = asked.type(NL, "treaty", "obstacles", "--json", "--since", "2030-01-01").json["total"]
    assert whole > some > none == 0


def test_obstacles_become_a_table_and_a_picture(asked: Desk, tmp_path: Path):
    table, picture = tmp_path / "obstacles.csv", tmp_path / "obstacles.svg"
    typed = asked.type(NL, "treaty", "obstacles", "--csv", str(table), "--picture", str(picture))
    assert typed.code == 0, typed.said
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert {"no_agreement_art14", "together"} <= {row["code"] for row in rows}
    assert "What the law refused" in ElementTree.parse(picture).getroot()[0].text
    again = asked.type(NL, "treaty", "obstacles", "--csv", str(table))
    assert (again.code, "is there already" in again.err) == (2, True)


def test_a_draft_is_simulated_and_its_totals_add_up(asked: Desk, tmp_path: Path):
    table, picture = tmp_path / "shifts.csv", tmp_path / "before-after.svg"
    words = ("treaty", "simulate", DRAFT, "--since", "2026-01-01")
    typed = asked.type(NL, *words, "--json", "--csv", str(table), "--picture", str(picture))
    assert typed.code == 0, typed.said
    found = typed.json
    assert found["replayed"] == sum(found["totals"].values()) == ASKED
    assert found["totals"]["opens"] > 20
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert sum(int(row["n"]) for row in rows) == ASKED
    assert "opens" in ElementTree.parse(picture).getroot()[1].text
    told = asked.type(NL, *words)
    assert f"{ASKED} questions replayed" in told.out
    assert DRAFT in told.out


def test_a_text_is_repealed_and_a_day_in_the_past_is_tried(asked: Desk):
    base = asked.type(NL, "treaty", "simulate", "--repeal", "vat-904-2010", "--json").json
    assert base["totals"]["closes"] > 0
    past = asked.type(NL, "treaty", "simulate", "--on", "2010-01-01", "--json").json
    assert past["totals"]["closes"] > 0
    assert past["replayed"] == base["replayed"] == ASKED


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "nothing would be different"),
        (("--repeal", "burglary"), "there is no text 'burglary' to repeal"),
        (("nowhere",), "the text nowhere cannot be read"),
    ],
)
def test_what_cannot_be_tried_is_said(asked: Desk, words: tuple[str, ...], message: str):
    typed = asked.type(NL, "treaty", "simulate", *words)
    assert typed.code != 0
    assert message in typed.err


def test_a_draft_is_shown_with_what_is_open_and_what_changed():
    typed = type_line("treaty", "draft", "show", DRAFT)
    assert typed.code == 0, typed.said
    for said in ("art. 1 is open", "LU: SAMPLE", "from version 1 to version 2", "- between BE-NL NL-BE"):
        assert said in typed.out
    assert "Luxembourg is not in this draft" in typed.out


def test_with_a_node_each_version_is_tried(asked: Desk):
    typed = asked.type(NL, "treaty", "draft", "show", DRAFT)
    assert typed.code == 0, typed.said
    assert "stays closed" in typed.out


def test_a_text_without_a_draft_file_is_no_draft():
    typed = type_line("treaty", "draft", "show", "sample-art14-agreement")
    assert typed.code != 0
    assert "draft.toml of sample-art14-agreement cannot be read" in typed.err
