"""HTTP with partners: each request says which certificate the peer showed, and none lasts for ever."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from trefpunt.crypto import fingerprint
from trefpunt.web.peer_routes import FINGERPRINT
from trefpunt.web.turnstile import Turnstile

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long this node waits for whoever knocks, and how many it hears at once.

    Attributes:
        handshake_s: for the end of the TLS handshake.
        headers_s: for the headers of a request, from the first byte or, at first, from the handshake.
        request_s: for a whole request and its answer; longer than anybody may ask to be waited for.
        waiting_an_address, waiting: connections before the end of their handshake, of one address and in all.
        strangers: connections of those who showed no certificate: they can only ask to pair.
        a_partner: connections of one certificate.
    """

    handshake_s: float = 5.0
    headers_s: float = 10.0
    request_s: float = 180.0
    waiting_an_address: int = 32
    waiting: int = 256
    strangers: int = 64
    a_partner: int = 64


class PeerProtocol(H11Protocol):
    """One connection, the certificate at its other end, and what is left of its time.

    Args:
        uvicorn: what uvicorn hands to each connection.
    """

    def __init__(self, turnstile: Turnstile, patience: Patience, **uvicorn: Any) -> None:
        super().__init__(**uvicorn)
        self._turnstile, self._patience = turnstile, patience
        self._ending: asyncio.TimerHandle | None = None
        self.who = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Look who is at the other end, and turn away whoever has enough connections already."""
        super().connection_made(transport)
        self._turnstile.let_through(tuple(transport.get_extra_info("peername") or ()))
        wrapped = transport.get_extra_info("ssl_object")
        der = None if wrapped is None else wrapped.getpeercert(binary_form=True)
        if der:
            self.who = fingerprint(der)
            self.app = _naming(self.app, self.who)
        alike = sum(getattr(other, "who", None) == self.who for other in self.connections)
        if alike > (self._patience.a_partner if self.who else self._patience.strangers):
            transport.abort()
            return
        self._give(self._patience.headers_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; a request that has begun must show its headers in time, and end in time."""
        before = self.cycle
        if self._ending is None:
            self._give(self._patience.headers_s)
        super().data_received(data)
        if self.cycle is not before:
            self._give(self._patience.request_s)

    def on_response_complete(self) -> None:
        """Let the connection rest; uvicorn ends one that rests too long."""
        self._stop()
        before = self.cycle
        super().on_response_complete()
        if self.cycle is not before:
            # The next request had been sent along with this one.
            self._give(self._patience.request_s)

    def _give(self, seconds: float) -> None:
        self._stop()
        self._ending = self.loop.call_later(seconds, self._hang_up)

    def _stop(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None

    def _hang_up(self) -> None:
        if self.transport is not None:
            self.transport.abort()


def _naming(app: Any, who: str) -> App:
    async def named(scope: Scope, receive: Any, send: Any) -> None:
        await app({**scope, FINGERPRINT: who}, receive, send)

    return named
