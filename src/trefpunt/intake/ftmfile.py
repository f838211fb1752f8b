"""Reading FollowTheMoney entities: one JSON object a line, with id, schema and properties.

Source: followthemoney.tech, the entity format and the schema reference.
"""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from trefpunt.errors import InputError
from trefpunt.intake.cleaning import Cleaner, kind_of_property
from trefpunt.intake.drafts import Draft
from trefpunt.intake.recipe import PROPERTIES, Recipe
from trefpunt.intake.survey import Survey
from trefpunt.model import Schema, SubjectCategory
from trefpunt.sentence import Sentence

_TELL_EVERY = 2048
_SCHEMAS: Mapping[str, Schema] = {
    **{schema.value: schema for schema in Schema},
    "PublicBody": Schema.ORGANIZATION,
    "Airplane": Schema.VEHICLE,
    "Vessel": Schema.VEHICLE,
}
_FIRMS = frozenset({Schema.COMPANY, Schema.ORGANIZATION})
# (kind of subject, property) -> scheme by country; the empty country is for numbers of no country.
_PERSON_NUMBERS = {"BE": "be.rrn", "NL": "nl.bsn", "LU": "lu.matricule"}
_SCHEMES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("person", "idNumber"): _PERSON_NUMBERS,
    ("person", "taxNumber"): _PERSON_NUMBERS,
    ("firm", "registrationNumber"): {"BE": "be.kbo", "NL": "nl.kvk", "LU": "lu.rcs"},
    ("firm", "taxNumber"): {"BE": "be.kbo", "NL": "nl.rsin", "LU": "lu.matricule_legal"},
    ("firm", "idNumber"): {"LU": "lu.matricule_legal"},
    ("firm", "vatCode"): {"BE": "be.vat", "NL": "nl.vat", "LU": "lu.vat"},
    ("firm", "leiCode"): {"": "lei"},
    ("thing", "registrationNumber"): {"BE": "plate", "NL": "plate", "LU": "plate", "*": "plate"},
    ("thing", "vin"): {"": "vin"},
    ("thing", "iban"): {"": "iban"},
}
_NUMBERS = frozenset(name for _, name in _SCHEMES)
_PERSON_COUNTRIES = ("country", "nationality")
_OTHER_COUNTRIES = ("jurisdiction", "country", "mainCountry")


def read_ftm(
    path: Path, survey: Survey, recipe: Recipe, *, cleaner: Cleaner, progress: Callable[[int], None]
) -> Iterator[Draft]:
    """Give a draft for every line that is not blank, rejected ones included.

    Raises:
        InputError: the file is not UTF-8, was cut short, or is no FollowTheMoney at all.
    """
    if survey.broken_at_line is not None:
        raise _cannot(
            survey,
            Sentence("line {broken_at_line} is not UTF-8", broken_at_line=survey.broken_at_line),
            Sentence("save it as UTF-8"),
        )
    lines, bad, number, draft = 0, 0, 0, None
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding="utf-8-sig") as text:
        for number, line in enumerate(text, start=1):
            if number % _TELL_EVERY == 0:
                progress(raw.tell())
            if not line.strip():
                continue
            draft = _read_line(number, line, recipe, cleaner)
            lines, bad = lines + 1, bad + (draft.rejected_for == "not_json")
            yield draft
    if draft is not None and draft.rejected_for == "not_json" and not survey.ends_a_line:
        raise _cannot(
            survey,
            Sentence("its last line ({number}) ends half-way", number=number),
            Sentence("the file was cut short; ask for it again"),
        )
    if bad * 2 > lines or not lines:
        raise _cannot(
            survey,
            Sentence("most of its lines are no JSON objects"),
            Sentence("is it FollowTheMoney, one entity a line?"),
        )
    progress(survey.size)


def _cannot(survey: Survey, what: Sentence, hint: Sentence) -> InputError:
    return InputError(
        "cannot read {survey}: {what}", hint="{advice}", advice=hint, survey=survey.name, what=what
    )


def _read_line(number: int, line: str, recipe: Recipe, cleaner: Cleaner) -> Draft:
    draft = Draft(number)
    entity = _parsed(line)
    if not isinstance(entity, dict):
        draft.reject("", "not_json", seen=line.strip()[:200], expected="one JSON object a line")
        return draft
    properties = entity.get("properties")
    if not isinstance(properties, dict) or not _are_texts(properties):
        draft.reject("properties", "wrong_form", expected="property names with lists of text")
        return draft
    schema = _SCHEMAS.get(str(entity.get("schema")))
    own = entity.get("id")
    if not isinstance(own, str) or not own:
        draft.reject("id", "no_reference", expected="the id of the entity")
    else:
        draft.ref = recipe.ref_prefix + own
    if schema is None:
        known = ", ".join(sorted(_SCHEMAS))
        draft.reject("schema", "unknown_schema", seen=str(entity.get("schema")), expected=known)
        return draft
    draft.schema = schema.value
    _read_category(draft, schema, properties, recipe)
    _Entity(draft, schema, recipe, cleaner).read(properties)
    return draft


