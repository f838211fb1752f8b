"""How things are laid on the screen: lines behind a mark, tables that lose nothing, JSON for scripts.

A terminal gets wrapped lines whose continuation is indented; a pipe gets every line whole.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON for scripts: stable names, no personal value.")
]
_WIDE = 160


def line(console: Console, text: str, *, mark: str = " ", style: str = "") -> None:
    """Print a text behind its mark of one sign, its further lines under its first letter.

    Args:
        mark: with markup; the text itself has none.
    """
    if not console.is_terminal:
        indented = text.replace("\n", "\n  ")
        console.print(f"{mark} {escape(indented)}", style=style or None)
        return
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(mark, Text(text, style=style))
    console.print(grid, soft_wrap=False)


def table(console: Console, shown: Table) -> None:
    """Print a table in which nothing is cut off: cells are folded, and a pipe is wide."""
    for column in shown.columns:
        column.overflow = "fold"
    # A console never prints wider than itself, and one on a pipe takes itself for 80 columns wide.
    on = console if console.is_terminal else Console(file=console.file, width=_WIDE, highlight=False)
    on.print(shown, soft_wrap=False)


def as_json(console: Console, value: Mapping[str, Any]) -> None:
    """Print a value as JSON that can be read by a script whatever the width of the terminal."""
    console.print(json.dumps(value, ensure_ascii=False, indent=2), markup=False, soft_wrap=True)
