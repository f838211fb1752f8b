"""The truth is written apart, whole, and the same each time."""

import csv
import json
from pathlib import Path

from tests.worlds.benelux import sample

from trefpunt.worlds import write, write_truth


def test_the_truth_names_every_record_of_everybody_but_clients(tmp_path: Path) -> None:
    write_truth(sample(), tmp_path)
    with (tmp_path / "records.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["id"], row["authority"], row["reference"]) for row in csv.DictReader(file)]
    held = sample().truth.records.items()
    assert set(rows) == {(id_, *one) for id_, records in held for one in records if one[0] != "care.be"}


def test_everybody_and_every_firm_is_an_entity_marked_synthetic(tmp_path: Path) -> None:
    write_truth(sample(), tmp_path)
    lines = (tmp_path / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    entities = [json.loads(line) for line in lines]
    assert {one["id"] for one in entities} == {*sample().truth.people, *sample().firms}
    assert all(one["properties"]["keywords"] == ["synthetic"] for one in entities)


def test_schemes_are_told_with_their_trades_and_decoys_with_their_reason(tmp_path: Path) -> None:
    write_truth(sample(), tmp_path)
    told = json.loads((tmp_path / "schemes.json").read_text(encoding="utf-8"))
    assert [one["kind"] for one in told["schemes"]] == ["carousel", "carousel_beyond"]
    assert len(told["schemes"][0]["trades"]) == len(sample().ring.trades)
    assert all(one["explanation"] for one in told["decoys"])


def test_every_trade_is_there_and_the_domestic_trade_of_two_countries_nowhere_else(tmp_path: Path) -> None:
    write_truth(sample(), tmp_path)
    with (tmp_path / "trades.csv").open(encoding="utf-8", newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    assert rows == [(seller, buyer, month, str(euros)) for seller, buyer, month, euros in sample().trades()]


def test_the_views_are_written_without_the_truth(tmp_path: Path) -> None:
    written = write(sample(), tmp_path)
    folders = {path.name for path in tmp_path.iterdir()}
    assert folders == {file.authority.id for file in written}
    assert "truth" not in folders


def test_each_folder_says_that_all_of_it_is_invented(tmp_path: Path) -> None:
    write(sample(), tmp_path)
    assert all(
        "SAMPLE" in (folder / "README.txt").read_text(encoding="utf-8") for folder in tmp_path.iterdir()
    )
