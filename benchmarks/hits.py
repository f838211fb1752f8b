"""Hit or no hit against OpenMined PSI: the same sets, one core, at an equal rate of false hits.

    python -m benchmarks.hits              100,000 held, 10,000 asked, half of them held; median of 3
    python -m benchmarks.hits --quick      10,000 held, 1,000 asked

Each side runs in a process of its own, pinned to one CPU, ours and theirs in turn. *Setup* is what the
holder does before a question: hash, evaluate, build and write what is published. *Online* is all of the
rest, both parties: blind, evaluate, prove and verify a sample, finish, look up. Theirs has no proof. A
stranger hits with 2^-32 a key on both sides: OpenMined's `fpr` is for the whole batch of questions, so it
is given asked * 2^-32.
"""

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.progress import Progress

from benchmarks.figures import ROOT, Figure, record
from benchmarks.hits_work import Run

PEER = "openmined-psi 2.0.6 (GCS)"
SIDES = {"ours": "benchmarks.hits_ours", "peer": "benchmarks.hits_peer"}


def run_apart(side: str, held: int, asked: int) -> Run:
    """Run one side in a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, "-m", SIDES[side], str(held), str(asked)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return Run(**json.loads(done.stdout))


def measure(runs: int, held: int, asked: int) -> dict[str, list[Run]]:
    """Run both sides in turn."""
    results: dict[str, list[Run]] = {side: [] for side in SIDES}
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(f"{held:,} held, {asked:,} asked", total=runs * len(SIDES))
        for _ in range(runs):
            for side in SIDES:
                results[side].append(run_apart(side, held, asked))
                progress.advance(task)
    answers = {(run.hits, run.hits_sha256) for side in results.values() for run in side}
    if len(answers) != 1 or results["ours"][0].hits != asked // 2:
        raise SystemExit(f"the sides do not agree on the hits: {sorted(answers)}")
    return results


def compare(results: dict[str, list[Run]], held: int, asked: int, runs: int) -> list[Figure]:
    """Take medians of both sides."""
    command = f"python -m benchmarks.hits --held {held} --asked {asked} --runs {runs}"
    sizes = f"{held:,} held, {asked:,} asked, {asked // 2:,} hits"
    work = f"{sizes}; one core; 2^-32 false hits a key; median of {runs}"
    wanted = (
        ("setup_cpu_s", held, "s CPU"),
        ("online_cpu_s", asked, "s CPU"),
        ("published_bytes", held, "bytes"),
        ("peak_mib", held, "MiB"),
    )
    return [
        Figure(
            name=f"hits.{name}.{short(size)}",
            figure=median(results["ours"], name),
            unit=unit,
            work=work,
            command=command,
            peer=PEER,
            peer_figure=median(results["peer"], name),
        )
        for name, size, unit in wanted
    ]


def median(runs: Sequence[Run], name: str) -> float:
    """Take the median of one figure over the runs."""
    return round(statistics.median(float(getattr(run, name)) for run in runs), 4)


def short(size: int) -> str:
    """Write a size as `100k` where it is whole thousands."""
    return f"{size // 1000}k" if size % 1000 == 0 else str(size)


def read_options(arguments: Sequence[str] | None = None) -> Any:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.hits", description="Hits against openmined-psi."
    )
    parser.add_argument("--held", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="10,000 held and 1,000 asked")
    options = parser.parse_args(arguments)
    if options.quick:
        options.held, options.asked = 10_000, 1_000
    if not 0 < options.asked <= options.held or options.asked % 2:
        parser.error("asked must be even, and at most held")
    return options


def main() -> None:
    """Measure, print and record."""
    options = read_options()
    results = measure(options.runs, options.held, options.asked)
    figures = compare(results, options.held, options.asked, options.runs)
    for figure in figures:
        theirs = f"{PEER} {figure.peer_figure:,}, ratio {figure.ratio}"
        print(f"{figure.name}: {figure.figure:,} {figure.unit}, {theirs}")
    print(f"both sides found the same {options.asked // 2:,} hits in every run")
    record(figures)


if __name__ == "__main__":
    main()
