"""Letters as bytes: composed, padded, read back strictly."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trefpunt.crypto import SigningKey, TokenRefused, canonical_json, parse_strict_json, sign, verify
from trefpunt.errors import InputError
from trefpunt.exchange.letters import compose, open_letter
from trefpunt.exchange.limits import Limits
from trefpunt.exchange.receipts import open_receipt, sign_receipt
from trefpunt.exchange.wire import LETTER_TYPE, new_id
from trefpunt.model import Blob, Letter, LetterKind, Receipt, ReceiptStatus

from .nodes import NOW

KEY = SigningKey.from_seed(bytes(32))
LETTER = Letter(
    id=new_id(NOW, bytes),
    conversation=new_id(NOW, bytes),
    seq=1,
    prev="",
    sender="police.nl",
    receiver="police.be",
    agreement="ab" * 32,
    kind=LetterKind.HIT_QUESTION,
    issued_at=NOW,
    expires_at=NOW + timedelta(days=3),
    body={"number": 1},
    article="sample-agreement 4",
    purpose="criminal_offences",
    case="cd" * 32,
    blobs=(Blob("ef" * 32, 12),),
)


def payload_of(letter: Letter = LETTER) -> dict[str, Any]:
    token = compose(letter, key=KEY, limits=Limits()).token
    payload = verify(token, trusted=KEY.public, typ=LETTER_TYPE)
    read: dict[str, Any] = parse_strict_json(payload, max_bytes=2**20)
    return read


def test_a_letter_comes_back_as_it_was_written() -> None:
    token = compose(LETTER, key=KEY, limits=Limits()).token
    assert open_letter(token, trusted=KEY.public, limits=Limits()).letter == LETTER


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=3000),
    seq=st.integers(2, 10**6),
)
def test_any_letter_fills_its_size_class_to_the_last_character(text: str, seq: int) -> None:
    letter = replace(LETTER, body={"text": text}, seq=seq, prev="aa" * 32)
    lengths = {len(compose(letter, key=KEY, limits=Limits()).token) % 1024}
    # Base64 cannot be 1 character longer than a multiple of 4, so one class stops a character short.
    assert lengths <= {0, 1023}


def test_answers_of_equal_slots_are_equally_long() -> None:
    short = replace(LETTER, body={"elements": {"P1": "A" * 400}}, seq=9, prev="aa" * 32)
    other = replace(LETTER, body={"elements": {"P1": "B" * 400}}, seq=10, prev="bb" * 32)
    one, two = (len(compose(letter, key=KEY, limits=Limits()).token) for letter in (short, other))
    assert one == two


def test_es256_letters_fill_their_class_too() -> None:
    key = SigningKey.generate()
    assert len(compose(LETTER, key=key, limits=Limits()).token) % 1024 in (0, 1023)


@pytest.mark.parametrize(
    "changed",
    [
        {"v": 2},
        {"v": True},
        {"id": "not-an-id"},
        {"id": "01900000-0000-4000-8000-000000000000"},
        {"seq": 0},
        {"seq": 2},
        {"prev": "xyz"},
        {"from": "Police NL"},
        {"agreement": "short"},
        {"kind": "gossip"},
        {"case": "PL-2026-000123"},
        {"issued_at": "2026-11-03T10:00:00Z"},
        {"issued_at": "2026-11-03T10:00:00.000+00:00"},
        {"expires_at": "2026-11-30T10:00:00.000Z"},
        {"expires_at": "2026-11-03T09:00:00.000Z"},
        {"blobs": [{"sha256": "ef" * 32, "size": -1}]},
        {"blobs": [{"sha256": "ef" * 32, "size": 1}] * 2},
        {"blobs": [{"sha256": "ef" * 32, "size": 1, "name": "x"}]},
        {"body": []},
        {"pad": "1"},
        {"pad": "0" * 5000},
        {"extra": ""},
        {"article": "x" * 201},
        {"article": "two\nlines"},
    ],
    ids=str,
)
def test_a_letter_of_another_shape_is_refused(changed: dict[str, Any]) -> None:
    token = sign(KEY, canonical_json({**payload_of(), **changed}), typ=LETTER_TYPE)
    with pytest.raises(InputError):
        open_letter(token, trusted=KEY.public, limits=Limits())


@pytest.mark.parametrize("missing", ["body", "pad", "to", "v"])
def test_a_letter_that_lacks_a_field_is_refused(missing: str) -> None:
    payload = payload_of()
    del payload[missing]
    with pytest.raises(InputError):
        open_letter(sign(KEY, canonical_json(payload), typ=LETTER_TYPE), trusted=KEY.public, limits=Limits())


def test_a_body_that_is_too_deep_is_not_sent() -> None:
    deep: Any = {}
    for _ in range(20):
        deep = {"in": deep}
    with pytest.raises(InputError, match="deeper"):
        compose(replace(LETTER, body=deep), key=KEY, limits=Limits())


def test_a_case_number_in_clear_cannot_be_sent() -> None:
    with pytest.raises(InputError, match=r"letter\.case"):
        compose(replace(LETTER, case="PL-2026-000123"), key=KEY, limits=Limits())


def test_a_letter_above_the_limit_is_not_sent() -> None:
    with pytest.raises(InputError):
        compose(replace(LETTER, body={"x": "y" * 900_000}), key=KEY, limits=Limits())


def test_a_receipt_never_passes_for_a_letter() -> None:
    receipt = Receipt(LETTER.id, "ab" * 32, LETTER.conversation, 1, "police.be", ReceiptStatus.APPLIED, NOW)
    token = sign_receipt(receipt, key=KEY)
    assert open_receipt(token, trusted=KEY.public) == receipt
    with pytest.raises(TokenRefused):
        open_letter(token, trusted=KEY.public, limits=Limits())


def test_ids_sort_by_time() -> None:
    ids = [new_id(NOW + timedelta(milliseconds=ms), lambda n: b"\xff" * n) for ms in range(5)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 5
