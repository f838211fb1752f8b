"""T21: restored at any moment under load, a node loses no letter, reuses no number, and erased is erased."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from tests.promises.record import Promise, keep, sized
from tests.promises.t21_world import Found, World, forgets_numbers, tells_nobody, without_mirror

COMMAND = "pytest tests/promises/test_t21_backup.py -m slow"
CONTROLS: Mapping[str, tuple[Callable[[], Any], Callable[[Found], int]]] = MappingProxyType(
    {
        "numbers": (forgets_numbers, lambda found: found.reused),
        "letters": (tells_nobody, lambda found: found.lost),
        "erasures": (without_mirror, lambda found: found.back),
    }
)


def restored(folder: Path, times: int, *, seed: int, breaking: Callable[[], Any] = nullcontext) -> Found:
    world = World.make(folder, seed=seed)
    with breaking():
        for _ in range(times):
            world.restore_once()
    world.story.close()
    return world.found


def test_a_restore_loses_nothing_in_a_small_run(tmp_path: Path) -> None:
    assert restored(tmp_path, 1, seed=21).holds


@pytest.mark.parametrize("name", CONTROLS)
def test_a_node_that_skips_a_step_of_a_restore_is_caught(tmp_path: Path, name: str) -> None:
    breaking, wrong = CONTROLS[name]
    found = restored(tmp_path, 1, seed=21, breaking=breaking)
    assert wrong(found) > 0


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_restore_loses_nothing(tmp_path: Path) -> None:
    found = restored(tmp_path / "real", sized(20, 4), seed=1)
    caught = {
        name: wrong(restored(tmp_path / name, 1, seed=2, breaking=breaking)) > 0
        for name, (breaking, wrong) in CONTROLS.items()
    }
    figure: dict[str, float | int | str] = {
        "restores": found.restores,
        "letters_exchanged": found.exchanged,
        "letters_after_a_backup": found.after_backup,
        "lost": found.lost,
        "numbers_reused": found.reused,
        "erasures": found.erased,
        "erasures_back": found.back,
        "controls_caught": f"{sum(caught.values())} of {len(caught)}",
    }
    keep(
        Promise(
            "T21",
            "backup",
            figure,
            "0 exchanged letters lost; 0 reused numbers; erasures stay erased",
            found.holds,
            all(caught.values()),
            COMMAND,
        )
    )
    assert found.holds, found
    assert all(caught.values()), caught
