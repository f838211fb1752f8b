"""A deadline for a whole request, however slowly the partner speaks or listens.

The timeouts of an HTTP client count from the last byte: a partner that sends one every few seconds would hold
a thread for ever. Here every read and write of a request gets no more than what is left of its time.
"""

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore2

_SLICE_BYTES = 16 * 1024
SocketOptions = Iterable[Any]


class Within(httpcore2.SyncBackend):
    """The network as an HTTP client sees it, with one deadline for what a thread does inside `seconds`.

    Args:
        now: gives seconds that never go back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._mine = threading.local()

    @contextmanager
    def seconds(self, seconds: float) -> Iterator[None]:
        """Let everything that this thread does inside take at most so long, together."""
        self._mine.until = self._now() + seconds
        try:
            yield
        finally:
            self._mine.until = None

    def left(self, timeout: float | None) -> float | None:
        """Return how long one step may take.

        Raises:
            httpcore2.ReadTimeout: the time is over.
        """
        until = getattr(self._mine, "until", None)
        if until is None:
            return timeout
        rest: float = until - self._now()
        if rest <= 0:
            raise httpcore2.ReadTimeout
        return rest if timeout is None else min(timeout, rest)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect; the stream keeps to the deadline of whichever thread uses it."""
        stream = super().connect_tcp(host, port, self.left(timeout), local_address, socket_options)
        return _Stream(stream, self)


class _Stream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, within: Within) -> None:
        self._stream, self._within = stream, within

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._within.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _SLICE_BYTES):
            self._stream.write(buffer[start : start + _SLICE_BYTES], self._within.left(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._within.left(timeout))
        return _Stream(inner, self._within)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
