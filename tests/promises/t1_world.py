"""What both processes of T1 and the test share: keys, agreement, plan and judgement. Synthetic."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tests.exchange.nodes import LEDGER_KEY, NOW, TERMS, identity_of, new_ledger

from trefpunt.audit import Trail
from trefpunt.crypto import NodeCertificate, SigningKey
from trefpunt.exchange import Agreements, Identity
from trefpunt.exchange.documents import agreement_between
from trefpunt.exchange.receipts import open_receipt
from trefpunt.model import OutboxState, ReceiptStatus, Verdict
from trefpunt.store.ledger import Ledger, exchange_outbox

NAMES = ("police.nl", "police.be")
_EFFECTS = (
    "CREATE TABLE t1_effect "
    "(n INTEGER PRIMARY KEY, letter TEXT, partner TEXT, conversation TEXT, seq INTEGER)"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one run is to do: letters a node, and how many conversations they are spread over.

    Attributes:
        ports: where each node listens; partners reach it through a proxy only.
        control: empty, or which promise is broken on purpose.
    """

    letters: int
    conversations: int
    duplicates: float
    ports: dict[str, int]
    control: str = ""

    def other(self, name: str) -> str:
        """Return the partner of a node."""
        return NAMES[1 - NAMES.index(name)]


@dataclass
class Judgement:
    """What became of every letter of a run."""

    letters: int = 0
    lost: int = 0
    double: int = 0
    out_of_order: int = 0
    receipts_verified: int = 0
    not_applied: int = 0

    @property
    def is_kept(self) -> bool:
        """Whether nothing was lost, doubled or out of order, and every receipt verifies."""
        wrong = self.lost + self.double + self.out_of_order + self.not_applied
        return not wrong and self.receipts_verified == self.letters


def save_plan(folder: Path, plan: Plan) -> None:
    """Write the plan where both processes find it."""
    (folder / "plan.json").write_text(json.dumps(asdict(plan)))


def load_plan(folder: Path) -> Plan:
    """Read the plan."""
    return Plan(**json.loads((folder / "plan.json").read_text()))


def load_identity(folder: Path, name: str) -> Identity:
    """Read the keys of a node: those that are drawn at random, and the address of its proxy."""
    kept = json.loads((folder / f"{name}.json").read_text())
    certificate = NodeCertificate(b64decode(kept["der"]), SigningKey.from_secret(b64decode(kept["tls"])))
    return replace(
        identity_of(name, kept["url"]),
        certificate=certificate,
        box=b64decode(kept["box"]),
        box_key=b64decode(kept["box_key"]),
    )


def found_both(folder: Path, urls: dict[str, str]) -> None:
    """Make both nodes: keys, ledgers and the agreement that both have signed."""
    identities = {name: identity_of(name, urls[name]) for name in NAMES}
    for name, identity in identities.items():
        kept = {
            "url": identity.url,
            "der": b64encode(identity.certificate.der).decode(),
            "tls": b64encode(identity.certificate.key.to_secret()).decode(),
            "box": b64encode(identity.box).decode(),
            "box_key": b64encode(identity.box_key).decode(),
        }
        (folder / f"{name}.json").write_text(json.dumps(kept))
    one, two = identities.values()
    agreement = agreement_between(one.party(), two.party(), TERMS)
    signed = []
    books: list[tuple[Ledger, Agreements]] = []
    for name, identity in identities.items():
        ledger = new_ledger(folder / f"{name}.db")
        agreements = Agreements(identity, ledger, Trail(LEDGER_KEY), lambda: NOW)
        with ledger.write() as tx:
            tx.connection.exec_driver_sql(_EFFECTS)
            agreements.propose(tx, agreement, officer="1")
            signed.append(agreements.sign(tx, agreement.id, Verdict.ACCEPT, officer="2"))
        books.append((ledger, agreements))
    for (ledger, agreements), said in zip(books, reversed(signed), strict=True):
        with ledger.write() as tx:
            peer = agreements.under(agreement.id, tx=tx)
            assert peer is not None
            agreements.take(tx, said.token, peer=peer)
        ledger.close()


def judge(folder: Path, plan: Plan) -> Judgement:
    """Compare what was sent with what had an effect, in both directions."""
    found = Judgement()
    for name in NAMES:
        _judge_sender(folder, name, plan.other(name), found)
    return found


def _judge_sender(folder: Path, name: str, other: str, found: Judgement) -> None:
    sender, receiver = (Ledger.open_sqlite(folder / f"{who}.db", LEDGER_KEY) for who in (name, other))
    key = identity_of(other, "https://x.invalid").signing.public
    with sender.read() as tx:
        sent = exchange_outbox.of_partner(tx, other, limit=10**6)
    with receiver.read() as tx:
        effects = tx.connection.exec_driver_sql(
            "SELECT letter, conversation, seq FROM t1_effect WHERE partner = ? ORDER BY n", (name,)
        ).all()
    found.letters += len(sent)
    times: dict[str, int] = {}
    last: dict[str, int] = {}
    for letter, conversation, seq in effects:
        times[letter] = times.get(letter, 0) + 1
        found.out_of_order += seq != last.get(conversation, 0) + 1
        last[conversation] = max(seq, last.get(conversation, 0))
    for letter in sent:
        found.lost += letter.letter not in times
        found.not_applied += letter.state is not OutboxState.APPLIED
        said = open_receipt(letter.receipt, trusted=key)
        fits = (said.letter, said.letter_sha256, said.status) == (
            letter.letter,
            letter.sha256,
            ReceiptStatus.APPLIED,
        )
        found.receipts_verified += fits
    found.double += sum(count > 1 for count in times.values())
    sender.close()
    receiver.close()
