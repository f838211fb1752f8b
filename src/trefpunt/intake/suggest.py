"""A first recipe for a file, guessed from its header and first rows; a person reads it before it is used."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from trefpunt.errors import InputError
from trefpunt.intake.cleaning.dates import date_pattern
from trefpunt.intake.headers import is_capacity, is_prefix, is_reference, property_of, scheme_of
from trefpunt.intake.recipe import BY_ROW
from trefpunt.intake.survey import survey

_DELIMITERS = ";,\t|"
_FORMATS = (
    "YYYY-MM-DD",
    "YYYYMMDD",
    "DD-MM-YYYY",
    "DD/MM/YYYY",
    "DD.MM.YYYY",
    "D-M-YYYY",
    "D/M/YYYY",
    "D.M.YYYY",
)
_SAMPLE_BYTES = 256 * 1024
_SAMPLE_ROWS = 500
_FIRM_WORDS = frozenset(("legalForm", "incorporationDate"))
_FIRM_SCHEMES = ("kbo", "kvk", "rcs", "rsin", "vat", "lei")


def suggest(path: Path) -> str:
    """Return the text of a recipe for a CSV file.

    Every guess stands in the text, and what could not be guessed stands there as a comment; nothing of the
    contents of the file does.

    Raises:
        InputError: the file is no CSV with a header.
    """
    about = survey(path)
    encoding = "utf-8" if about.broken_at_line is None else "cp1252"
    with path.open("rb") as file:
        text = file.read(_SAMPLE_BYTES).decode("utf-8-sig" if encoding == "utf-8" else encoding, "replace")
    first = next(iter(text.splitlines()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    if delimiter not in first:
        raise InputError("{file} has one column only", hint="is its first row a header?", file=path.name)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True))
    # The last row may have been cut by the size of the sample.
    return _recipe_text(path, [cell.strip() for cell in rows[0]], rows[1:_SAMPLE_ROWS], encoding, delimiter)


def _recipe_text(
    path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], encoding: str, delimiter: str
) -> str:
    country = _country(header)
    schema = "Company" if _is_about_firms(header, country) else "Person"
    dates = _date_formats(header, rows)
    lines = [
        f"# A guess from the headers of {path.name}: read every line before you use it.",
        f"name = {_quoted(_name(path))}",
        'kind = "csv"',
        f"encoding = {_quoted(encoding)}",
        f"delimiter = {_quoted(delimiter)}",
        f"schema = {_quoted(schema)}",
        f"country = {_quoted(country)}" if country else '# country = "BE"',
        f"dates = [{', '.join(_quoted(form) for form in dates)}]",
        'handling = ""',
        "",
        *_ref_lines(header),
        "",
        *(_category_lines(header) if schema == "Person" else ()),
        *_column_lines(header, country),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _ref_lines(header: Sequence[str]) -> list[str]:
    found = next((name for name in header if is_reference(name)), None)
    if found is None:
        return [
            "# No column looks like your own reference. The number of the row is good only for a file that",
            "# grows at its end; never take a national number, since references stand in messages.",
            "[ref]",
            f"column = {_quoted(BY_ROW)}",
        ]
    return ["[ref]", f"column = {_quoted(found)}", 'prefix = ""']


def _category_lines(header: Sequence[str]) -> list[str]:
    found = next((name for name in header if is_capacity(name)), None)
    if found is None:
        return [
            "# In what capacity are these persons on record? suspect, convicted, victim, witness, contact,",
            "# applicant or other. It decides who may be asked about them, so choose it yourself.",
            "[category]",
            '# always = "suspect"',
            "",
        ]
    return [
        "[category]",
        f"column = {_quoted(found)}",
        "# What each word in that column means; a row with another word is rejected.",
        "[category.values]",
        '# verdachte = "suspect"',
        "",
    ]


def _column_lines(header: Sequence[str], country: str) -> list[str]:
    prefix = next((name for name in header if is_prefix(name)), None)
    lines: list[str] = []
    for name in header:
        found, scheme = property_of(name), scheme_of(name, country)
        if not name or is_reference(name) or is_prefix(name) or is_capacity(name):
            continue
        if not (found or scheme):
            lines += [f"# {_quoted(name)} is not used; name a property to use it.", ""]
            continue
        lines += ["[[columns]]", f"header = {_quoted(name)}"]
        lines.append(f"identifier = {_quoted(scheme)}" if scheme else f"property = {_quoted(found)}")
        if found == "lastName" and prefix:
            lines.append(f"prefixed_by = {_quoted(prefix)}")
        lines.append("")
    return lines


def _country(header: Sequence[str]) -> str:
    schemes = [scheme for name in header if (scheme := scheme_of(name, ""))]
    found = {scheme[:2].upper() for scheme in schemes if "." in scheme}
    return found.pop() if len(found) == 1 else ""


def _is_about_firms(header: Sequence[str], country: str) -> bool:
    schemes = [scheme_of(name, country or "BE") for name in header]
    has_numbers = any(scheme.rpartition(".")[2] in _FIRM_SCHEMES for scheme in schemes)
    properties = {property_of(name) for name in header}
    return "birthDate" not in properties and (has_numbers or bool(properties & _FIRM_WORDS))


def _date_formats(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    places = [at for at, name in enumerate(header) if property_of(name) in ("birthDate", "incorporationDate")]
    seen = [row[at].strip() for row in rows for at in places if at < len(row) and row[at].strip()]
    fits = {form: sum(_fits(form, value) for value in seen) for form in _FORMATS}
    best = max(fits, key=lambda form: fits[form])
    return [best] if fits[best] else []


def _fits(form: str, value: str) -> bool:
    pattern = date_pattern(form)
    found = pattern.fullmatch(value) if pattern else None
    return found is not None and int(found["m"]) <= 12 and int(found["d"]) <= 31


def _name(path: Path) -> str:
    word = re.sub(r"[^a-z0-9]+", "_", path.stem.casefold()).strip("_")
    return word if word[:1].isalpha() else f"file_{word}".rstrip("_")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{"".join(sign for sign in escaped if sign.isprintable())}"'
