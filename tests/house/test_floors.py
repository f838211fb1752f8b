"""The floors hold, and each way to break them is caught.

The contracts of `pyproject.toml` are run over a small house of the same rooms, once whole and once with each
deliberate fault.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.house.reading import ROOT

ROOMS = (
    *(
        "web",
        "cli",
        "demo",
        "node",
        "desks",
        "casework",
        "hits",
        "rounds",
        "intake",
        "linkage",
        "network",
        "treaty",
    ),
    *("exchange", "worlds", "audit", "store", "naming", "clocks", "words", "model", "crypto", "settings"),
)
FAULTS = {
    "a neighbour": {"treaty/permit.py": "import trefpunt.exchange.call"},
    "upward": {"naming/keys.py": "from trefpunt.hits import ask"},
    "upward, from the very bottom": {"errors.py": "import trefpunt.model"},
    "keeping knows crafts": {"audit/record.py": "import trefpunt.exchange.call"},
    "desk to desk": {"desks/cyber/desk.py": "import trefpunt.desks.victims.desk"},
    "a driver outside the store": {"linkage/pairs.py": "import duckdb"},
    "a driver of the ledger outside the store": {"audit/record.py": "import sqlalchemy"},
    "a room without a floor": {"gossip/__init__.py": ""},
    "a circle inside a room": {
        "hits/ask.py": "import trefpunt.hits.finish",
        "hits/finish.py": "import trefpunt.hits.ask",
    },
}


def build(house: Path, files: dict[str, str]) -> None:
    """Write a house of all rooms with the contracts of ours, and these files in it."""
    wanted = {f"{room}/__init__.py": "" for room in ROOMS}
    wanted |= {f"desks/{desk}/__init__.py": "" for desk in ("cyber", "victims")}
    wanted |= {f"desks/{desk}/desk.py": "" for desk in ("cyber", "victims")}
    wanted |= {"__init__.py": "", "errors.py": "", "sentence.py": ""}
    wanted |= {
        "exchange/call.py": "",
        "hits/ask.py": "import trefpunt.treaty",
        "store/ledger.py": "import duckdb",
    }
    for name, text in {**wanted, **files}.items():
        path = house / "trefpunt" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (house / "pyproject.toml").write_text(text[text.index("[tool.importlinter]") :])


def holds(house: Path, *, config: Path | None = None) -> bool:
    """Run the contracts over a house."""
    run = "from importlinter.cli import lint_imports_command as run; run()"
    command = [sys.executable, "-c", run, "--no-cache", "--config", str(config or house / "pyproject.toml")]
    done = subprocess.run(
        command, cwd=house, env={"PYTHONPATH": str(house)}, capture_output=True, text=True, check=False
    )
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return done.returncode == 0


def test_a_house_as_it_should_be_is_kept(tmp_path: Path):
    build(tmp_path, {})
    assert holds(tmp_path)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_way_to_break_the_floors_is_caught(fault: str, tmp_path: Path):
    build(tmp_path, FAULTS[fault])
    assert not holds(tmp_path)


def test_every_room_of_ours_is_in_the_small_house():
    ours = {path.parent.name for path in (ROOT / "src" / "trefpunt").glob("*/__init__.py")}
    assert ours <= set(ROOMS)


def test_the_house_as_it_stands_is_kept():
    assert holds(ROOT / "src", config=ROOT / "pyproject.toml")


def test_the_contracts_look_at_every_room():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    floors = next(contract for contract in settings["contracts"] if contract["type"] == "layers")
    assert floors["exhaustive"] is True
    assert "ignore_imports" not in floors
