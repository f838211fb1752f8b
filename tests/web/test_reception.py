"""The address where other nodes knock: known by their certificate, or not let in."""

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from tests.exchange.nodes import Node, Pair, SetClock, make_node
from tests.exchange.test_pairing import OFFERED

from trefpunt.crypto import client_context, make_certificate
from trefpunt.errors import ExchangeError
from trefpunt.exchange import Neighbourhood
from trefpunt.exchange.http import pinned_context
from trefpunt.model import OutboxState, Verdict
from trefpunt.web import Listener

LETTER = "/tnp/1/letters/01900000-0000-7000-8000-000000000000"
ROUTES = [
    ("PUT", LETTER),
    ("PUT", "/tnp/1/receipts/01900000-0000-7000-8000-000000000000"),
    ("GET", f"/tnp/1/blobs/{'ab' * 32}"),
    ("GET", "/tnp/1/state"),
    ("POST", "/tnp/1/witness/add-checkpoint"),
]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = Pair.make(tmp_path, is_http=True)
    yield made
    made.shut()


def call(node: Node, method: str, path: str, *, context: ssl.SSLContext, **more: object) -> httpx2.Response:
    with httpx2.Client(base_url=node.identity.url, verify=context, trust_env=False) as client:
        return client.request(method, path, **more)  # type: ignore[arg-type]


def nameless(node: Node) -> ssl.SSLContext:
    return pinned_context(node.identity.certificate.der)


def as_partner(pair: Pair) -> ssl.SSLContext:
    return client_context(pair.nl.identity.certificate, pair.be.identity.certificate.der)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nobody_without_a_certificate_is_answered(pair: Pair, method: str, path: str) -> None:
    assert call(pair.be, method, path, context=nameless(pair.be)).status_code == 401


def test_the_pairing_address_is_open_and_refuses_nonsense(pair: Pair) -> None:
    done = call(pair.be, "POST", "/tnp/1/pair", context=nameless(pair.be), content=b"{}")
    assert done.status_code == 400


def test_an_unknown_certificate_gets_no_connection(pair: Pair) -> None:
    stranger = make_certificate("police.lu", issued_at=pair.clock(), valid_days=400)
    context = client_context(stranger, pair.be.identity.certificate.der)
    with pytest.raises(httpx2.HTTPError):
        call(pair.be, "GET", "/tnp/1/state", context=context)


def test_nothing_older_than_tls_1_3_is_spoken(pair: Pair) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(httpx2.ConnectError):
        call(pair.be, "GET", "/tnp/1/state", context=context)


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/tnp/1/log/1", "/tnp/2/letters/x"])
def test_there_is_no_other_address(pair: Pair, path: str) -> None:
    assert call(pair.be, "GET", path, context=as_partner(pair)).status_code == 404


def test_a_body_is_measured_before_it_is_read(pair: Pair) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(3000):
            yield b"x" * 1024

    done = call(pair.be, "PUT", LETTER, context=as_partner(pair), content=endless())
    assert done.status_code == 413


def test_what_is_said_about_the_server_says_nothing_about_it(pair: Pair) -> None:
    done = call(pair.be, "GET", "/tnp/1/state?nonce=" + "ab" * 32, context=as_partner(pair))
    assert done.status_code == 200
    assert "server" not in done.headers


def test_a_range_that_lies_outside_is_refused(pair: Pair) -> None:
    blob = pair.be.exchange.blobs.put(b"0123456789")
    pair.be.post(pair.nl, blobs=(blob,))
    path = f"/tnp/1/blobs/{blob.sha256}"
    inside = call(pair.be, "GET", path, context=as_partner(pair), headers={"range": "bytes=2-4"})
    assert (inside.status_code, inside.content) == (206, b"234")
    assert inside.headers["content-range"] == "bytes 2-4/10"
    outside = call(pair.be, "GET", path, context=as_partner(pair), headers={"range": "bytes=99-120"})
    assert outside.status_code == 416


def test_two_nodes_pair_over_https_while_both_listen(tmp_path: Path) -> None:
    clock, street = SetClock(), Neighbourhood()
    nl, be = (
        make_node(tmp_path, f"police.{country}", clock=clock, neighbours=street, is_http=True)
        for country in ("nl", "be")
    )
    peer = be.exchange.accept(nl.exchange.invite(OFFERED, officer="NL-1").line, officer="BE-1")
    assert be.listener is not None
    be.listener.trust_partners()
    for node, officer in ((be, "BE-2"), (nl, "NL-2")):
        node.exchange.say(peer.agreement.id, Verdict.ACCEPT, officer=officer)
    assert nl.ask(be, 3).state is OutboxState.APPLIED
    for node in (nl, be):
        node.exchange.means.transport.close()
    for node in (nl, be):
        node.shut()


def test_an_invitation_with_another_fingerprint_sends_nothing(tmp_path: Path) -> None:
    clock, street = SetClock(), Neighbourhood()
    nl, be = (
        make_node(tmp_path, f"police.{country}", clock=clock, neighbours=street, is_http=True)
        for country in ("nl", "be")
    )
    made = nl.exchange.invite(OFFERED, officer="NL-1")
    object.__setattr__(made, "fingerprint", "00" * 32)
    with pytest.raises(ExchangeError) as caught:
        be.exchange.accept(made.line, officer="BE-1")
    assert caught.value.code == "wrong_fingerprint"
    for node in (nl, be):
        node.shut()


def test_a_port_in_use_is_named(pair: Pair) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ExchangeError, match=f"port {port}"):
            Listener(pair.nl.door, pair.nl.identity.certificate, host="127.0.0.1", port=port)
