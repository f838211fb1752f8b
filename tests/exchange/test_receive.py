"""Receiving: what is not ours, not whole, not fresh or not agreed has no effect; what is, has one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from trefpunt.crypto import SigningKey, parse_strict_json, verify
from trefpunt.exchange import Limits, Received
from trefpunt.exchange.letters import compose, open_letter
from trefpunt.exchange.receipts import open_receipt
from trefpunt.exchange.wire import new_id
from trefpunt.model import Event, InboxState, Letter, LetterKind, ReceiptStatus

from .nodes import Pair, answer


def draft(pair: Pair, **changes: Any) -> Letter:
    """Return a letter that the Dutch node never posted."""
    now = pair.clock()
    letter = Letter(
        id=new_id(now, lambda n: b"\7" * n),
        conversation=new_id(now, lambda n: b"\6" * n),
        seq=1,
        prev="",
        sender="police.nl",
        receiver="police.be",
        agreement=pair.agreement.id,
        kind=LetterKind.HIT_QUESTION,
        issued_at=now,
        expires_at=now + timedelta(days=1),
        body={"number": 1},
        purpose="criminal_offences",
    )
    return replace(letter, **changes)


def bring(pair: Pair, letter: Letter, *, key: SigningKey | None = None, as_id: str = "") -> Received:
    token = compose(letter, key=key or pair.nl.identity.signing, limits=Limits()).token
    return hand_over(pair, as_id or letter.id, token.encode())


def hand_over(pair: Pair, letter_id: str, token: bytes) -> Received:
    mine = pair.nl.identity.certificate.fingerprint
    # Without a limit everything is done when this returns, parked successors included.
    received: Received = pair.be.exchange.receive(letter_id, token, peer_fingerprint=mine, wait_s=None)
    return received


def refused_with_leaf(pair: Pair, done: Received, status: int, code: str) -> None:
    assert (done.status, done.code) == (status, code)
    assert pair.be.got == []
    last = pair.be.logged()[-1]
    assert last.event in (Event.LETTER_REFUSED, Event.ALARM)
    assert last.facts["reason"] == code


def test_a_letter_gets_a_receipt_that_verifies(pair: Pair) -> None:
    done = bring(pair, draft(pair))
    receipt = open_receipt(done.receipt, trusted=pair.be.identity.signing.public)
    assert (done.status, receipt.status, receipt.by) == (200, ReceiptStatus.APPLIED, "police.be")


def test_the_same_bytes_again_get_the_same_receipt_and_reply(pair: Pair) -> None:
    pair.be.answer_with(lambda letter, peer: answer(letter))
    first, second = bring(pair, draft(pair)), bring(pair, draft(pair))
    assert first == second
    assert first.reply
    assert pair.be.numbers() == [1]


def test_the_same_id_with_other_bytes_is_an_alarm(pair: Pair) -> None:
    bring(pair, draft(pair))
    pair.be.got.clear()
    refused_with_leaf(pair, bring(pair, draft(pair, body={"number": 2})), 409, "same_id_other_content")
    assert pair.be.logged()[-1].event is Event.ALARM


def test_the_same_number_with_another_letter_is_an_alarm(pair: Pair) -> None:
    bring(pair, draft(pair))
    pair.be.got.clear()
    other = draft(pair, id=new_id(pair.clock(), lambda n: b"\5" * n))
    refused_with_leaf(pair, bring(pair, other), 409, "seq_taken")


def test_a_stranger_is_told_nothing_and_leaves_no_leaf(pair: Pair) -> None:
    before = len(pair.be.logged())
    done = pair.be.exchange.receive("x", b"y", peer_fingerprint="00" * 32, wait_s=5)
    assert (done.status, done.receipt) == (403, "")
    assert len(pair.be.logged()) == before


def test_a_letter_signed_with_another_key_is_refused(pair: Pair) -> None:
    forged = bring(pair, draft(pair), key=SigningKey.from_seed(bytes(32)))
    refused_with_leaf(pair, forged, 400, "bad_signature")


def test_a_letter_at_another_address_is_refused(pair: Pair) -> None:
    other = new_id(pair.clock(), lambda n: b"\4" * n)
    refused_with_leaf(pair, bring(pair, draft(pair), as_id=other), 400, "wrong_address")


@pytest.mark.parametrize("changes", [{"receiver": "police.lu"}, {"sender": "police.lu"}])
def test_a_letter_for_or_from_somebody_else_is_refused(pair: Pair, changes: dict[str, str]) -> None:
    refused_with_leaf(pair, bring(pair, draft(pair, **changes)), 403, "misdirected")


def test_a_letter_under_another_agreement_is_refused_and_signed(pair: Pair) -> None:
    done = bring(pair, draft(pair, agreement="ab" * 32))
    refused_with_leaf(pair, done, 403, "wrong_agreement")
    said = open_receipt(done.receipt, trusted=pair.be.identity.signing.public)
    assert (said.status, said.reason) == (ReceiptStatus.REFUSED, "wrong_agreement")


def test_a_letter_for_a_purpose_that_was_not_agreed_is_refused(pair: Pair) -> None:
    refused_with_leaf(pair, bring(pair, draft(pair, purpose="vat_fraud")), 403, "purpose_not_agreed")


def test_a_first_letter_without_purpose_is_refused(pair: Pair) -> None:
    refused_with_leaf(pair, bring(pair, draft(pair, purpose="")), 403, "purpose_not_agreed")


@pytest.mark.parametrize(("ahead_s", "status"), [(299, 200), (300, 200), (301, 425), (3600, 425)])
def test_a_clock_may_be_five_minutes_ahead(pair: Pair, ahead_s: int, status: int) -> None:
    issued_at = pair.clock() + timedelta(seconds=ahead_s)
    done = bring(pair, draft(pair, issued_at=issued_at, expires_at=issued_at + timedelta(days=1)))
    assert done.status == status


def test_an_old_letter_is_fine_until_it_expires(pair: Pair) -> None:
    old = draft(
        pair, issued_at=pair.clock() - timedelta(days=6), expires_at=pair.clock() + timedelta(seconds=1)
    )
    assert bring(pair, old).status == 200


def test_an_expired_letter_is_refused(pair: Pair) -> None:
    letter = draft(pair)
    pair.clock.forward(days=2)
    refused_with_leaf(pair, bring(pair, letter), 410, "expired")


def test_a_known_letter_is_answered_alike_after_it_expired(pair: Pair) -> None:
    letter = draft(pair)
    first = bring(pair, letter)
    pair.clock.forward(days=20)
    assert bring(pair, letter) == first


def test_a_letter_that_breaks_the_chain_is_refused_with_an_alarm(pair: Pair) -> None:
    bring(pair, draft(pair))
    second = draft(pair, id=new_id(pair.clock(), lambda n: b"\5" * n), seq=2, prev="ab" * 32)
    done = bring(pair, second)
    said = open_receipt(done.receipt, trusted=pair.be.identity.signing.public)
    assert (said.status, said.reason) == (ReceiptStatus.REFUSED, "broken_chain")
    assert pair.be.logged(Event.ALARM)[-1].facts["alarm"] == "broken_chain"


def test_a_kind_that_nobody_handles_is_refused(pair: Pair) -> None:
    done = bring(pair, draft(pair, kind=LetterKind.HIT_SAMPLE))
    said = open_receipt(done.receipt, trusted=pair.be.identity.signing.public)
    assert (done.status, said.reason) == (200, "no_handler")


@pytest.mark.parametrize("where", ["compute", "effect"])
def test_a_handler_that_breaks_never_breaks_the_reception(
    pair: Pair, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("Jan Synthetisch, 1970-01-01")

    if where == "compute":
        pair.be.handlers[LetterKind.HIT_QUESTION] = broken
    else:
        real = pair.be.handlers[LetterKind.HIT_QUESTION]
        pair.be.handlers[LetterKind.HIT_QUESTION] = lambda letter, peer: replace(
            real(letter, peer), apply=broken
        )
    done = bring(pair, draft(pair))
    said = open_receipt(done.receipt, trusted=pair.be.identity.signing.public)
    assert (said.status, said.reason) == (ReceiptStatus.REFUSED, "handler_error")
    assert "Synthetisch" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_an_effect_that_breaks_leaves_nothing_behind(pair: Pair) -> None:
    def half(tx: Any) -> None:
        tx.connection.exec_driver_sql("CREATE TABLE half_done (x INTEGER)")
        raise RuntimeError

    real = pair.be.handlers[LetterKind.HIT_QUESTION]
    pair.be.handlers[LetterKind.HIT_QUESTION] = lambda letter, peer: replace(real(letter, peer), apply=half)
    bring(pair, draft(pair))
    with pair.be.ledger.read() as tx:
        tables = tx.connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    assert "half_done" not in tables


def test_a_conversation_goes_on_after_a_refused_letter(pair: Pair) -> None:
    first = draft(pair, kind=LetterKind.HIT_SAMPLE)
    bring(pair, first)
    sha256 = compose(first, key=pair.nl.identity.signing, limits=Limits()).sha256
    second = draft(pair, id=new_id(pair.clock(), lambda n: b"\5" * n), seq=2, prev=sha256)
    assert bring(pair, second).status == 200
    assert pair.be.numbers() == [1]


def test_too_many_parked_letters_are_not_kept(pair: Pair) -> None:
    object.__setattr__(pair.be.exchange.means, "limits", Limits(parked_a_conversation=2))
    done = [
        bring(
            pair,
            draft(pair, id=new_id(pair.clock(), lambda n, s=seq: bytes([s]) * n), seq=seq, prev="aa" * 32),
        ).status
        for seq in (3, 4, 5)
    ]
    assert done == [202, 202, 429]


def test_the_letter_that_parked_ones_wait_for_comes_in_all_the_same(pair: Pair) -> None:
    object.__setattr__(pair.be.exchange.means, "limits", Limits(parked_a_conversation=1, parked_a_partner=1))
    first = draft(pair)
    sha256 = compose(first, key=pair.nl.identity.signing, limits=Limits()).sha256
    second = draft(pair, id=new_id(pair.clock(), lambda n: b"\5" * n), seq=2, prev=sha256)
    assert [bring(pair, letter).status for letter in (second, first)] == [202, 200]
    assert pair.be.numbers() == [1, 1]


def test_no_receipt_names_a_size_or_an_index_of_the_log(pair: Pair) -> None:
    done = bring(pair, draft(pair))
    payload = verify(done.receipt, trusted=pair.be.identity.signing.public, typ="tnp-receipt+jws")
    said = set(parse_strict_json(payload, max_bytes=4096))
    assert said == {
        *("v", "letter", "letter_sha256", "conversation", "seq", "by", "status", "issued_at", "reason")
    }


def test_what_came_is_kept_as_it_came(pair: Pair) -> None:
    letter = draft(pair)
    bring(pair, letter)
    row = pair.be.got_row(pair.nl, letter.id)
    assert row is not None
    assert row.state is InboxState.APPLIED
    trusted = pair.nl.identity.signing.public
    assert open_letter(row.token, trusted=trusted, limits=Limits()).letter == letter
