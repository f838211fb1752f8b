"""Loading a file: read, clean, compare with what is on record, swap the set, log the act."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from trefpunt.audit import Trail
from trefpunt.errors import InputError, cause_of
from trefpunt.intake.cleaning import Cleaner
from trefpunt.intake.csvdrafts import read_csv
from trefpunt.intake.drafts import Draft
from trefpunt.intake.ftmfile import read_ftm
from trefpunt.intake.recipe import Recipe
from trefpunt.intake.rejects import Rejects, rejects_of
from trefpunt.intake.subjects import SCHEMA, SET_NAME, Kept, as_rows, keep
from trefpunt.intake.survey import Survey, survey
from trefpunt.model import Clock, Event, LogEntry, Officer
from trefpunt.store.columns import Columns
from trefpunt.store.ledger import Ledger, Transaction
from trefpunt.store.ledger.intake import LoadRecord, add_load, declare_scheme

Progress = Callable[[int, int, int], None]
"""Called with rows read, bytes read and bytes in all."""

_ROWS_A_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Means:
    """What intake works with, handed in whole by `node`.

    Attributes:
        rejects: folder for rejects files, in the node's home: they hold personal values.
    """

    columns: Columns
    ledger: Ledger
    trail: Trail
    clock: Clock
    rejects: Path


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a load.

    Attributes:
        rows_read: rows that are not blank; each is either kept or rejected.
        kept: added, changed and unchanged together.
        faults: column and code -> how often; one row may have several and still be kept.
        ignored: columns or properties that the recipe does not use -> how often seen.
        rejects_path: where every fault stands with its value, or None where there was none.
    """

    file: str
    rows_read: int
    kept: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    faults: Mapping[tuple[str, str], int]
    ignored: Mapping[str, int]
    rejects_path: Path | None


def load(
    path: Path, recipe: Recipe, *, officer: Officer, means: Means, progress: Progress = lambda *_: None
) -> Summary:
    """Bring a file on record. Loading it twice changes nothing the second time.

    A record is known by its reference: one that says the same stays, one that says something else is
    replaced, one that the file no longer has stays too. A bad row stops nothing and is in the rejects file.

    Raises:
        InputError: the file is not what the recipe expects, or was cut short; nothing was changed.
        StoreFull: the disk is full; nothing was changed.
        LogUnwritable: the log cannot be written; nothing was changed.
    """
    about, now = survey(path), means.clock()
    with means.columns.alone(), rejects_of(path.name, means.rejects) as rejects:
        sorting = _Sorting(recipe, rejects, _on_record(means.columns))
        drafts = _drafts(path, about, recipe, lambda done: progress(sorting.rows_read, done, about.size))
        rows = _new_set(drafts, sorting, means.columns, about=about, now=now)
        staged = means.columns.stage(SET_NAME, SCHEMA, rows)
        try:
            rejects.close()
            with means.ledger.write() as tx:
                _register(tx, sorting, about, officer=officer, means=means, now=now)
            # Logged first: after a crash here the log tells of a load whose rows the next load brings in.
            if sorting.replaced or sorting.added:
                staged.publish()
            return sorting.summary(about.name, rejects.publish())
        finally:
            staged.discard()


