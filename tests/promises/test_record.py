"""The record of promises: one entry each, the last one counts."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.promises.record import Promise, keep, sized

PROMISE = Promise("T11", "proofs right", {"pairs": 3}, "100 % equal", True, True, "make promises")


def test_the_last_measurement_of_a_promise_replaces_the_one_before(tmp_path: Path):
    file = tmp_path / "build" / "promises.json"
    keep(PROMISE, file=file)
    keep(replace(PROMISE, id="T2"), file=file)
    keep(replace(PROMISE, holds=False), file=file)
    kept = json.loads(file.read_text())
    assert [(entry["id"], entry["holds"]) for entry in kept] == [("T2", True), ("T11", False)]
    assert set(kept[1]) >= {
        "id",
        "promise",
        "figure",
        "goal",
        "holds",
        "control_caught",
        "command",
        "commit",
        "at",
    }


def test_a_slice_is_small_and_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PROMISES_SLICE", "1")
    assert sized(10_000, 10) == 10
    keep(PROMISE, file=tmp_path / "promises.json")
    assert json.loads((tmp_path / "promises.json").read_text())[0]["slice"] is True
    monkeypatch.setenv("PROMISES_SLICE", "")
    assert sized(10_000, 10) == 10_000
