#!/usr/bin/env python3
"""Print what was measured last, as a table: `python -m tools.figures promises` or `... bench`.

Reads `build/promises.json` and `build/bench.json`, which tests and benchmarks write.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

BUILD = Path(__file__).parents[1] / "build"
_WIDEST = 66


def promise_rows(entries: Iterable[dict[str, Any]]) -> list[list[str]]:
    """Return a row for each promise: id, promise, figure, goal, whether it holds and its control fired."""
    rows = [["", "promise", "measured", "goal", "holds", "control"]]
    for entry in entries:
        figure = ", ".join(f"{name} {value}" for name, value in entry["figure"].items())
        size = " (slice)" if entry.get("slice") else ""
        holds = "yes" if entry["holds"] else "NO"
        control = "caught" if entry["control_caught"] else "MISSED"
        rows.append([entry["id"], entry["promise"], figure + size, entry["goal"], holds, control])
    return rows


def bench_rows(entries: Iterable[dict[str, Any]]) -> list[list[str]]:
    """Return a row for each measurement: name, figure, the peer's figure, and how they compare."""
    rows = [["measured", "figure", "unit", "peer", "peer's", "ratio"]]
    for entry in entries:
        peer_figure, ratio = entry.get("peer_figure"), entry.get("ratio")
        rows.append(
            [
                entry["name"],
                f"{entry['figure']:,.4g}" if entry["figure"] < 1000 else f"{entry['figure']:,.0f}",
                entry["unit"],
                entry.get("peer") or "",
                "" if peer_figure is None else f"{peer_figure:,.4g}",
                "" if ratio is None else f"{ratio:.2f}",
            ]
        )
    return rows


def as_table(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows out in columns; a cell that is too wide is cut and ends in an ellipsis."""
    cut = [[cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…" for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cut) for column in range(len(cut[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cut
    ]
    return "\n".join([lines[0], "─" * max(map(len, lines)), *lines[1:]])


def main(arguments: Sequence[str]) -> int:
    """Print one of the two tables; 1 when a promise does not hold, 2 on wrong use."""
    if len(arguments) != 1 or arguments[0] not in {"promises", "bench"}:
        print("say which table: promises or bench", file=sys.stderr)
        return 2
    file = BUILD / f"{arguments[0]}.json"
    if not file.is_file():
        print(f"nothing was measured yet: build/{file.name} is not there")
        return 0
    entries = json.loads(file.read_text(encoding="utf-8"))
    print(as_table(promise_rows(entries) if arguments[0] == "promises" else bench_rows(entries)))
    if arguments[0] == "promises":
        return 0 if all(entry["holds"] and entry["control_caught"] for entry in entries) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
