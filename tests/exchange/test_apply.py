"""Working on letters: in order, outside the transaction, and never after their time, law or agreement."""

import threading
from dataclasses import replace
from typing import Any

import pytest

from trefpunt.exchange import Limits, Outcome
from trefpunt.exchange.receipts import open_receipt
from trefpunt.model import Event, InboxState, Letter, LetterKind, OutboxState, Verdict

from .nodes import Pair, answer
from .test_receive import hand_over


def posted(pair: Pair, count: int) -> list[Letter]:
    """Post letters of one conversation, without sending them."""
    letters = [pair.nl.post(pair.be, 0)]
    for number in range(1, count):
        letters.append(pair.nl.post(pair.be, number, conversation=letters[0].conversation))
    return letters


def bring(pair: Pair, letter: Letter) -> Any:
    return hand_over(pair, letter.id, pair.nl.sent(letter.id).token.encode())


def state(pair: Pair, letter: Letter) -> tuple[InboxState, str]:
    row = pair.be.got_row(pair.nl, letter.id)
    assert row is not None
    return row.state, row.reason


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 2, 0), (2, 0, 1), (0, 2, 1), (1, 0, 2)])
def test_letters_out_of_order_are_parked_and_applied_in_order(pair: Pair, order: tuple[int, ...]) -> None:
    letters = posted(pair, 3)
    for number in order:
        bring(pair, letters[number])
    assert pair.be.numbers() == [0, 1, 2]


def test_a_parked_letter_is_receipted_as_stored(pair: Pair) -> None:
    done = bring(pair, posted(pair, 2)[1])
    said = open_receipt(done.receipt, trusted=pair.be.identity.signing.public)
    assert (done.status, said.status.value) == (202, "stored")


def test_the_sender_hears_how_a_parked_letter_ended(pair: Pair) -> None:
    letters = posted(pair, 2)
    pair.nl.exchange.deliver(letters[1].id, wait_s=5)
    assert pair.nl.sent(letters[1].id).state is OutboxState.STORED
    bring(pair, letters[0])
    pair.be.exchange.deliver_due(pair.clock())
    assert pair.nl.sent(letters[1].id).state is OutboxState.APPLIED


def test_each_parked_letter_is_applied_in_a_transaction_of_its_own(pair: Pair) -> None:
    letters = posted(pair, 3)
    real = pair.be.handlers[LetterKind.HIT_QUESTION]

    def breaks_on_one(letter: Letter, peer: Any) -> Outcome:
        if letter.body["number"] == 1:
            raise RuntimeError
        outcome: Outcome = real(letter, peer)
        return outcome

    pair.be.handlers[LetterKind.HIT_QUESTION] = breaks_on_one
    for number in (2, 1, 0):
        bring(pair, letters[number])
    assert pair.be.numbers() == [0, 2]
    assert state(pair, letters[1]) == (InboxState.REFUSED, "handler_error")


def test_a_slow_handler_leaves_the_letter_stored_and_answers_by_letter(pair: Pair) -> None:
    gate = threading.Event()
    pair.be.answer_with(lambda letter, peer: answer(letter))
    real = pair.be.handlers[LetterKind.HIT_QUESTION]

    def slow(letter: Letter, peer: Any) -> Outcome:
        gate.wait(20)
        outcome: Outcome = real(letter, peer)
        return outcome

    pair.be.handlers[LetterKind.HIT_QUESTION] = slow
    done = pair.nl.ask(pair.be, 4, wait_s=0.05)
    assert (done.state, done.reply) == (OutboxState.STORED, None)
    gate.set()
    while not pair.nl.got:
        pair.be.exchange.deliver_due(pair.clock())
    assert [letter.kind for letter in pair.nl.got] == [LetterKind.HIT_ANSWER]
    with pair.nl.ledger.read() as tx:
        states = tx.connection.exec_driver_sql("SELECT state FROM exchange_outbox").scalars().all()
    assert states == ["applied"]


def test_a_stored_letter_is_applied_after_a_restart(pair: Pair) -> None:
    letters = posted(pair, 1)
    pair.be.handlers[LetterKind.HIT_QUESTION], real = _crash, pair.be.handlers[LetterKind.HIT_QUESTION]
    with pytest.raises(SystemExit):
        bring(pair, letters[0])
    assert pair.be.got_row(pair.nl, letters[0].id) is None
    pair.be.handlers[LetterKind.HIT_QUESTION] = real
    assert bring(pair, letters[0]).status == 200
    assert pair.be.numbers() == [0]


def _crash(*_: Any) -> Outcome:
    raise SystemExit


def test_a_parked_letter_never_applies_after_a_revocation(pair: Pair) -> None:
    letters = posted(pair, 2)
    bring(pair, letters[1])
    with pair.be.ledger.write() as tx:
        pair.be.exchange.agreements.sign(tx, pair.agreement.id, Verdict.REVOKE, officer="X-9")
    bring(pair, letters[0])
    pair.be.exchange.apply_stored()
    assert pair.be.numbers() == []