class _Sorting:
    """Sorts drafts into added, changed, unchanged and rejected, and counts them."""

    def __init__(self, recipe: Recipe, rejects: Rejects, on_record: Mapping[str, tuple[bytes, str]]) -> None:
        self.recipe, self.rejects = recipe, rejects
        self.rows_read = self.added = self.unchanged = self.rejected = 0
        self.replaced: set[str] = set()
        self._on_record = on_record
        self._seen: set[str] = set()
        self._ignored: Counter[str] = Counter()

    def take(self, draft: Draft) -> Kept | None:
        """Return the draft as it has to be written, or None where it has not."""
        self.rows_read += 1
        self._ignored.update(draft.unknown)
        self._check_ref(draft)
        if draft.faults:
            self.rejects.add(draft.faults)
        if draft.rejected_for:
            self.rejected += 1
            return None
        self._seen.add(draft.ref)
        kept, held = keep(draft, self.recipe), self._on_record.get(draft.ref)
        if held is None:
            self.added += 1
        elif held[0] == kept.content_hash:
            self.unchanged += 1
            return None
        else:
            self.replaced.add(draft.ref)
        return kept

    def _check_ref(self, draft: Draft) -> None:
        if draft.rejected_for:
            return
        if draft.ref in self._seen:
            draft.reject("", "reference_twice", expected="a reference that no other row of the file has")
        elif self._on_record.get(draft.ref, (b"", self.recipe.name))[1] != self.recipe.name:
            expected = "a reference that no other register has; give the recipe a ref.prefix"
            draft.reject("", "reference_of_other_register", expected=expected)

    def summary(self, file: str, rejects_path: Path | None) -> Summary:
        changed = len(self.replaced)
        return Summary(
            file=file,
            rows_read=self.rows_read,
            kept=self.added + changed + self.unchanged,
            added=self.added,
            changed=changed,
            unchanged=self.unchanged,
            rejected=self.rejected,
            faults=dict(self.rejects.counts),
            ignored=dict(self._ignored),
            rejects_path=rejects_path,
        )


def _on_record(columns: Columns) -> dict[str, tuple[bytes, str]]:
    """Return the content hash and the register of everybody on record, by reference."""
    held: dict[str, tuple[bytes, str]] = {}
    if SET_NAME in columns.names():
        for batch in columns.batches(SET_NAME, columns=("ref", "content_hash", "recipe")):
            refs, hashes, recipes = (column.to_pylist() for column in batch.columns)
            held.update(zip(refs, zip(hashes, recipes, strict=True), strict=True))
    return held


def _drafts(path: Path, about: Survey, recipe: Recipe, progress: Callable[[int], None]) -> Iterator[Draft]:
    read = read_csv if recipe.kind == "csv" else read_ftm
    cleaner = Cleaner(dates=recipe.dates, decimal=recipe.decimal, declared=recipe.schemes)
    try:
        yield from read(path, about, recipe, cleaner=cleaner, progress=progress)
    except OSError as error:
        raise InputError(
            "cannot read {about} to its end", hint="{system}", about=about.name, system=cause_of(error)
        ) from error


def _new_set(
    drafts: Iterator[Draft], sorting: _Sorting, columns: Columns, *, about: Survey, now: datetime
) -> Iterator[pa.RecordBatch]:
    """Give the rows that are new or changed, then those on record that stay."""
    held: list[Kept] = []
    for draft in drafts:
        if (kept := sorting.take(draft)) is not None:
            held.append(kept)
        if len(held) >= _ROWS_A_BATCH:
            yield as_rows(held, sorting.recipe, source=about.name, on=now.date())
            held = []
    yield as_rows(held, sorting.recipe, source=about.name, on=now.date())
    if SET_NAME in columns.names():
        for batch in columns.batches(SET_NAME):
            yield without(batch, sorting.replaced) if sorting.replaced else batch


def without(batch: pa.RecordBatch, refs: set[str]) -> pa.RecordBatch:
    """Return the rows whose reference is not among these."""
    stays = pa.array([ref not in refs for ref in batch["ref"].to_pylist()], pa.bool_())
    return batch.filter(stays)


def _register(
    tx: Transaction, sorting: _Sorting, about: Survey, *, officer: Officer, means: Means, now: datetime
) -> None:
    recipe, made = sorting.recipe, sorting.summary(about.name, None)
    counts = {
        name: getattr(made, name) for name in ("rows_read", "added", "changed", "unchanged", "rejected")
    }
    for scheme in recipe.schemes.values():
        declare_scheme(tx, scheme)
    number = add_load(
        tx,
        LoadRecord(
            file_name=about.name,
            file_sha256=about.sha256,
            recipe=recipe.name,
            recipe_sha256=recipe.sha256,
            officer=officer.id,
            loaded_at=now,
            faults=made.faults,
            **counts,
        ),
    )
    # Without the name of the file: people put names of persons into those.
    facts = {"load": str(number), "recipe": recipe.name, "file_sha256": about.sha256}
    facts |= {name: str(count) for name, count in counts.items()}
    means.trail.record(tx, LogEntry(Event.RECORDS_LOADED, officer.id, officer.role.value, now, facts=facts))
