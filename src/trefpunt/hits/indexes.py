"""Receiving an index, and letting go of indexes and keys when their time is over."""

from datetime import UTC, datetime, timedelta

from trefpunt.crypto.filterfile import FilterFile, read
from trefpunt.errors import ExchangeError
from trefpunt.exchange import Outcome, Outgoing, Peer
from trefpunt.hits.finish import refused
from trefpunt.hits.keynames import key_name
from trefpunt.hits.means import Means
from trefpunt.model import SCHEME_VERSION, Event, Letter, LetterKind, LogEntry, Refusal
from trefpunt.store.ledger import Transaction, listings
from trefpunt.store.ledger import hits as kept

_LONGEST = timedelta(days=1)


def on_index(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle an index that a partner gives: check that the files are what its signed letter says."""
    named = {blob.sha256: blob.size for blob in letter.blobs}
    file_hash, honey_hash = str(letter.body.get("file")), str(letter.body.get("honey"))
    if set(named) != {file_hash, honey_hash}:
        raise ExchangeError(
            "an index letter does not name its two files", hint="ask the partner to publish again"
        )
    file, honey = read(means.exchange.blobs.get(file_hash)), read(means.exchange.blobs.get(honey_hash))
    for found in (file, honey):
        _check_facts(found, letter, peer, means=means)
    held = kept.HeldIndex(
        sha256=file_hash,
        size=named[file_hash],
        holder=peer.authority.id,
        purpose=letter.purpose,
        epoch=file.facts.epoch,
        honey_sha256=honey_hash,
        honey_size=named[honey_hash],
        header={"canaries": letter.body["canaries"]},
        received_at=means.clock(),
        valid_to=_moment(file.facts.valid_to),
    )

    def apply(tx: Transaction) -> None:
        kept.save_index(tx, held)
        means.trail.record(tx, _entry(Event.INDEX_RECEIVED, held, means=means))

    return Outcome(apply=apply)


def on_deleted(letter: Letter, peer: Peer, *, means: Means) -> Outcome:
    """Handle a partner's word that it has deleted an index of ours."""
    partner, epoch = peer.authority.id, str(letter.body.get("epoch"))
    return Outcome(
        apply=lambda tx: kept.mark_deleted_by_partner(tx, partner=partner, epoch=epoch, now=means.clock())
    )


def retire(*, means: Means) -> int:
    """Erase the keys of ended epochs, delete ended indexes and tell their holders; called at fixed times.

    Returns:
        How many epochs and indexes ended.
    """
    now = means.clock()
    with means.ledger.read() as tx:
        given, held = kept.ended_publications(tx, now), kept.ended_indexes(tx, now)
    for publication in given:
        _erase_keys(publication, means=means)
    for index in held:
        _delete_index(index, means=means)
    with means.ledger.write() as tx:
        listings.drop_batches_before(tx, now - _LONGEST)
    return len(given) + len(held)


def _erase_keys(publication: kept.Publication, *, means: Means) -> None:
    for key_type in publication.key_types:
        name = key_name(publication, key_type)
        if name in means.epochs.names(name):
            means.epochs.erase(name)
    means.epochs.save()
    with means.ledger.write() as tx:
        kept.mark_erased(tx, publication.id, means.clock())
        facts = {"epoch": publication.epoch, "keys": str(len(publication.key_types))}
        means.trail.record(
            tx,
            LogEntry(
                event=Event.KEY_ERASED,
                actor=means.me.id,
                role="",
                at=means.clock(),
                purpose=publication.purpose,
                partner=publication.partner,
                facts=facts,
            ),
        )


def _delete_index(index: kept.HeldIndex, *, means: Means) -> None:
    with means.ledger.write() as tx:
        kept.mark_deleted(tx, index.sha256, means.clock())
        means.trail.record(tx, _entry(Event.INDEX_DELETED, index, means=means))
        # Nothing can finish them any more, and their sheets hold what was asked.
        left = kept.open_questions_of_index(tx, index.sha256)
        refused(left, Refusal(code="index_expired"), by=means.me.id, means=means).apply(tx)
        if means.exchange.agreements.in_force(index.holder, means.clock().date(), tx=tx) is not None:
            body = {"epoch": index.epoch}
            means.exchange.post(tx, None, Outgoing(LetterKind.HIT_INDEX_DELETED, index.holder, body))
    means.exchange.blobs.drop(index.sha256)
    means.exchange.blobs.drop(index.honey_sha256)


def _check_facts(file: FilterFile, letter: Letter, peer: Peer, *, means: Means) -> None:
    facts = file.facts
    said = (facts.holder, facts.partner, facts.purpose, facts.epoch, facts.scheme)
    meant = (peer.authority.id, means.me.id, letter.purpose, str(letter.body.get("epoch")), SCHEME_VERSION)
    if said != meant:
        raise ExchangeError("an index is not what its letter says", hint="ask the partner to publish again")
    if _moment(facts.valid_to) - _moment(facts.valid_from) > _LONGEST:
        raise ExchangeError("an index is valid for more than a day", hint="an epoch lasts at most a day")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _entry(event: Event, held: kept.HeldIndex, *, means: Means) -> LogEntry:
    return LogEntry(
        event=event,
        actor=means.me.id,
        role="",
        at=means.clock(),
        purpose=held.purpose,
        partner=held.holder,
        facts={"epoch": held.epoch, "file": held.sha256},
    )
