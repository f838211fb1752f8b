"""Lanes: work that waits for partners, one lane each, so that a slow partner holds up nobody else."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait


class Lanes:
    """One lane a partner. A lane that is still busy from the round before is not entered again.

    Args:
        count: lanes that may be busy at once.
    """

    def __init__(self, count: int, *, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=count, thread_name_prefix=name)
        self._guard = threading.Lock()
        self._busy: dict[str, Future[int]] = {}

    def run(self, jobs: Mapping[str, Callable[[], int]], *, wait_s: float) -> int:
        """Start the job of each partner whose lane is free, and wait for them, but not for ever.

        Returns:
            What the jobs counted that ended in time; the others go on, and are not begun twice.
        """
        started = [self._start(partner, job) for partner, job in jobs.items()]
        done, _ = wait([future for future in started if future is not None], timeout=wait_s)
        return sum(future.result() for future in done)

    def close(self) -> None:
        """Finish what was begun and begin nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self, partner: str, job: Callable[[], int]) -> Future[int] | None:
        with self._guard:
            if partner in self._busy and not self._busy[partner].done():
                return None
            self._busy[partner] = future = self._pool.submit(job)
            return future
