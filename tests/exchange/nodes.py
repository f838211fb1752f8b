"""Two real nodes in one process: invented authorities, a clock that is set, real ledgers. Synthetic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.ports import free_port

from trefpunt.audit import Trail
from trefpunt.crypto import NoteKind, NoteVerifier, SigningKey, make_box_key, make_certificate
from trefpunt.exchange import (
    Door,
    Exchange,
    ExchangeMeans,
    Identity,
    InProcess,
    Limits,
    Neighbourhood,
    Outcome,
    Outgoing,
    Peer,
    Reply,
    Transport,
)
from trefpunt.exchange.documents import agreement_between
from trefpunt.exchange.http import HttpTransport
from trefpunt.exchange.wire import Rng
from trefpunt.model import (
    Agreement,
    Article,
    Authority,
    AuthorityKind,
    Country,
    Event,
    Ground,
    Letter,
    LetterKind,
    LogEntry,
    Refusal,
    Verdict,
)
from trefpunt.store.blobs import Blobs
from trefpunt.store.ledger import Ledger, exchange_inbox, exchange_outbox
from trefpunt.store.ledger import audit as log
from trefpunt.store.ledger import exchange as kept
from trefpunt.web.reception import Listener

LEDGER_KEY = bytes(range(32))
NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
ARTICLE = Article("sample-agreement", "4", "Sample article", "synthetic", "test", is_sample=True)
TERMS: dict[str, Any] = {
    "texts": [{"name": "sample-agreement", "hash": "a1" * 32}],
    "purposes": ["criminal_offences"],
    "budgets": [{"key_type": "P1", "slots_a_day": 500}],
    "valid_from": "2026-01-01",
    "valid_to": "2027-12-31",
    "is_sample": True,
}


@dataclass
class SetClock:
    """A clock that stands still until somebody moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


def ground(asking: str, holder: str, **changes: Any) -> Ground:
    """Return a ground as a treaty text would give it; tests alone may make one."""
    made = Ground(
        decision="D-1",
        action="ask_hit",
        asking=asking,
        holder=holder,
        purpose="criminal_offences",
        articles=(ARTICLE,),
        text_hash="a1" * 32,
        decided_at=NOW,
    )
    return replace(made, **changes)


def identity_of(name: str, url: str, *, is_sample: bool = True) -> Identity:
    """Return a node's keys: those that sign are the same in every run."""
    seeds = {part: SigningKey.from_seed(f"{part} {name}".encode().ljust(32, b".")[:32]) for part in "slw"}
    box, box_key = make_box_key()
    country = Country(name.split(".")[-1].upper())
    return Identity(
        authority=Authority(name, AuthorityKind.POLICE, country, f"Police, sample ({name})"),
        url=url,
        signing=seeds["s"],
        certificate=make_certificate(name, issued_at=NOW, valid_days=400),
        log=seeds["l"],
        log_key=str(NoteVerifier(f"{name}/log", NoteKind.ED25519, seeds["l"].public)),
        witness=seeds["w"],
        witness_key=str(NoteVerifier(f"{name}/witness", NoteKind.COSIGNATURE, seeds["w"].public)),
        box=box,
        box_key=box_key,
        is_sample=is_sample,
    )


