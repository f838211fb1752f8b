"""A partner fills no disk: what a letter brings is looked at, counted, and gone when nobody needs it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from trefpunt.errors import InputError
from trefpunt.exchange import Limits, Outcome
from trefpunt.exchange.carriage import carries_too_much
from trefpunt.exchange.letters import Opened
from trefpunt.model import Blob, InboxState, Letter, LetterKind, OutboxState

from .nodes import Node, Pair, befriend, make_node

LIMITS = Limits(held_bytes_a_partner=1000, inline_body_bytes=200)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair.make(tmp_path, limits=LIMITS)
    yield made
    made.shut()


def refuse(node: Node) -> None:
    def fail(*_: object) -> Outcome:
        raise InputError("no")

    node.handlers[LetterKind.HIT_QUESTION] = fail


def send(pair: Pair, data: bytes, **changes: object) -> Letter:
    letter = pair.nl.post(pair.be, blobs=(pair.nl.exchange.blobs.put(data),), **changes)
    pair.nl.exchange.deliver(letter.id, wait_s=5)
    return letter


def has(node: Node, letter: Letter) -> bool:
    return node.exchange.blobs.has(letter.blobs[0].sha256)


@pytest.mark.parametrize(
    ("kind", "blobs"),
    [
        (LetterKind.HIT_QUESTION, (Blob("ab" * 32, 1),)),
        (LetterKind.NOTICE, (Blob("ab" * 32, 1),)),
        (LetterKind.HIT_INDEX, tuple(Blob(f"{n}a" * 32, 1) for n in range(3))),
        (LetterKind.HIT_INDEX, (Blob("ab" * 32, 1024**3),)),
    ],
)
def test_a_letter_that_carries_more_than_its_kind_may_is_refused_before_anything_is_fetched(
    pair: Pair, kind: LetterKind, blobs: tuple[Blob, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError):
        pair.nl.post(pair.be, kind=kind, blobs=blobs)
    monkeypatch.setattr("trefpunt.exchange.post.carries_too_much", lambda _: False)
    monkeypatch.setattr("trefpunt.exchange.apply.fetch_missing", None)
    letter = pair.nl.post(pair.be, kind=kind, blobs=blobs)
    done = pair.nl.exchange.deliver(letter.id, wait_s=5)
    assert (done.state, done.reason) == (OutboxState.REFUSED, "too_much_attached")
    assert pair.be.got_row(pair.nl, letter.id) is None


def test_a_body_travels_as_an_attachment_only_where_its_kind_may(pair: Pair) -> None:
    with pytest.raises(InputError):
        pair.nl.post(pair.be, kind=LetterKind.NOTICE, body={"notice": "x" * 300})
    pair.nl.ask(pair.be, body={"number": 1, "rest": "x" * 300})
    assert pair.be.numbers() == [1]


def test_the_attachments_of_one_partner_take_only_so_much_room(pair: Pair, tmp_path: Path) -> None:
    lu = make_node(tmp_path, "police.lu", clock=pair.clock, neighbours=pair.street, limits=LIMITS)
    befriend(pair.be, lu)
    send(pair, b"a" * 600)
    letter = send(pair, b"b" * 600)
    assert pair.nl.sent(letter.id).reason == "too_much_held"
    assert pair.be.got_row(pair.nl, letter.id) is None
    assert not has(pair.be, letter)
    other = lu.post(pair.be, blobs=(lu.exchange.blobs.put(b"c" * 600),))
    assert lu.exchange.deliver(other.id, wait_s=5).state is OutboxState.APPLIED
    lu.shut()


def test_there_is_room_again_once_an_effect_has_let_go(pair: Pair) -> None:
    first = send(pair, b"a" * 600)
    pair.be.exchange.blobs.drop(first.blobs[0].sha256)
    pair.be.exchange.sweep()
    assert pair.nl.sent(send(pair, b"b" * 600).id).state is OutboxState.APPLIED


def test_what_a_refused_letter_brought_goes(pair: Pair) -> None:
    refuse(pair.be)
    letter = send(pair, b"unwanted")
    assert has(pair.be, letter)
    assert pair.be.exchange.sweep() == 1
    assert not has(pair.be, letter)
    assert pair.be.exchange.sweep() == 0


def test_what_a_letter_brought_that_expired_goes_half_fetched_or_whole(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trefpunt.exchange.apply.fetch_missing", lambda *_, **__: False)
    letter = send(pair, b"late")
    pair.be.exchange.blobs.put(b"late")
    pair.clock.forward(days=8)
    pair.be.exchange.apply_stored()
    assert pair.be.got_row(pair.nl, letter.id).state is InboxState.REFUSED  # type: ignore[union-attr]
    pair.be.exchange.sweep()
    assert not has(pair.be, letter)


def test_what_was_here_before_is_not_removed_by_a_letter_that_names_it(pair: Pair) -> None:
    pair.be.exchange.blobs.put(b"ours")
    refuse(pair.be)
    letter = send(pair, b"ours")
    assert pair.be.exchange.sweep() == 0
    assert has(pair.be, letter)


def test_what_a_second_letter_names_stays_until_that_one_is_finished_too(pair: Pair) -> None:
    real = pair.be.handlers[LetterKind.HIT_QUESTION]
    refuse(pair.be)
    send(pair, b"shared")
    pair.be.handlers[LetterKind.HIT_QUESTION] = real
    second = send(pair, b"shared", number=2)
    assert pair.be.exchange.sweep() == 0
    assert has(pair.be, second)
    pair.be.exchange.blobs.drop(second.blobs[0].sha256)
    pair.be.exchange.sweep()
    refuse(pair.be)
    third = send(pair, b"shared", number=3)
    assert pair.be.exchange.sweep() == 1
    assert not has(pair.be, third)


def test_what_the_effect_of_an_applied_letter_keeps_stays(pair: Pair) -> None:
    letter = send(pair, b"an index")
    pair.be.exchange.sweep()
    assert has(pair.be, letter)


def test_a_body_that_travelled_as_an_attachment_goes_on_both_sides(pair: Pair) -> None:
    pair.nl.ask(pair.be, body={"number": 1, "rest": "x" * 300})
    assert pair.be.exchange.sweep() == 1
    assert pair.nl.exchange.sweep() == 0
    pair.clock.forward(days=8)
    assert pair.nl.exchange.sweep() == 1
    assert all(not list((node.exchange.blobs._folder).iterdir()) for node in (pair.nl, pair.be))


def test_the_table_of_what_may_be_carried_holds_at_its_edges(pair: Pair) -> None:
    assert not carries_too_much(_opened(pair, LetterKind.HIT_INDEX, 512 * 1024**2))
    assert carries_too_much(_opened(pair, LetterKind.HIT_INDEX, 512 * 1024**2 + 1))


def _opened(pair: Pair, kind: LetterKind, size: int) -> Opened:
    letter = pair.nl.post(pair.be)
    return Opened(replace(letter, kind=kind, blobs=(Blob("ab" * 32, size),)), "", "")
