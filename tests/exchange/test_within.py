"""Nobody holds a thread for ever: a request has one deadline, however its partner speaks."""

from collections.abc import Callable
from dataclasses import replace

import httpcore2
import pytest

from trefpunt.errors import PeerUnreachable
from trefpunt.exchange import Limits, Peer
from trefpunt.exchange.http import HttpTransport
from trefpunt.exchange.within import Within

from .nodes import Pair
from .trickling import Trickling

# The partner's next byte always comes well before answer_s: only the deadline of the whole can end it.
LIMITS = Limits(answer_s=20.0, request_s=0.5)
HEADERS = b"HTTP/1.1 200 OK\r\n"
BODY = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n"

ASKED: dict[str, Callable[[HttpTransport, Peer], object]] = {
    "a letter": lambda way, peer: way.put_letter(peer, "l", "token", wait_s=0),
    "a receipt": lambda way, peer: way.put_receipt(peer, "l", "token"),
    "an attachment": lambda way, peer: way.get_blob(peer, "0" * 64, 0, 1_000_000),
    "what it holds": lambda way, peer: way.get_state(peer, "n"),
    "a cosignature": lambda way, peer: way.add_checkpoint(peer, b"note"),
    "to pair": lambda way, peer: way.pair(peer.url, peer.fingerprint, b"{}"),
}


def peer_at(pair: Pair, port: int) -> Peer:
    peer = pair.nl.exchange.agreements.peer("police.be")
    assert peer is not None
    return replace(peer, party=replace(peer.party, url=f"https://127.0.0.1:{port}"))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize(("first", "then"), [(b"", HEADERS), (HEADERS, b"x: y\r\n"), (BODY, b"{")])
def test_a_partner_that_trickles_is_left_after_the_time_of_a_request(
    pair: Pair, asked: str, first: bytes, then: bytes
) -> None:
    mine, theirs = pair.nl.identity.certificate, pair.be.identity.certificate
    there = Trickling(theirs, mine.der, first=first, then=then)
    way = HttpTransport(mine, LIMITS)
    with pytest.raises(PeerUnreachable):
        ASKED[asked](way, peer_at(pair, there.port))
    way.close()
    there.stop()


def test_a_step_gets_what_is_left_of_the_time_and_no_more() -> None:
    moments = iter([0.0, 1.0, 4.0, 6.0])
    within = Within(now=lambda: next(moments))
    with within.seconds(5):
        assert within.left(10) == 4.0
        assert within.left(0.5) == 0.5
        with pytest.raises(httpcore2.ReadTimeout):
            within.left(None)


def test_outside_of_a_request_nothing_is_cut() -> None:
    within = Within()
    with within.seconds(0):
        pass
    assert within.left(None) is None
    assert within.left(3.0) == 3.0
