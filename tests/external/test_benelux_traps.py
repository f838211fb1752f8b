"""Pairs of Benelux names, firms and dates that trip a matcher: keys must meet, or must not.

Persons without a birth date in the set are given one and the same, so that their names decide.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from trefpunt.model import Grade, MatchKey, Schema, Subject
from trefpunt.naming import GRADES, keys_of

TRAPS = Path(__file__).parents[3] / "shared/data/linkage/benelux_traps_a.json"
# Another script against Latin needs a transliteration, and no exact key has one.
BEYOND_KEYS = {
    ("محمد العربي", "Mohamed El Arbi"),
    ("Сергей Щербаков", "Sergej Sjtsjerbakov"),
    ("Георги Йорданов", "Georgi Jordanow"),
}


def _subject(of: dict[str, str], schema: str) -> Subject:
    properties = {"name": (of["name"],), "country": ("BE",)}
    if schema == "Person":
        properties["birthDate"] = (of.get("birthDate", "1980-05-03"),)
    return Subject("T", Schema(schema), properties=properties)


def _pairs(*, same: bool) -> list[tuple[str, str, list[MatchKey]]]:
    pairs: list[dict[str, Any]] = json.loads(TRAPS.read_text())
    found = []
    for pair in (pair for pair in pairs if pair["same"] is same):
        one, other = (_subject(pair[side], pair["schema"]) for side in "ab")
        met = set(keys_of(one)) & set(keys_of(other))
        found.append((pair["a"]["name"], pair["b"]["name"], sorted(met)))
    return found


@pytest.mark.skipif(not TRAPS.exists(), reason="the trap set is not beside this checkout")
def test_records_of_one_person_or_firm_share_a_key() -> None:
    missed = {(one, other) for one, other, met in _pairs(same=True) if not met}
    assert missed <= BEYOND_KEYS


@pytest.mark.skipif(not TRAPS.exists(), reason="the trap set is not beside this checkout")
def test_records_of_two_share_nothing_above_weak() -> None:
    # Given the same birth date, a shared given name is a weak key, and meant to be.
    assert not any(GRADES[key.type] is not Grade.WEAK for _, _, met in _pairs(same=False) for key in met)
