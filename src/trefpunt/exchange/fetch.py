"""Attachments: fetched in parts that can be resumed, and given only to whom a letter names them."""

from collections.abc import Iterable

from trefpunt.errors import ExchangeError, InputError, NotStored, StoreError
from trefpunt.exchange.means import ExchangeMeans
from trefpunt.exchange.peers import Peer
from trefpunt.model import Blob
from trefpunt.store.blobs import CHUNK_BYTES
from trefpunt.store.ledger import exchange_outbox


def fetch_missing(blobs: Iterable[Blob], peer: Peer, *, means: ExchangeMeans) -> bool:
    """Fetch what is not here yet; say whether everything is here now.

    What does not come now is asked for again later, from where it stopped.
    """
    try:
        for blob in blobs:
            _fetch(blob, peer, means=means)
    except (ExchangeError, StoreError):
        return False
    return True


def give_part(sha256: str, start: int, end: int, *, peer: Peer, means: ExchangeMeans) -> tuple[bytes, int]:
    """Return a part of an attachment, and the size of the whole.

    Raises:
        NotStored: it is not here, or no living letter names it to this partner; both sound the same.
        InputError: the part lies outside, or is too long.
    """
    with means.ledger.read() as tx:
        may = exchange_outbox.may_fetch(tx, peer.id, sha256)
    if not may or not peer.is_in_force(means.clock().date()):
        raise NotStored("there is no such attachment", hint="ask the partner to send its letter again")
    size = means.blobs.size(sha256)
    end = min(end, size)
    if not 0 <= start <= end or end - start > means.limits.blob_part_bytes_at_most:
        raise InputError(
            "a part of an attachment lies outside of it",
            hint="ask for at most {blob_part_bytes_at_most} bytes within its size",
            blob_part_bytes_at_most=means.limits.blob_part_bytes_at_most,
        )
    return means.blobs.read(sha256, start, end), size


def _fetch(blob: Blob, peer: Peer, *, means: ExchangeMeans) -> None:
    step = max(means.limits.blob_part_bytes // CHUNK_BYTES, 1) * CHUNK_BYTES
    while not means.blobs.has(blob.sha256):
        start = means.blobs.held(blob)
        if start == blob.size:
            means.blobs.extend(blob, start, b"")
            continue
        end = min(start + step, blob.size)
        data = means.transport.get_blob(peer, blob.sha256, start, end)
        if len(data) != end - start:
            raise StoreError("a part of an attachment has another size", hint="it is asked for again")
        means.blobs.extend(blob, start, data)
