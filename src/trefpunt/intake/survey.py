"""A first look at a whole file: its hash, its size, and whether it is what it says it is."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from trefpunt.errors import InputError, cause_of
from trefpunt.sentence import Sentence

_CHUNK = 1 << 20
_MAGIC = {
    b"PK\x03\x04": (Sentence("an Excel workbook or another ZIP file"), Sentence("save the sheet as CSV")),
    b"\xd0\xcf\x11\xe0": (Sentence("an old Excel or Word file"), Sentence("save the sheet as CSV")),
    b"\x1f\x8b": (Sentence("compressed"), Sentence("unpack it first")),
    b"%PDF": (Sentence("a PDF"), Sentence("ask for the data as CSV")),
    b"PAR1": (Sentence("a Parquet file"), Sentence("export it as CSV")),
    b"\xff\xfe": (Sentence("UTF-16"), Sentence("save it again as UTF-8")),
    b"\xfe\xff": (Sentence("UTF-16"), Sentence("save it again as UTF-8")),
}


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file is, before any row is read.

    Attributes:
        broken_at_line: the first line that is not UTF-8, counted from 1; None where all are.
        has_accents: whether any byte is outside ASCII.
        ends_a_line: whether the last byte ends a line.
    """

    name: str
    sha256: str
    size: int
    broken_at_line: int | None
    has_accents: bool
    ends_a_line: bool


def survey(path: Path) -> Survey:
    """Read a file once from end to end.

    Raises:
        InputError: it is not there, empty, or no text.
    """
    try:
        with path.open("rb") as file:
            return _survey(path.name, file)
    except OSError as error:
        raise InputError(
            "cannot read {file}", hint="{system}", file=path.name, system=cause_of(error)
        ) from error


def _survey(name: str, file: BinaryIO) -> Survey:
    digest, decoder = sha256(), codecs.getincrementaldecoder("utf-8")()
    size, line, last, has_accents = 0, 1, b"", False
    broken_at_line: int | None = None
    for chunk in _chunks(file):
        _refuse_what_is_no_text(name, chunk, is_first=size == 0)
        digest.update(chunk)
        has_accents = has_accents or not chunk.isascii()
        if broken_at_line is None:
            broken_at_line = _broken(decoder, chunk, line)
            line += chunk.count(b"\n")
        size, last = size + len(chunk), chunk[-1:]
    if size == 0:
        raise InputError("cannot read {name}: it is empty", hint="export it again", name=name)
    if broken_at_line is None:
        broken_at_line = _broken(decoder, b"", line, final=True)
    return Survey(name, digest.hexdigest(), size, broken_at_line, has_accents, last == b"\n")


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _broken(
    decoder: codecs.IncrementalDecoder, chunk: bytes, line: int, *, final: bool = False
) -> int | None:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        return line + error.object[: error.start].count(b"\n")
    return None


def _refuse_what_is_no_text(name: str, chunk: bytes, *, is_first: bool) -> None:
    if is_first:
        for magic, (kind, advice) in _MAGIC.items():
            if chunk.startswith(magic):
                raise InputError(
                    "cannot read {name}: it is {kind}",
                    hint="{advice}",
                    name=name,
                    kind=kind,
                    advice=advice,
                )
    if b"\0" in chunk:
        raise InputError(
            "cannot read {name}: it is no text file",
            hint="export it as CSV or JSON lines in UTF-8",
            name=name,
        )
