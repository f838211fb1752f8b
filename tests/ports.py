"""Ports for nodes in tests: found free, and kept from everybody but whoever means to listen there."""

import socket
from collections import deque

# Bound and never listened on: the kernel gives such a port to nobody who did not ask for it by number. A
# port that is only looked at and let go may be the next one that a proxy, or a connection, is given.
_reserved: deque[socket.socket] = deque(maxlen=64)


def free_port() -> int:
    """Return a port that nobody listens on and that nobody else is given while this process runs."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    _reserved.append(held)
    port: int = held.getsockname()[1]
    return port
