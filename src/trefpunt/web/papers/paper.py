"""A paper as blocks in their order, and what sets it in type."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

import typst

STANDARDS: Final[tuple[Literal["a-2a", "ua-1"], ...]] = ("a-2a", "ua-1")
"""PDF/A-2a, to be kept and read aloud in thirty years; PDF/UA-1, to be used by everybody today."""
_TEMPLATE = Path(__file__).with_name("paper.typ")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands right under the title."""

    text: str
    level: int = 1

    def block(self) -> dict[str, Any]:
        """Return it as the template takes it."""
        return {"kind": "heading", "text": self.text, "level": self.level}


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    strong: bool = False

    def block(self) -> dict[str, Any]:
        """Return it as the template takes it."""
        return {"kind": "text", "text": self.text, "strong": self.strong}


@dataclass(frozen=True, slots=True)
class Fact:
    """Names with what they are, such as a purpose or a day: (name, value)."""

    pairs: tuple[tuple[str, str], ...]

    def block(self) -> dict[str, Any]:
        """Return it as the template takes it."""
        return {"kind": "facts", "facts": [list(pair) for pair in self.pairs]}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose first row names its columns.

    Attributes:
        widths: of the columns, against one another; all alike where it is empty.
        mono: columns of hashes, whose signs are all of one width.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    mono: tuple[int, ...] = ()

    def block(self) -> dict[str, Any]:
        """Return it as the template takes it."""
        return {
            "kind": "grid",
            "head": list(self.head),
            "rows": [list(row) for row in self.rows],
            "widths": list(self.widths or (1,) * len(self.head)),
            "mono": list(self.mono),
        }


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper.

    Attributes:
        banner: stands on every page; empty for none.
        made_at: its moment, so that the same paper gives the same bytes.
    """

    title: str
    about: str
    author: str
    language: str
    banner: str
    footer: str
    made_at: datetime
    blocks: Sequence[Heading | Text | Fact | Grid]


def typeset(paper: Paper) -> bytes:
    """Return a paper as PDF, tagged, with its own fonts in it."""
    content = {
        "title": paper.title,
        "about": paper.about,
        "author": paper.author,
        "language": paper.language,
        "banner": paper.banner,
        "footer": paper.footer,
        "blocks": [block.block() for block in paper.blocks],
    }
    made: bytes = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"paper": json.dumps(content)},
        ignore_system_fonts=True,
        pdf_standards=[*STANDARDS],
        timestamp=paper.made_at.replace(microsecond=0),
    )
    return made
