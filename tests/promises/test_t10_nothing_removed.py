"""T10: whatever is removed from a log or changed in it is found, and honest work is never accused."""

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

import pytest
from tests.audit.samples import ENTRY_KEY
from tests.audit.tampering import cut
from tests.audit.watchers import World
from tests.promises.record import Promise, keep, sized
from tests.promises.t10_attacks import ATTACKS
from tests.promises.t10_honest import Found, run_honestly
from tests.promises.t10_world import OVERSIGHT, PARTNER, Base, make_bases

from trefpunt.audit import Seen, Trail, verify_log
from trefpunt.audit.tree import add_blocks

COMMAND = "pytest tests/promises/test_t10_nothing_removed.py -m slow"
GOAL = "500 found; 0 false alarms in 1,000 honest runs; every restore an alarm"
# After these the witnesses know more than before.
TALKS = frozenset({"fork_before_two_witnesses", "roll_back_and_ask_the_witnesses"})


class TrustingTrail(Trail):
    """A pen that takes every stored entry for what was written."""

    def fault_of(self, stored: Any) -> str:
        return ""


def edges_only(edge: Any, leaves: Any) -> Any:
    """Leave out the nodes that are to be compared with the stored ones."""
    return add_blocks(edge, leaves)[0], {}


@dataclass(frozen=True, slots=True)
class Verifier:
    """A way to verify a log: the real one, or one that leaves a check out."""

    asks_witnesses: bool = True
    opens_entries: bool = True
    weighs_cosignatures: bool = True
    without: Callable[[], AbstractContextManager[Any]] = nullcontext

    def faults(self, world: World, seen: Seen) -> int:
        """Return how many faults it finds."""
        trail = world.log.trail if self.opens_entries else TrustingTrail(ENTRY_KEY)
        with self.without(), world.ledger.read() as tx:
            report = verify_log(
                tx,
                world.log.verifier,
                trail=trail,
                quorum=world.quorum if self.weighs_cosignatures else None,
                seen=seen if self.asks_witnesses else None,
            )
        return len(report.faults)


# Each with an attack that only the check it leaves out can find, the mirror aside.
CONTROLS: Mapping[str, tuple[Verifier, str]] = MappingProxyType(
    {
        "witnesses": (Verifier(asks_witnesses=False), "alter_and_write_anew"),
        "older copies": (Verifier(asks_witnesses=False), "roll_back"),
        "entries": (Verifier(opens_entries=False), "reorder_what_entries_said"),
        "erasures": (
            Verifier(without=lambda: patch("trefpunt.audit.verify.names", lambda *_: True)),
            "say_it_was_erased",
        ),
        "signatures": (
            Verifier(without=lambda: patch("trefpunt.audit.verify.checkpoint_fault", lambda *_: "")),
            "sign_with_another_key",
        ),
        "cosignatures": (Verifier(weighs_cosignatures=False), "forge_a_cosignature"),
        "nodes": (
            Verifier(without=lambda: patch("trefpunt.audit.verify.add_blocks", edges_only)),
            "alter_a_node",
        ),
    }
)


@dataclass
class Tried:
    """How many attacks were tried, and which were missed."""

    tries: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    seen_alone: int = 0


def only_notes(seen: Seen) -> Seen:
    """Leave the mirror out: what a partner holds, or an oversight body that keeps none."""
    return Seen(seen.notes)


def attack(base: Base, folder: Path, name: str, rng: Random) -> tuple[World, Seen]:
    """Copy a log and attack it; get it with what the witnesses hold after that."""
    world = base.copy(folder, rng)
    ATTACKS[name](world, base, rng)
    return world, world.seen(OVERSIGHT, PARTNER) if name in TALKS else base.seen