def _parsed(line: str) -> Any:
    try:
        entity = json.loads(line)
        if "\\ud" in line.casefold():
            # Half a pair of surrogates is JSON, and no text that can be kept.
            json.dumps(entity, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return entity


def _are_texts(properties: Mapping[str, Any]) -> bool:
    return all(
        isinstance(values, str)
        or (isinstance(values, list) and all(isinstance(value, str) for value in values))
        for values in properties.values()
    )


def _read_category(draft: Draft, schema: Schema, properties: Mapping[str, Any], recipe: Recipe) -> None:
    if schema is not Schema.PERSON:
        draft.category = (SubjectCategory.FIRM if schema in _FIRMS else SubjectCategory.OBJECT).value
        return
    rule = recipe.category
    if rule.always is not None:
        draft.category = rule.always.value
        return
    words = _listed(properties.get(rule.header, ()))
    meant = {rule.values[word.strip().casefold()] for word in words if word.strip().casefold() in rule.values}
    if len(meant) == 1:
        draft.category = meant.pop().value
    else:
        expected = "one of the words that the recipe explains"
        draft.reject(rule.header, "unknown_category", seen=", ".join(words), expected=expected)


class _Entity:
    """Reads the properties of one entity."""

    def __init__(self, draft: Draft, schema: Schema, recipe: Recipe, cleaner: Cleaner) -> None:
        self._draft, self._recipe, self._cleaner = draft, recipe, cleaner
        is_firm = schema in _FIRMS
        self._sort = "firm" if is_firm else "person" if schema is Schema.PERSON else "thing"

    def read(self, properties: Mapping[str, Any]) -> None:
        # The country first: numbers and postcodes depend on it.
        for name in sorted(properties, key=lambda name: kind_of_property(name) != "country"):
            for raw in _listed(properties[name]):
                value = " ".join(raw.split())
                if value:
                    self._read_value(name, value)
        for name, values in self._recipe.constants.items():
            self._draft.properties.setdefault(name, list(values))

    def _read_value(self, name: str, raw: str) -> None:
        draft = self._draft
        schemes = self._schemes(name, raw)
        if schemes:
            self._read_number(name, raw, schemes)
            return
        if name not in PROPERTIES and name not in _NUMBERS:
            draft.unknown.append(name)
            return
        kind = kind_of_property(name)
        if kind == "text":
            draft.add(name, raw)
            return
        country = next(iter(self._countries()), "") if kind == "postcode" else ""
        value, fault = self._cleaner.clean(kind, raw, country)
        if fault is not None:
            draft.blame(name, fault, raw)
        if value:
            draft.add(name, value)

    def _read_number(self, name: str, raw: str, schemes: list[tuple[str, str]]) -> None:
        """Take the first scheme that the number passes: a Belgian may well have a number of Luxembourg."""
        draft, faults = self._draft, []
        for scheme, country in schemes:
            value, fault = self._cleaner.check(scheme, raw, country)
            if fault is None:
                draft.identifiers.append((scheme, value, country))
                return
            faults.append(fault)
        if self._recipe.on_bad_identifier == "reject_row":
            draft.reject(name, faults[0].code, seen=raw, expected=faults[0].expected)
        else:
            draft.blame(name, faults[0], raw)

    def _schemes(self, name: str, raw: str) -> list[tuple[str, str]]:
        by_country = _SCHEMES.get((self._sort, name))
        if by_country is None:
            return []
        if "" in by_country:
            return [(by_country[""], "")]
        prefix = raw[:2].upper()
        countries = [prefix] if name == "vatCode" and prefix in by_country else self._countries()
        found = ((by_country.get(country) or by_country.get("*", ""), country) for country in countries)
        return [(scheme, country) for scheme, country in found if scheme]

    def _countries(self) -> list[str]:
        names = _PERSON_COUNTRIES if self._sort == "person" else _OTHER_COUNTRIES
        of_record = [value for name in names for value in self._draft.properties.get(name, ())]
        return list(dict.fromkeys([*of_record, *([self._recipe.country] if self._recipe.country else [])]))


def _listed(values: Any) -> list[str]:
    return [values] if isinstance(values, str) else list(values)
