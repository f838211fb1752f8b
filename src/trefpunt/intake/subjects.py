"""The set `subjects`: everybody and everything this node has on record, one row each."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import accumulate
from typing import Any

import pyarrow as pa

from trefpunt.intake.drafts import Draft
from trefpunt.intake.recipe import Recipe
from trefpunt.model import Identifier, Provenance, Schema, Subject, SubjectCategory
from trefpunt.store.columns import Columns

SET_NAME = "subjects"
# Sorted, so that the order of columns in a recipe changes no hash.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_IDENTIFIER = pa.struct(
    [
        ("scheme", pa.string()),
        ("value", pa.string()),
        ("country", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
    ]
)
SCHEMA = pa.schema(
    [
        ("ref", pa.string()),
        ("schema", pa.string()),
        ("category", pa.string()),
        # JSON text: name -> list of values. SQL reads it with from_json, Python with json.loads.
        ("properties", pa.string()),
        ("identifiers", pa.list_(_IDENTIFIER)),
        ("source", pa.string()),
        ("row", pa.int64()),
        ("loaded_on", pa.date32()),
        ("handling", pa.string()),
        ("is_synthetic", pa.bool_()),
        ("recipe", pa.string()),
        ("content_hash", pa.binary(32)),
    ]
)


def subjects(columns: Columns) -> Iterator[Subject]:
    """Give every subject on record, whatever its category; who may see a victim is the caller's to decide."""
    if SET_NAME in columns.names():
        for batch in columns.batches(SET_NAME):
            yield from _subjects_of(batch)


def find(columns: Columns, ref: str) -> Subject | None:
    """Return the subject with this reference, or None."""
    if SET_NAME not in columns.names():
        return None
    found = columns.run(f"SELECT * FROM {SET_NAME} WHERE ref = $ref", ref=ref)  # noqa: S608
    return next((subject for batch in found.to_batches() for subject in _subjects_of(batch)), None)


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it is stored: flat, so that thousands of them in memory cost little.

    Attributes:
        content_hash: of what the record says, not of where and when it was read.
    """

    ref: str
    row: int
    schema: str
    category: str
    properties: str
    identifiers: tuple[tuple[str, str, str], ...]
    content_hash: bytes


def keep(draft: Draft, recipe: Recipe) -> Kept:
    """Return a draft as it is stored."""
    properties, numbers = _ENCODER.encode(draft.properties), tuple(draft.identifiers)
    about = (draft.schema, draft.category, recipe.handling, str(recipe.is_synthetic), *sum(numbers, ()))
    # A sign that no cell holds, so that no two records can say different things in the same bytes.
    said = "\0".join((properties, *about)).encode("utf-8", "surrogatepass")
    return Kept(
        draft.ref, draft.row, draft.schema, draft.category, properties, numbers, sha256(said).digest()
    )


def as_rows(kept: Sequence[Kept], recipe: Recipe, *, source: str, on: date) -> pa.RecordBatch:
    """Return records as rows of the set."""
    size = len(kept)
    held: dict[str, Any] = {
        "ref": [one.ref for one in kept],
        "schema": [one.schema for one in kept],
        "category": [one.category for one in kept],
        "properties": [one.properties for one in kept],
        "identifiers": _identifiers(kept),
        "source": pa.repeat(source, size),
        "row": [one.row for one in kept],
        "loaded_on": pa.repeat(pa.scalar(on, pa.date32()), size),
        "handling": pa.repeat(recipe.handling, size),
        "is_synthetic": pa.repeat(recipe.is_synthetic, size),
        "recipe": pa.repeat(recipe.name, size),
        "content_hash": [one.content_hash for one in kept],
    }
    return pa.RecordBatch.from_pydict(held, schema=SCHEMA)


def _identifiers(kept: Sequence[Kept]) -> pa.ListArray:
    """Build the lists from flat columns, which is many times faster than from a dict for each number."""
    flat = [number for one in kept for number in one.identifiers]
    ends = accumulate((len(one.identifiers) for one in kept), initial=0)
    texts = [pa.array([number[place] for number in flat], pa.string()) for place in range(3)]
    dates = pa.nulls(len(flat), pa.date32())
    structs = pa.StructArray.from_arrays([*texts, dates, dates], fields=list(_IDENTIFIER))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs)


def _subjects_of(batch: pa.RecordBatch) -> Iterator[Subject]:
    rows: Iterable[tuple[Any, ...]] = zip(
        *(batch[name].to_pylist() for name in SCHEMA.names[:10]), strict=True
    )
    for ref, schema, category, properties, numbers, source, row, loaded_on, handling, is_synthetic in rows:
        yield Subject(
            ref,
            Schema(schema),
            SubjectCategory(category),
            {name: tuple(values) for name, values in json.loads(properties).items()},
            tuple(Identifier(**number) for number in numbers),
            Provenance(source, row, loaded_on, handling),
            is_synthetic,
        )
