"""Reading a recipe: every fault in it is named at once, and none is passed over."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from trefpunt.errors import InputError, cause_of
from trefpunt.intake.cleaning import KINDS, kind_of_property
from trefpunt.intake.cleaning.dates import date_pattern
from trefpunt.intake.recipe import BY_ROW, PROPERTIES, CategoryRule, ColumnRule, Recipe
from trefpunt.model import Schema, SubjectCategory
from trefpunt.naming import SCHEMES, DeclaredScheme
from trefpunt.sentence import Lines, Sentence

_ENCODINGS = ("utf-8", "latin-1", "cp1252")
_SCHEMAS = {schema.value for schema in Schema}
_CATEGORIES = {category.value for category in SubjectCategory}
_ALWAYS = {
    Schema.COMPANY: SubjectCategory.FIRM,
    Schema.ORGANIZATION: SubjectCategory.FIRM,
    Schema.VEHICLE: SubjectCategory.OBJECT,
    Schema.BANK_ACCOUNT: SubjectCategory.OBJECT,
}
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_TOP: Mapping[str, type] = {
    **dict.fromkeys(("name", "title", "kind", "schema", "encoding", "delimiter", "quote", "decimal"), str),
    **dict.fromkeys(("country", "handling", "on_bad_identifier"), str),
    "dates": list,
    "synthetic": bool,
    **dict.fromkeys(("ref", "category", "constants"), dict),
    **dict.fromkeys(("columns", "schemes"), list),
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": ("csv", "ftm"),
    "encoding": _ENCODINGS,
    "decimal": (".", ","),
    "on_bad_identifier": ("drop_value", "reject_row"),
}
_COLUMN: Mapping[str, type] = {
    **dict.fromkeys(("header", "property", "identifier", "kind", "country", "prefixed_by", "split"), str),
    "values": dict,
}
_SCHEME: Mapping[str, type] = {"name": str, "pattern": str, "checked": bool}
_REF: Mapping[str, type] = {"column": str, "prefix": str}
_CATEGORY: Mapping[str, type] = {"always": str, "column": str, "values": dict}


def read_recipe(path: Path) -> Recipe:
    """Read a recipe from a file.

    Raises:
        InputError: it cannot be read, or says something wrong; every fault is named.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "cannot read the recipe {file}", hint="{why}", file=path.name, why=_why(error)
        ) from error
    return parse_recipe(text, name=path.name)


def _why(error: OSError | UnicodeDecodeError) -> Sentence:
    return cause_of(error) if isinstance(error, OSError) else Sentence("save it as UTF-8")


