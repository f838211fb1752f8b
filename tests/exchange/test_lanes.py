"""One partner that is slow, or has many letters, holds up nobody else."""

from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes
from threading import Event
from typing import Any

import pytest

from trefpunt.exchange import Limits, PutResult
from trefpunt.exchange.lanes import Lanes
from trefpunt.model import InboxState, OutboxState

from .nodes import Node, Pair, befriend, make_node, question

LIMITS = Limits(round_s=0.2, letters_a_round=3)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair.make(tmp_path, limits=LIMITS)
    yield made
    made.shut()


@pytest.fixture
def lu(pair: Pair, tmp_path: Path) -> Iterator[Node]:
    made = make_node(tmp_path, "police.lu", clock=pair.clock, neighbours=pair.street, limits=LIMITS)
    befriend(pair.nl, made)
    yield made
    made.shut()


def test_a_round_does_not_wait_for_a_partner_that_answers_no_letter(
    pair: Pair, lu: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, way = Event(), pair.nl.exchange.means.transport
    honest = way.put_letter

    def slow(peer: Any, *rest: Any, **more: Any) -> PutResult:
        if peer.id == "police.be":
            gate.wait(60)
        return honest(peer, *rest, **more)

    monkeypatch.setattr(way, "put_letter", slow)
    held_up, other = pair.nl.post(pair.be), pair.nl.post(lu)
    pair.nl.exchange.deliver_due(pair.clock())
    assert pair.nl.sent(other.id).state is OutboxState.APPLIED
    assert pair.nl.sent(held_up.id).state is OutboxState.WAITING
    later = pair.nl.post(lu, 2)
    pair.nl.exchange.deliver_due(pair.clock())
    assert pair.nl.sent(later.id).state is OutboxState.APPLIED
    gate.set()


def test_many_letters_to_one_partner_leave_room_for_one_to_another(pair: Pair, lu: Node) -> None:
    pair.away(pair.be)
    for number in range(20):
        pair.nl.post(pair.be, number)
    last = pair.nl.post(lu)
    pair.nl.exchange.deliver_due(pair.clock())
    assert pair.nl.sent(last.id).state is OutboxState.APPLIED


def test_many_letters_that_cannot_be_applied_hold_up_no_other_partner(
    pair: Pair, lu: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = [_stored(pair.be, pair.nl, monkeypatch) for _ in range(8)]
    waits = _stored(lu, pair.nl, monkeypatch)
    gate, real = Event(), pair.nl.handlers[question(pair.nl, 1).kind]

    def slow(letter: Any, peer: Any) -> Any:
        if peer.id == "police.be":
            gate.wait(60)
        return real(letter, peer)

    pair.nl.handlers[question(pair.nl, 1).kind] = slow
    pair.nl.exchange.apply_stored()
    assert pair.nl.got_row(lu, waits).state is InboxState.APPLIED  # type: ignore[union-attr]
    assert {pair.nl.got_row(pair.be, one).state for one in stored} == {InboxState.STORED}  # type: ignore[union-attr]
    gate.set()


def test_a_partner_with_many_slow_letters_leaves_workers_for_another(pair: Pair, lu: Node) -> None:
    gate, kind = Event(), question(pair.nl, 1).kind
    real = pair.nl.handlers[kind]

    def slow(letter: Any, peer: Any) -> Any:
        if peer.id == "police.be":
            gate.wait(60)
        return real(letter, peer)

    pair.nl.handlers[kind] = slow
    states = [pair.be.ask(pair.nl, number, wait_s=0).state for number in range(LIMITS.workers + 1)]
    assert set(states) == {OutboxState.STORED}
    assert lu.ask(pair.nl, wait_s=30).state is OutboxState.APPLIED
    gate.set()


def test_a_lane_that_is_busy_is_not_entered_again() -> None:
    lanes, gate, entered = Lanes(2, name="test"), Event(), []

    def job() -> int:
        entered.append("")
        gate.wait(60)
        return 1

    assert lanes.run({"police.be": job}, wait_s=0.01) == 0
    assert lanes.run({"police.be": job, "police.lu": lambda: 7}, wait_s=5) == 7
    gate.set()
    lanes.close()
    assert len(entered) == 1


def _stored(sender: Node, receiver: Node, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let a letter come that was receipted and not applied."""
    blob = sender.exchange.blobs.put(token_bytes(8))
    with monkeypatch.context() as patch:
        patch.setattr("trefpunt.exchange.apply.fetch_missing", lambda *_, **__: False)
        letter = sender.post(receiver, blobs=(blob,))
        sender.exchange.deliver(letter.id, wait_s=1)
    return letter.id
