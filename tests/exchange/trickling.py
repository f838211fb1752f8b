"""A partner that is there and never done: it sends a byte now and then, over real TLS. Synthetic."""

import contextlib
import socket
import threading
from itertools import chain, repeat

from trefpunt.crypto import NodeCertificate, server_context

STEP_S = 0.05


class Trickling:
    """Listens with a node's certificate and says `first` at once, then a byte at a time."""

    def __init__(self, own: NodeCertificate, client_der: bytes, *, first: bytes, then: bytes) -> None:
        self._context = server_context(own, (client_der,))
        self._first, self._then = first, then
        self._ended = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def stop(self) -> None:
        """Let everybody go."""
        self._ended.set()
        self._socket.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                plain, _ = self._socket.accept()
                threading.Thread(target=self._answer, args=(plain,), daemon=True).start()

    def _answer(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError), self._context.wrap_socket(plain, server_side=True) as peer:
            peer.recv(65536)
            peer.sendall(self._first)
            for byte in chain.from_iterable(repeat(self._then)):
                if self._ended.wait(STEP_S):
                    return
                peer.sendall(bytes([byte]))
