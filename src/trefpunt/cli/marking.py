"""The option that marks what goes to a partner, and how markings are shown."""

from collections.abc import Sequence
from typing import Annotated

import typer

from trefpunt.cli.door import out
from trefpunt.cli.named import word_of
from trefpunt.cli.paper import line
from trefpunt.model import Marking
from trefpunt.node import Node
from trefpunt.sentence import Sentence
from trefpunt.words.casework import MARKINGS

_NO_SUCH = Sentence("there is no such marking")
MarkOption = Annotated[
    list[str] | None,
    typer.Option(help=f"How good it is and how to handle it: {', '.join(Marking)}; may be given again."),
]


def markings_of(typed: Sequence[str]) -> tuple[Marking, ...]:
    """Return the markings that were typed.

    Raises:
        InputError: one of them is on no axis.
    """
    return tuple(word_of(Marking, word, no_such=_NO_SUCH) for word in typed)


def say_markings(node: Node, markings: Sequence[str]) -> None:
    """Print how good something is, and how it is to be handled."""
    for marking in markings:
        line(out, node.speech.code(MARKINGS, marking), mark="•")
