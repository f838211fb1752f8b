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
from trefpunt.errors import InputError, cause_of
from trefpunt.intake.cleaning import Cleaner, kind_of_property
from trefpunt.intake.recipe import PROPERTIES
from trefpunt.model import Identifier, Schema, Subject, SubjectCategory
from trefpunt.naming import SCHEMES, DeclaredScheme
from trefpunt.sentence import Sentence
from trefpunt.words import Speech
from trefpunt.words.codes import ROW_FAULTS

_PROMPTS: Mapping[str, str] = {
    "lastName": "Surname",
    "firstName": "Given names",
    "birthDate": "Birth date (YYYY-MM-DD or DD-MM-YYYY)",
    "gender": "Sex (M, F, X; may be left out)",
    "birthPlace": "Birth place (may be left out)",
    "birthCountry": "Birth country (two letters or a name; may be left out)",
    "nationality": "Nationality (the same; may be left out)",
}
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
# Nobody in the three countries writes the month first.
_DAY_FIRST = ("DD-MM-YYYY", "DD/MM/YYYY", "DD.MM.YYYY")
_A_DATE = Sentence(
    "a day of the calendar as YYYY-MM-DD or DD-MM-YYYY, or YYYY-MM or YYYY where the rest is not known"
)
_OF_A_FIRM = frozenset({"name", "country"})
FIRST_OF_JANUARY = Sentence(
    "a birth date of 1 January counts as a day that is not known; add a number if you have one"
)
NO_PLACE = Sentence(
    "without birth place, birth country or nationality only records without them can be found"
)
_SUBJECT_FILE = '{"schema": "Person", "properties": {"lastName": ["…"], …}, "numbers": ["be.rrn:…"]}'
_NUMBER, _A_NUMBER = "scheme:number", "be.rrn:…"
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
    speech: Speech,
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
            given = _prompted(speech)
        schema, numbers = _schema_of(given), list(typed.numbers)
        values = {name: [value] for name, value in given.items()}
    default = SubjectCategory.SUSPECT if schema is Schema.PERSON else SubjectCategory.FIRM
    return Subject(
        ref=ref,
        schema=schema,
        category=word_of(SubjectCategory, typed.category, no_such=Sentence("there is no such capacity"))
        if typed.category
        else default,
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
            "--firm and {options} do not go together",
            hint="a question is about a person or about a firm: ask twice",
            options=tuple(strange),
        )
    return Schema.COMPANY


def _cleaned(values: Mapping[str, Iterable[str]], *, today: date) -> dict[str, tuple[str, ...]]:
    cleaner, kept = Cleaner(dates=_DAY_FIRST), {}
    for name, raws in values.items():
        kind = kind_of_property(name)
        # A postcode is folded when the keys are made, by the country of the record.
        kept[name] = tuple(_clean(cleaner, "text" if kind == "postcode" else kind, name, raw) for raw in raws)
    for birth in kept.get("birthDate", ()):
        if birth > today.isoformat():
            raise InputError(
                "{property} lies in the future",
                hint="write it as YYYY-MM-DD or DD-MM-YYYY",
                property=_said("birthDate"),
            )
    return {name: tuple(value for value in found if value) for name, found in kept.items()}


def _clean(cleaner: Cleaner, kind: str, name: str, raw: str) -> str:
    value, fault = cleaner.clean(kind, " ".join(raw.split()))
    if fault is not None:
        expected = _A_DATE if kind == "date" else fault.expected
        raise InputError(
            "{property} cannot be read: {fault}",
            hint="seen {seen}, expected {expected}",
            property=_said(name),
            fault=Sentence(ROW_FAULTS[fault.code]),
            seen=fault.seen_shape,
            expected=expected,
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
            "a number is not written {form}",
            hint="such as {example}; schemes: {schemes}",
            form=_NUMBER,
            example=_A_NUMBER,
            schemes=tuple(SCHEMES),
        )
    known = {} if scheme in SCHEMES else declared()
    if scheme not in SCHEMES and scheme not in known:
        raise InputError(
            "a number has a scheme that nobody knows",
            hint="expected one of {words}",
            words=(*SCHEMES, *known),
        )
    country = country or scheme.partition(".")[0].upper()
    canonical, fault = Cleaner(declared=known).check(scheme, value, country)
    if fault is not None:
        raise InputError(
            "the number of scheme {scheme} is not valid: {fault}",
            hint="seen {seen}, expected {expected}; write it as {form}",
            scheme=scheme,
            fault=Sentence(ROW_FAULTS[fault.code]),
            seen=fault.seen_shape,
            expected=fault.expected,
            form=f"{scheme}:…",
        )
    return Identifier(scheme, canonical, country)


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "the subject file {file} cannot be read: {why}",
            hint="expected UTF-8 JSON, or - for standard input",
            file=file,
            why=cause_of(error) if isinstance(error, OSError) else Sentence("it is not UTF-8 text"),
        ) from error


def _from_json(text: str) -> tuple[Schema, dict[str, list[str]], list[str]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("the subject file is no JSON", hint="expected {form}", form=_SUBJECT_FILE) from error
    if not isinstance(found, dict) or not isinstance(found.get("properties", {}), dict):
        raise _odd(Sentence("it is no object with properties"))
    if strange := set(found) - _FILE_KEYS:
        raise _odd(Sentence("it has {count} members that nobody knows", count=len(strange)))
    schemas = [str(schema) for schema in Schema]
    if found.get("schema") not in schemas:
        raise _odd(Sentence("its schema is none of {schemas}", schemas=tuple(schemas)))
    properties = {name: _texts(name, values) for name, values in found.get("properties", {}).items()}
    if strange := set(properties) - PROPERTIES:
        raise _odd(
            Sentence(
                "{count} of its properties are none that FollowTheMoney has and Trefpunt keeps",
                count=len(strange),
            )
        )
    numbers = _texts("numbers", found.get("numbers", []))
    if not numbers and not any(value.strip() for values in properties.values() for value in values):
        raise _odd(Sentence("it says nothing about the subject"))
    return Schema(found["schema"]), properties, numbers


def _texts(name: str, values: Any) -> list[str]:
    listed = [values] if isinstance(values, str) else values
    if not isinstance(listed, list) or not all(isinstance(value, str) for value in listed):
        # A name that nobody knows may be anything: it is not repeated.
        is_known = name in PROPERTIES or name == "numbers"
        raise _odd(
            Sentence(
                "{name} is no list of texts" if is_known else "a property is no list of texts", name=name
            )
        )
    return [value for value in listed if value.strip()]


def _odd(what: Sentence) -> InputError:
    return InputError(
        "the subject file is not as expected: {what}", hint="expected {form}", what=what, form=_SUBJECT_FILE
    )


def _prompted(speech: Speech) -> dict[str, str]:
    if not sys.stdin.isatty():
        raise InputError(
            "nothing was said about the subject", hint="add --surname, --firm, --number or --subject FILE"
        )
    return {
        name: answer
        for name in _PROMPTS
        if (answer := typer.prompt(speech.say(_PROMPTS[name]), default="", show_default=False, err=True))
    }
