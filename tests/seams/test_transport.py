"""One suite for every way to a partner: inside one process, and over HTTP with TLS."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.exchange.nodes import Pair, answer

from trefpunt.errors import NotStored, PeerUnreachable
from trefpunt.exchange import Peer
from trefpunt.model import OutboxState
from trefpunt.store.blobs import CHUNK_BYTES


@pytest.fixture(params=["in one process", "over HTTP"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    made = Pair.make(tmp_path, is_http=request.param == "over HTTP")
    yield made
    made.shut()


@pytest.fixture
def be(pair: Pair) -> Peer:
    peer = pair.nl.exchange.agreements.peer("police.be")
    assert peer is not None
    return peer


def test_a_letter_comes_back_with_receipt_and_reply(pair: Pair) -> None:
    pair.be.answer_with(lambda letter, peer: answer(letter))
    done = pair.nl.ask(pair.be, 7)
    assert (done.state, done.reply.body) == (OutboxState.APPLIED, {"number": 7})


def test_a_letter_brought_twice_gets_the_same_bytes(pair: Pair, be: Peer) -> None:
    pair.be.answer_with(lambda letter, peer: answer(letter))
    sent = pair.nl.sent(pair.nl.post(pair.be).id)
    carry = pair.nl.exchange.means.transport.put_letter
    first, second = (carry(be, sent.letter, sent.token, wait_s=5) for _ in range(2))
    assert first == second
    assert first.receipt


def test_a_refused_letter_says_why(pair: Pair, be: Peer) -> None:
    carry = pair.nl.exchange.means.transport.put_letter
    said = carry(be, "01900000-0000-7000-8000-000000000000", "no.such.token", wait_s=0)
    assert (said.status, said.code) == (400, "bad_signature")


def test_a_letter_above_the_limit_is_refused_unread(pair: Pair, be: Peer) -> None:
    carry = pair.nl.exchange.means.transport.put_letter
    said = carry(be, "01900000-0000-7000-8000-000000000000", "x" * (1024 * 1024 + 1), wait_s=0)
    assert (said.status, said.code) == (413, "too_large")


def test_an_attachment_comes_in_parts(pair: Pair) -> None:
    data = bytes(range(256)) * 20_000
    blob = pair.nl.exchange.blobs.put(data)
    pair.nl.ask(pair.be, blobs=(blob,))
    assert pair.be.exchange.blobs.get(blob.sha256) == data
    assert len(data) > 4 * CHUNK_BYTES


def test_an_attachment_that_no_letter_names_is_not_given(pair: Pair, be: Peer) -> None:
    blob = pair.be.exchange.blobs.put(b"not for you")
    with pytest.raises(NotStored):
        pair.nl.exchange.means.transport.get_blob(be, blob.sha256, 0, 5)


def test_a_receipt_for_an_unknown_letter_is_not_taken(pair: Pair, be: Peer) -> None:
    carry = pair.nl.exchange.means.transport.put_receipt
    assert carry(be, "01900000-0000-7000-8000-000000000000", "no.such.token") == 404


def test_a_node_that_cosigns_for_nobody_says_so(pair: Pair, be: Peer) -> None:
    assert pair.nl.exchange.means.transport.add_checkpoint(be, b"old 0\n")[0] == 404


def test_a_partner_at_another_address_is_unreachable(pair: Pair, be: Peer) -> None:
    moved = replace(be, party=replace(be.party, url="https://127.0.0.1:1"))
    with pytest.raises(PeerUnreachable) as caught:
        pair.nl.exchange.means.transport.put_receipt(moved, "01900000-0000-7000-8000-000000000000", "x")
    assert caught.value.code == "peer_unreachable"
