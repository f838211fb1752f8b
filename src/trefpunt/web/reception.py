"""The address where other nodes knock: HTTP in front of the exchange's door, each peer by its certificate."""

import asyncio
import contextlib
import re
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from trefpunt.crypto import NodeCertificate, fingerprint, server_context
from trefpunt.errors import ExchangeError
from trefpunt.exchange import Door
from trefpunt.exchange.door import Answer
from trefpunt.exchange.limits import Limits

FINGERPRINT = "trefpunt.fingerprint"
_BASE = "/tnp/1"
_LONGEST_WAIT_S = 60
_KEEP_ALIVE_S = 75
_WAIT = re.compile(r"wait=(\d{1,4})")
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})")

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


class TooLong(Exception):
    """A body that is longer than what is read."""


def reception_app(door: Door, *, limits: Limits, on_paired: Callable[[], None] = lambda: None) -> Starlette:
    """Return the application that answers partners.

    Args:
        on_paired: called after an invited node spoke: its certificate may be new.
    """
    routes = Reception(door, limits, on_paired)
    return Starlette(
        routes=[
            Route(f"{_BASE}/letters/{{id}}", routes.letter, methods=["PUT"]),
            Route(f"{_BASE}/receipts/{{id}}", routes.receipt, methods=["PUT"]),
            Route(f"{_BASE}/blobs/{{sha256}}", routes.blob, methods=["GET"]),
            Route(f"{_BASE}/state", routes.state, methods=["GET"]),
            Route(f"{_BASE}/pair", routes.pair, methods=["POST"]),
            Route(f"{_BASE}/witness/add-checkpoint", routes.checkpoint, methods=["POST"]),
        ]
    )


class Reception:
    """The routes: each looks at who knocks, reads no more than it must, and works in a thread."""

    def __init__(self, door: Door, limits: Limits, on_paired: Callable[[], None]) -> None:
        self._door, self._limits, self._on_paired = door, limits, on_paired

    async def letter(self, request: Request) -> Response:
        """PUT letters/{id}."""
        letter_id, wait_s = request.path_params["id"], _wait_s(request)
        try:
            body = await _read(request, self._limits.letter_bytes)
        except TooLong:
            work = partial(self._door.refuse_too_large, letter_id=letter_id)
        else:
            work = partial(self._door.put_letter, letter_id=letter_id, token=body, wait_s=wait_s)
        return _response(await self._for_partner(request, work))

    async def receipt(self, request: Request) -> Response:
        """PUT receipts/{id}."""
        return await self._with_body(
            request,
            self._limits.pairing_bytes,
            lambda who, body: self._door.put_receipt(who, request.path_params["id"], body),
        )

    async def checkpoint(self, request: Request) -> Response:
        """POST witness/add-checkpoint; a conflict names the size in the media type of C2SP."""
        answered = await self._with_body(request, self._limits.pairing_bytes, self._door.add_checkpoint)
        if answered.status_code == 409:
            answered.headers["content-type"] = "text/x.tlog.size"
        return answered

    async def blob(self, request: Request) -> Response:
        """GET blobs/{sha256}, always a range."""
        asked = _RANGE.fullmatch(request.headers.get("range", ""))
        start, end = (int(asked[1]), int(asked[2]) + 1) if asked else (0, self._limits.blob_part_bytes)
        sha256 = request.path_params["sha256"]
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            return Response(status_code=404)
        answer = await self._for_partner(request, lambda who: self._door.get_blob(who, sha256, start, end))
        if isinstance(answer, Answer) and answer.status == 206:
            place = f"bytes {start}-{start + len(answer.body) - 1}/{answer.total_bytes}"
            return Response(answer.body, 206, {"content-range": place}, media_type="application/octet-stream")
        return _response(answer)

    async def state(self, request: Request) -> Response:
        """GET state."""
        named = {name: request.query_params.get(name, "") for name in ("nonce", "conversation", "after")}
        answer = await self._for_partner(
            request,
            lambda who: self._door.get_state(
                who, named["nonce"], conversation=named["conversation"], after=named["after"]
            ),
        )
        return _response(answer)

    async def pair(self, request: Request) -> Response:
        """POST pair: the one route for nodes that are not partners yet."""
        try:
            body = await _read(request, self._limits.pairing_bytes)
        except TooLong:
            return Response(status_code=413)
        answer = await run_in_threadpool(self._door.pair, body)
        await run_in_threadpool(self._on_paired)
        return _response(answer)

    async def _with_body(
        self, request: Request, most_bytes: int, work: Callable[[str, bytes], Answer]
    ) -> Response:
        try:
            body = await _read(request, most_bytes)
        except TooLong:
            return Response(status_code=413)
        return _response(await self._for_partner(request, lambda who: work(who, body)))

    async def _for_partner(self, request: Request, work: Callable[[str], Answer]) -> Answer:
        who = request.scope.get(FINGERPRINT, "")
        if not who:
            return Answer(401)
        if not await run_in_threadpool(self._door.knows, who):
            return Answer(403)
        return await run_in_threadpool(work, who)


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
            f"cannot listen on {host} port {port}: {error.strerror or 'no such address'}",
            hint="another program may use the port: set [listen] port in trefpunt.toml, or stop that program",
        ) from error
    return made


async def _read(request: Request, most_bytes: int) -> bytes:
    said = request.headers.get("content-length", "0")
    if not said.isascii() or not said.isdigit() or int(said) > most_bytes:
        raise TooLong
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise TooLong
    return bytes(body)


def _wait_s(request: Request) -> float:
    asked = _WAIT.search(request.headers.get("prefer", ""))
    return float(min(int(asked[1]), _LONGEST_WAIT_S)) if asked else 0.0


def _response(answer: Answer) -> Response:
    headers = {"retry-after": str(answer.retry_after_s)} if answer.retry_after_s else {}
    return Response(answer.body, answer.status, headers, media_type="application/octet-stream")
