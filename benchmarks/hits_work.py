"""The work both sides of the hits benchmark do, and what one run of it leaves."""

import hashlib
import json
import os
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

FALSE_HITS = 2.0**-32


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of one side took, and a hash of the places that hit."""

    setup_cpu_s: float
    online_cpu_s: float
    published_bytes: int
    peak_mib: float
    hits: int
    hits_sha256: str


def make_sets(held: int, asked: int) -> tuple[list[str], list[str]]:
    """Make invented keys: every second question is held."""
    mine = [f"1|P1|XX|synthetic {at:09d}" for at in range(held)]
    theirs = [mine[at * (held // asked)] if at % 2 else f"1|P1|XX|stranger {at:09d}" for at in range(asked)]
    return mine, theirs


def finish_run(setup_cpu_s: float, online_cpu_s: float, published_bytes: int, found: list[int]) -> Run:
    """Put a run's results together."""
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    digest = hashlib.sha256(json.dumps(found).encode()).hexdigest()
    return Run(setup_cpu_s, online_cpu_s, published_bytes, peak_mib, len(found), digest)


def run_side(side: Callable[[Sequence[str], Sequence[str]], Run]) -> None:
    """Run one side once on one CPU, the sizes taken from the command line, and print the run as JSON."""
    held, asked = (int(size) for size in sys.argv[1:3])
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(json.dumps(asdict(side(*make_sets(held, asked)))))
