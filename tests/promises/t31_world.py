"""A sample Benelux in real nodes, one with clients in care, and all that the others do to find them."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from tests.flows.asking import FREE, STATED
from tests.flows.nodes import Story, load_file
from tests.flows.tapped import Tap
from tests.worlds.benelux import sample

from trefpunt import hits
from trefpunt.casework import Sent, Wish, open_case, send_request
from trefpunt.cli.say import answer_as_json, refusal_as_json
from trefpunt.intake import subjects
from trefpunt.model import (
    Answer,
    Case,
    Hit,
    NoHit,
    Officer,
    Purpose,
    Question,
    Refusal,
    Role,
    Sought,
    Subject,
    SubjectCategory,
)
from trefpunt.node import Node
from trefpunt.worlds import LEAST_FIRMS, World, write

CARE, OVERSEER = "care.be", "oversight.be"
FEW = ("police.nl", "police.be", "migration.lu", CARE, OVERSEER)
MANY = (
    *FEW,
    "police.lu",
    "justice.be",
    "city.be",
    "muni.nl",
    "tax.be",
    "tax.nl",
    "integrity.be",
    "crisis.lu",
)
EVERY_ROLE: Mapping[str, str] = {f"o-{number}": role.value for number, role in enumerate(Role, start=1)}
# Whatever an officer may state is stated: the wall does not rest on modesty.
_STATED = {**STATED, "facts_and_offence_stated": True, "reason_holder_has_it_stated": True}


@dataclass
class Asked:
    """What came of all the asking: how often, and what was shown."""

    tries: int = 0
    hits: int = 0
    no_hits: int = 0
    requests_sent: int = 0
    shown: list[str] = field(default_factory=list)

    def take(self, node: Node, answer: Answer) -> None:
        """Add an answer, in the words and the JSON in which it is shown."""
        self.tries += 1
        self.hits += isinstance(answer, Hit)
        self.no_hits += isinstance(answer, NoHit)
        self.shown += [*node.speech.answer(answer), repr(answer_as_json(answer)), repr(answer)]


@dataclass
class Walled:
    """The nodes, their world, and a tap on every door."""

    story: Story
    world: World
    tap: Tap
    journal: list[str]

    @property
    def care(self) -> Node:
        """The node that has the clients."""
        return self.story.nodes[CARE]

    @property
    def others(self) -> list[Node]:
        """Everybody else, the overseer included."""
        return [node for node in self.story.nodes.values() if node.me.id != CARE]

    @property
    def clients(self) -> list[Subject]:
        """Whom the care organisation looks after, as its own node has them."""
        return list(subjects(self.care.columns))


def make_walled(folder: Path, names: Sequence[str]) -> Walled:
    """Make the nodes of some authorities, load what each has on record, and let them sign agreements.

    Everybody has an agreement on every text with the care node, with the Belgian police and with the
    overseer: no refusal comes from want of one.
    """
    story, world = Story(folder), sample(LEAST_FIRMS)
    for name in names:
        view = world.view(name)
        story.node(name, kind=view.authority.kind.value, officers=EVERY_ROLE, extra=FREE)
    for file in write(world, folder / "world"):
        if file.recipe and file.authority.id in names:
            load_file(story.nodes[file.authority.id], file.path, file.recipe)
    hubs = (CARE, OVERSEER, "police.be")
    for place, one in enumerate(names):
        for other in names[place + 1 :]:
            if one in hubs or other in hubs:
                _agree_on_everything(story, story.nodes[one], story.nodes[other])
    for node in story.nodes.values():
        _open_cases(node)
    return Walled(story, world, Tap().set_on(story), [])


def _agree_on_everything(story: Story, one: Node, other: Node) -> None:
    texts = dict(one.law.hashes()).keys() & dict(other.law.hashes()).keys()
    story.agree(one, other, texts=sorted(texts), budgets=None)


def _open_cases(node: Node) -> None:
    with node.ledger.write() as tx:
        for purpose in Purpose:
            case = Case(f"W-{purpose.value}", purpose.value, node.clock(), tuple(EVERY_ROLE))
            open_case(tx, case, officer=node.officers["o-1"], trail=node.trail)


def publish_all(walled: Walled) -> int:
    """Let everybody give everybody an index where the texts let them, the care node too; count them."""
    given = 0
    for holder, purpose in product(walled.story.nodes.values(), Purpose):
        for partner in sorted({peer.id for peer in holder.exchange.agreements.peers()}):
            done = hits.publish(partner, purpose, officer=holder.officers["o-1"], means=holder.means)
            given += isinstance(done, hits.Published)
            assert holder.me.id != CARE or isinstance(done, Refusal) or done.is_empty
    return given


def search_as_everybody(
    walled: Walled, wanted: Subject, *, roles: Sequence[Role], purposes: Sequence[Purpose]
) -> Asked:
    """Ask every partner about somebody, from every other node, in every role, for every purpose."""
    asked = Asked()
    for node in walled.others:
        partners = sorted({peer.id for peer in node.exchange.agreements.peers()})
        officers = [officer for officer in node.officers.values() if officer.role in roles]
        for officer, purpose in product(officers, purposes):
            # As the victim that she is, of those who look after her; as a suspect of everybody.
            capacities = [(CARE, SubjectCategory.VICTIM)]
            capacities += [(partner, SubjectCategory.SUSPECT) for partner in partners]
            for partner, capacity in capacities:
                subject = replace(wanted, category=capacity)
                question = Question(officer, subject, purpose, f"W-{purpose.value}", stated=_STATED)
                asked.take(node, hits.ask(question, partner, means=node.means))
            _request(node, officer, purpose, wanted, asked)
    return asked


def _request(node: Node, officer: Officer, purpose: Purpose, subject: Subject, asked: Asked) -> None:
    wish = Wish(officer, f"W-{purpose.value}", purpose, subject, (Sought.IDENTITY,), tuple(_STATED))
    sent = send_request(wish, CARE, means=node.casework)
    asked.tries += 1
    asked.requests_sent += isinstance(sent, Sent)
    if isinstance(sent, Refusal):
        asked.shown += [*node.speech.refusal(sent), repr(refusal_as_json(sent))]


@contextmanager
def journal(walled: Walled) -> Iterator[None]:
    """Keep every line that any room writes into the journal of the machine, the talkative ones too."""

    class Into(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            walled.journal.append(self.format(record))

    root, handler = logging.getLogger(), Into()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
