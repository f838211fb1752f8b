"""The command as a whole: every verb explains itself, has a test, and speaks what it promises."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.house.reading import ROOT
from typer.main import get_command

from trefpunt.cli.main import app

from .desk import type_line

# Commands that need several processes are typed there.
ELSEWHERE = tuple(
    ROOT / "tests" / "flows" / f"test_{name}.py"
    for name in ("demo", "crisis_over_tls", "news_served", "permit_typed")
)


def verbs(command: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every command as its words."""
    # Typer's groups are none of click's: it carries a copy of click of its own.
    if not (inner := getattr(command, "commands", {})):
        yield before
    for name in inner:
        yield from verbs(inner[name], (*before, name))


VERBS = sorted(verbs(get_command(app)))


def test_all_verbs_are_found():
    assert {("ask",), ("log", "show"), ("treaty", "check")} < set(VERBS)


def test_the_version_is_printed():
    assert type_line("--version").out.startswith("trefpunt ")


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_command_explains_itself_in_words_that_are_whole(verb: tuple[str, ...]):
    typed = type_line(*verb, "--help")
    assert typed.code == 0
    assert "Usage: " in typed.out
    # Square brackets in a help text are eaten as markup, and leave a sentence with a hole.
    assert re.search(r" \.\s", typed.out) is None


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_command_has_a_test(verb: tuple[str, ...]):
    tests = [*Path(__file__).parent.glob("test_*.py"), *ELSEWHERE]
    said = "\n".join(path.read_text(encoding="utf-8") for path in tests if path.name != "test_main.py")
    assert ", ".join(f'"{word}"' for word in verb) in said


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_no_command_ends_in_a_traceback_when_nothing_is_given(verb: tuple[str, ...]):
    if verb not in {("demo",), ("treaty", "check"), ("treaty", "show"), ("intake", "recipes")}:
        typed = type_line(*verb)
        assert typed.code == 2
        assert typed.err
