"""What each authority would export, made line by line, and written into a folder of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from trefpunt.model import Authority

README = "README.txt"


@dataclass(frozen=True, slots=True)
class ViewFile:
    """One file of one authority.

    Attributes:
        lines: gives the bytes of the file from its beginning, each time it is called.
        recipe: name of the shipped recipe that reads it; empty where intake has no way to read it.
        rows: records in it, without a header, wrong ones included.
        rejected: of those, how many are so wrong that the recipe leaves them out.
        faulty: single values that the recipe cannot keep, in rows that it does keep.
    """

    name: str
    lines: Callable[[], Iterable[bytes]]
    recipe: str = ""
    rows: int = 0
    rejected: int = 0
    faulty: int = 0

    def data(self) -> bytes:
        """Return the whole file."""
        return b"".join(self.lines())


@dataclass(frozen=True, slots=True)
class View:
    """What one authority has on record; `notice` is the README beside its files, or empty."""

    authority: Authority
    files: tuple[ViewFile, ...] = ()
    notice: str = ""

    def file(self, name: str) -> ViewFile:
        """Return a file by its name."""
        return next(file for file in self.files if file.name == name)


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of a world on disk: whose it is, and the shipped recipe that reads it, if one does."""

    authority: Authority
    path: Path
    recipe: str


class HasViews(Protocol):
    """A world of any size."""

    @property
    def views(self) -> tuple[View, ...]:
        """What each authority has."""
        ...


def write(
    world: HasViews, folder: Path, *, progress: Callable[[str], None] = lambda _: None
) -> list[WrittenFile]:
    """Write the files of each authority that has any into a folder of its own; the truth is not among them.

    Args:
        progress: called with authority and name of a file, such as `tax.be/vies.csv`, once it is written.
    """
    written = []
    for view in world.views:
        own = folder / view.authority.id
        for file in view.files:
            own.mkdir(parents=True, exist_ok=True)
            with (own / file.name).open("wb") as out:
                out.writelines(file.lines())
            progress(f"{own.name}/{file.name}")
            written.append(WrittenFile(view.authority, own / file.name, file.recipe))
        if view.files and view.notice:
            (own / README).write_text(view.notice, encoding="utf-8")
    return written
