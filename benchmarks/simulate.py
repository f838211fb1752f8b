"""A draft tried on 5,000 questions of the sample world, from a real register.

Run: python -m benchmarks.simulate
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.treaty.asked import ask

from benchmarks.figures import Figure, record
from trefpunt.treaty import DRAFTS, Effect, Law, find_obstacles, simulate, try_out

COMMAND = "python -m benchmarks.simulate"
QUESTIONS, RUNS = 5_000, 3


def main() -> None:
    """Ask, try the draft, print and record."""
    law = Law.load(nature="sample")
    with TemporaryDirectory() as folder:
        asked = ask(Path(folder), QUESTIONS, law=law)
        rows = asked.counted
        asked.ledger.close()
    times = []
    for _ in range(RUNS):
        started = time.process_time()
        found = simulate(rows, law=law, trial=try_out(law, drafts=[DRAFTS / "sample-hit-draft-2"]))
        times.append(time.process_time() - started)
    art14 = sum(row.n for row in find_obstacles(rows) if row.code == "no_agreement_art14")
    print(f"{QUESTIONS} questions in {len(rows)} rows; no agreement under art. 14: {art14}")
    print("; ".join(f"{effect}: {found.total(effect)}" for effect in Effect))
    figure = Figure(
        name="treaty.simulate_s",
        figure=round(min(times), 2),
        unit="s of processor time",
        work=f"{QUESTIONS} recorded questions under a draft, the law rebuilt with it, {len(rows)} rows",
        command=COMMAND,
    )
    print(f"{figure.name}: {figure.figure} {figure.unit}")
    record([figure])


if __name__ == "__main__":
    main()
