"""What a finished question says: existence alone, or how strong."""

from trefpunt.hits.outcome import found_outcome
from trefpunt.model import KeyType

NAME, PAIR, NUMBER = KeyType.PERSON_NAME_BIRTH, KeyType.PERSON_STRONG_PAIR, KeyType.NATIONAL_NUMBER
GRADED, EXISTENCE = {"answers": "graded"}, {"answers": "existence"}


def grade_of(*types: KeyType) -> str:
    (row,) = found_outcome([frozenset(types)], terms=GRADED, by="police.nl")["rows"]
    return str(row["grade"])


def test_a_name_and_a_birth_date_alone_say_little() -> None:
    assert grade_of(NAME) == "weak"


def test_the_best_grade_counts() -> None:
    assert grade_of(NAME, NUMBER) == "strong"


def test_under_existence_neither_grade_nor_types_are_kept() -> None:
    outcome = found_outcome([frozenset({PAIR, NUMBER}), frozenset(), None], terms=EXISTENCE, by="police.nl")
    hit, none, unasked = outcome["rows"]
    assert hit == {"hit": True, "grade": "", "types": []}
    assert none == {"hit": False, "grade": "", "types": []}
    assert unasked["refusal"]["code"] == "subject_gives_no_key"
