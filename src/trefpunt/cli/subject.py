"""About whom: from options, from a file, from standard input, or asked for one by one.

What is typed as an option stays in the shell's history; a file or the prompts do not. Everything is checked
before a node is opened, and no message repeats a value: it says of which kind it was and what was expected.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typer

from trefpunt.cli.named import word_of
from trefpunt.errors import InputError
from trefpunt.intake.cleaning import Cleaner, kind_of_property
from trefpunt.intake.recipe import PROPERTIES
from trefpunt.model import Identifier, Schema, Subject, SubjectCategory
from trefpunt.naming import SCHEMES, DeclaredScheme
from trefpunt.sentence import Sentence

_PROMPTS = (
    ("lastName", "Surname"),
    ("firstName", "Given names"),
    ("birthDate", "Birth date (YYYY-MM-DD)"),
    ("gender", "Sex (M, F, X; may be left out)"),
    ("birthPlace", "Birth place (may be left out)"),
    ("birthCountry", "Birth country (two letters or a name; may be left out)"),
    ("nationality", "Nationality (the same; may be left out)"),
)
_OPTION_OF: Mapping[str, str] = {
    "lastName": "--surname",
    "firstName": "--given",
    "birthDate": "--born",
    "gender": "--sex",
    "birthPlace": "--birth-place",
    "birthCountry": "--birth-country",
    "nationality": "--nationality",
    "name": "--firm",
    "country": "--country",
}
_A_DATE = "a day of the calendar as YYYY-MM-DD, or YYYY-MM or YYYY where the rest is not known"
_OF_A_FIRM = frozenset({"name", "country"})
FIRST_OF_JANUARY = Sentence(
    "a birth date of 1 January counts as a day that is not known; add a number if you have one"
)
NO_PLACE = Sentence(
    "without birth place, birth country or nationality only records without them can be found"
)
_SUBJECT_FILE = '{"schema": "Person", "properties": {"lastName": ["…"], …}, "numbers": ["be.rrn:…"]}'
_FILE_KEYS = frozenset({"id", "schema", "properties", "numbers", "caption", "datasets", "referents"})


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed about the subject, by FollowTheMoney property; `category` is empty if not said."""

    properties: Mapping[str, str]
    numbers: tuple[str, ...]
    category: str = ""

    def __repr__(self) -> str:
        return "Typed(…)"


def subject_of(
    typed: Typed,
    *,
    file: Path | None,
    ref: str,
    today: date,
    declared: Callable[[], Mapping[str, DeclaredScheme]],
) -> Subject:
    """Make a subject of what was typed, of a FollowTheMoney JSON file, or of the answers to prompts.

    Args:
        declared: gives the schemes that this node's recipes declare; called only where a number has a
            scheme that is not in the table, since a node must be opened for it.

    Raises:
        InputError: a value fails its check, the file cannot be read, or nothing was given.
    """
    given = {name: value for name, value in typed.properties.items() if value.strip()}
    if file is not None:
        if given or typed.numbers:
            raise InputError(
                "the subject is given twice: as a file and as options", hint="leave one of them out"
            )
        schema, values, numbers = _from_json(_read(file))
    else:
        if not given and not typed.numbers:
            given = _prompted()
        schema, numbers = _schema_of(given), list(typed.numbers)
        values = {name: [value] for name, value in given.items()}
    default = SubjectCategory.SUSPECT if schema is Schema.PERSON else SubjectCategory.FIRM
    return Subject(
        ref=ref,
        schema=schema,
        category=word_of(SubjectCategory, typed.category, what="capacity") if typed.category else default,
        properties=_cleaned(values, today=today),
        identifiers=tuple(_number(text, declared) for text in numbers),
    )


def cautions(subject: Subject) -> Iterable[Sentence]:
    """Give what keeps a question from finding more, in sentences; nothing where nothing does."""
    if subject.schema is not Schema.PERSON or subject.identifiers:
        return
    birth = subject.first("birthDate") or ""
    if birth.endswith("-01-01"):
        yield FIRST_OF_JANUARY
    if not any(subject.values(name) for name in ("birthPlace", "birthCountry", "nationality", "country")):
        yield NO_PLACE


def _schema_of(given: Mapping[str, str]) -> Schema:
    if "name" not in given:
        return Schema.PERSON
    strange = [_OPTION_OF.get(name, name) for name in given if name not in _OF_A_FIRM]
    if strange:
        raise InputError(
            f"--firm and {', '.join(strange)} do not go together",
            hint="a question is about a person or about a firm: ask twice",
        )
    return Schema.COMPANY


