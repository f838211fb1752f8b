"""What an oversight body does with the logs it watches: keep their keys and their mirrors."""

from functools import partial

from trefpunt.audit import MirrorBatch, Trail, keep_mirror, mirrored, take_key
from trefpunt.crypto import KeyFile, NoteVerifier
from trefpunt.errors import ExchangeError
from trefpunt.exchange import Exchange, Handler, Outcome, Peer
from trefpunt.model import Event, Letter, LetterKind, LogEntry
from trefpunt.store.ledger import Transaction


def overseer_handlers(exchange: Exchange, keys: KeyFile) -> dict[LetterKind, Handler]:
    """Return the handlers of an oversight body: keys and mirrors of the logs it watches."""
    return {
        LetterKind.LOG_KEY: partial(_on_key, keys=keys),
        LetterKind.LOG_MIRROR: partial(_on_mirror, exchange=exchange, keys=keys),
    }


def has_mirror(keys: KeyFile, origin: str) -> bool:
    """Tell whether this node was given the key of a log, and so mirrors it."""
    return _key_name(origin) in keys.names(_key_name(origin))


def mirrored_trail(keys: KeyFile, origin: str) -> Trail:
    """Return the trail with which the oversight body reads a mirrored log."""
    return Trail(keys.secret(_key_name(origin)))


def read_mirror(tx: Transaction, origin: str, *, trail: Trail) -> list[LogEntry]:
    """Return what a mirrored log says, oldest first, without what only fills up."""
    read = (trail.read(stored) for stored in mirrored(tx, origin))
    return [entry for entry in read if entry is not None and entry.event is not Event.FILLER]


def _on_key(letter: Letter, peer: Peer, *, keys: KeyFile) -> Outcome:
    origin = NoteVerifier.parse(peer.party.log_key).name
    key = take_key(letter.body, origin=origin, box_key=keys.secret("box"))
    name = _key_name(origin)
    # Another key would make everything mirrored before unreadable: a watched node could blind its overseer.
    if name in keys.names(name) and keys.secret(name) != key:
        raise ExchangeError(
            "a log has a key already", hint="its node must explain to the overseer why it changed"
        )

    def apply(_: Transaction) -> None:
        keys.put(_key_name(origin), key)
        keys.save()

    return Outcome(apply=apply)


def _on_mirror(letter: Letter, peer: Peer, *, exchange: Exchange, keys: KeyFile) -> Outcome:
    origin = NoteVerifier.parse(peer.party.log_key).name
    batch = MirrorBatch.from_bytes(exchange.blobs.get(str(letter.body["batch"])))
    trail = mirrored_trail(keys, origin)

    def apply(tx: Transaction) -> None:
        keep_mirror(tx, origin, batch, trail=trail)

    return Outcome(apply=apply)


def _key_name(origin: str) -> str:
    return f"mirror|{origin}"
