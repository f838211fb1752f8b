"""About whom: from options, from a file, from standard input, or asked for one by one.

What is typed as an option stays in the shell's history; a file or the prompts do not.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import typer

from trefpunt.errors import InputError
from trefpunt.model import Identifier, Schema, Subject, SubjectCategory
from trefpunt.naming import Checked, check_identifier

_PROMPTS = {
    "lastName": "Surname",
    "firstName": "Given names",
    "birthDate": "Birth date (YYYY-MM-DD)",
    "gender": "Sex (male, female; may be left out)",
    "birthPlace": "Birth place (may be left out)",
    "birthCountry": "Birth country (two letters; may be left out)",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed about the subject, by FollowTheMoney property."""

    properties: dict[str, str]
    numbers: tuple[str, ...]
    is_firm: bool
    category: str


def subject_of(typed: Typed, *, file: Path | None, ref: str) -> Subject:
    """Make a subject of what was typed, of a FollowTheMoney JSON file, or of the answers to prompts.

    Raises:
        InputError: a number fails its check, the file cannot be read, or nothing was given.
    """
    category = _category(typed.category)
    if file is not None:
        return _from_json(_read(file), category, ref)
    properties = {name: value for name, value in typed.properties.items() if value}
    if not properties and not typed.numbers:
        properties = _prompted()
    schema = Schema.COMPANY if typed.is_firm else Schema.PERSON
    return Subject(
        ref=ref,
        schema=schema,
        category=category,
        properties={name: (value,) for name, value in properties.items()},
        identifiers=tuple(_number(text) for text in typed.numbers),
    )


def _category(name: str) -> SubjectCategory:
    try:
        return SubjectCategory(name)
    except ValueError as error:
        raise InputError(
            "there is no such capacity", hint=f"expected one of {', '.join(SubjectCategory)}"
        ) from error


def _number(text: str) -> Identifier:
    scheme, _, rest = text.partition(":")
    country, _, value = rest.rpartition(":")
    checked = check_identifier(scheme, value, country or scheme.partition(".")[0].upper())
    if not isinstance(checked, Checked):
        raise InputError(
            f"the number of scheme {scheme} is not valid: {checked.code.replace('_', ' ')}",
            hint=f"seen {checked.seen_shape}, expected {checked.expected}; write it as scheme:number",
        )
    return Identifier(scheme, checked.canonical, checked.country)


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the subject file {file} cannot be read", hint="expected UTF-8 JSON") from error


def _from_json(text: str, category: SubjectCategory, ref: str) -> Subject:
    expected = '{"schema": "Person", "properties": {"lastName": ["…"], …}, "numbers": ["be.rrn:…"]}'
    try:
        found = json.loads(text)
        schema = Schema(found["schema"])
        properties = {
            str(name): tuple(map(str, values)) for name, values in found.get("properties", {}).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("the subject file is not as expected", hint=f"expected {expected}") from error
    numbers = tuple(_number(str(number)) for number in found.get("numbers", []))
    return Subject(ref=ref, schema=schema, category=category, properties=properties, identifiers=numbers)


def _prompted() -> dict[str, str]:
    if not sys.stdin.isatty():
        raise InputError(
            "nothing was said about the subject", hint="add --surname, --number or --subject FILE"
        )
    return {
        name: answer
        for name, text in _PROMPTS.items()
        if (answer := typer.prompt(text, default="", err=True))
    }
