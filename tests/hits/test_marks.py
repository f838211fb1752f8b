"""Marks of a question: the same person gives the same, under the same key only."""

from trefpunt.hits.marks import marks_of, strong_keys
from trefpunt.model import KeyType, MatchKey

STRONG = MatchKey(KeyType.NATIONAL_NUMBER, "BE", "1")
WEAK = MatchKey(KeyType.PERSON_NAME_BIRTH, "", "x")


def test_only_strong_keys_give_a_mark():
    assert strong_keys([STRONG, WEAK]) == {STRONG}
    assert marks_of(bytes(32), [WEAK]) == set()


def test_a_mark_says_nothing_without_its_key():
    assert marks_of(bytes(32), [STRONG]) == marks_of(bytes(32), [STRONG])
    assert marks_of(bytes(32), [STRONG]).isdisjoint(marks_of(bytes(31) + b"1", [STRONG]))
