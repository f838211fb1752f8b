"""A node that is lost and restored from a backup while others go on. All data are invented."""

from dataclasses import dataclass
from pathlib import Path

from tests.flows.asking import PASSPHRASE
from tests.flows.nodes import CHEAP, Story

from trefpunt.exchange import Identity, InProcess
from trefpunt.node import Node, back_up, restore, witness_for, word_for
from trefpunt.store.ledger.restored import Restored

OVERSEER = "oversight.be"


@dataclass(frozen=True, slots=True)
class Back:
    """A restored node at the place of the one that was lost."""

    node: Node
    mark: Restored

    def word(self, story: Story) -> bytes:
        """What the oversight body gives for this restore."""
        overseer = story.nodes[OVERSEER]
        return word_for(overseer, self.node.me.id, restore=self.mark.id, officer=overseer.officers["o-1"])


def backup_of(node: Node, file: Path) -> Path:
    back_up(node, file, PASSPHRASE, params=CHEAP)
    return file


def lose(story: Story, name: str) -> None:
    """Let a node be gone, with everything it had."""
    story.nodes[name].close()


def bring_back(story: Story, name: str, file: Path, home: Path) -> Back:
    """Restore a node into a new home and open its door where the old one was."""
    mark = restore(file, home, PASSPHRASE, clock=story.clock)

    def carrier(identity: Identity) -> InProcess:
        return InProcess(story.near, identity.certificate.fingerprint)

    node = Node.open(home, PASSPHRASE, carrier=carrier, clock=story.clock)
    identity = node.exchange.means.identity
    door = node.exchange.door(witness=witness_for(node))
    story.near.join(identity.url, identity.certificate.der, door)
    story.nodes[name] = node
    return Back(node, mark)
