"""What is laid on the screen: indented on a terminal, whole in a pipe."""

import io
import json

import pytest
from rich.console import Console
from rich.table import Table

from trefpunt.cli import paper

LONG = "Lawful today: " + "an ordinary request to the same authority " * 4


def console(*, is_terminal: bool) -> tuple[Console, io.StringIO]:
    paper_of = io.StringIO()
    return Console(
        file=paper_of, width=40, force_terminal=is_terminal, soft_wrap=True, color_system=None
    ), paper_of


def test_a_terminal_gets_further_lines_under_the_first_letter():
    on, said = console(is_terminal=True)
    paper.line(on, LONG, mark="✗")
    first, *further = said.getvalue().splitlines()
    assert first.startswith("✗ Lawful")
    assert len(further) >= 4
    assert all(line.startswith("  ") and len(line) <= 40 for line in further)


def test_a_pipe_gets_the_line_whole():
    on, said = console(is_terminal=False)
    paper.line(on, LONG, mark="✗")
    assert said.getvalue() == f"✗ {LONG}\n"


@pytest.mark.parametrize("is_terminal", [True, False])
def test_no_cell_of_a_table_is_cut_off(is_terminal: bool):
    on, said = console(is_terminal=is_terminal)
    shown = Table("text", "state")
    shown.add_row("sample-art14-agreement-with-a-very-long-name", "in force")
    paper.table(on, shown)
    folded = said.getvalue().replace("\n", "").replace("│", "").replace(" ", "")
    assert "…" not in folded
    assert "-name" in folded


def test_json_is_json_whatever_the_width():
    on, said = console(is_terminal=True)
    paper.as_json(on, {"text": LONG, "list": ["[bold]"]})
    assert json.loads(said.getvalue()) == {"text": LONG, "list": ["[bold]"]}