def parse_recipe(text: str, *, name: str = "recipe") -> Recipe:
    """Read a recipe from its text; `name` is how a fault calls it.

    Raises:
        InputError: it says something wrong; every fault is named.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError("{name} is not TOML", hint="{fault}", name=name, fault=str(error)) from error
    # Wrong types first: the other checks may then rely on them.
    faults = list(_shape_faults(raw)) or list(_faults(raw))
    if faults:
        raise InputError(
            "{name} has one fault:{listed}" if len(faults) == 1 else "{name} has {count} faults:{listed}",
            name=name,
            count=len(faults),
            listed=Lines(faults),
        )
    return _recipe(raw, sha256(text.encode()).hexdigest())


def _shape_faults(raw: Mapping[str, Any]) -> Iterator[Sentence]:
    yield from _of_table("", raw, _TOP)
    for table, known in (("ref", _REF), ("category", _CATEGORY)):
        if isinstance(given := raw.get(table, {}), dict):
            yield from _of_table(f"{table}.", given, known)
    for table, known in (("columns", _COLUMN), ("schemes", _SCHEME)):
        rows = raw.get(table, [])
        for number, row in enumerate(rows if isinstance(rows, list) else (), start=1):
            if isinstance(row, dict):
                yield from _of_table(f"{table}[{number}].", row, known)
            else:
                yield Sentence(
                    "{table}[{number}] must be a table, written [[{table}]]", table=table, number=number
                )
    texts = {"dates": raw.get("dates", []), "category.values": _values(raw.get("category"))}
    for name, values in texts.items():
        if isinstance(values, list) and not all(isinstance(value, str) for value in values):
            yield Sentence("{name} must hold text only", name=name)


def _values(category: Any) -> list[Any]:
    found = category.get("values", {}) if isinstance(category, dict) else {}
    return list(found.values()) if isinstance(found, dict) else []


def _of_table(where: str, given: Mapping[str, Any], known: Mapping[str, type]) -> Iterator[Sentence]:
    for name, value in given.items():
        if name not in known:
            yield Sentence(
                "{name} is not known; expected one of {known}", name=f"{where}{name}", known=tuple(known)
            )
        elif not isinstance(value, known[name]):
            yield Sentence(_EXPECTED[known[name]], full=f"{where}{name}", found=type(value).__name__)


_EXPECTED = {
    str: "{full} is {found}, expected text in quotes",
    list: "{full} is {found}, expected a list",
    dict: "{full} is {found}, expected a table",
    bool: "{full} is {found}, expected true or false",
}


def _faults(raw: Mapping[str, Any]) -> Iterator[Sentence]:
    if not _NAME.fullmatch(raw.get("name", "")):
        yield Sentence("name must be small letters, digits, _ or -, and begin with a letter")
    for name, allowed in _CHOICES.items():
        if name in raw and raw[name] not in allowed:
            yield _not_one_of(name, raw[name], allowed)
    if "kind" not in raw:
        yield Sentence("kind is missing: csv or ftm")
    for sign in ("delimiter", "quote"):
        if sign in raw and len(raw[sign]) != 1:
            yield Sentence("{sign} must be one character", sign=sign)
    yield from (
        Sentence("dates: '{form}' is no format such as DD-MM-YYYY", form=form)
        for form in raw.get("dates", [])
        if _odd(form)
    )
    if raw.get("country") and not _is_country(raw["country"]):
        yield Sentence("country must be two capitals, such as BE")
    yield from _scheme_faults(raw)
    yield from _category_faults(raw)
    yield from _constant_faults(raw.get("constants", {}))
    if raw.get("kind") == "csv":
        yield from _csv_faults(raw)
    elif raw.get("columns") or raw.get("ref", {}).get("column") or "schema" in raw:
        yield Sentence(
            "a recipe of kind ftm has no schema, no columns and no ref.column: each line says them itself"
        )


def _csv_faults(raw: Mapping[str, Any]) -> Iterator[Sentence]:
    if raw.get("schema") not in _SCHEMAS:
        yield _not_one_of("schema", raw.get("schema"), sorted(_SCHEMAS))
    if not raw.get("ref", {}).get("column"):
        yield Sentence(
            'ref.column is missing: the header of your own reference, or "{by_row}"', by_row=BY_ROW
        )
    if not raw.get("columns"):
        yield Sentence("there are no [[columns]]")
    declared = {scheme.get("name") for scheme in raw.get("schemes", [])}
    for number, column in enumerate(raw.get("columns", []), start=1):
        where = f"columns[{number}]" + (f" ({column['header']})" if column.get("header") else "")
        for fault in _column_faults(column, declared):
            yield Sentence("{where}: {fault}", where=where, fault=fault)


def _column_faults(column: Mapping[str, Any], declared: set[Any]) -> Iterator[Sentence]:
    if not column.get("header"):
        yield Sentence("header is missing")
    if bool(column.get("property")) == bool(column.get("identifier")):
        yield Sentence("name either a property or an identifier")
    if column.get("property") and column["property"] not in PROPERTIES:
        yield Sentence("'{property}' is no property that is kept", property=column["property"])
    if column.get("identifier") and column["identifier"] not in {*SCHEMES, *declared}:
        yield Sentence(
            "'{scheme}' is no known scheme; declare it under [[schemes]]", scheme=column["identifier"]
        )
    if "kind" in column and column["kind"] not in KINDS:
        yield _not_one_of("kind", column["kind"], sorted(KINDS))
    if column.get("country") and not _is_country(column["country"]):
        yield Sentence("country must be two capitals, such as BE")
    if not all(isinstance(meaning, str) for meaning in column.get("values", {}).values()):
        yield Sentence("values must mean text")


def _scheme_faults(raw: Mapping[str, Any]) -> Iterator[Sentence]:
    for number, scheme in enumerate(raw.get("schemes", []), start=1):
        name = scheme.get("name", "")
        if "." not in name or name in SCHEMES:
            yield Sentence("schemes[{number}].name must have a dot and be none of ours", number=number)
        try:
            re.compile(scheme["pattern"])
        except (KeyError, re.error):
            yield Sentence("schemes[{number}].pattern is no regular expression", number=number)


def _category_faults(raw: Mapping[str, Any]) -> Iterator[Sentence]:
    given = raw.get("category", {})
    said = [*given.get("values", {}).values(), *([given["always"]] if "always" in given else [])]
    yield from (
        Sentence("category: '{word}' is none of {known}", word=word, known=tuple(sorted(_CATEGORIES)))
        for word in said
        if word not in _CATEGORIES
    )
    if "always" in given and "column" in given:
        yield Sentence("category: name either always or a column")
    if "column" in given and not given.get("values"):
        yield Sentence("category.values is missing: what each word in the column means")
    schema = raw.get("schema", "Person")
    if not given and schema in _SCHEMAS and Schema(schema) not in _ALWAYS:
        # Who is a victim must never become a suspect because nobody said.
        yield Sentence("category is missing: in what capacity are these persons on record?")


def _constant_faults(constants: Mapping[str, Any]) -> Iterator[Sentence]:
    for name, value in constants.items():
        if name not in PROPERTIES:
            yield Sentence("constants: '{property}' is no property that is kept", property=name)
        if not isinstance(value, str):
            yield Sentence("constants.{name} must be text in quotes", name=name)


def _not_one_of(full: str, value: object, known: Iterable[str]) -> Sentence:
    return Sentence(
        "{full} is '{value}', expected one of {known}", full=full, value=value, known=tuple(known)
    )


def _odd(form: str) -> bool:
    return date_pattern(form) is None


def _is_country(code: str) -> bool:
    return re.fullmatch("[A-Z]{2}", code) is not None


def _recipe(raw: Mapping[str, Any], digest: str) -> Recipe:
    schema = Schema(raw["schema"]) if "schema" in raw else None
    same = ("name", "kind", "title", "encoding", "delimiter", "quote", "decimal", "country", "handling")
    return Recipe(
        **{name: raw[name] for name in (*same, "on_bad_identifier") if name in raw},
        schema=schema,
        sha256=digest,
        dates=tuple(raw.get("dates", ())),
        is_synthetic=raw.get("synthetic", False),
        ref_header=raw.get("ref", {}).get("column", BY_ROW),
        ref_prefix=raw.get("ref", {}).get("prefix", ""),
        category=_category(raw.get("category", {}), schema),
        columns=tuple(_column(column) for column in raw.get("columns", [])),
        constants={name: (value,) for name, value in raw.get("constants", {}).items()},
        schemes={row["name"]: DeclaredScheme(**row) for row in raw.get("schemes", [])},
    )


def _category(given: Mapping[str, Any], schema: Schema | None) -> CategoryRule:
    if "column" in given:
        meanings = {word.strip().casefold(): SubjectCategory(to) for word, to in given["values"].items()}
        return CategoryRule(header=given["column"], values=meanings)
    if "always" in given:
        return CategoryRule(always=SubjectCategory(given["always"]))
    return CategoryRule(always=_ALWAYS[schema] if schema else None)


def _column(given: Mapping[str, Any]) -> ColumnRule:
    values = {raw.strip().casefold(): meaning for raw, meaning in given.get("values", {}).items()}
    kind = given.get("kind") or kind_of_property(given.get("property", ""))
    return ColumnRule(**{**given, "values": values, "kind": kind})
