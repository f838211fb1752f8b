"""Letting go of indexes, keys and everything counted by the day when their time is over."""

from datetime import datetime, timedelta

from trefpunt.exchange import Outcome, Outgoing, Peer
from trefpunt.hits.closing import close_ended
from trefpunt.hits.finish import refused
from trefpunt.hits.keynames import PREFIX, began_at, key_name
from trefpunt.hits.means import Means
from trefpunt.hits.receiving import LONGEST, entry_of
from trefpunt.model import Event, Letter, LetterKind, LogEntry, Refusal
from trefpunt.store.ledger import budgets, listings
from trefpunt.store.ledger import hits as kept

# No letter lives longer than a week, so none can come again after that and be charged anew.
_CHARGES_LAST = timedelta(days=8)


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
    _erase_forgotten(now, means=means)
    close_ended(means=means)
    with means.ledger.write() as tx:
        listings.drop_batches_before(tx, now - LONGEST)
        budgets.forget(tx, charges_before=now - _CHARGES_LAST, counts_before=now - LONGEST)
    return len(given) + len(held)


def erase_keys_of(given: kept.Publication, *, means: Means) -> None:
    """Erase the keys of a publication from the second key file, for good."""
    for key_type in given.key_types:
        means.epochs.erase(key_name(given, key_type))
    means.epochs.save()


def _erase_keys(publication: kept.Publication, *, means: Means) -> None:
    erase_keys_of(publication, means=means)
    for name in publication.files:
        means.exchange.blobs.drop(name)
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


def _erase_forgotten(now: datetime, *, means: Means) -> None:
    """Erase keys that no publication knows: those of one that a crash cut short."""
    began = {name: began_at(name) for name in means.epochs.names(PREFIX)}
    ended = [name for name, moment in began.items() if moment is not None and moment + LONGEST <= now]
    for name in ended:
        means.epochs.erase(name)
    if ended:
        means.epochs.save()


def _delete_index(index: kept.HeldIndex, *, means: Means) -> None:
    # First gone, then said to be gone: a crash in between says it again.
    means.exchange.blobs.drop(index.sha256)
    means.exchange.blobs.drop(index.honey_sha256)
    with means.ledger.write() as tx:
        kept.mark_deleted(tx, index.sha256, means.clock())
        means.trail.record(tx, entry_of(Event.INDEX_DELETED, index, means=means))
        # Nothing can finish them any more, and their sheets hold what was asked.
        left = kept.open_questions_of_index(tx, index.sha256)
        refused(left, Refusal(code="index_expired"), by=means.me.id, means=means).apply(tx)
        if means.exchange.agreements.in_force(index.holder, means.clock().date(), tx=tx) is not None:
            body = {"epoch": index.epoch}
            means.exchange.post(tx, None, Outgoing(LetterKind.HIT_INDEX_DELETED, index.holder, body))
