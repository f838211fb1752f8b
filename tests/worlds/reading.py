"""Reading the files of a sample Benelux back, as somebody would who was only given the files."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from trefpunt.worlds import HOLDINGS, World
from trefpunt.worlds.files.style import STYLES

Record = dict[str, str]


def text_of(world: World, file: str) -> str:
    """Return a file, such as `tax.be/vies.csv`, as text."""
    authority, _, name = file.partition("/")
    return world.view(authority).file(name).data().decode(_encoding(file))


def rows_of(world: World, file: str) -> list[Record]:
    """Return the rows of a CSV that are whole, each once."""
    header, *rows = csv.reader(io.StringIO(text_of(world, file)), delimiter=";")
    whole = [tuple(row) for row in rows if len(row) == len(header) and row[0] and "???" not in row]
    return [dict(zip(header, row, strict=True)) for row in dict.fromkeys(whole)]


def entities_of(world: World, file: str) -> list[dict[str, Any]]:
    """Return the entities of a FollowTheMoney file that are whole."""
    return [entity for entity in _parsed(text_of(world, file)) if entity["id"]]


def every_file(world: World) -> Iterator[tuple[str, bytes]]:
    """Yield authority and name of every file, with its bytes."""
    for view in world.views:
        for file in view.files:
            yield f"{view.authority.id}/{file.name}", file.data()


def first_of(row: Record, *headers: str) -> str:
    """Return the cell under whichever of these headers the file has."""
    return next(row[header] for header in headers if header in row)


def holdings_of(authority: str) -> list[str]:
    """Return the files of an authority."""
    return [one.file for one in HOLDINGS if one.authority == authority]


def _parsed(text: str) -> Iterator[dict[str, Any]]:
    for line in text.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def _encoding(file: str) -> str:
    is_csv = file.endswith(".csv")
    return STYLES[file.partition("/")[0]].encoding if is_csv else "utf-8"
