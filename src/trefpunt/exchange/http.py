"""Partners over HTTPS: TLS 1.3, both certificates pinned, one connection pool a partner."""

import hashlib
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpcore2

from trefpunt.crypto import NodeCertificate, client_context
from trefpunt.errors import ExchangeError, NotStored, PeerUnreachable
from trefpunt.exchange.door import read_answer, read_notes
from trefpunt.exchange.limits import Limits
from trefpunt.exchange.peers import Peer
from trefpunt.exchange.transport import PutResult
from trefpunt.exchange.within import Within

BASE = "/tnp/1"
_ANSWER_BYTES = 4 * 1024 * 1024
_SHORT_BYTES = 64 * 1024
_DEFAULT_PORT = 443
_KEPT_ALIVE_S = 30.0
_BROKEN = (
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request: what is asked, and how long and how large the answer may be."""

    method: str
    path: str
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    most_bytes: int = _ANSWER_BYTES


@dataclass(frozen=True, slots=True)
class _Client:
    """The connections to one partner."""

    base: str
    pool: httpcore2.ConnectionPool
    within: Within
    limits: Limits

    def send(self, asked: _Asked) -> tuple[int, bytes, Mapping[str, str]]:
        """Ask, and read the whole answer, within the time that a request may take."""
        limits = self.limits
        timeout = {
            "connect": limits.connect_s,
            "read": asked.wait_s + limits.answer_s,
            "write": limits.answer_s,
            "pool": limits.answer_s,
        }
        url = f"{self.base}/{asked.path}" + (f"?{urlencode(asked.params)}" if asked.params else "")
        with (
            _telling(),
            self.within.seconds(asked.wait_s + limits.request_s),
            self.pool.stream(
                asked.method,
                url,
                headers=list(asked.headers.items()),
                content=asked.content or None,
                extensions={"timeout": timeout},
            ) as answer,
        ):
            body = bytearray()
            for chunk in answer.iter_stream():
                body += chunk
                if len(body) > asked.most_bytes:
                    raise _unreachable("no_answer")
            said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
            return answer.status, bytes(body), said

    def close(self) -> None:
        self.within.end()
        self.pool.close()


class HttpTransport:
    """Speaks to partners over HTTPS with this node's certificate. Safe to share between threads."""

    def __init__(self, certificate: NodeCertificate, limits: Limits) -> None:
        self._own, self._limits = certificate, limits
        self._guard = threading.Lock()
        self._clients: dict[str, _Client] = {}

    def put_letter(self, peer: Peer, letter_id: str, token: str, *, wait_s: float) -> PutResult:
        """Bring a letter; the partner is asked to answer within `wait_s` (Prefer: wait, RFC 7240)."""
        headers = {"prefer": f"wait={max(0, round(wait_s))}", "content-type": "application/jose"}
        status, body, said = self._ask(
            peer, "PUT", f"letters/{letter_id}", content=token.encode(), headers=headers, wait_s=wait_s
        )
        return read_answer(status, body, _seconds(said.get("retry-after", "")))

    def put_receipt(self, peer: Peer, letter_id: str, token: str) -> int:
        """Bring a receipt."""
        headers = {"content-type": "application/jose"}
        status, _, _ = self._ask(
            peer, "PUT", f"receipts/{letter_id}", content=token.encode(), headers=headers
        )
        return status

    def get_blob(self, peer: Peer, sha256: str, start: int, end: int) -> bytes:
        """Fetch a part of an attachment."""
        headers = {"range": f"bytes={start}-{end - 1}"}
        status, body, _ = self._ask(peer, "GET", f"blobs/{sha256}", headers=headers, most_bytes=end - start)
        if status == 503:
            raise _unreachable("no_answer")
        if status != 206:
            raise NotStored(
                "the partner does not give this attachment", hint="it said {answered}", answered=status
            )
        return body

    def get_state(self, peer: Peer, nonce: str, *, conversation: str = "", after: str = "") -> str:
        """Fetch the partner's word about what was exchanged."""
        params = {"nonce": nonce, "conversation": conversation, "after": after}
        status, body, _ = self._ask(peer, "GET", "state", params=params)
        if status != 200:
            raise PeerUnreachable(
                "the partner does not say what it holds", hint="it said {answered}", answered=status
            )
        return body.decode("ascii", errors="replace")

    def add_checkpoint(self, peer: Peer, body: bytes) -> tuple[int, bytes]:
        """Ask a partner to cosign a checkpoint."""
        status, answer, _ = self._ask(
            peer, "POST", "witness/add-checkpoint", content=body, most_bytes=_SHORT_BYTES
        )
        return status, answer

    def get_witnessed(self, peer: Peer) -> tuple[bytes, ...]:
        """Fetch what a partner has cosigned of this node's log."""
        status, body, _ = self._ask(peer, "GET", "log/witnessed")
        return read_notes(status, body)

    def pair(self, url: str, fingerprint: str, payload: bytes) -> tuple[int, bytes]:
        """Speak to a node that is not a partner yet; nothing is said before its certificate was seen.

        Raises:
            ExchangeError: another certificate than the invitation says stands there.
        """
        client = self._client(url, pinned_context(self._certificate_at(url, fingerprint)))
        try:
            status, body, _ = client.send(_Asked("POST", "pair", content=payload))
        finally:
            client.close()
        return status, body

    def close(self) -> None:
        """Close every connection."""
        with self._guard:
            clients, self._clients = list(self._clients.values()), {}
        for client in clients:
            client.close()

    def _ask(self, peer: Peer, method: str, path: str, **more: Any) -> tuple[int, bytes, Mapping[str, str]]:
        return self._client_of(peer).send(_Asked(method, path, **more))

    def _client_of(self, peer: Peer) -> "_Client":
        name = f"{peer.fingerprint} {peer.url}"
        with self._guard:
            if name not in self._clients:
                self._clients[name] = self._client(peer.url, client_context(self._own, peer.certificate))
            return self._clients[name]

    def _client(self, url: str, context: ssl.SSLContext) -> "_Client":
        within = Within()
        # Spoken to directly: nothing here follows redirects, or reads the proxies and netrc of whoever
        # started the node, or unpacks what a partner compressed.
        pool = httpcore2.ConnectionPool(
            ssl_context=context,
            max_connections=self._limits.deliveries_at_once * 4,
            max_keepalive_connections=self._limits.deliveries_at_once * 2,
            keepalive_expiry=_KEPT_ALIVE_S,
            network_backend=within,
        )
        return _Client(url.rstrip("/") + BASE, pool, within, self._limits)

    def _certificate_at(self, url: str, fingerprint: str) -> bytes:
        parts = urlsplit(url)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname = False
        # Only to look: this connection carries nothing, and what it shows is compared right below.
        context.verify_mode = ssl.CERT_NONE
        place = (parts.hostname or "", parts.port or _DEFAULT_PORT)
        try:
            with (
                socket.create_connection(place, timeout=self._limits.connect_s) as plain,
                context.wrap_socket(plain, server_hostname=place[0]) as wrapped,
            ):
                der = wrapped.getpeercert(binary_form=True) or b""
        except OSError as error:
            raise _unreachable("peer_unreachable") from error
        if hashlib.sha256(der).hexdigest() != fingerprint:
            wrong = ExchangeError(
                "the node at this address shows another certificate than the invitation names",
                hint="nothing was sent; compare the invitation with the partner by telephone",
            )
            wrong.code = "wrong_fingerprint"
            raise wrong
        return der


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
        raise _unreachable("peer_unreachable") from error
    except _BROKEN as error:
        raise _unreachable("no_answer") from error


def _unreachable(code: str) -> PeerUnreachable:
    error = PeerUnreachable("the partner's node does not answer", hint="the letter is tried again by itself")
    error.code = code
    return error


def pinned_context(der: bytes) -> ssl.SSLContext:
    """Return a context that accepts exactly this certificate and shows none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.load_verify_locations(cadata=ssl.DER_cert_to_PEM_cert(der))
    return context


def _seconds(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,6}", text) else 0
