"""The set `subjects`: everybody and everything this node has on record, one row each."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

import pyarrow as pa

from trefpunt.intake.drafts import Draft
from trefpunt.intake.recipe import Recipe
from trefpunt.model import Identifier, Provenance, Schema, Subject, SubjectCategory
from trefpunt.store.columns import Columns

SET_NAME = "subjects"
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


def as_rows(
    drafts: Sequence[Draft], hashes: Sequence[bytes], recipe: Recipe, *, source: str, on: date
) -> pa.RecordBatch:
    """Return drafts as rows of the set."""
    size = len(drafts)
    held: dict[str, list[Any]] = {
        "ref": [draft.ref for draft in drafts],
        "schema": [draft.schema for draft in drafts],
        "category": [draft.category for draft in drafts],
        "properties": [_as_json(draft.properties) for draft in drafts],
        "identifiers": [[_as_struct(*one) for one in draft.identifiers] for draft in drafts],
        "source": [source] * size,
        "row": [draft.row for draft in drafts],
        "loaded_on": [on] * size,
        "handling": [recipe.handling] * size,
        "is_synthetic": [recipe.is_synthetic] * size,
        "recipe": [recipe.name] * size,
        "content_hash": list(hashes),
    }
    return pa.RecordBatch.from_pydict(held, schema=SCHEMA)


def content_hash(draft: Draft, recipe: Recipe) -> bytes:
    """Return a hash of what a record says, without where and when it was read."""
    said = [draft.schema, draft.category, draft.properties, draft.identifiers]
    text = _as_json([*said, recipe.handling, recipe.is_synthetic], in_order=True)
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


def _as_json(value: Any, *, in_order: bool = False) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=in_order)


def _as_struct(scheme: str, value: str, country: str) -> dict[str, str]:
    return {"scheme": scheme, "value": value, "country": country}


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
