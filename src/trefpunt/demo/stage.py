"""The stage: a node for each authority of the story, with a home and a process of its own."""

import contextlib
import json
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from trefpunt.casework import open_case
from trefpunt.errors import ExchangeError
from trefpunt.intake import load, shipped_recipe
from trefpunt.model import Authority, AuthorityKind, Case, Officer, Purpose, Subject
from trefpunt.naming.synthetic import synthetic_number
from trefpunt.node import Founding, Node, found, over_tls
from trefpunt.sentence import Sentence
from trefpunt.worlds import LEAST_FIRMS, World, WrittenFile, benelux, write

SEED = 20171116
NEWS = "city.be"
"""Who has a page for the public."""
_READY_WITHIN_S = 120
_ARRIVES_WITHIN_S, _PAUSE_S = 20, 0.2
# Nothing happens to these two in the week that is told.
_AT_HOME = frozenset({"justice.lu", "crisis.lu"})
_OFFICERS: Mapping[AuthorityKind, str] = {
    AuthorityKind.POLICE: "information_officer",
    AuthorityKind.JUSTICE: "prosecutor",
    AuthorityKind.MIGRATION: "migration_officer",
    AuthorityKind.CRISIS_CENTRE: "duty_officer",
    AuthorityKind.MUNICIPALITY: "permit_officer",
    AuthorityKind.TAX: "tax_official",
    AuthorityKind.CARE: "care_worker",
    AuthorityKind.INTEGRITY_OFFICE: "information_officer",
    AuthorityKind.OVERSIGHT: "overseer",
}


@dataclass
class Stage:
    """The nodes of the story.

    Attributes:
        folder: holds everything; nothing of it is secret, since all data in it are invented.
        firms: how many firms the world has; the people grow with them.
        language: of every node.
    """

    folder: Path
    firms: int = LEAST_FIRMS
    language: str = "en"
    world: World = field(init=False)
    nodes: dict[str, Node] = field(default_factory=dict)
    _processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _ports: dict[str, socket.socket] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world = benelux(SEED, numbers=synthetic_number, firms=self.firms)

    @property
    def authorities(self) -> tuple[Authority, ...]:
        """Who takes part, in the order of the world."""
        return tuple(view.authority for view in self.world.views if view.authority.id not in _AT_HOME)

    def make(self, *, tell: Callable[[Sentence], None]) -> None:
        """Make every node, bring its own file on record, and start its process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._passphrase_file().write_text(secrets.token_urlsafe(24), encoding="utf-8")
        self._passphrase_file().chmod(0o600)
        files = write(self.world, self.folder / "files")
        self._write_wanted()
        for authority in self.authorities:
            tell(Sentence("making {node}", node=authority.id))
            self.nodes[authority.id] = self._found(authority)
            self._load([file for file in files if file.authority == authority and file.recipe])
        for authority in self.authorities:
            self._start(authority.id)
        for authority in self.authorities:
            tell(Sentence("starting {node}", node=authority.id))
            self._await(authority.id)

    def officer(self, node_id: str, which: int = 1) -> str:
        """Return the service number of one of a node's officers."""
        return f"{node_id.replace('.', '-')}-{which}"

    def home(self, node_id: str) -> Path:
        """Return the home of a node."""
        return self.folder / node_id

    def acting(self, node_id: str) -> Officer:
        """Return the first officer of a node."""
        return self.nodes[node_id].officers[self.officer(node_id)]

    def open_case(self, node_id: str, number: str, purpose: Purpose) -> None:
        """Open a case on a node, with its first officer on it."""
        node, officer = self.nodes[node_id], self.acting(node_id)
        with node.ledger.write() as tx:
            case = Case(number, purpose.value, node.clock(), (officer.id,))
            open_case(tx, case, officer=officer, trail=node.trail)

    def until(self, sender: str, is_so: Callable[[], bool]) -> None:
        """Wait until a letter has arrived: it comes at once, or with the next round.

        Raises:
            ExchangeError: it did not.
        """
        node = self.nodes[sender]
        for _ in _tries(_ARRIVES_WITHIN_S, _PAUSE_S):
            if is_so():
                return
            node.exchange.deliver_due(node.clock())
        raise not_as_told(sender)

    def command(self, node_id: str, verb: str) -> str:
        """Return what somebody would type to do the same on a node."""
        return f"trefpunt {verb} --home {self.home(node_id)} --passphrase-file {self._passphrase_file()}"

    def wait(self) -> None:
        """Wait as long as every process runs."""
        while all(process.poll() is None for process in self._processes.values()):
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop every process and close every node."""
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            process.kill()
        for held in self._ports.values():
            held.close()
        for node in self.nodes.values():
            node.close()

    def _write_wanted(self) -> None:
        """Write whom the story looks for as `ask --subject` reads it, to be asked about by hand."""
        text = json.dumps(_as_asked(self.world.wanted), ensure_ascii=False, indent=1)
        (self.folder / "files" / "wanted.json").write_text(text, encoding="utf-8")

    def _load(self, files: Iterable[WrittenFile]) -> None:
        for file in files:
            officer, means = self.acting(file.authority.id), self.nodes[file.authority.id].intake
            load(file.path, shipped_recipe(file.recipe), officer=officer, means=means)

    def _found(self, authority: Authority) -> Node:
        role = _OFFICERS[authority.kind]
        founding = Founding(
            id=authority.id,
            kind=authority.kind.value,
            country=authority.country.value,
            name=authority.name,
            nature="sample",
            language=self.language,
            port=self._reserve_port(authority.id),
            officers={self.officer(authority.id, 1): role, self.officer(authority.id, 2): role},
            extra={
                section: {"address": f"127.0.0.1:{self._reserve_port(f'{authority.id} {section}')}"}
                for section in ("desk", *(("news",) if authority.id == NEWS else ()))
            },
        )
        passphrase = self._passphrase_file().read_text(encoding="utf-8")
        return found(self.home(authority.id), founding, passphrase, carrier=over_tls)

    def _start(self, node_id: str) -> None:
        line = [sys.executable, "-m", "trefpunt", "serve", "--home", str(self.home(node_id))]
        log = (self.folder / f"{node_id}.out").open("wb")
        self._processes[node_id] = subprocess.Popen(
            [*line, "--passphrase-file", str(self._passphrase_file())], stdout=log, stderr=subprocess.STDOUT
        )
        log.close()

    def _await(self, node_id: str) -> None:
        port = self.nodes[node_id].settings.listen.port
        for _ in _tries(_READY_WITHIN_S, _PAUSE_S):
            if self._processes[node_id].poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        file = self.folder / f"{node_id}.out"
        raise ExchangeError("{node} did not start", hint="see {file}", node=node_id, file=file)

    def _reserve_port(self, whose: str) -> int:
        # Bound and not listened on: nobody is given it by chance before the node has started.
        held = self._ports[whose] = socket.socket()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port

    def _passphrase_file(self) -> Path:
        return self.folder / "passphrase"


def not_as_told(node: str) -> ExchangeError:
    """Return the error that ends a story whose node did something else."""
    return ExchangeError("{node} did not do what the story tells", hint="the story ends here", node=node)


def _as_asked(subject: Subject) -> dict[str, object]:
    properties = {name: list(values) for name, values in subject.properties.items()}
    return {"schema": subject.schema.value, "properties": properties}


def _tries(within_s: float, pause_s: float) -> Iterator[int]:
    for number in range(int(within_s / pause_s)):
        yield number
        time.sleep(pause_s)
