"""The figures of all benchmarks in one file, `build/bench.json`: a list, the newest entry of every name."""

import json
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BENCH_FILE = ROOT / "build" / "bench.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure, and a peer's on the same work, where there is a peer."""

    name: str
    figure: float
    unit: str
    work: str
    command: str
    peer: str | None = None
    peer_figure: float | None = None
    better: str = "lower"

    @property
    def ratio(self) -> float | None:
        """Ours divided by the peer's."""
        return round(self.figure / self.peer_figure, 4) if self.peer_figure else None


def record(figures: Iterable[Figure], *, path: Path = BENCH_FILE, at: datetime | None = None) -> None:
    """Write figures into the file, in place of older ones of the same name.

    Args:
        at: the moment of measurement; now unless given.
    """
    moment = (datetime.now(UTC) if at is None else at).isoformat(timespec="seconds")
    kept: dict[str, dict[str, Any]] = {}
    if path.exists():
        kept = {entry["name"]: entry for entry in json.loads(path.read_text())}
    commit = current_commit()
    for figure in figures:
        kept[figure.name] = asdict(figure) | {"ratio": figure.ratio, "commit": commit, "at": moment}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps([kept[name] for name in sorted(kept)], indent=1) + "\n")
    draft.replace(path)


def current_commit() -> str:
    """Give the commit that is measured, with `-dirty` when the files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"
