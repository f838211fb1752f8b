"""Keeps what the promise tests measured in `build/promises.json`, one entry for each promise.

A promise test measures, runs its negative control, calls `keep`, and asserts afterwards, so that a broken
promise is on record too. `sized` makes it small when PROMISES_SLICE=1 is set.
"""

import fcntl
import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "build" / "promises.json"


@dataclass(frozen=True, slots=True)
class Promise:
    """What one test found of one promise.

    Attributes:
        id: `T1` to `T31`.
        figure: what was measured, by name.
        control_caught: the negative control broke the promise, and the test saw it.
        command: what to type to measure it again.
    """

    id: str
    promise: str
    figure: Mapping[str, float | int | str]
    goal: str
    holds: bool
    control_caught: bool
    command: str


def is_slice() -> bool:
    """Tell whether only the five-minute slice is wanted."""
    return os.environ.get("PROMISES_SLICE") == "1"


def sized(whole: int, a_slice: int) -> int:
    """Return how many there are to be: `whole`, or `a_slice` in the five-minute slice."""
    return a_slice if is_slice() else whole


def keep(promise: Promise, *, file: Path = FILE) -> None:
    """Write a promise into the file in place of the last entry of its id; safe for tests side by side."""
    entry = {
        **asdict(promise),
        "figure": dict(promise.figure),
        "slice": is_slice(),
        "commit": _commit(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = json.loads(file.read_text()) if file.exists() else []
        others = [item for item in known if item["id"] != promise.id]
        new = file.with_suffix(".new")
        new.write_text(json.dumps(sorted([*others, entry], key=_number), indent=2) + "\n")
        new.replace(file)


def _number(entry: Mapping[str, str]) -> int:
    return int(entry["id"].removeprefix("T"))


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"
