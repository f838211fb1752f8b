"""Nothing is left behind: no loose ends, no paths of one machine, no names of a workplace."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import ROOT, Module, example, modules

LOOSE_END = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!\s*\(?#\d+)")
# Written in two parts, so that this file does not find itself.
ONE_MACHINE = re.compile(
    "(?:^|[\\s\"'`(=:])/(?:" + "|".join(["wor" + "k", "roo" + "t", "hom" + "e"]) + r")/\w"
)
FOLDERS = ("src", "tests", "docs", "tools", "benchmarks", "requirements", ".ci")
FILES = ("Makefile", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
READABLE = {".py", ".md", ".toml", ".txt", ".sh", ".po", ".csv", ".cedar", ".json", ".yaml", ""}


def loose_ends(module: Module) -> list[str]:
    return [
        f"src/trefpunt/{module.path}:{number}: {line.strip()}"
        for number, line in enumerate(module.text.splitlines(), 1)
        if LOOSE_END.search(line)
    ]


def paths_of_one_machine(name: str, text: str) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for number, line in enumerate(text.splitlines(), 1)
        if ONE_MACHINE.search(line)
    ]


def _kept_files() -> Iterator[Path]:
    yield from (ROOT / name for name in FILES if (ROOT / name).is_file())
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in READABLE and "__pycache__" not in path.parts:
                yield path


def test_every_loose_end_has_a_number():
    assert [fault for module in modules() for fault in loose_ends(module)] == []


def test_no_file_names_a_path_of_one_machine():
    faults = [
        fault
        for path in _kept_files()
        for fault in paths_of_one_machine(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ]
    assert faults == []


def test_the_rules_of_what_is_left_behind_can_fail():
    assert loose_ends(example("# TO" + "DO: later"))
    assert not loose_ends(example("# TO" + "DO #12: when the second engine is there"))
    assert paths_of_one_machine("x", "see /roo" + "t/notes")
    assert not paths_of_one_machine("x", "see /var/lib/trefpunt and https://example.org/home/page")
