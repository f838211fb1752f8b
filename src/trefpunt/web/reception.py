"""The listener of a node: a bound port, TLS 1.3, and requests that say which certificate the peer showed."""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from trefpunt.crypto import NodeCertificate, server_context
from trefpunt.errors import ExchangeError, cause_of
from trefpunt.exchange import Door
from trefpunt.exchange.limits import Limits
from trefpunt.web.peer_protocol import Patience, PeerProtocol
from trefpunt.web.peer_routes import reception_app
from trefpunt.web.turnstile import Turnstile

_KEEP_ALIVE_S = 75


class Loop(asyncio.SelectorEventLoop):
    """A loop that hangs up on whoever does not finish the handshake; uvicorn has no setting for that."""

    def __init__(self, handshake_s: float) -> None:
        super().__init__()
        self._handshake_s = handshake_s

    async def create_server(self, *args: Any, **more: Any) -> asyncio.Server:
        """Listen, with the time that a handshake may take."""
        if more.get("ssl") is not None:
            more["ssl_handshake_timeout"] = self._handshake_s
        return await super().create_server(*args, **more)


class Listener:
    """A running listener for partners. Its context takes up new certificates without a restart.

    Raises:
        ExchangeError: the address is taken or cannot be used.
    """

    def __init__(
        self,
        door: Door,
        own: NodeCertificate,
        *,
        host: str,
        port: int,
        limits: Limits | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._door, self._patience = door, patience or Patience()
        self._loaded: set[bytes] = set()
        self.context = server_context(own, ())
        self.trust_partners()
        self._socket = _bound(host, port, self._patience)
        self.port: int = self._socket.getsockname()[1]
        app = reception_app(door, limits=limits or Limits(), on_paired=self.trust_partners)
        protocol = partial(PeerProtocol, self._socket, self._patience)
        self._server = serve_reception(app, self.context, protocol, on_tick=self.trust_partners)
        self._thread: threading.Thread | None = None

    def trust_partners(self) -> None:
        """Let certificates of new partners through; one whose agreement ended is turned away at the door."""
        for der in set(self._door.certificates()) - self._loaded:
            self.context.load_verify_locations(cadata=ssl.DER_cert_to_PEM_cert(der))
            self._loaded.add(der)

    def run(self) -> None:
        """Serve until the process is told to stop."""
        with asyncio.Runner(loop_factory=partial(Loop, self._patience.handshake_s)) as runner:
            runner.run(self._server.serve(sockets=[self._socket]))

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
    protocol: Callable[..., asyncio.Protocol],
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
        # uvicorn calls whatever it is given.
        http=protocol,  # type: ignore[arg-type]
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=5,
        ssl_context_factory=lambda _config, _default: context,
    )
    return uvicorn.Server(config)


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


def _bound(host: str, port: int, patience: Patience) -> Turnstile:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        made = Turnstile(family, an_address=patience.waiting_an_address, in_all=patience.waiting)
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
