"""The address where other nodes knock: HTTP in front of the exchange's door, each peer by its certificate."""

import re
from collections.abc import Callable
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from trefpunt.exchange import Door
from trefpunt.exchange.door import Answer
from trefpunt.exchange.limits import Limits

FINGERPRINT = "trefpunt.fingerprint"
_BASE = "/tnp/1"
_LONGEST_WAIT_S = 60
_WAIT = re.compile(r"wait=(\d{1,4})")
_RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})")


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
            Route(f"{_BASE}/log/witnessed", routes.witnessed, methods=["GET"]),
            Route(f"{_BASE}/witness/add-checkpoint", routes.checkpoint, methods=["POST"]),
        ],
        exception_handlers={ClientDisconnect: _nobody_there},
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

    async def witnessed(self, request: Request) -> Response:
        """GET log/witnessed: of the partner's own log, and of no other."""
        return _response(await self._for_partner(request, self._door.get_witnessed))

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


async def _nobody_there(_request: Request, _error: Exception) -> Response:
    # Whoever asked hung up before the end; what was not read whole has no effect.
    return Response(status_code=400)
