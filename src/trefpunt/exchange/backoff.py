"""When to try again: a random pause whose upper edge doubles, so that partners are not hit in step."""

from datetime import timedelta

from trefpunt.exchange.limits import Limits
from trefpunt.exchange.wire import Rng

_MOST_DOUBLINGS = 32


def pause(attempts: int, *, limits: Limits, rng: Rng) -> timedelta:
    """Return how long to wait after so many tries: anything up to the edge ("full jitter")."""
    edge_s = min(limits.first_backoff_s * 2 ** min(attempts - 1, _MOST_DOUBLINGS), limits.longest_backoff_s)
    return timedelta(seconds=edge_s * int.from_bytes(rng(4), "big") / 2**32)
