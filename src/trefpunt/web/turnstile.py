"""The turnstile: how many may stand before the door who have not yet said who they are.

A connection costs nothing to whoever opens one and says nothing. So those that have not finished their
handshake are few for each address and in all; where there are more, the one that stood longest makes room.
Who means to come in is through within a moment, also from an address that others misuse.
"""

import contextlib
import socket
from typing import Any

Place = tuple[Any, ...]


class Turnstile(socket.socket):
    """A listening socket that lets in only so many at a time who are not through yet.

    Args:
        an_address: connections of one address that may wait.
        in_all: connections that may wait together.
    """

    def __init__(self, family: int, *, an_address: int, in_all: int) -> None:
        # With the protocol named, asyncio lets small letters go at once (TCP_NODELAY).
        super().__init__(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._an_address, self._in_all = an_address, in_all
        self._waiting: dict[Place, socket.socket] = {}

    def accept(self) -> tuple[socket.socket, Any]:
        """Let the next one in, and make room where too many wait."""
        came, place = super().accept()
        # Whoever hung up, or was hung up on, waits no more.
        self._waiting = {at: one for at, one in self._waiting.items() if one.fileno() != -1}
        alike = [at for at in self._waiting if at[0] == place[0]]
        while len(alike) >= self._an_address:
            self._turn_away(alike.pop(0))
        while len(self._waiting) >= self._in_all:
            self._turn_away(next(iter(self._waiting)))
        self._waiting[place] = came
        return came, place

    def let_through(self, place: Place) -> None:
        """Note that somebody has finished the handshake."""
        self._waiting.pop(place, None)

    def _turn_away(self, place: Place) -> None:
        # Not closed: its number could be given to somebody else while the loop still looks at it.
        with contextlib.suppress(OSError):
            self._waiting.pop(place).shutdown(socket.SHUT_RDWR)
