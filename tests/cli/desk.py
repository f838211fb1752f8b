"""Real nodes behind real doors, and a person who types at them. All data are invented."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.flows.nodes import CHEAP, Story
from tests.ports import free_port
from typer.testing import CliRunner

from trefpunt.cli.main import app
from trefpunt.model import AuthorityKind
from trefpunt.node import Founding, Node, found, over_tls, witness_for
from trefpunt.web.reception import Listener

PASSPHRASE = "four random words"
ROLES = {AuthorityKind.POLICE: "information_officer", AuthorityKind.OVERSIGHT: "overseer"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of a line that was typed."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything on the screen."""
        return self.out + self.err

    @property
    def json(self) -> Any:
        """Standard output as a script reads it."""
        return json.loads(self.out)


@dataclass
class Desk:
    """A folder with nodes; `type` is what somebody types at one of them."""

    folder: Path
    nodes: dict[str, Node] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.passphrase_file.write_text(PASSPHRASE, encoding="utf-8")

    @property
    def passphrase_file(self) -> Path:
        """The file with the passphrase of every node here."""
        return self.folder / "passphrase"

    def home(self, node_id: str) -> Path:
        """The home of a node."""
        return self.folder / node_id

    def node(self, node_id: str, kind: AuthorityKind = AuthorityKind.POLICE, *, language: str = "en") -> Node:
        """Make a node with two officers and open its door."""
        role = ROLES[kind]
        short = node_id.replace(".", "-")
        founding = Founding(
            id=node_id,
            kind=kind.value,
            country=node_id[-2:].upper(),
            name=f"{node_id}, sample",
            nature="sample",
            language=language,
            port=free_port(),
            officers={f"{short}-1": role, f"{short}-2": role},
        )
        made = found(self.home(node_id), founding, PASSPHRASE, carrier=over_tls, params=CHEAP)
        self.nodes[node_id] = made
        door = made.exchange.door(witness=witness_for(made))
        certificate = made.exchange.means.identity.certificate
        listener = Listener(door, certificate, host="127.0.0.1", port=made.settings.listen.port)
        listener.start()
        self.listeners.append(listener)
        return made

    def agree(self, one: str, other: str, texts: Sequence[str]) -> None:
        """Let two nodes hold a signed agreement, and let both doors know of it."""
        Agreeing(self.folder).between(self.nodes[one], self.nodes[other], texts)
        for listener in self.listeners:
            listener.trust_partners()

    def type(self, node_id: str, *words: str, keys: str | None = None) -> Typed:
        """Type a command at a node."""
        return type_line(
            *words,
            "--home",
            str(self.home(node_id)),
            "--passphrase-file",
            str(self.passphrase_file),
            keys=keys,
        )

    def close(self) -> None:
        """Close every door and every node."""
        # Connections first: a door that is stopped waits for those that are still open.
        for node in self.nodes.values():
            node.exchange.means.transport.close()
        for listener in self.listeners:
            listener.stop()
        for node in self.nodes.values():
            node.close()


class Agreeing(Story):
    """Two officers on each side, as in the stories."""

    def between(self, one: Node, other: Node, texts: Sequence[str]) -> None:
        """Sign an agreement on both sides, valid from long ago."""
        self.agree(one, other, texts=texts)


def type_line(*words: str, keys: str | None = None) -> Typed:
    """Type a command, with keys typed afterwards."""
    result = CliRunner().invoke(app, list(words), input=keys)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Typed(result.exit_code, result.stdout, result.stderr)
