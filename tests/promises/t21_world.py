"""Two nodes and an oversight body under load; one is lost and restored, again and again. Invented."""

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from tests.flows.asking import ASKER, HOLDER
from tests.flows.nodes import Story
from tests.flows.restoring import OVERSEER, backup_of, bring_back, lose

from trefpunt.audit import erase
from trefpunt.errors import TrefpuntError
from trefpunt.exchange import Outgoing
from trefpunt.model import Event, LetterKind, OutboxState
from trefpunt.node import Node, checkpoint_now, gather_cosignatures, reopen
from trefpunt.node.tending import carry
from trefpunt.store.ledger import audit, exchange_inbox, exchange_outbox

_ALL = 1_000_000
_THREADS = 2
_CONVERSATIONS = 4
_LATER = timedelta(hours=1)
_KNOWN = frozenset({OutboxState.STORED, OutboxState.APPLIED})

Places = dict[tuple[str, int], str]
"""Conversation and number of a letter, and the hash of what was sent under it."""


@dataclass
class Found:
    """What the restores showed, added up.

    Attributes:
        exchanged: letters that the node had receipted or its partner had received when it was lost.
        after_backup: those of them that were not in the backup.
        lost: letters that it had receipted and does not hold after the restore.
        reused: numbers that its partner had seen, given to another letter; and letters refused for it.
        erased, back: entries erased after the backup, and those of them that can be read again.
    """

    restores: int = 0
    exchanged: int = 0
    after_backup: int = 0
    lost: int = 0
    reused: int = 0
    erased: int = 0
    back: int = 0
    alarms: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing was lost, used twice or read again, and every restore was an alarm."""
        wrong = (self.lost, self.reused, self.back)
        return wrong == (0, 0, 0) and self.alarms == self.restores > 0 and self.after_backup > 0


@dataclass
class World:
    """The nodes, and who writes to whom in which conversations."""

    story: Story
    rng: Random
    folder: Path
    conversations: dict[str, list[str]] = field(default_factory=dict)
    found: Found = field(default_factory=Found)

    @classmethod
    def make(cls, folder: Path, *, seed: int) -> "World":
        folder.mkdir(parents=True, exist_ok=True)
        story = Story(folder)
        asker, holder, overseer = (
            story.node(ASKER),
            story.node(HOLDER),
            story.node(OVERSEER, kind="oversight_body"),
        )
        story.agree(asker, holder)
        story.agree(asker, overseer)
        return cls(story, Random(seed), folder)

    @property
    def node(self) -> Node:
        return self.story.nodes[ASKER]

    @property
    def partner(self) -> Node:
        return self.story.nodes[HOLDER]

    def write_letter(self, sender: Node, to: str, rng: Random) -> None:
        """Send one letter, in a conversation of before or a new one."""
        known = self.conversations.setdefault(sender.me.id, [])
        is_new = len(known) < _CONVERSATIONS
        conversation = None if is_new else rng.choice(known)
        body = {"notice": f"synthetic {rng.randrange(10**9)}"}
        with sender.ledger.write() as tx:
            sent = sender.exchange.post(
                tx, None, Outgoing(LetterKind.NOTICE, to, body, conversation=conversation)
            )
        if is_new:
            known.append(sent.conversation)
        sender.exchange.deliver(sent.id, wait_s=5)

    def load(self, least: int) -> Callable[[], None]:
        """Begin to write letters both ways; what comes back ends it after at least so many each way."""
        told, enough = threading.Event(), threading.Barrier(_THREADS + 1)

        def work(sender: Node, to: str, rng: Random) -> None:
            for _ in range(least):
                self.write_letter(sender, to, rng)
            enough.wait(120)
            while not told.is_set():
                self.write_letter(sender, to, rng)

        ways = ((self.node, HOLDER), (self.partner, ASKER))
        threads = [
            threading.Thread(target=work, args=(*way, Random(self.rng.random())), daemon=True) for way in ways
        ]
        for thread in threads:
            thread.start()

        def end() -> None:
            enough.wait(120)
            told.set()
            for thread in threads:
                thread.join(120)

        return end

    def settle(self) -> None:
        """Let everything that waits be brought and worked on."""
        for _ in range(4):
            self.story.clock.now += _LATER
            for node in self.story.nodes.values():
                carry(node)

    def restore_once(self) -> None:
        """Back up under load, go on, erase, lose the node, restore it, and count what is wrong."""
        number = self.found.restores
        end = self.load(self.rng.randrange(3, 9))
        file = backup_of(self.node, self.folder / f"backup-{number}")
        in_backup_at = self.story.clock.now
        end()
        end = self.load(self.rng.randrange(2, 7))
        erased = self.erase_one()
        checkpoint_now(self.node)
        gather_cosignatures(self.node)
        end()
        mine, theirs = self.received_there(), self.receipted_here()
        lose(self.story, ASKER)
        back = bring_back(self.story, ASKER, file, self.folder / f"home-{number}")
        before = self.places(back.node)
        reopen(back.node, back.word(self.story))
        self.settle()
        self.count(mine, theirs, before=before, erased=erased)
        assert in_backup_at < self.story.clock.now

    def erase_one(self) -> int:
        """Erase an entry of the log that is not erased yet, and return its position."""
        node = self.node
        with node.ledger.write() as tx:
            for stored in audit.entries(tx, 0, audit.log_size(tx)):
                said = node.trail.read(stored)
                if said is not None and said.event is Event.LETTER_SENT:
                    by = (node.me.id, "node")
                    erase(tx, [stored.idx], basis="retention/log", by=by, trail=node.trail, now=node.clock())
                    return stored.idx
        raise AssertionError("there is nothing to erase")

    def received_there(self) -> Places:
        with self.partner.ledger.read() as tx:
            rows = exchange_inbox.of_partner(tx, ASKER, limit=_ALL)
        return {(row.conversation, row.seq): row.sha256 for row in rows if not row.is_void}

    def receipted_here(self) -> set[str]:
        with self.partner.ledger.read() as tx:
            rows = exchange_outbox.of_partner(tx, ASKER, limit=_ALL)
        return {row.letter for row in rows if row.state in _KNOWN}

    def places(self, node: Node) -> Places:
        with node.ledger.read() as tx:
            rows = exchange_outbox.of_partner(tx, HOLDER, limit=_ALL)
        return {(row.conversation, row.seq): row.sha256 for row in rows if not row.is_void}

    def count(self, mine: Places, theirs: set[str], *, before: Places, erased: int) -> None:
        """Go on in every conversation, then compare with what was exchanged before the node was lost."""
        node, found = self.node, self.found
        for conversation in self.conversations[ASKER]:
            with contextlib.suppress(TrefpuntError):
                self.write_in(node, conversation)
        with node.ledger.read() as tx:
            held = {row.letter for row in exchange_inbox.of_partner(tx, HOLDER, limit=_ALL)}
            sent = exchange_outbox.of_partner(tx, HOLDER, limit=_ALL)
            (entry,) = audit.entries(tx, erased, erased + 1)
            alarms = Counter(self.alarm_of(stored) for stored in audit.entries(tx, 0, audit.log_size(tx)))
        found.restores += 1
        found.exchanged += len(mine) + len(theirs)
        found.after_backup += len(set(mine) - set(before))
        found.lost += len(theirs - held)
        others = {place for place, sha256 in self.places(node).items() if mine.get(place, sha256) != sha256}
        found.reused += len(others) + sum(row.state is OutboxState.REFUSED for row in sent)
        found.erased += 1
        found.back += entry.ciphertext is not None
        found.alarms += alarms["log_restored"] == found.restores

    def write_in(self, node: Node, conversation: str) -> None:
        with node.ledger.write() as tx:
            outgoing = Outgoing(LetterKind.NOTICE, HOLDER, {"notice": "next"}, conversation=conversation)
            sent = node.exchange.post(tx, None, outgoing)
        node.exchange.deliver(sent.id, wait_s=5)

    def alarm_of(self, stored: audit.StoredEntry) -> str:
        said = self.node.trail.read(stored)
        return "" if said is None or said.event is not Event.ALARM else said.facts.get("alarm", "")


def forgets_numbers() -> Any:
    """Break it: numbers that the partner has seen are used again."""
    return patch("trefpunt.node.reopening.skip_numbers", lambda *_: 0)


def tells_nobody() -> Any:
    """Break it: no partner sends again what was lost."""
    return patch("trefpunt.node.tending.help_restored", lambda _: 0)


@contextlib.contextmanager
def without_mirror() -> Iterator[None]:
    """Break it: the tail of the log, and with it what was erased, is not taken from the mirror."""
    with (
        patch("trefpunt.node.reopening._stored", lambda idx, row: None),
        patch("trefpunt.node.reopening.catch_up", lambda *_, **__: 0),
    ):
        yield
