"""Forms that were sent already: a page that is loaded again does nothing twice."""

import secrets
import threading
from collections import deque

_REMEMBERED = 10_000


class Once:
    """Remembers which forms were sent, so that each does its work once."""

    def __init__(self) -> None:
        self._turn, self._sent = threading.Lock(), deque[str](maxlen=_REMEMBERED)

    def mark(self) -> str:
        """Return what a form carries to be known again."""
        return secrets.token_urlsafe(16)

    def is_first(self, mark: str) -> bool:
        """Tell whether this form is sent for the first time; from now on it was."""
        with self._turn:
            if not mark or mark in self._sent:
                return False
            self._sent.append(mark)
            return True
