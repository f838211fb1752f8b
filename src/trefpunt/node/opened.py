"""A node with every room opened and plugged together."""

from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from trefpunt import casework, hits, intake
from trefpunt.audit import OwnLog, Trail, Witness
from trefpunt.crypto import KeyFile, NodeCertificate, SigningKey, load_oprf
from trefpunt.crypto.keyfile import open_
from trefpunt.desks import crisis, permits
from trefpunt.errors import SettingsError
from trefpunt.exchange import Exchange, ExchangeMeans, Handler, Identity, Limits, Transport
from trefpunt.model import Authority, AuthorityKind, Clock, Country, LetterKind, Officer, Role
from trefpunt.node.approving import approvals_in
from trefpunt.node.overseeing import overseer_handlers
from trefpunt.node.partnering import restored_handlers
from trefpunt.node.quorum import halting
from trefpunt.settings import Settings, read_settings
from trefpunt.store.blobs import Blobs
from trefpunt.store.columns import Columns
from trefpunt.store.ledger import Ledger
from trefpunt.treaty import Law
from trefpunt.words import LANGUAGES, Speech

CLOSED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "node.kind": frozenset(AuthorityKind),
        "node.country": frozenset(Country),
        "node.nature": frozenset({"sample", "live"}),
        "node.language": frozenset(LANGUAGES),
        "officers": frozenset(Role),
    }
)
"""The settings that have a closed list of words."""

Carrier = Callable[[Identity], Transport]
"""Makes the way to partners for a node that knows who it is."""

LEDGER_FILE = "ledger.db"

SECRETS = ("ledger", "columns", "blobs", "entries", "epochs", "case")
"""Random keys of 32 bytes, each for one thing, by their names in the key file."""

KEY_PAIRS = ("signing", "log", "witness", "tls")
"""Key pairs, each for one thing, by their names in the key file."""