def _cleaned(values: Mapping[str, Iterable[str]], *, today: date) -> dict[str, tuple[str, ...]]:
    cleaner, kept = Cleaner(), {}
    for name, raws in values.items():
        kind = kind_of_property(name)
        # A postcode is folded when the keys are made, by the country of the record.
        kept[name] = tuple(_clean(cleaner, "text" if kind == "postcode" else kind, name, raw) for raw in raws)
    for birth in kept.get("birthDate", ()):
        if birth > today.isoformat():
            raise InputError(f"{_said('birthDate')} lies in the future", hint="write it as YYYY-MM-DD")
    return {name: tuple(value for value in found if value) for name, found in kept.items()}


def _clean(cleaner: Cleaner, kind: str, name: str, raw: str) -> str:
    value, fault = cleaner.clean(kind, " ".join(raw.split()))
    if fault is not None:
        expected = _A_DATE if kind == "date" else fault.expected
        raise InputError(
            f"{_said(name)} cannot be read: {fault.code.replace('_', ' ')}",
            hint=f"seen {fault.seen_shape}, expected {expected}",
        )
    return value


def _said(name: str) -> str:
    return f"{name} ({_OPTION_OF[name]})" if name in _OPTION_OF else name


def _number(text: str, declared: Callable[[], Mapping[str, DeclaredScheme]]) -> Identifier:
    scheme, sign, rest = text.partition(":")
    country, _, value = rest.rpartition(":")
    # Without a sign between them, what stands there may be the number itself: it is not repeated.
    if not sign or not value.strip():
        raise InputError(
            "a number is not written scheme:number", hint=f"such as be.rrn:…; schemes: {', '.join(SCHEMES)}"
        )
    known = {} if scheme in SCHEMES else declared()
    if scheme not in SCHEMES and scheme not in known:
        schemes = ", ".join([*SCHEMES, *known])
        raise InputError("a number has a scheme that nobody knows", hint=f"expected one of {schemes}")
    country = country or scheme.partition(".")[0].upper()
    canonical, fault = Cleaner(declared=known).check(scheme, value, country)
    if fault is not None:
        raise InputError(
            f"the number of scheme {scheme} is not valid: {fault.code.replace('_', ' ')}",
            hint=f"seen {fault.seen_shape}, expected {fault.expected}; write it as {scheme}:number",
        )
    return Identifier(scheme, canonical, country)


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror if isinstance(error, OSError) else "it is not UTF-8") or ""
        raise InputError(
            f"the subject file {file} cannot be read: {why}",
            hint="expected UTF-8 JSON, or - for standard input",
        ) from error


def _from_json(text: str) -> tuple[Schema, dict[str, list[str]], list[str]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("the subject file is no JSON", hint=f"expected {_SUBJECT_FILE}") from error
    if not isinstance(found, dict) or not isinstance(found.get("properties", {}), dict):
        raise _odd("it is no object with properties")
    if strange := set(found) - _FILE_KEYS:
        raise _odd(f"it has {len(strange)} members that nobody knows")
    schemas = [str(schema) for schema in Schema]
    if found.get("schema") not in schemas:
        raise _odd(f"its schema is none of {', '.join(schemas)}")
    properties = {name: _texts(name, values) for name, values in found.get("properties", {}).items()}
    if strange := set(properties) - PROPERTIES:
        raise _odd(f"{len(strange)} of its properties are none that FollowTheMoney has and Trefpunt keeps")
    numbers = _texts("numbers", found.get("numbers", []))
    if not numbers and not any(value.strip() for values in properties.values() for value in values):
        raise _odd("it says nothing about the subject")
    return Schema(found["schema"]), properties, numbers


def _texts(name: str, values: Any) -> list[str]:
    listed = [values] if isinstance(values, str) else values
    if not isinstance(listed, list) or not all(isinstance(value, str) for value in listed):
        raise _odd(f"{name if name in PROPERTIES or name == 'numbers' else 'a property'} is no list of texts")
    return [value for value in listed if value.strip()]


def _odd(what: str) -> InputError:
    return InputError(f"the subject file is not as expected: {what}", hint=f"expected {_SUBJECT_FILE}")


def _prompted() -> dict[str, str]:
    if not sys.stdin.isatty():
        raise InputError(
            "nothing was said about the subject", hint="add --surname, --firm, --number or --subject FILE"
        )
    return {
        name: answer
        for name, text in _PROMPTS
        if (answer := typer.prompt(text, default="", show_default=False, err=True))
    }
