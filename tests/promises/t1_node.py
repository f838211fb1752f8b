"""One node of T1 as a process: it sends its letters to the other, takes the other's, and counts. Synthetic.

`python -m tests.promises.t1_node FOLDER NAME`: prints `ready`, begins at `go`, prints what it did when all of
its letters are finished, and goes on answering until `stop`.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from tests.exchange.nodes import LEDGER_KEY, answer, ground
from tests.promises.t1_world import Plan, load_identity, load_plan

from trefpunt.audit import Trail
from trefpunt.exchange import Exchange, ExchangeMeans, Limits, Outcome, Outgoing, Peer, PutResult
from trefpunt.exchange.door import Answer, read_answer
from trefpunt.exchange.http import HttpTransport
from trefpunt.exchange.letters import open_letter
from trefpunt.exchange.receipts import sign_receipt
from trefpunt.exchange.wire import to_milliseconds
from trefpunt.model import Letter, LetterKind, OutboxState, Receipt, ReceiptStatus
from trefpunt.store.blobs import Blobs
from trefpunt.store.ledger import Ledger, Transaction
from trefpunt.web import Listener

# Impatient, so that the test is over before tea; nothing in the protocol hangs on these.
LIMITS = Limits(
    first_backoff_s=0.2,
    longest_backoff_s=2.0,
    stored_pause_s=3.0,
    lease_s=4.0,
    round_wait_s=2.0,
    answer_s=1.5,
    connect_s=2.0,
)
POSTED_AT_ONCE = 50
REPLY_TO_EVERY = 10


class Twice:
    """A transport that now and then brings a letter a second time, at once or a little later."""

    def __init__(self, real: HttpTransport, *, rate: float, seed: int) -> None:
        self._real, self._rate, self._rng = real, rate, Random(seed)
        self.sends = self.duplicates = 0

    def put_letter(self, peer: Peer, letter_id: str, token: str, *, wait_s: float) -> PutResult:
        self.sends += 1
        if self._rng.random() < self._rate:
            self.sends += 1
            self.duplicates += 1
            again = threading.Timer(self._rng.choice((0.0, 0.3)), self._again, (peer, letter_id, token))
            again.daemon = True
            again.start()
        return self._real.put_letter(peer, letter_id, token, wait_s=wait_s)

    def _again(self, peer: Peer, letter_id: str, token: str) -> None:
        try:
            self._real.put_letter(peer, letter_id, token, wait_s=0.0)
        except Exception:  # noqa: BLE001 - nobody waits for a duplicate
            return

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def add_effect(tx: Transaction, letter: Letter) -> None:
    """Write the effect that the test counts."""
    tx.connection.exec_driver_sql(
        "INSERT INTO t1_effect (letter, partner, conversation, seq) VALUES (?, ?, ?, ?)",
        (letter.id, letter.sender, letter.conversation, letter.seq),
    )


class BrokenDoor:
    """The negative controls: a receiver that forgets ids, or that receipts before it has committed."""

    def __init__(self, node: "T1Node", control: str) -> None:
        self._real = node.exchange.door()
        self._node, self._control, self._rng = node, control, Random(5)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def put_letter(self, fingerprint: str, letter_id: str, token: bytes, *, wait_s: float) -> Answer:
        node = self._node
        peer = node.exchange.agreements.peers(fingerprint=fingerprint)[0]
        letter = open_letter(token.decode(), trusted=peer.trusted, limits=LIMITS)
        if self._control == "no_dedup" or self._rng.random() > 0.05:
            with node.ledger.write() as tx:
                add_effect(tx, letter.letter)
        said = Receipt(
            letter.letter.id,
            letter.sha256,
            letter.letter.conversation,
            letter.letter.seq,
            node.name,
            ReceiptStatus.APPLIED,
            to_milliseconds(datetime.now(UTC)),
        )
        receipt = sign_receipt(said, key=node.exchange.means.identity.signing)
        body = json.dumps({"v": 1, "receipt": receipt, "reply": "", "code": ""}).encode()
        assert read_answer(200, body, 0).receipt
        return Answer(200, body)


@dataclass
class T1Node:
    """The node, its plan and its loops."""

    folder: Path
    name: str
    plan: Plan
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        identity = load_identity(self.folder, self.name)
        self.ledger = Ledger.open_sqlite(self.folder / f"{self.name}.db", LEDGER_KEY)
        self.carrier = Twice(
            HttpTransport(identity.certificate, LIMITS),
            rate=self.plan.duplicates,
            seed=sum(self.name.encode()),
        )
        means = ExchangeMeans(
            identity=identity,
            ledger=self.ledger,
            trail=Trail(LEDGER_KEY),
            blobs=Blobs(self.folder / f"{self.name}.blobs", LEDGER_KEY),
            transport=self.carrier,
            clock=lambda: datetime.now(UTC),
            limits=LIMITS,
        )
        handlers: dict[LetterKind, Any] = {
            LetterKind.HIT_QUESTION: self._on_question,
            LetterKind.HIT_ANSWER: lambda letter, peer: Outcome(lambda tx: add_effect(tx, letter)),
        }
        self.exchange = Exchange(means, handlers)
        door: Any = BrokenDoor(self, self.plan.control) if self.plan.control else self.exchange.door()
        port = self.plan.ports[self.name]
        self.listener = Listener(door, identity.certificate, host="127.0.0.1", port=port, limits=LIMITS)

    def _on_question(self, letter: Letter, peer: Peer) -> Outcome:
        reply = answer(letter, body={"ok": 1}) if letter.seq % REPLY_TO_EVERY == 0 else None
        return Outcome(lambda tx: add_effect(tx, letter), reply)

    def post_all(self) -> None:
        """Post the whole plan, a few letters a transaction, over all conversations in turn."""
        conversations: list[str | None] = [None] * self.plan.conversations
        todo = list(range(self.plan.letters))
        for start in range(0, len(todo), POSTED_AT_ONCE):
            with self.ledger.write() as tx:
                for number in todo[start : start + POSTED_AT_ONCE]:
                    place = number % len(conversations)
                    outgoing = Outgoing(
                        LetterKind.HIT_QUESTION,
                        self.plan.other(self.name),
                        {"number": number},
                        conversation=conversations[place],
                    )
                    standing = ground(self.name, self.plan.other(self.name))
                    conversations[place] = self.exchange.post(tx, standing, outgoing).conversation

    def tend(self) -> None:
        """Deliver and apply what is due, again and again."""
        while not self.stopping.is_set():
            tried = self.exchange.deliver_due(datetime.now(UTC))
            self.exchange.apply_stored()
            if not tried:
                time.sleep(0.05)

    def unfinished(self) -> int:
        """Return how many letters of this node are still under way."""
        with self.ledger.read() as tx:
            open_states = [state.value for state in (OutboxState.WAITING, OutboxState.STORED)]
            found: int = tx.connection.exec_driver_sql(
                "SELECT COUNT(*) FROM exchange_outbox WHERE state IN (?, ?)", tuple(open_states)
            ).scalar_one()
            return found


def lines() -> Iterator[str]:
    """Give what the test says."""
    for line in sys.stdin:
        yield line.strip()


def main() -> None:
    """Be a node."""
    folder, name = Path(sys.argv[1]), sys.argv[2]
    node = T1Node(folder, name, load_plan(folder))
    node.listener.start()
    said = lines()
    print("ready", flush=True)
    assert next(said) == "go"
    tending = threading.Thread(target=node.tend, daemon=True)
    began = time.monotonic()
    node.post_all()
    tending.start()
    while node.unfinished():
        time.sleep(0.3)
    print(json.dumps({"took_s": time.monotonic() - began}), flush=True)
    assert next(said) == "settle"
    while node.unfinished():
        # Replies to the other's last letters.
        time.sleep(0.1)
    figures = {"sends": node.carrier.sends, "duplicates": node.carrier.duplicates}
    print(json.dumps(figures), flush=True)
    assert next(said) == "stop"
    node.stopping.set()
    tending.join(20)
    node.carrier.close()
    node.listener.stop()
    node.ledger.close()


if __name__ == "__main__":
    main()