def utc_now() -> datetime:
    """Read the machine's clock; it is handed in from here, nothing below reads it."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Node:
    """A node with every room opened; `close` it when done."""

    home: Path
    settings: Settings
    me: Authority
    officers: Mapping[str, Officer]
    keys: KeyFile = field(repr=False)
    ledger: Ledger
    columns: Columns
    trail: Trail
    log: OwnLog
    witness: Witness
    law: Law
    exchange: Exchange
    means: hits.Means
    casework: casework.Means
    crisis: crisis.Means
    intake: intake.Means
    speech: Speech
    clock: Clock

    @classmethod
    def open(cls, home: Path, passphrase: str, *, carrier: Carrier, clock: Clock = utc_now) -> "Node":
        """Open the node in a home.

        Args:
            carrier: makes what reaches partners, of who this node is.

        Raises:
            SettingsError: with every wrong setting named, or the key file belongs to another node.
            WrongPassphrase: nothing was opened.
        """
        settings = read_settings(home, closed=CLOSED)
        keys = open_(home / "keys" / "node.keys", passphrase)
        _check_same_node(settings, keys)
        return _plug(home, settings, keys, carrier=carrier, clock=clock)

    @property
    def permits(self) -> permits.Means:
        """What the desk of the permits stands on."""
        return permits.Means(self.means, self.casework)

    @property
    def is_sample(self) -> bool:
        """Whether this is a sample node: fixed when it was made, for ever."""
        return self.settings.node.nature == "sample"

    def close(self) -> None:
        """Let go of threads, connections and files."""
        self.exchange.close()
        self.ledger.close()


def open_ledger(
    home: Path, settings: Settings, keys: KeyFile, *, filled: Iterable[bytes] | None = None
) -> Ledger:
    """Open the ledger of a node, on the engine that its settings name; see `Ledger` for `filled`."""
    url, key = settings.ledger.url, keys.secret("ledger")
    if url:
        return Ledger.open_postgresql(url, key, filled=filled)
    return Ledger.open_sqlite(home / LEDGER_FILE, key, filled=filled)


def _check_same_node(settings: Settings, keys: KeyFile) -> None:
    """Refuse settings that would make another node of this one; the key file remembers what it is."""
    for name, value in (("id", settings.node.id), ("nature", settings.node.nature)):
        kept = keys.secret(name).decode()
        if kept != value:
            raise SettingsError(
                "node.{name} is {value}, and this node was made as {kept}",
                hint="put {kept} back; another {name} needs a node of its own, made with `trefpunt init`",
                name=name,
                value=value,
                kept=kept,
            )


def _plug(home: Path, settings: Settings, keys: KeyFile, *, carrier: Carrier, clock: Clock) -> Node:
    made = settings.node
    me = Authority(made.id, AuthorityKind(made.kind), Country(made.country), made.name)
    ledger = open_ledger(home, settings, keys)
    trail, law = Trail(keys.secret("entries")), _law(home, me, settings)
    log = OwnLog(f"{me.id}/log", me.id, SigningKey.from_secret(keys.secret("log")), trail)
    witness = Witness(f"{me.id}/witness", me.id, SigningKey.from_secret(keys.secret("witness")), trail)
    identity = _identity(me, settings, keys, log=log, witness=witness)
    handlers: dict[LetterKind, Handler] = {}
    exchange = Exchange(
        ExchangeMeans(
            identity=identity,
            ledger=ledger,
            trail=trail,
            blobs=Blobs(home / "blobs", keys.secret("blobs")),
            transport=carrier(identity),
            clock=clock,
            limits=Limits(lives_s=settings.exchange.letter_lives_h * 3600),
            current_policy=lambda: law.hash,
            texts=lambda: dict(law.hashes()),
        ),
        handlers,
    )
    means = _hit_means(home, settings, keys, law=law, exchange=exchange)
    # The one call-back of the house: a letter that arrives goes up to whoever knows its kind.
    handlers.update(hits.handlers(means))
    work = _casework_means(home, means)
    handlers.update(casework.handlers(work))
    alerting = crisis.Means(work, settings.crisis.officers_to_send)
    handlers.update(crisis.handlers(alerting))
    handlers.update(overseer_handlers(exchange, keys))
    handlers.update(restored_handlers(exchange))
    return Node(
        home=home,
        settings=settings,
        me=me,
        officers={number: Officer(number, Role(role), me) for number, role in settings.officers.items()},
        keys=keys,
        ledger=ledger,
        columns=means.columns,
        trail=trail,
        log=log,
        witness=witness,
        law=law,
        exchange=exchange,
        means=means,
        casework=work,
        crisis=alerting,
        intake=intake.Means(means.columns, ledger, trail, clock, home / "rejects"),
        speech=Speech(made.language),
        clock=clock,
    )


def _law(home: Path, me: Authority, settings: Settings) -> Law:
    names, nature = frozenset(settings.law.switched_on.split()), settings.node.nature
    law = Law.load(nature=nature, country=me.country, signed_hashes=approvals_in(home), switched_on=names)
    if names and nature != "sample":
        raise SettingsError(
            "law.switched_on is set at a live node",
            hint="only a sample node tries out a text that is off; take the setting away",
        )
    if strange := sorted(names - {text.name for text in law.instruments}):
        raise SettingsError(
            "law.switched_on names '{name}', and there is no such text",
            hint="`trefpunt treaty show` lists them",
            name=strange[0],
        )
    return law


def _hit_means(home: Path, settings: Settings, keys: KeyFile, *, law: Law, exchange: Exchange) -> hits.Means:
    below = exchange.means
    return hits.Means(
        me=below.identity.authority,
        ledger=below.ledger,
        trail=below.trail,
        law=law,
        exchange=exchange,
        oprf=load_oprf(),
        epochs=open_(home / "keys" / "epochs.keys", keys.secret("epochs")),
        columns=Columns(home / "columns", keys.secret("columns")),
        settings=settings.hits,
        clock=below.clock,
        case_key=keys.secret("case"),
        halted=halting(exchange, settings.log, clock=below.clock),
        officers=frozenset(settings.officers),
    )


def _casework_means(home: Path, means: hits.Means) -> casework.Means:
    return casework.Means(
        me=means.me,
        ledger=means.ledger,
        trail=means.trail,
        law=means.law,
        exchange=means.exchange,
        clock=means.clock,
        case_key=means.case_key,
        packages=home / "packages",
        officers=means.officers,
        halted=means.halted,
        wait_s=means.settings.wait_s,
    )


def _identity(me: Authority, settings: Settings, keys: KeyFile, *, log: OwnLog, witness: Witness) -> Identity:
    return Identity(
        authority=me,
        url=settings.listen.url,
        signing=SigningKey.from_secret(keys.secret("signing")),
        certificate=NodeCertificate(
            b64decode(keys.secret("tls.certificate")), SigningKey.from_secret(keys.secret("tls"))
        ),
        log=log.key,
        log_key=str(log.verifier),
        witness=witness.key,
        witness_key=str(witness.verifier),
        box=keys.secret("box"),
        box_key=keys.secret("box.public"),
        is_sample=settings.node.nature == "sample",
    )
