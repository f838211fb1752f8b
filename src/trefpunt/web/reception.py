"""The listener of a node: a bound port, TLS 1.3, and requests that say which certificate the peer showed."""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from uvicorn.protocols.http.h11_impl import H11Protocol

from trefpunt.crypto import NodeCertificate, fingerprint, server_context
from trefpunt.errors import ExchangeError, cause_of
from trefpunt.exchange import Door
from trefpunt.exchange.limits import Limits
from trefpunt.web.peer_routes import FINGERPRINT, reception_app

_KEEP_ALIVE_S = 75
_MOST_CONNECTIONS = 512

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


class Listener:
    """A running listener for partners. Its context takes up new certificates without a restart.

    Raises:
        ExchangeError: the address is taken or cannot be used.
    """

    def __init__(
        self, door: Door, own: NodeCertificate, *, host: str, port: int, limits: Limits | None = None
    ) -> None:
        self._door = door
        self._loaded: set[bytes] = set()
        self.context = server_context(own, ())
        self.trust_partners()
        self._socket = _bound(host, port)
        self.port: int = self._socket.getsockname()[1]
        app = reception_app(door, limits=limits or Limits(), on_paired=self.trust_partners)
        self._server = serve_reception(app, self.context, on_tick=self.trust_partners)
        self._thread: threading.Thread | None = None

    def trust_partners(self) -> None:
        """Let certificates of new partners through; one whose agreement ended is turned away at the door."""
        for der in set(self._door.certificates()) - self._loaded:
            self.context.load_verify_locations(cadata=ssl.DER_cert_to_PEM_cert(der))
            self._loaded.add(der)

    def run(self) -> None:
        """Serve until the process is told to stop."""
        self._server.run(sockets=[self._socket])

    def start(self) -> None:
        """Serve in a thread of its own, and return when partners can knock."""
        self._thread = threading.Thread(target=self.run, name="reception", daemon=True)
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            self._thread.join(0.01)

    def stop(self) -> None:
        """Stop serving; what is being answered is answered."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()
        self._socket.close()


def serve_reception(
    app: Starlette,
    context: ssl.SSLContext,
    *,
    on_tick: Callable[[], None] = lambda: None,
    tick_s: float = 2.0,
) -> uvicorn.Server:
    """Return a server that is ready to run on a bound socket.

    Args:
        on_tick: called every `tick_s`: what another process changed is noticed by it.
    """
    config = uvicorn.Config(
        _ticking(app, on_tick, tick_s),
        http=PeerProtocol,
        ws="none",
        lifespan="on",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=5,
        ssl_context_factory=lambda _config, _default: context,
    )
    return uvicorn.Server(config)


class PeerProtocol(H11Protocol):
    """HTTP/1.1 whose requests say which certificate the peer showed; uvicorn itself keeps that to itself."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember who is at the other end of this connection."""
        super().connection_made(transport)
        wrapped = transport.get_extra_info("ssl_object")
        der = None if wrapped is None else wrapped.getpeercert(binary_form=True)
        if der:
            self.app = _naming(self.app, fingerprint(der))


def _naming(app: Any, who: str) -> App:
    async def named(scope: Scope, receive: Any, send: Any) -> None:
        await app({**scope, FINGERPRINT: who}, receive, send)

    return named


def _ticking(app: Starlette, on_tick: Callable[[], None], tick_s: float) -> Starlette:
    async def tick() -> None:
        while True:
            await asyncio.sleep(tick_s)
            with contextlib.suppress(Exception):
                await run_in_threadpool(on_tick)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(tick())
        yield
        task.cancel()

    app.router.lifespan_context = lifespan
    return app


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(256)
    except OSError as error:
        raise ExchangeError(
            "cannot listen on {host} port {port}: {why}",
            hint="another program may use the port: set [listen] port in trefpunt.toml, or stop that program",
            host=host,
            port=str(port),
            why=cause_of(error),
        ) from error
    return made
