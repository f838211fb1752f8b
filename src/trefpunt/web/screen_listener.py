"""The listeners of pages: the officers' screens and the public page, each on a port of its own."""

import asyncio
import socket
import threading

import uvicorn

from trefpunt.errors import ExchangeError, cause_of
from trefpunt.node import Node
from trefpunt.web.guard import App
from trefpunt.web.news_app import news_app
from trefpunt.web.screen_app import screen_app

_MOST_AT_ONCE = 64
_KEEP_ALIVE_S = 5


class PlainListener:
    """An application on an address of its own, served by plain HTTP in a thread of its own.

    Raises:
        ExchangeError: the address is taken or cannot be used.
    """

    def __init__(self, app: App, host: str, port: int, *, name: str) -> None:
        self.port = port
        self._socket = _bound(host, port)
        config = uvicorn.Config(
            app,
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
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

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


class ScreenListener(PlainListener):
    """The screens of a node, on the address that its settings name."""

    def __init__(self, node: Node) -> None:
        desk = node.settings.desk
        super().__init__(screen_app(node), desk.host, desk.port, name="screens")


class NewsListener(PlainListener):
    """The public page of a node, on the address that its settings name."""

    def __init__(self, node: Node) -> None:
        news = node.settings.news
        super().__init__(news_app(node), news.host, news.port, name="news")


def _bound(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(_MOST_AT_ONCE)
    except OSError as error:
        made.close()
        raise ExchangeError(
            "the pages cannot listen on {host} port {port}: {why}",
            hint="another program may use the port: set another [desk] or [news] address, or stop that one",
            host=host,
            port=str(port),
            why=cause_of(error),
        ) from error
    return made
