"""The listener of the officers' screens: a port of this machine only, beside that for partners."""

import asyncio
import socket
import threading

import uvicorn

from trefpunt.errors import ExchangeError, cause_of
from trefpunt.node import Node
from trefpunt.web.screen_app import screen_app

_MOST_AT_ONCE = 64
_KEEP_ALIVE_S = 5


class ScreenListener:
    """The screens of a node, served in a thread of their own.

    Raises:
        ExchangeError: the address is taken or cannot be used.
    """

    def __init__(self, node: Node) -> None:
        desk = node.settings.desk
        self.port = desk.port
        self._socket = _bound(desk.host, desk.port)
        config = uvicorn.Config(
            screen_app(node),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_MOST_AT_ONCE,
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="screens", daemon=True)

    def start(self) -> None:
        """Serve, and return when a browser can look."""
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            self._thread.join(0.01)

    def stop(self) -> None:
        """Stop serving."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))


def _bound(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(_MOST_AT_ONCE)
    except OSError as error:
        made.close()
        raise ExchangeError(
            "the screens cannot listen on {host} port {port}: {why}",
            hint="another program may use the port: set [desk] address in trefpunt.toml, or stop that one",
            host=host,
            port=str(port),
            why=cause_of(error),
        ) from error
    return made
