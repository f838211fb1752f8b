"""Two nodes, one index, and many questions: what both sides and the wire show of each. Synthetic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from tests.flows.nodes import Story, load_file, open_a_case
from tests.flows.tapped import Tap
from tests.worlds.benelux import benelux

from trefpunt import hits
from trefpunt.hits.patterns import TOO_MANY_NEIGHBOURS
from trefpunt.intake import subjects
from trefpunt.model import Answer, Identifier, Purpose, Question, Schema, Subject, SubjectCategory
from trefpunt.naming import keys_of
from trefpunt.naming.synthetic import synthetic_number
from trefpunt.node import Node
from trefpunt.store.ledger import audit
from trefpunt.worlds import people, write

STATED = {"necessary_and_proportionate": True}
FREE = {"hits": {"questions_per_officer_a_day": 1_000_000, "questions_per_case_a_day": 1_000_000}}
ASKER, HOLDER = "police.nl", "police.be"
CASE = "PL-2026-1"
PASSPHRASE = "four random words"


@dataclass(frozen=True)
class Seen:
    """What one question left behind for whoever watches: the wire, and the leaves of both logs.

    Attributes:
        wire: per request where to, what kind, and how many bytes each way.
        leaves: per node the length of every new ciphertext of its log.
    """

    wire: tuple[tuple[str, str, int, int], ...]
    leaves: Mapping[str, tuple[int, ...]]

    def __hash__(self) -> int:
        return hash((self.wire, tuple(sorted(self.leaves.items()))))


def two_nodes(
    folder: Path, *, extra: Mapping[str, Mapping[str, int]] = FREE, budgets: dict[str, int] | None = None
) -> Story:
    """Make an asking and a holding node with an agreement, records at the holder and an open case."""
    story = Story(folder)
    asker, holder = story.node(ASKER, extra=extra), story.node(HOLDER, extra=extra)
    story.agree(asker, holder, budgets=dict.fromkeys(_TYPES, 10**9) if budgets is None else budgets)
    load_file(holder, *records_of(HOLDER, folder / "world"))
    open_a_case(asker)
    return story


def records_of(node_id: str, folder: Path) -> tuple[Path, str]:
    """Write a small Benelux and return one authority's file with the recipe that reads it."""
    file = next(file for file in write(benelux(), folder) if file.authority.id == node_id)
    return file.path, file.recipe


def publish(story: Story, purpose: Purpose = Purpose.CRIMINAL_OFFENCES, partner: str = ASKER) -> None:
    """Let the holder give its index."""
    holder = story.nodes[HOLDER]
    given = hits.publish(partner, purpose, officer=holder.officers["o-1"], means=holder.means)
    assert isinstance(given, hits.Published), given
    assert given.is_delivered


def ask(
    story: Story, subject: Subject, *, case: str = CASE, officer: str = "o-1", approved_by: str = ""
) -> Answer:
    """Ask the holder about a subject, as a suspect."""
    asker = story.nodes[ASKER]
    suspect = replace(subject, category=SubjectCategory.SUSPECT)
    who, purpose = asker.officers[officer], Purpose.CRIMINAL_OFFENCES
    question = Question(who, suspect, purpose, case, approved_by=approved_by, stated=STATED)
    return hits.ask(question, HOLDER, means=asker.means)


def on_record(node: Node) -> list[Subject]:
    """Return the people in whose name an index says hit."""
    held = [subject for subject in subjects(node.columns) if subject.category in hits.INDEXED]
    return [subject for subject in held if subject.schema is Schema.PERSON and _can_be_asked(subject)]


def strangers(count: int, rng: Random) -> list[Subject]:
    """Invent people whom nobody has on record, with all that an officer may know of them."""
    some = [subject for subject in people(count + count // 10 + 5, rng=rng) if _can_be_asked(subject)]
    assert len(some) >= count
    return some[:count]


def barely_known(count: int, rng: Random) -> list[Subject]:
    """Invent people of whom only a number is known."""
    numbers = [synthetic_number("be.rrn", nth) for nth in rng.sample(range(20_000, 50_000, 10), count)]
    return [
        Subject(
            f"n-{at}", Schema.PERSON, identifiers=(Identifier("be.rrn", number, "BE"),), is_synthetic=True
        )
        for at, number in enumerate(numbers)
    ]


def spread_out(some: Iterable[Subject]) -> list[Subject]:
    """Leave out whoever would be the fifth of neighbouring numbers: that is told, and tested elsewhere."""
    areas: dict[tuple[str, str], set[str]] = {}
    kept = []
    for subject in some:
        for number in subject.identifiers:
            areas.setdefault((number.scheme, number.value[:-3]), set()).add(number.value)
        mine = [areas[number.scheme, number.value[:-3]] for number in subject.identifiers]
        if all(len(area) < TOO_MANY_NEIGHBOURS for area in mine):
            kept.append(subject)
    return kept


def observe(story: Story, tap: Tap, subject: Subject) -> tuple[Answer, Seen]:
    """Ask one question and return the answer with everything that could be seen of it."""
    before = {name: log_size(node) for name, node in story.nodes.items()}
    tap.drain()
    answer = ask(story, subject)
    leaves = {name: tuple(leaf_lengths(node, before[name])) for name, node in story.nodes.items()}
    return answer, Seen(tuple(passed.shape for passed in tap.drain()), leaves)


def _can_be_asked(subject: Subject) -> bool:
    """Tell whether a subject has a key that the text lets be asked: one born on 1 January may have none."""
    return any(key.type.value in _TYPES for key in keys_of(subject))


def log_size(node: Node) -> int:
    """Return how many leaves a node's log has."""
    with node.ledger.read() as tx:
        return audit.log_size(tx)


def leaf_lengths(node: Node, first: int) -> list[int]:
    """Return the length of each ciphertext of the log from a leaf on."""
    with node.ledger.read() as tx:
        return [len(entry.ciphertext or b"") for entry in audit.entries(tx, first, audit.log_size(tx))]


_TYPES = ("P13", "I1", "I2", "I3", "C1", "C2", "C3", "C4", "X1", "X2", "X3")
