"""What stands before every screen: which host was meant, where a form came from, and what a browser may do.

A page of another site can make a browser send requests here, and can give its own name this address (DNS
rebinding). So a request must name this host, a form must come from here, and no page runs a script.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_ALWAYS: tuple[tuple[str, str], ...] = (
    ("content-security-policy", _POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    # A form needs it to say where it comes from; other sites learn nothing.
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
)
_OF_A_STRANGER = 421
_FORBIDDEN = 403


class Guard:
    """Turns away what was not meant for this host or comes from another site.

    Args:
        hosts: what may stand in the Host header, with the port.
    """

    def __init__(self, app: App, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Look at one request, and put the headers on its answer."""
        if scope["type"] != "http":
            return

        async def sealed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS:
                    headers[name] = value
                # What is alike for everybody says itself how long it may be kept.
                headers.setdefault("cache-control", "no-store")
            await send(message)

        status = self._fault(scope["method"], Headers(scope=scope))
        if status:
            await PlainTextResponse("This is no request of a page of this node.\n", status)(
                scope, receive, sealed
            )
            return
        await self._app(scope, receive, sealed)

    def _fault(self, method: str, headers: Headers) -> int:
        if headers.getlist("host") != [headers.get("host")] or headers.get("host") not in self._hosts:
            return _OF_A_STRANGER
        if method in {"GET", "HEAD"}:
            return 0
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        is_ours = origin in {None, f"http://{headers['host']}"} and site in {None, "same-origin"}
        return 0 if is_ours else _FORBIDDEN
