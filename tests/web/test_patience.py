"""Whoever knocks and says nothing, or speaks byte by byte, does not make a node deaf to its partners."""

import contextlib
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.exchange.nodes import Pair
from tests.ports import free_port

from trefpunt.crypto import client_context
from trefpunt.exchange.http import pinned_context
from trefpunt.model import OutboxState
from trefpunt.web import Listener, Patience

PATIENCE = Patience(
    handshake_s=1.0, headers_s=0.4, request_s=0.8, waiting_an_address=8, waiting=12, strangers=3, a_partner=4
)
STATE = b"GET /tnp/1/state HTTP/1.1\r\nhost: x\r\n"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair.make(tmp_path, is_http=True)
    yield made
    made.shut()


@pytest.fixture
def port(pair: Pair) -> Iterator[int]:
    """A second door of the Belgian node, with little patience."""
    own = pair.be.identity.certificate
    listener = Listener(pair.be.door, own, host="127.0.0.1", port=free_port(), patience=PATIENCE)
    listener.start()
    yield listener.port
    listener.stop()


def silent(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def shaken(port: int, context: ssl.SSLContext) -> ssl.SSLSocket:
    wrapped = context.wrap_socket(silent(port))
    wrapped.settimeout(20)
    return wrapped


def stranger(pair: Pair) -> ssl.SSLContext:
    return pinned_context(pair.be.identity.certificate.der)


def partner(pair: Pair) -> ssl.SSLContext:
    return client_context(pair.nl.identity.certificate, pair.be.identity.certificate.der)


def is_answered(port: int, context: ssl.SSLContext) -> bool:
    with contextlib.suppress(OSError), shaken(port, context) as peer:
        peer.sendall(STATE + b"\r\n")
        return peer.recv(100).startswith(b"HTTP/1.1 400")
    return False


def is_left(peer: socket.socket) -> bool:
    """Wait until the other side has hung up."""
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        while peer.recv(4096):
            continue
    return True


def test_hundreds_of_silent_connections_leave_a_partner_heard(pair: Pair) -> None:
    assert pair.be.listener is not None
    held = [silent(pair.be.listener.port) for _ in range(400)]
    assert pair.nl.ask(pair.be).state is OutboxState.APPLIED
    for one in held:
        one.close()


def test_a_connection_without_a_handshake_is_ended(port: int) -> None:
    assert is_left(silent(port))


def test_as_many_as_may_wait_are_all_let_in(pair: Pair, port: int) -> None:
    held = [silent(port) for _ in range(PATIENCE.waiting_an_address)]
    context = partner(pair)
    for one in held:
        with context.wrap_socket(one) as peer:
            peer.sendall(STATE + b"\r\n")
            assert peer.recv(100).startswith(b"HTTP/1.1 400")


def test_where_too_many_of_one_address_wait_the_oldest_makes_room(pair: Pair, port: int) -> None:
    held = [silent(port) for _ in range(PATIENCE.waiting_an_address + 1)]
    assert is_left(held[0])
    assert is_answered(port, partner(pair))


def test_where_too_many_wait_of_many_addresses_the_oldest_makes_room(port: int) -> None:
    first = silent(port)
    held = [
        socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(f"127.0.0.{nth}", 0))
        for nth in range(2, 2 + PATIENCE.waiting)
    ]
    assert is_left(first)
    assert len(held) == PATIENCE.waiting


def test_a_handshake_without_a_request_is_ended(pair: Pair, port: int) -> None:
    assert is_left(shaken(port, partner(pair)))


@pytest.mark.parametrize("sent", [b"GET ", STATE, STATE + b"x"])
def test_headers_that_never_end_are_ended(pair: Pair, port: int, sent: bytes) -> None:
    with shaken(port, partner(pair)) as peer:
        peer.sendall(sent)
        assert is_left(peer)


def test_headers_that_never_end_are_ended_after_a_request_that_did(pair: Pair, port: int) -> None:
    with shaken(port, partner(pair)) as peer:
        peer.sendall(STATE + b"\r\n")
        assert peer.recv(4096).startswith(b"HTTP/1.1 400")
        peer.sendall(STATE)
        assert is_left(peer)


def test_a_body_that_never_ends_is_ended(pair: Pair, port: int) -> None:
    with shaken(port, partner(pair)) as peer:
        peer.sendall(b"PUT /tnp/1/letters/x HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc")
        assert is_left(peer)


def test_strangers_are_few_and_take_no_place_of_a_partner(pair: Pair, port: int) -> None:
    held = [shaken(port, stranger(pair)) for _ in range(PATIENCE.strangers)]
    for one in held:
        one.sendall(b"POST /tnp/1/pair HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n")
    assert not is_answered(port, stranger(pair))
    assert is_answered(port, partner(pair))


def test_one_partner_has_only_so_many_connections(pair: Pair, port: int) -> None:
    held = [shaken(port, partner(pair)) for _ in range(PATIENCE.a_partner)]
    for one in held:
        one.sendall(b"PUT /tnp/1/letters/x HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n")
    assert not is_answered(port, partner(pair))
    assert is_answered(port, stranger(pair)) is False
    assert len(held) == PATIENCE.a_partner