@dataclass
class Node:
    """One node, what its handlers were given, and what they are to do."""

    identity: Identity
    exchange: Exchange
    ledger: Ledger
    trail: Trail
    clock: SetClock
    handlers: dict[LetterKind, Any]
    door: Door
    got: list[Letter] = field(default_factory=list)
    policy: str = "law-1"
    listener: Listener | None = None

    @property
    def id(self) -> str:
        return self.identity.id

    def ask(self, other: "Node", number: int = 1, *, wait_s: float = 5, **changes: Any) -> Any:
        return self.exchange.call(
            ground(self.id, other.id), question(other, number, **changes), wait_s=wait_s
        )

    def post(self, other: "Node", number: int = 1, **changes: Any) -> Letter:
        with self.ledger.write() as tx:
            return self.exchange.post(tx, ground(self.id, other.id), question(other, number, **changes))

    def sent(self, letter_id: str) -> exchange_outbox.OutLetter:
        with self.ledger.read() as tx:
            found = exchange_outbox.find(tx, letter_id)
        assert found is not None
        return found

    def got_row(self, other: "Node", letter_id: str) -> exchange_inbox.InLetter | None:
        with self.ledger.read() as tx:
            return exchange_inbox.find(tx, other.id, letter_id)

    def notices(self) -> list[kept.Notice]:
        with self.ledger.read() as tx:
            return kept.unseen_notices(tx)

    def logged(self, *events: Event) -> list[LogEntry]:
        with self.ledger.read() as tx:
            found = [self.trail.read(entry) for entry in log.entries(tx, 0, log.log_size(tx))]
        return [entry for entry in found if entry is not None and (not events or entry.event in events)]

    def last_logged(self) -> LogEntry | None:
        with self.ledger.read() as tx:
            size = log.log_size(tx)
            return self.trail.read(next(log.entries(tx, size - 1, size)))

    def numbers(self) -> list[int]:
        return [letter.body["number"] for letter in self.got]

    def answer_with(self, make: Callable[[Letter, Peer], Reply | None]) -> None:
        def handle(letter: Letter, peer: Peer) -> Outcome:
            return Outcome(lambda tx: self.got.append(letter), make(letter, peer), self.policy)

        self.handlers[LetterKind.HIT_QUESTION] = handle

    def shut(self) -> None:
        if self.listener is not None:
            self.listener.stop()
        self.exchange.close()
        self.ledger.close()


def question(other: Node, number: int, **changes: Any) -> Outgoing:
    """Return a question as it goes out; the number tells one from another."""
    return Outgoing(**{"kind": _kind_with(changes), "to": other.id, "body": {"number": number}, **changes})


def _kind_with(changes: Mapping[str, Any]) -> LetterKind:
    return LetterKind.HIT_INDEX if "blobs" in changes else LetterKind.HIT_QUESTION


def answer(letter: Letter, *, body: Mapping[str, Any] | None = None) -> Reply:
    """Return a reply under a ground to a question."""
    outgoing = Outgoing(
        LetterKind.HIT_ANSWER,
        letter.sender,
        body or {"number": letter.body["number"]},
        conversation=letter.conversation,
    )
    return Reply(outgoing, ground(letter.sender, letter.receiver))


def no(letter: Letter) -> Reply:
    """Return a refusal as a reply to a question."""
    outgoing = Outgoing(
        LetterKind.HIT_ANSWER, letter.sender, {"refusal": "no"}, conversation=letter.conversation
    )
    return Reply(outgoing, Refusal("no_text"))


@cache
def _empty_ledger() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        Ledger.open_sqlite(path, LEDGER_KEY).close()
        return path.read_bytes()


def new_ledger(path: Path) -> Ledger:
    """Return a ledger with all tables; they are made once a run, because that is slow."""
    path.write_bytes(_empty_ledger())
    return Ledger.open_sqlite(path, LEDGER_KEY)


