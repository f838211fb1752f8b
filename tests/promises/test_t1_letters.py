"""T1: no loss, one effect, in order, between two real processes over a network that does everything wrong."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.ports import free_port
from tests.promises.fault_proxy import FaultProxy
from tests.promises.record import ROOT, Promise, keep, sized
from tests.promises.t1_world import NAMES, Judgement, Plan, found_both, judge, save_plan

RATE = 0.05
RATES = {"drop": RATE, "delay": RATE, "reset": RATE, "truncate": RATE}
CONVERSATIONS = 20
COMMAND = "pytest tests/promises/test_t1_letters.py -m slow"


@dataclass
class Run:
    """One run: what became of the letters, how often they were sent, and what went wrong on the way."""

    judgement: Judgement
    sends: int
    took_s: float
    faults: Counter[str]

    @property
    def sends_a_letter(self) -> float:
        return self.sends / max(self.judgement.letters, 1)


class Child:
    """A node as a process that is spoken to in lines."""

    def __init__(self, folder: Path, name: str) -> None:
        self._errors = (folder / f"{name}.errors").open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.promises.t1_node", str(folder), name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def say(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        assert line, f"a node died: see {self._errors.name}"
        return line

    def end(self) -> None:
        try:
            self._process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._errors.close()


def run(folder: Path, letters: int, *, control: str = "", seed: int = 1) -> Run:
    """Let two processes exchange letters through two proxies, and judge what came of it."""
    folder.mkdir()
    ports = {name: free_port() for name in NAMES}
    proxies = {
        name: FaultProxy(ports[name], rates=RATES, seed=seed + place) for place, name in enumerate(NAMES)
    }
    plan = Plan(letters // 2, CONVERSATIONS, RATE, ports, control)
    save_plan(folder, plan)
    found_both(folder, {name: f"https://127.0.0.1:{proxy.port}" for name, proxy in proxies.items()})
    children = [Child(folder, name) for name in NAMES]
    for proxy in proxies.values():
        proxy.start()
    try:
        assert [child.hear() for child in children] == ["ready", "ready"]
        took: list[dict[str, Any]] = _all(children, "go")
        sent = _all(children, "settle")
        for child in children:
            child.say("stop")
    finally:
        for child in children:
            child.end()
        for proxy in proxies.values():
            proxy.stop()
    faults = sum((proxy.faults for proxy in proxies.values()), Counter[str]())
    faults["duplicate"] = sum(row["duplicates"] for row in sent)
    return Run(
        judge(folder, plan), sum(row["sends"] for row in sent), max(row["took_s"] for row in took), faults
    )


def _all(children: list[Child], word: str) -> list[dict[str, Any]]:
    for child in children:
        child.say(word)
    return [json.loads(child.hear()) for child in children]


def test_letters_survive_a_bad_network_in_a_small_run(tmp_path: Path) -> None:
    done = run(tmp_path / "run", 120)
    assert done.judgement.is_kept, done
    assert done.judgement.letters == 120 + 2 * (CONVERSATIONS * (120 // 2 // CONVERSATIONS // 10))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_no_letter_is_lost_doubled_or_out_of_order(tmp_path: Path) -> None:
    done = run(tmp_path / "run", sized(10_000, 240))
    controls = {
        name: run(tmp_path / name, sized(600, 60), control=name, seed=7).judgement
        for name in ("no_dedup", "receipt_first")
    }
    seen = done.judgement
    holds = seen.is_kept and done.sends_a_letter <= 1.5
    caught = controls["no_dedup"].double > 0 and controls["receipt_first"].lost > 0
    figure: dict[str, float | int | str] = {
        "letters": seen.letters,
        "lost": seen.lost,
        "double": seen.double,
        "out_of_order": seen.out_of_order,
        "sends_a_letter": round(done.sends_a_letter, 3),
        "receipts_verified": seen.receipts_verified,
        "letters_a_second": round(seen.letters / done.took_s, 1),
        "took_s": round(done.took_s, 1),
        "control_double": controls["no_dedup"].double,
        "control_lost": controls["receipt_first"].lost,
        **{f"fault_{name}": count for name, count in sorted(done.faults.items())},
    }
    print("T1", json.dumps(figure))
    keep(
        Promise(
            "T1",
            "no loss, one effect, in order",
            figure,
            "0 / 0 / 0; <= 1.5 sends a letter; 100 % receipts verify",
            holds,
            caught,
            COMMAND,
        )
    )
    assert holds, figure
    assert caught, controls
