"""Whatever a person can type is written down, and so is every noun."""

import importlib.util
import re
from collections.abc import Iterator
from typing import Any

import click
import pytest
from tests.house.reading import ROOT
from tools.glossary import PAGE, page
from typer.main import get_command

from trefpunt import model
from trefpunt.words import read_terms


def pages() -> str:
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


def commands(command: Any, before: str = "trefpunt") -> Iterator[str]:
    """Yield every command as it is typed, groups left out."""
    # Typer's groups are none of click's: it carries a copy of click of its own.
    if not (inner := getattr(command, "commands", {})):
        yield before
    for name in inner:
        if not inner[name].hidden:
            yield from commands(inner[name], f"{before} {name}")


def undocumented(names: Iterator[str], text: str) -> list[str]:
    return [name for name in names if not re.search(rf"{re.escape(name)}(?![\w-])", text)]


def test_every_command_is_in_the_docs():
    if importlib.util.find_spec("trefpunt.cli.main") is None:
        pytest.skip("there is no command line yet")
    app = importlib.import_module("trefpunt.cli.main").app
    assert len(list(commands(get_command(app)))) > 20
    assert undocumented(commands(get_command(app)), pages()) == []


def test_every_verb_of_make_is_in_the_docs():
    verbs = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(verbs) >= 9
    assert undocumented((f"make {verb}" for verb in verbs), pages()) == []


def test_every_noun_has_its_row_in_the_glossary():
    nouns = {name for name in model.__all__ if name[0].isupper() and not name.isupper()}
    assert nouns - {term.noun for term in read_terms()} == set()
    assert {term.noun for term in read_terms() if term.noun} - nouns == set()


def test_the_glossary_is_the_table_of_terms():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tools.glossary"


def test_every_decision_is_numbered_in_order_and_has_its_four_parts():
    found = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in found] == [f"{number:04}" for number in range(1, len(found) + 1)]
    for path in found:
        text = path.read_text(encoding="utf-8")
        parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert parts == ["Question", "Options", "Decision", "Price"], path.name


def test_no_link_between_pages_is_broken():
    broken = []
    for source in [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", source.read_text(encoding="utf-8")):
            if not (source.parent / target).exists():
                broken.append(f"{source.relative_to(ROOT)} -> {target}")
    assert broken == []


def test_the_rules_of_what_is_written_down_can_fail():
    group = click.Group("trefpunt", commands={"ask": click.Command("ask"), "askew": click.Command("askew")})
    assert undocumented(commands(group), "type trefpunt askew") == ["trefpunt ask"]