def make_node(
    folder: Path,
    name: str,
    *,
    clock: SetClock,
    neighbours: Neighbourhood,
    limits: Limits | None = None,
    is_sample: bool = True,
    seed: int = 1,
    is_http: bool = False,
) -> Node:
    """Make a node with a real ledger in a folder of its own, and let others reach it."""
    url = f"https://127.0.0.1:{free_port()}" if is_http else f"https://{name}.invalid"
    identity = identity_of(name, url, is_sample=is_sample)
    ledger = new_ledger(folder / f"{name}.db")
    trail = Trail(bytes(range(32)))
    rng: Rng = Random(seed).randbytes  # type: ignore[assignment]
    handlers: dict[LetterKind, Any] = {}
    node: list[Node] = []
    transport: Transport = InProcess(neighbours, identity.certificate.fingerprint)
    if is_http:
        transport = HttpTransport(identity.certificate, limits or Limits())
    means = ExchangeMeans(
        identity=identity,
        ledger=ledger,
        trail=trail,
        blobs=Blobs(folder / f"{name}.blobs", bytes(range(32))),
        transport=transport,
        clock=clock,
        limits=limits or Limits(),
        rng=rng,
        current_policy=lambda: node[0].policy,
        texts=lambda: {text["name"]: text["hash"] for text in TERMS["texts"]},
    )
    exchange = Exchange(means, handlers)
    made = Node(identity, exchange, ledger, trail, clock, handlers, exchange.door())
    node.append(made)
    neighbours.join(identity.url, identity.certificate.der, made.door)
    if is_http:
        made.listener = Listener(made.door, identity.certificate, host="127.0.0.1", port=int(url[-5:]))
        made.listener.start()
    made.answer_with(lambda letter, peer: None)
    handlers[LetterKind.HIT_INDEX] = lambda letter, peer: handlers[LetterKind.HIT_QUESTION](letter, peer)
    handlers[LetterKind.HIT_ANSWER] = lambda letter, peer: Outcome(lambda tx: made.got.append(letter))
    handlers[LetterKind.NOTICE] = handlers[LetterKind.HIT_ANSWER]
    return made


def befriend(one: Node, other: Node, **changes: Any) -> Agreement:
    """Let two nodes have an agreement that both have signed, without the ceremony."""
    agreement = agreement_between(one.identity.party(), other.identity.party(), {**TERMS, **changes})
    for node in (one, other):
        with node.ledger.write() as tx:
            node.exchange.agreements.propose(tx, agreement, officer=f"{node.id}-1")
    for node, partner in ((one, other), (other, one)):
        with node.ledger.write() as tx:
            said = node.exchange.agreements.sign(tx, agreement.id, Verdict.ACCEPT, officer=f"{node.id}-2")
        with partner.ledger.write() as tx:
            peer = partner.exchange.agreements.under(agreement.id, tx=tx)
            assert peer is not None
            partner.exchange.agreements.take(tx, said.token, peer=peer)
    return agreement


@dataclass
class Pair:
    """Two nodes with an agreement, a common clock and a common street."""

    nl: Node
    be: Node
    clock: SetClock
    street: Neighbourhood
    agreement: Agreement

    @classmethod
    def make(
        cls, folder: Path, *, limits: Limits | None = None, is_http: bool = False, is_sample: bool = True
    ) -> "Pair":
        clock, street = SetClock(), Neighbourhood()
        nl, be = (
            make_node(
                folder,
                name,
                clock=clock,
                neighbours=street,
                limits=limits,
                seed=seed,
                is_http=is_http,
                is_sample=is_sample,
            )
            for seed, name in enumerate(("police.nl", "police.be"))
        )
        agreement = befriend(nl, be, is_sample=is_sample)
        for node in (nl, be):
            if node.listener is not None:
                node.listener.trust_partners()
        return cls(nl, be, clock, street, agreement)

    def away(self, node: Node) -> None:
        self.street.away.add(node.identity.url)

    def back(self, node: Node) -> None:
        self.street.away.discard(node.identity.url)

    def rounds(self, count: int = 3, *, forward_s: float = 1000) -> None:
        for _ in range(count):
            self.clock.forward(seconds=forward_s)
            for node in (self.nl, self.be):
                node.exchange.expire_due()
                node.exchange.deliver_due(self.clock())
                node.exchange.apply_stored()

    def shut(self) -> None:
        # An idle connection of the other would hold up the end of a listener.
        for node in (self.nl, self.be):
            node.exchange.means.transport.close()
        self.nl.shut()
        self.be.shut()
