"""Delivering: identical bytes, growing pauses, one sender at a time, and never silent."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from trefpunt.errors import PeerUnreachable
from trefpunt.exchange import Limits, PutResult
from trefpunt.exchange.backoff import pause
from trefpunt.model import Event, InboxState, LetterKind, OutboxState
from trefpunt.store.ledger import exchange_outbox

from .nodes import Pair, answer


class Carrier:
    """A way to the partner on which things go wrong as told."""

    def __init__(self, real: Any) -> None:
        self.real, self.tokens, self.faults = real, list[str](), list[str]()

    def put_letter(self, peer: Any, letter_id: str, token: str, *, wait_s: float) -> PutResult:
        self.tokens.append(token)
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "lost":
            raise PeerUnreachable("lost")
        result: PutResult = self.real.put_letter(peer, letter_id, token, wait_s=wait_s)
        if fault == "answer lost":
            raise PeerUnreachable("lost")
        return result if not fault.startswith("status") else PutResult(int(fault[-3:]), code="x")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


@pytest.fixture
def carrier(pair: Pair) -> Carrier:
    made = Carrier(pair.nl.exchange.means.transport)
    object.__setattr__(pair.nl.exchange.means, "transport", made)
    return made


@pytest.mark.parametrize("fault", ["lost", "answer lost"])
def test_a_lost_letter_is_sent_again_with_identical_bytes(pair: Pair, carrier: Carrier, fault: str) -> None:
    carrier.faults = [fault, fault]
    letter = pair.nl.post(pair.be, 5)
    pair.rounds(3)
    assert len(carrier.tokens) == 3
    assert len(set(carrier.tokens)) == 1
    assert (pair.nl.sent(letter.id).state, pair.be.numbers()) == (OutboxState.APPLIED, [5])


def test_a_partner_that_is_away_gets_everything_when_it_is_back(pair: Pair) -> None:
    pair.away(pair.be)
    for number in range(5):
        pair.nl.post(pair.be, number)
    pair.rounds(4)
    pair.back(pair.be)
    pair.rounds(2)
    assert sorted(pair.be.numbers()) == [0, 1, 2, 3, 4]


def test_one_letter_through_wakes_all_that_wait(pair: Pair) -> None:
    pair.away(pair.be)
    letters = [pair.nl.post(pair.be, number) for number in range(4)]
    for letter in letters * 5:
        pair.nl.exchange.deliver(letter.id, wait_s=1)
    pair.back(pair.be)
    pair.nl.exchange.deliver(letters[0].id, wait_s=5)
    pair.nl.exchange.deliver_due(pair.clock())
    assert sorted(pair.be.numbers()) == [0, 1, 2, 3]


def test_an_expired_letter_is_reported_to_a_person(pair: Pair) -> None:
    pair.away(pair.be)
    letter = pair.nl.post(pair.be)
    pair.clock.forward(days=4)
    assert pair.nl.exchange.expire_due() == 1
    assert pair.nl.sent(letter.id).state is OutboxState.EXPIRED
    assert [(notice.code, notice.letter) for notice in pair.nl.notices()] == [("letter_expired", letter.id)]
    assert pair.nl.logged(Event.LETTER_EXPIRED)[-1].facts["letter"] == letter.id


def test_an_expired_letter_is_not_sent(pair: Pair) -> None:
    pair.away(pair.be)
    pair.nl.post(pair.be)
    pair.back(pair.be)
    pair.clock.forward(days=4)
    pair.rounds(2)
    assert pair.be.numbers() == []


@pytest.mark.parametrize(("status", "state"), [(400, "refused"), (413, "refused"), (409, "refused")])
def test_a_refusal_at_the_door_ends_a_letter(pair: Pair, carrier: Carrier, status: int, state: str) -> None:
    pair.away(pair.be)
    letter = pair.nl.post(pair.be)
    pair.back(pair.be)
    carrier.faults = [f"status {status}"]
    assert pair.nl.exchange.deliver(letter.id, wait_s=1).state.value == state
    assert [notice.code for notice in pair.nl.notices()] == ["letter_refused"]


@pytest.mark.parametrize("status", [401, 403, 404, 425, 429, 500, 503])
def test_an_unsigned_no_that_may_pass_is_tried_again(pair: Pair, carrier: Carrier, status: int) -> None:
    letter = pair.nl.post(pair.be)
    carrier.faults = [f"status {status}"]
    assert pair.nl.exchange.deliver(letter.id, wait_s=1).state is OutboxState.WAITING
    pair.rounds(2)
    assert pair.nl.sent(letter.id).state is OutboxState.APPLIED


def test_a_receipt_of_another_letter_is_an_alarm_and_no_receipt(pair: Pair, carrier: Carrier) -> None:
    first = pair.nl.post(pair.be, 1)
    pair.nl.exchange.deliver(first.id, wait_s=5)
    other = pair.nl.sent(first.id).receipt
    second = pair.nl.post(pair.be, 2)
    carrier.real = _Saying(PutResult(200, receipt=other))
    done = pair.nl.exchange.deliver(second.id, wait_s=5)
    assert (done.state, done.reason) == (OutboxState.WAITING, "bad_receipt")
    assert pair.nl.logged(Event.ALARM)[-1].facts["alarm"] == "bad_receipt"


class _Saying:
    def __init__(self, said: PutResult) -> None:
        self._said = said

    def put_letter(self, *_: Any, **__: Any) -> PutResult:
        return self._said

    def close(self) -> None:
        return None


def test_two_senders_never_send_the_same_letter_at_once(pair: Pair) -> None:
    letter = pair.nl.post(pair.be)
    with pair.nl.ledger.write() as tx:
        until = pair.clock().replace(hour=23)
        assert exchange_outbox.claim(tx, letter.id, now=pair.clock(), until=until) is not None
    done = pair.nl.exchange.deliver(letter.id, wait_s=5)
    assert (done.state, done.reason) == (OutboxState.WAITING, "being_sent")
    assert pair.nl.exchange.deliver_due(pair.clock()) == 0


def test_a_sender_that_died_leaves_a_lease_that_ends(pair: Pair) -> None:
    letter = pair.nl.post(pair.be)
    with pair.nl.ledger.write() as tx:
        exchange_outbox.claim(tx, letter.id, now=pair.clock(), until=pair.clock().replace(minute=5))
    pair.clock.forward(minutes=6)
    pair.nl.exchange.deliver_due(pair.clock())
    assert pair.nl.sent(letter.id).state is OutboxState.APPLIED


def test_a_reply_whose_acknowledgement_was_lost_is_acknowledged_by_the_next_try(
    pair: Pair, carrier: Carrier
) -> None:
    pair.be.answer_with(lambda letter, peer: answer(letter))
    object.__setattr__(carrier, "put_receipt", _lost)
    reply = pair.nl.ask(pair.be).reply
    assert pair.be.sent(reply.id).state is OutboxState.WAITING
    pair.rounds(1)
    assert pair.be.sent(reply.id).state is OutboxState.APPLIED
    assert len(pair.nl.got) == 1


def _lost(*_: Any) -> int:
    raise PeerUnreachable("lost")


def test_a_late_receipt_for_an_expired_letter_is_said_to_a_person(pair: Pair, carrier: Carrier) -> None:
    carrier.faults = ["answer lost"]
    letter = pair.nl.post(pair.be)
    pair.nl.exchange.deliver(letter.id, wait_s=5)
    pair.clock.forward(days=4)
    pair.nl.exchange.expire_due()
    row = pair.be.got_row(pair.nl, letter.id)
    assert row is not None
    assert row.state is InboxState.APPLIED
    pair.nl.door.put_receipt(pair.be.identity.certificate.fingerprint, letter.id, row.receipt.encode())
    assert "applied_after_expiry" in [notice.code for notice in pair.nl.notices()]


def test_pauses_double_and_are_drawn_at_random() -> None:
    limits, rng = Limits(), Random(7).randbytes
    for attempts, edge_s in ((1, 1), (2, 2), (5, 16), (11, 900), (500, 900)):
        drawn = [pause(attempts, limits=limits, rng=rng).total_seconds() for _ in range(200)]
        assert 0.9 * edge_s < max(drawn) <= edge_s
        assert min(drawn) < 0.1 * edge_s


def test_old_finished_letters_are_forgotten_and_young_ones_are_not(pair: Pair) -> None:
    letter = pair.nl.post(pair.be)
    pair.rounds(1)
    pair.clock.forward(days=32)
    assert pair.nl.exchange.forget_old() == 0
    pair.clock.forward(days=2)
    assert (pair.nl.exchange.forget_old(), pair.be.exchange.forget_old()) == (1, 1)
    assert pair.be.got_row(pair.nl, letter.id) is None


def test_letters_of_one_conversation_arrive_in_their_order(tmp_path: Path) -> None:
    pair = Pair.make(tmp_path)
    first = pair.nl.post(pair.be, 0)
    for number in range(1, 20):
        pair.nl.post(pair.be, number, conversation=first.conversation)
    pair.nl.exchange.deliver_due(pair.clock())
    assert pair.be.numbers() == list(range(20))
    assert {entry.facts["kind"] for entry in pair.be.logged(Event.LETTER_APPLIED)} == {
        LetterKind.HIT_QUESTION.value
    }
    pair.shut()
