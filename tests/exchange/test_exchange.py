"""The life of letters between two real nodes in one process."""

from trefpunt.model import Event, LetterKind, OutboxState

from .nodes import Pair, answer, no


def test_a_question_is_answered_in_one_exchange(pair: Pair) -> None:
    pair.be.answer_with(lambda letter, peer: answer(letter))
    done = pair.nl.ask(pair.be, 7)
    assert (done.state, done.reply.kind) == (OutboxState.APPLIED, LetterKind.HIT_ANSWER)
    assert pair.be.numbers() == pair.nl.numbers() == [7]


def test_the_reply_is_acknowledged_at_once(pair: Pair) -> None:
    pair.be.answer_with(lambda letter, peer: answer(letter))
    reply = pair.nl.ask(pair.be).reply
    assert pair.be.sent(reply.id).state is OutboxState.APPLIED


def test_a_refusal_travels_as_a_reply(pair: Pair) -> None:
    pair.be.answer_with(lambda letter, peer: no(letter))
    assert pair.nl.ask(pair.be).reply.body == {"refusal": "no"}


def test_both_sides_log_what_they_did(pair: Pair) -> None:
    pair.be.answer_with(lambda letter, peer: answer(letter))
    pair.nl.ask(pair.be)
    assert [entry.event for entry in pair.be.logged()][-4:] == [
        Event.LETTER_RECEIVED,
        Event.LETTER_APPLIED,
        Event.LETTER_SENT,
        Event.RECEIPT_RECEIVED,
    ]
    assert [entry.event for entry in pair.nl.logged()][-4:] == [
        Event.LETTER_SENT,
        Event.RECEIPT_RECEIVED,
        Event.LETTER_RECEIVED,
        Event.LETTER_APPLIED,
    ]