def test_a_stored_letter_whose_agreement_was_revoked_is_refused_with_the_reason(pair: Pair) -> None:
    letter = stored_without_its_blob(pair)
    with pair.be.ledger.write() as tx:
        pair.be.exchange.agreements.sign(tx, pair.agreement.id, Verdict.REVOKE, officer="X-9")
    pair.back(pair.nl)
    pair.be.exchange.apply_stored()
    assert state(pair, letter)[1] == "agreement_revoked"
    assert pair.be.numbers() == []


def stored_without_its_blob(pair: Pair) -> Letter:
    blob = pair.nl.exchange.blobs.put(b"synthetic" * 100)
    letter = pair.nl.post(pair.be, 0, blobs=(blob,))
    pair.away(pair.nl)
    bring(pair, letter)
    assert state(pair, letter) == (InboxState.STORED, "")
    return letter


def test_a_letter_applies_when_all_its_attachments_are_here(pair: Pair) -> None:
    letter = stored_without_its_blob(pair)
    pair.back(pair.nl)
    pair.be.exchange.apply_stored()
    assert state(pair, letter) == (InboxState.APPLIED, "")
    assert pair.be.exchange.blobs.get(letter.blobs[0].sha256) == b"synthetic" * 100


def test_a_letter_kept_under_another_law_is_refused(pair: Pair) -> None:
    letter = stored_without_its_blob(pair)
    pair.be.policy = "law-2"
    pair.back(pair.nl)
    pair.be.exchange.apply_stored()
    assert state(pair, letter) == (InboxState.REFUSED, "policy_changed")
    assert pair.be.numbers() == []


def test_a_law_that_changes_between_decision_and_effect_refuses(pair: Pair) -> None:
    real = pair.be.handlers[LetterKind.HIT_QUESTION]
    pair.be.handlers[LetterKind.HIT_QUESTION] = lambda letter, peer: replace(
        real(letter, peer), policy="law-0"
    )
    done = pair.nl.ask(pair.be)
    assert (done.state, done.reason) == (OutboxState.REFUSED, "policy_changed")
    assert pair.be.numbers() == []


def test_a_parked_letter_that_expires_is_refused_and_its_number_closed(pair: Pair) -> None:
    letters = posted(pair, 2)
    bring(pair, letters[1])
    pair.clock.forward(days=4)
    pair.be.exchange.apply_stored()
    assert state(pair, letters[1]) == (InboxState.REFUSED, "expired")


def test_a_void_closes_an_expired_number_and_the_conversation_goes_on(pair: Pair) -> None:
    first = pair.nl.post(pair.be, 0, lives_s=60)
    pair.clock.forward(minutes=2)
    second = pair.nl.post(pair.be, 1, conversation=first.conversation)
    pair.nl.exchange.expire_due()
    pair.rounds(2)
    assert pair.be.numbers() == [1]
    assert pair.nl.sent(second.id).state is OutboxState.APPLIED
    assert pair.nl.sent(pair.nl.sent(first.id).void).state is OutboxState.APPLIED


def test_a_void_for_a_parked_letter_refuses_it(pair: Pair) -> None:
    letters = posted(pair, 1)
    late = pair.nl.post(pair.be, 1, conversation=letters[0].conversation, lives_s=60)
    bring(pair, late)
    pair.clock.forward(minutes=2)
    pair.nl.exchange.expire_due()
    pair.rounds(2)
    assert state(pair, late)[0] is InboxState.REFUSED
    assert pair.be.numbers() == [0]


def test_a_void_never_undoes_a_letter_that_was_applied(pair: Pair) -> None:
    letter = posted(pair, 1)[0]
    bring(pair, letter)
    pair.clock.forward(days=4)
    pair.nl.exchange.expire_due()
    pair.rounds(2)
    void = pair.nl.sent(pair.nl.sent(letter.id).void)
    assert (void.state, void.reason) == (OutboxState.REFUSED, "already_applied")
    assert pair.be.numbers() == [0]


def test_a_refused_number_is_closed_where_the_partner_kept_nothing(pair: Pair) -> None:
    first = pair.nl.post(pair.be, 0)
    object.__setattr__(pair.be.exchange.means, "limits", Limits(letter_bytes=100))
    pair.nl.exchange.deliver(first.id, wait_s=5)
    assert (pair.nl.sent(first.id).state, pair.nl.sent(first.id).reason) == (OutboxState.REFUSED, "too_large")
    object.__setattr__(pair.be.exchange.means, "limits", Limits())
    pair.nl.post(pair.be, 1, conversation=first.conversation)
    pair.rounds(3)
    assert pair.be.numbers() == [1]


def test_two_at_once_with_the_same_letter_have_one_effect(pair: Pair) -> None:
    letter = posted(pair, 1)[0]
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda: answers.append(bring(pair, letter))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1
    assert pair.be.numbers() == [0]
    assert len(pair.be.logged(Event.LETTER_APPLIED)) == 1


def test_nothing_is_applied_when_the_log_cannot_be_written(pair: Pair) -> None:
    letter = posted(pair, 1)[0]
    with pair.be.ledger.write() as tx:
        tx.connection.exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON audit_leaf BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    done = bring(pair, letter)
    assert (done.status, done.receipt, done.code) == (503, "", "log_unwritable")
    assert pair.be.got_row(pair.nl, letter.id) is None
    with pair.be.ledger.write() as tx:
        tx.connection.exec_driver_sql("DROP TRIGGER broken")
    assert bring(pair, letter).status == 200
