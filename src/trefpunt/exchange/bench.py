"""The bench: where letters are worked on, each by one thread, while somebody may wait for a while."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

T = TypeVar("T")


def _nothing(_result: object) -> None:
    return None


class Bench(Generic[T]):
    """Work in progress by key. A second one who comes with the same key waits for the first."""

    def __init__(self, workers: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="exchange")
        self._guard = threading.Lock()
        self._running: dict[str, Future[T]] = {}

    def run(
        self,
        key: str,
        work: Callable[[], T],
        *,
        wait_s: float | None = None,
        then: Callable[[T], None] = _nothing,
    ) -> T | None:
        """Do the work, or join whoever does it already.

        Args:
            wait_s: how long to wait; the work goes on afterwards. None does it here and now.
            then: done with the result, when it is known and nobody waits any more.

        Returns:
            The result, or None when it took longer.
        """
        with self._guard:
            known = self._running.get(key)
            promise: Future[T] = known or Future()
            self._running[key] = promise
        if known is None and wait_s is None:
            self._do(key, promise, work, then)
        elif known is None:
            self._pool.submit(self._do, key, promise, work, then)
        # Not `result(timeout)`: work that ends as the time does would come out as an error.
        wait((promise,), timeout=wait_s)
        return promise.result() if promise.done() else None

    def is_busy_with(self, key: str) -> bool:
        """Tell whether somebody is working on this now."""
        with self._guard:
            return key in self._running

    def busy_with(self, prefix: str) -> int:
        """Return how many pieces of work are going on whose keys begin so."""
        with self._guard:
            return sum(key.startswith(prefix) for key in self._running)

    def close(self) -> None:
        """Finish what was begun and begin nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _do(self, key: str, promise: Future[T], work: Callable[[], T], then: Callable[[T], None]) -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - whoever waits gets it, whatever it is
            self._forget(key)
            promise.set_exception(error)
            return
        self._forget(key)
        promise.set_result(result)
        then(result)

    def _forget(self, key: str) -> None:
        with self._guard:
            del self._running[key]