def attack_all(bases: list[Base], folder: Path, count: int, *, seed: int) -> Tried:
    """Try attacks in turn, each on another log, and look each time whether it is found."""
    tried, names = Tried(), list(ATTACKS)
    for number in range(count):
        rng, name = Random(seed * 100_000 + number), names[number % len(names)]
        world, seen = attack(rng.choice(bases), folder / str(number), name, rng)
        tried.tries += 1
        tried.missed[name] += not Verifier().faults(world, seen)
        tried.seen_alone += bool(Verifier(asks_witnesses=False).faults(world, seen))
        world.shut()
        shutil.rmtree(folder / str(number))
    tried.missed = +tried.missed
    return tried


def missed_by(control: str, bases: list[Base], folder: Path, *, tries: int) -> int:
    """Count the attacks that a verifier without one check misses and the real one finds."""
    verifier, name = CONTROLS[control]
    missed = 0
    for number in range(tries):
        world, seen = attack(bases[number % len(bases)], folder / f"{control}-{number}", name, Random(number))
        notes = only_notes(seen)
        missed += bool(Verifier().faults(world, notes)) and not verifier.faults(world, notes)
        world.shut()
    return missed


@pytest.fixture(scope="module")
def small_bases(tmp_path_factory: pytest.TempPathFactory) -> list[Base]:
    return make_bases(tmp_path_factory.mktemp("small"), Random(10), large=1000)


@pytest.fixture(scope="module")
def new_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new")
    World.make(folder).shut()
    return folder


def test_every_attack_is_found_in_a_small_run(small_bases: list[Base], tmp_path: Path) -> None:
    tried = attack_all(small_bases, tmp_path, len(ATTACKS), seed=1)
    assert tried.missed == Counter()


def test_logs_that_nobody_attacked_are_sound(small_bases: list[Base], tmp_path: Path) -> None:
    for number, base in enumerate(small_bases):
        world = base.copy(tmp_path / str(number), Random(number))
        assert Verifier().faults(world, base.seen) == 0
        world.shut()


@pytest.mark.parametrize("control", CONTROLS)
def test_a_verifier_that_leaves_a_check_out_misses_attacks(
    small_bases: list[Base], tmp_path: Path, control: str
) -> None:
    assert missed_by(control, small_bases, tmp_path, tries=2) > 0


def test_what_no_checkpoint_covers_yet_can_be_cut_unseen(small_bases: list[Base], tmp_path: Path) -> None:
    # The limit of the promise, and why checkpoints come at fixed short times.
    world = small_bases[0].copy(tmp_path / "copy", Random(3))
    cut(world, small_bases[0].covered + 1)
    assert Verifier().faults(world, small_bases[0].seen) == 0
    world.shut()


def test_honest_work_is_not_accused_in_a_small_run(new_log: Path, tmp_path: Path) -> None:
    found = run_honestly(tmp_path, new_log, 12, seed=1)
    assert found.holds, found


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_t10_nothing_removed(tmp_path: Path, new_log: Path) -> None:
    bases = make_bases(tmp_path / "bases", Random(10), large=sized(10_000, 1000))
    tried = attack_all(bases, tmp_path, sized(500, len(ATTACKS)), seed=10)
    honest = run_honestly(tmp_path, new_log, sized(1000, 15), seed=10)
    missed = {name: missed_by(name, bases, tmp_path, tries=sized(5, 1)) for name in CONTROLS}
    caught = all(missed.values())
    holds = not tried.missed and honest.holds
    keep(Promise("T10", "nothing removed", _figure(tried, honest, missed), GOAL, holds, caught, COMMAND))
    assert not tried.missed
    assert honest.holds, honest
    assert caught, missed


def _figure(tried: Tried, honest: Found, missed: Mapping[str, int]) -> dict[str, float | int | str]:
    return {
        "attacks": tried.tries,
        "kinds": len(ATTACKS),
        "found": tried.tries - tried.missed.total(),
        "found_without_witnesses": tried.seen_alone,
        "honest_runs": honest.runs,
        "crashes": honest.crashes,
        "false_alarms": len(honest.false_alarms),
        "restores": honest.restores,
        "restores_announced": honest.announced,
        "losses": honest.losses,
        "losses_found": honest.losses_found,
        "controls_caught": f"{sum(count > 0 for count in missed.values())} of {len(missed)}",
    }
