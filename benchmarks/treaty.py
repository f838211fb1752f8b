"""Decisions a second on one core with the whole law loaded, beside Cedar given the same texts as strings.

The work: every permit case of the shipped texts and equally many refuse cases, in turn. A refusal comes with
its nearest articles and missing facts. Run: python -m benchmarks.treaty
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from itertools import cycle, islice
from typing import Any

import cedarpy

from benchmarks.figures import Figure, record
from trefpunt.model import Request
from trefpunt.treaty import SHIPPED, Law, advise, decide, read_cases
from trefpunt.treaty.engine import Engine

COMMAND = "python -m benchmarks.treaty"
REPEATS = 5


def main() -> None:
    """Measure, print and record."""
    law = Law.load(nature="sample")
    work = list(_work())
    decided = _best(lambda: [decide(request, law=law) for request in work], len(work))
    advised = _best(lambda: [advise(request, law=law) for request in work], len(work))
    strings = _best(_with_strings(work[:60]), len(work[:60]))
    described = f"{len(work)} cases, half of them refused, {_rules(law)} rules loaded, one core"
    figures = [
        Figure(
            name="treaty.decisions_per_s",
            figure=round(decided),
            unit="decisions/s of processor time",
            work=described,
            command=COMMAND,
            peer=f"cedarpy {_version()} with policies, schema and entities as strings, yes or no only",
            peer_figure=round(strings),
            better="higher",
        ),
        Figure(
            name="treaty.advice_per_s",
            figure=round(advised),
            unit="decisions with detours/s of processor time",
            work=described,
            command=COMMAND,
            better="higher",
        ),
        Figure(
            name="treaty.load_s",
            figure=round(1 / _best(lambda: Law.load(nature="sample"), 1), 3),
            unit="s of processor time",
            work=f"all {len(law.instruments)} texts, validated and partitioned",
            command=COMMAND,
        ),
    ]
    for figure in figures:
        beside = f", peer {figure.peer_figure} ({figure.peer})" if figure.peer else ""
        print(f"{figure.name}: {figure.figure} {figure.unit}{beside}")
    record(figures)


def _work() -> Iterator[Request]:
    cases = [case for folder in sorted(SHIPPED.iterdir()) if folder.is_dir() for case in read_cases(folder)]
    permits = [case.request for case in cases if case.is_permit]
    refusals = [case.request for case in cases if not case.is_permit]
    spread = refusals[:: max(1, len(refusals) // len(permits))]
    for permitted, refused in zip(permits, islice(cycle(spread), len(permits)), strict=True):
        yield permitted
        yield refused


def _with_strings(work: Iterable[Request]) -> Callable[[], list[Any]]:
    """Return the naive way: everything parsed anew at each decision, with the two entities that it needs."""
    engine = Engine()
    folders = sorted(path for path in SHIPPED.iterdir() if path.is_dir())
    text = "\n".join((path / "policy.cedar").read_text() for path in folders)
    asked = [
        (engine.query(request), json.dumps(_entities(request, engine.query(request)))) for request in work
    ]
    return lambda: [cedarpy.is_authorized(query, text, found, engine.schema_text) for query, found in asked]


def _entities(request: Request, query: dict[str, Any]) -> list[dict[str, Any]]:
    asking, holder = request.officer.authority, request.holder
    officer = {"kind": asking.kind, "country": asking.country, "role": request.officer.role}
    held = {"kind": holder.kind, "country": holder.country}
    held |= {"category": request.category, "subject": request.subject_category}
    return [_entity(query["principal"], officer), _entity(query["resource"], held)]


def _entity(uid: dict[str, str], words: dict[str, Any]) -> dict[str, Any]:
    attrs = {name: {"__entity": {"type": name.capitalize(), "id": word}} for name, word in words.items()}
    return {"uid": uid, "attrs": attrs, "parents": []}


def _best(run: Callable[[], object], count: int) -> float:
    """Return the best rate of a few runs: the others measure the neighbours on the machine."""
    rates = []
    for _ in range(REPEATS):
        started = time.process_time()
        run()
        rates.append(count / (time.process_time() - started))
    return max(rates)


def _rules(law: Law) -> int:
    return sum(len(text.rules) for text in law.instruments)


def _version() -> str:
    return version("cedarpy")


if __name__ == "__main__":
    main()
