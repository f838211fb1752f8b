"""Two or three real nodes in one process, with agreements signed by both, for stories to be told over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from trefpunt.casework import open_case
from trefpunt.crypto import KdfParams
from trefpunt.exchange import Identity, InProcess, Neighbourhood, Transport
from trefpunt.exchange.documents import agreement_between
from trefpunt.intake import load, shipped_recipe
from trefpunt.model import Case, KeyType, Purpose, Verdict
from trefpunt.node import Founding, Node, found, witness_for

MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)
CHEAP = KdfParams(memory_kib=64, passes=1, lanes=1)
OFFICERS = {"o-1": "information_officer", "o-2": "information_officer", "o-3": "tax_official"}
EVERY_TYPE = {key_type.value: 100_000 for key_type in KeyType}
SAMPLE_TEXTS = ("sample-art14-agreement",)
NO_SETTINGS: Mapping[str, Mapping[str, int | str]] = MappingProxyType({})


@dataclass
class Moving:
    """A clock that the story moves."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@dataclass
class Story:
    """A handful of nodes that can reach one another."""

    folder: Path
    clock: Moving = field(default_factory=Moving)
    near: Neighbourhood = field(default_factory=Neighbourhood)
    nodes: dict[str, Node] = field(default_factory=dict)

    def node(
        self,
        node_id: str,
        kind: str = "police",
        *,
        extra: Mapping[str, Mapping[str, int | str]] = NO_SETTINGS,
        port: int = 0,
        public_url: str = "",
    ) -> Node:
        """Make a node and open its door; `extra` are further settings by section."""

        def carrier(identity: Identity) -> Transport:
            return InProcess(self.near, identity.certificate.fingerprint)

        founding = Founding(
            id=node_id,
            kind=kind,
            country=node_id[-2:].upper(),
            name=f"{node_id}, sample",
            nature="sample",
            port=port or 7400 + len(self.nodes),
            public_url=public_url,
            officers=OFFICERS,
            extra=extra,
        )
        made = found(
            self.folder / node_id,
            founding,
            "four random words",
            carrier=carrier,
            clock=self.clock,
            params=CHEAP,
        )
        identity = made.exchange.means.identity
        door = made.exchange.door(witness=witness_for(made))
        self.near.join(identity.url, identity.certificate.der, door)
        self.nodes[node_id] = made
        return made

    def agree(
        self,
        one: Node,
        other: Node,
        *,
        texts: Sequence[str] = SAMPLE_TEXTS,
        budgets: dict[str, int] | None = None,
        valid_to: date = date(2027, 6, 30),
    ) -> str:
        """Let both nodes sign one agreement, each with two officers."""
        hashes = dict(one.law.hashes())
        terms = {
            "texts": [{"name": name, "hash": hashes[name]} for name in sorted(texts)],
            "purposes": sorted(purpose.value for purpose in Purpose),
            "budgets": [
                {"key_type": name, "slots_a_day": slots}
                for name, slots in sorted((EVERY_TYPE if budgets is None else budgets).items())
            ],
            "valid_from": "2026-01-01",
            "valid_to": valid_to.isoformat(),
            "is_sample": True,
        }
        parties = (one.exchange.means.identity.party(), other.exchange.means.identity.party())
        agreement = agreement_between(*parties, terms)
        said = {}
        for node in (one, other):
            with node.ledger.write() as tx:
                node.exchange.agreements.propose(tx, agreement, officer="o-1")
                said[node.me.id] = node.exchange.agreements.sign(
                    tx, agreement.id, Verdict.ACCEPT, officer="o-2"
                )
        for node, from_ in ((one, other), (other, one)):
            with node.ledger.write() as tx:
                peer = node.exchange.agreements.under(agreement.id, tx=tx)
                assert peer is not None
                node.exchange.agreements.take(tx, said[from_.me.id].token, peer=peer)
        return agreement.id

    def close(self) -> None:
        """Close every node."""
        for node in self.nodes.values():
            node.close()


def load_file(node: Node, path: Path, recipe: str) -> None:
    """Bring a file on record under a shipped recipe."""
    load(path, shipped_recipe(recipe), officer=node.officers["o-1"], means=node.intake)


def open_a_case(node: Node, number: str = "PL-2026-1", *, is_protected: bool = False) -> str:
    """Open a case with officer o-1 on it."""
    case = Case(number, Purpose.CRIMINAL_OFFENCES.value, node.clock(), ("o-1",), is_protected=is_protected)
    with node.ledger.write() as tx:
        open_case(tx, case, officer=node.officers["o-1"], trail=node.trail)
    return number
