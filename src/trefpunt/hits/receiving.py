"""Receiving an index: everything about it is checked when it comes, so that no question fails on it later."""

from datetime import UTC, datetime, timedelta
from typing import Any

from trefpunt.crypto.filterfile import FilterFile, read
from trefpunt.errors import ExchangeError
from trefpunt.exchange import Outcome, Peer
from trefpunt.hits.means import Means
from trefpunt.hits.sheet import CANARIES_A_TYPE
from trefpunt.model import SCHEME_VERSION, Event, KeyType, Letter, LogEntry
from trefpunt.sentence import Sentence
from trefpunt.store.ledger import Transaction
from trefpunt.store.ledger import hits as kept

LONGEST = timedelta(days=1)
_CLOCKS_DIFFER_BY = timedelta(minutes=5)
_FIELDS = frozenset({"epoch", "valid_to", "file", "honey", "canaries"})
_CANARY_BYTES = 64


def on_index(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle an index that a partner gives: keep it if its files are what its signed letter says."""
    file_hash, honey_hash = _named(letter)
    with means.ledger.read() as tx:
        if kept.knows_index(tx, {file_hash, honey_hash}):
            raise _not_taken(Sentence("the same files came before"))
    file, honey = (read(means.exchange.blobs.get(name)) for name in (file_hash, honey_hash))
    for found in (file, honey):
        _check_facts(found, letter, peer, means=means)
    try:
        _check_time(file, means=means)
        _check_sections(file, honey, means=means)
        canaries = _canaries(letter.body["canaries"], file, means=means)
    except ExchangeError:
        # The files say themselves that they are this partner's and for us, so nobody else needs them.
        for name in (file_hash, honey_hash):
            means.exchange.blobs.drop(name)
        raise
    sizes = {blob.sha256: blob.size for blob in letter.blobs}
    held = kept.HeldIndex(
        sha256=file_hash,
        size=sizes[file_hash],
        holder=peer.authority.id,
        purpose=letter.purpose,
        epoch=file.facts.epoch,
        honey_sha256=honey_hash,
        honey_size=sizes[honey_hash],
        header={"canaries": canaries},
        received_at=means.clock(),
        valid_to=_moment(file.facts.valid_to),
    )

    def apply(tx: Transaction) -> None:
        kept.save_index(tx, held)
        means.trail.record(tx, entry_of(Event.INDEX_RECEIVED, held, means=means))

    return Outcome(apply=apply)


def entry_of(event: Event, held: kept.HeldIndex, *, means: Means) -> LogEntry:
    """Return the log entry of what happens to a held index."""
    return LogEntry(
        event=event,
        actor=means.me.id,
        role="",
        at=means.clock(),
        purpose=held.purpose,
        partner=held.holder,
        facts={"epoch": held.epoch, "file": held.sha256},
    )


def _named(letter: Letter) -> tuple[str, str]:
    body = letter.body
    if set(body) != _FIELDS or not isinstance(body["file"], str) or not isinstance(body["honey"], str):
        raise _not_taken(Sentence("its letter has other fields"))
    named = {blob.sha256 for blob in letter.blobs}
    if named != {body["file"], body["honey"]} or len(named) != len(letter.blobs) or len(named) != 2:
        raise _not_taken(Sentence("its letter does not name its two files"))
    return body["file"], body["honey"]


def _check_facts(file: FilterFile, letter: Letter, peer: Peer, *, means: Means) -> None:
    facts, body = file.facts, letter.body
    said = (facts.holder, facts.partner, facts.purpose, facts.epoch, facts.scheme, facts.valid_to)
    meant = (
        peer.authority.id,
        means.me.id,
        letter.purpose,
        body["epoch"],
        SCHEME_VERSION,
        body["valid_to"],
    )
    if said != meant:
        raise _not_taken(Sentence("it is not what its letter says"))


def _check_time(file: FilterFile, *, means: Means) -> None:
    now, begins, ends = means.clock(), _moment(file.facts.valid_from), _moment(file.facts.valid_to)
    if ends <= now:
        raise _not_taken(Sentence("it has ended already"))
    if ends - begins > LONGEST or begins > now + _CLOCKS_DIFFER_BY:
        raise _not_taken(Sentence("it is valid for more than a day, or begins later"))


def _check_sections(file: FilterFile, honey: FilterFile, *, means: Means) -> None:
    keys, baited = (
        {one.head.key_type: one.head.commitment for one in each.sections} for each in (file, honey)
    )
    if not set(keys) <= set(KeyType):
        raise _not_taken(Sentence("it has key types that this version does not know"))
    if keys != baited:
        raise _not_taken(Sentence("its honey is not made with the same keys"))
    if len(set(keys.values())) != len(keys) or not all(means.oprf.group.is_valid_points(keys.values())):
        raise _not_taken(Sentence("its keys are not one of its own for each type"))


def _canaries(offered: Any, file: FilterFile, *, means: Means) -> dict[str, list[str]]:
    types = {one.head.key_type for one in file.sections}
    if not isinstance(offered, dict) or set(offered) != types:
        raise _not_taken(Sentence("it has no canaries for each of its key types"))
    if not all(_are_canaries(items, least=means.settings.canaries) for items in offered.values()):
        raise _not_taken(Sentence("its canaries are too few, too many, too long, or no hex text"))
    return offered


def _are_canaries(items: Any, *, least: int) -> bool:
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return False
    if len(set(items)) != len(items) or not min(least, CANARIES_A_TYPE) <= len(items) <= CANARIES_A_TYPE:
        return False
    return all(_is_hex(item) for item in items)


def _is_hex(item: str) -> bool:
    return (
        0 < len(item) <= 2 * _CANARY_BYTES and len(item) % 2 == 0 and not set(item) - set("0123456789abcdef")
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _not_taken(why: Sentence) -> ExchangeError:
    return ExchangeError("an index is not taken: {why}", hint="ask the partner to publish again", why=why)
