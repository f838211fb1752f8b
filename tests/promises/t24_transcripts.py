"""T24, what can be seen: wire, log leaves and checkpoints of a hit, of no hit and of half-filled subjects."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.flows.asking import (
    HOLDER,
    Seen,
    barely_known,
    observe,
    on_record,
    publish,
    spread_out,
    strangers,
    two_nodes,
)
from tests.flows.nodes import Story
from tests.flows.tapped import Tap

from trefpunt.model import Hit, NoHit, Subject
from trefpunt.node import give_entry_key, next_checkpoint, tend
from trefpunt.store.ledger import audit_watch

Stretch = tuple[object, ...]


@dataclass
class Watched:
    """What an observer saw of many questions: the different shapes, and how many answers of each kind."""

    shapes: set[Seen] = field(default_factory=set)
    hits: int = 0
    no_hits: int = 0

    def take(self, answer: object, seen: Seen) -> None:
        """Add one question."""
        self.shapes.add(seen)
        self.hits += isinstance(answer, Hit)
        self.no_hits += isinstance(answer, NoHit)


def watch_questions(folder: Path, count: int, *, seed: int = 24) -> Watched:
    """Ask about people on record, strangers and hardly known ones, in random order, and keep every shape."""
    story, rng, watched = two_nodes(folder), Random(seed), Watched()
    publish(story)
    tap = Tap().set_on(story)
    third = -(-count // 3)
    held = rng.choices(spread_out(on_record(story.nodes[HOLDER])), k=third)
    everybody = [*held, *strangers(third, rng), *barely_known(third, rng)]
    rng.shuffle(everybody)
    for subject in spread_out(everybody[:count]):
        watched.take(*observe(story, tap, subject))
    story.close()
    return watched


def watch_stretches(folder: Path, stretches: int, *, are_hits: bool) -> list[Stretch]:
    """Ask a few questions before each fixed time, all hits or none, with an oversight body that cosigns.

    Returns:
        Per stretch the checkpoints of both nodes (moment, size, bytes), and the shape of all that passed.
    """
    story, rng = two_nodes(folder), Random(7)
    overseer = story.node("oversight.be", kind="oversight_body")
    for name in story.nodes:
        if name != overseer.me.id:
            story.agree(story.nodes[name], overseer)
            peer = story.nodes[name].exchange.agreements.peer(overseer.me.id)
            assert peer is not None
            give_entry_key(story.nodes[name], peer)
    tap = Tap().set_on(story)
    publish(story)
    held = on_record(story.nodes[HOLDER])
    seen = []
    for _ in range(stretches):
        asked = rng.randrange(1, 4)
        some = rng.sample(held, asked) if are_hits else strangers(asked, rng)
        seen.append(_one_stretch(story, tap, some))
        rng.seed(len(seen))
    story.close()
    return seen


def _one_stretch(story: Story, tap: Tap, some: list[Subject]) -> Stretch:
    tap.drain()
    due = {name: next_checkpoint(node) for name, node in story.nodes.items()}
    shapes = [observe(story, tap, subject)[1] for subject in some]
    story.clock.now = max(due.values()) - timedelta(seconds=5)
    passed, kept = [], []
    for _ in range(3):
        story.clock.now += timedelta(seconds=5)
        for name, node in story.nodes.items():
            due[name] = tend(node, checkpoint_at=due[name])
        passed += [one.shape for one in tap.drain()]
    for node in story.nodes.values():
        with node.ledger.read() as tx:
            last = audit_watch.latest_checkpoint(tx)
        assert last is not None
        kept.append((last.at, last.size, len(last.note)))
    return (tuple(shapes), tuple(passed), tuple(kept), tuple(due.values()))
