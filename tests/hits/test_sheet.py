"""The sheet: fixed slots, canaries among them, and an order that tells nothing."""

from hypothesis import given
from hypothesis import strategies as st

from trefpunt.crypto import load_oprf
from trefpunt.hits.sheet import CANARY, EMPTY, Sheet, counts_of, fill_sheet
from trefpunt.model import KeyType, MatchKey

OPRF = load_oprf()
TEMPLATE = {KeyType.PERSON_STRONG_PAIR: 3, KeyType.NATIONAL_NUMBER: 2}
CANARIES = {KeyType.PERSON_STRONG_PAIR: [b"canary-a"], KeyType.NATIONAL_NUMBER: [b"canary-b"]}


def keys(*values: str) -> dict[KeyType, list[MatchKey]]:
    return {KeyType.NATIONAL_NUMBER: [MatchKey(KeyType.NATIONAL_NUMBER, "NL", value) for value in values]}


@given(st.lists(st.lists(st.text("0123456789", min_size=1, max_size=9), max_size=5), min_size=1, max_size=4))
def test_any_subjects_take_as_many_slots_as_any_other(rows: list[list[str]]) -> None:
    _, blinded = fill_sheet([keys(*row) for row in rows], template=TEMPLATE, canaries=CANARIES, oprf=OPRF)
    assert {name: len(points) for name, points in blinded.items()} == {
        name: width * len(rows) + 1 for name, width in TEMPLATE.items()
    }


def test_a_sheet_survives_the_ledger() -> None:
    sheet, _ = fill_sheet([keys("1", "2")], template=TEMPLATE, canaries=CANARIES, oprf=OPRF)
    assert Sheet.unpacked(sheet.packed()) == sheet


def test_canaries_stand_at_places_that_change() -> None:
    places = set()
    for _ in range(40):
        sheet, _ = fill_sheet([keys("1", "2")], template=TEMPLATE, canaries=CANARIES, oprf=OPRF)
        rows = [slot.row for slot in sheet.slots[KeyType.NATIONAL_NUMBER]]
        places.add(rows.index(CANARY))
    assert places == {0, 1, 2}


def test_a_slot_without_a_key_is_a_random_point() -> None:
    sheet, blinded = fill_sheet([keys()], template=TEMPLATE, canaries={}, oprf=OPRF)
    assert all(slot.row == EMPTY for slots in sheet.slots.values() for slot in slots)
    assert len({point for points in blinded.values() for point in points}) == 5


def test_the_same_subject_twice_sends_nothing_twice() -> None:
    first = fill_sheet([keys("1")], template=TEMPLATE, canaries=CANARIES, oprf=OPRF)[1]
    second = fill_sheet([keys("1")], template=TEMPLATE, canaries=CANARIES, oprf=OPRF)[1]
    assert not {p for points in first.values() for p in points} & {
        p for points in second.values() for p in points
    }


def test_what_was_sent_can_be_computed_again_from_every_slot() -> None:
    sheet, blinded = fill_sheet([keys("1"), keys()], template=TEMPLATE, canaries=CANARIES, oprf=OPRF)
    for key_type, slots in sheet.slots.items():
        points = OPRF.points_of([slot.content for slot in slots])
        assert OPRF.group.multiply_each([slot.blind for slot in slots], points) == blinded[key_type]


def test_slots_are_counted_without_being_opened() -> None:
    sheet, blinded = fill_sheet([keys("1"), keys()], template=TEMPLATE, canaries=CANARIES, oprf=OPRF)
    assert counts_of(sheet.packed()) == {key_type: len(points) for key_type, points in blinded.items()}
